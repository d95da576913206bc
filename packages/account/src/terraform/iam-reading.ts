import type { DescribedDocument } from '../described/policy-document.js';
import type { Drafts } from '../described/principals.js';
import type { Resolved } from '../described/resolved-value.js';
import type { Plan, PlanResource } from './plan.js';

/** What IAM resources are read with. */
export interface IamReading {
  readonly plan: Plan;
  readonly drafts: Drafts;
  /** Names and ARNs of the managed policies whose documents are known. */
  readonly known: ReadonlySet<string>;
  readonly document: (
    written: Resolved | undefined,
    what: string,
    resource: PlanResource,
  ) => DescribedDocument;
}
