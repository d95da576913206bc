import type { AccountPart } from '../account-part.js';
import type { FileReader } from '../file-reader.js';
import { AccountError, type Finding, placedAt } from '../finding.js';
import type { Place } from '../place.js';
import type { SourceFile } from '../source-file.js';
import { terraformSource } from './plan-file.js';
import { planMend } from './plan-mend.js';
import { type PlanContext, readPlan } from './read-plan.js';

/** A plan or state, and the local pools that stand for its pools. */
export interface PlanSource extends Pick<PlanContext, 'pools'> {
  readonly file: string;
  /** Where it is named: that of what is wrong with a file that has no places. */
  readonly place?: Place;
}

/** What plans and states say. */
export interface PlanParts {
  readonly parts: readonly { readonly source: SourceFile; readonly part: AccountPart }[];
  /** What is wrong with the files that could not be read. */
  readonly findings: readonly Finding[];
}

/** Reads plans and states. One may attach the managed policies of those before it, and `managedPolicies`. */
export function readPlans(reader: FileReader, plans: readonly PlanSource[], context: PlanContext): PlanParts {
  const parts: { readonly source: SourceFile; readonly part: AccountPart }[] = [];
  const findings: Finding[] = [];
  const policies = new Set(context.managedPolicies);
  const owner = `arn:${context.partition ?? 'aws'}:iam::${context.account}:policy/`;
  for (const { file, place, pools } of plans) {
    try {
      const source = planSource(reader, file);
      const own = { ...context, pools: { ...context.pools, ...pools }, managedPolicies: [...policies] };
      const part = readPlan(source, own);
      parts.push({ source, part });
      for (const key of Object.keys(part.directory.managedPolicies ?? {})) {
        policies.add(key.startsWith('arn:') ? key : owner + key);
      }
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      findings.push(...placedAt(place, error.findings));
    }
  }
  return { parts, findings };
}

function planSource(reader: FileReader, file: string): SourceFile {
  if (/\.(tf|tofu|hcl|tfvars)$/i.test(file)) {
    throw new AccountError([terraformSource({ file, line: 1, column: 1 })]);
  }
  try {
    return reader.source(file);
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    // A saved plan is a ZIP archive, and of it or of HCL every line is a fault.
    const [syntax] = error.findings.filter(({ code }) => code === 'syntax');
    throw syntax === undefined ? error : new AccountError([{ ...syntax, mend: planMend }]);
  }
}
