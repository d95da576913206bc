import { takesPool } from '@cognito-iam/account';
import { everyAction } from '../account/asked-actions.js';
import type { Subject } from '../account/subject.js';
import { withOwnValues } from '../contract/own-values.js';
import { otherPools } from '../contract/permission-contract.js';
import { always, rewrittenTerms, settledTerms, type Terms } from '../contract/terms.js';
import { allowsBeyond } from '../contract/terms-formula.js';

/** A permission that two have on different terms; `undefined` are those of who is never allowed. */
export interface PermissionDifference {
  /** With prefix. */
  readonly action: string;
  /** Id of the first one's pool; `undefined` for any pool that nobody has named, and where there is no resource type. */
  readonly pool: string | undefined;
  readonly terms: Terms | undefined;
  readonly others: Terms | undefined;
  /** Whether something may be allowed to the first that is not allowed to the second. */
  readonly more: boolean;
  /** Whether something may be allowed to the second that is not allowed to the first. */
  readonly less: boolean;
}

/** Ids of a pool in the account of each of two; `undefined` for any pool that nobody has named. */
export type ComparedPool = readonly [string, string] | undefined;

/**
 * What of all permissions two have on different terms, on these pools. Conditions that are written otherwise and mean the same count as different.
 */
export function permissionDifferences(
  one: Subject,
  two: Subject,
  pools: readonly ComparedPool[],
): readonly PermissionDifference[] {
  const [termsOfOne, termsOfTwo] = [termsFor(one), termsFor(two)];
  return everyAction.flatMap((action) =>
    (takesPool(action) ? pools : [undefined]).flatMap((pool): readonly PermissionDifference[] => {
      const [terms, others] = [termsOfOne(action, pool?.[0]), termsOfTwo(action, pool?.[1])];
      const more = allowsBeyond(terms, others);
      const less = allowsBeyond(others, terms);
      return more || less ? [{ action, pool: pool?.[0], terms, others, more, less }] : [];
    }),
  );
}

/** Accounts differ, and who asks; with what follows from these in place of its name, terms can be compared. */
function termsFor(subject: Subject): (action: string, pool: string | undefined) => Terms | undefined {
  const { accessTo, poolPrefix, anyPool, poolArn } = subject.permissions;
  const own = withOwnValues(ownVariables(subject));
  const rewrite = (text: string): string => own(text.replaceAll(poolPrefix, 'userpool/'));
  return (action, pool) => {
    const ofPools = pool === undefined ? anyPool : poolArn(pool);
    const resource = takesPool(action) ? ofPools : '*';
    const access = accessTo(action, resource);
    if (access.decision === 'allowed') return always;
    const conditions = access.conditions();
    const terms = pool === undefined ? conditions && settledTerms(conditions, otherPools) : conditions;
    return terms && rewrittenTerms(terms, rewrite);
  };
}

/** Values of the policy variables that say who asks, by key in lower case. */
function ownVariables({ principal }: Subject): ReadonlyMap<string, string> {
  const { username, roleArn, arn, tags } = principal;
  return new Map([
    ...(username === undefined ? [] : [['aws:username', username] as const]),
    ['aws:principalarn', roleArn ?? arn] as const,
    ...Object.entries(tags).map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value] as const),
  ]);
}
