import { type Account, formatPlace, type ListedHolder, statementPlace } from '@cognito-iam/account';
import type { DecisionEvent, Principal } from '@cognito-iam/core';

/** A statement as decisions name it. */
type Statement = NonNullable<DecisionEvent['matchedStatements']>[number];

/** An account does not change, and has few statements: each is looked for once, not with every request. */
const found = new WeakMap<Account, Map<string, string | undefined>>();

/**
 * Where the statement of a decision is written: `policies/support.json:4:5`; `undefined` for one of AWS's own policies.
 * With the JSON Pointer of an element in its document, where that is.
 */
export function writtenPlace(
  account: Account,
  principal: Principal | undefined,
  statement: Statement,
  element?: string,
): string | undefined {
  const holder = holderOf(account, principal);
  if (holder === undefined) return undefined;
  const known = found.get(account) ?? new Map<string, string | undefined>();
  found.set(account, known);
  const name = JSON.stringify([holder.kind, holder.name, statement, element]);
  if (known.has(name)) return known.get(name);
  const place = statementPlace(account, holder, statement, element);
  const written = place && formatPlace(place);
  known.set(name, written);
  return written;
}

function holderOf({ directory }: Account, principal: Principal | undefined): ListedHolder | undefined {
  if (principal?.roleArn !== undefined) return directory.role(principal.roleArn);
  if (principal?.username !== undefined) return directory.user(principal.username);
  return principal?.type === 'Account' ? directory.root : directory.anonymous;
}
