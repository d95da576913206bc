import type { MatchedStatement } from '@cognito-iam/core';
import type { Place } from '../place.js';
import type { ExplainedAccount } from './explained-account.js';
import { type ListedHolder, policiesOfPrincipal } from './policies-of-principal.js';
import type { PlacedPolicy } from './policy-list.js';

/** The JSON Pointer of a statement in its document, which may have a single one without a list. */
export function statementPointer({ policy }: PlacedPolicy, index: number): string {
  return Array.isArray(policy.document.Statement) ? `/Statement/${index}` : '/Statement';
}

/**
 * Where a statement of a decision is written, by the principal that was decided about: `undefined` where its policy is
 * in no file. Of two policies of one name and type, as a user and a group may have them, the first whose statement has
 * this Sid and effect. With the JSON Pointer of an element in the document, where that is written.
 */
export function statementPlace(
  account: ExplainedAccount,
  holder: ListedHolder,
  statement: MatchedStatement,
  element?: string,
): Place | undefined {
  const found = policiesOfPrincipal(account, holder).find((policy) => isOf(statement, policy));
  return found?.places?.(element ?? statementPointer(found, statement.index));
}

function isOf(statement: MatchedStatement, { policyType, policy }: PlacedPolicy): boolean {
  const { name, arn, document } = policy;
  if (policyType !== statement.policyType || name !== statement.policy || arn !== statement.policyArn)
    return false;
  const written = [document.Statement].flat()[statement.index];
  return written?.Effect === statement.effect && (written.Sid || undefined) === (statement.sid || undefined);
}
