import type { SourceContext } from '../account-part.js';
import type { Finding } from '../finding.js';
import type { SourceFile } from '../source-file.js';

/** Notes a finding about what is written at `pointer`. */
export type Report = (pointer: string, finding: Omit<Finding, 'place'>) => void;

/** A file that describes part of an account, while it is read. */
export interface DescribedSource {
  readonly source: SourceFile;
  readonly context: SourceContext & {
    /** Names and ARNs of managed policies that there are beside those of the file and AWS's that are built in. */
    readonly managedPolicies?: readonly string[];
  };
  readonly partition: string;
  readonly report: Report;
}
