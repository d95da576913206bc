import type { AccessExplanation } from './explain-access.js';
import type { ExplainedAccount } from './explained-account.js';
import { poolReference } from './pool-reference.js';
import { principalReference } from './principal-reference.js';
import type { Suggestion } from './suggestion.js';

/**
 * An explanation whose suggestions say how a template or plan refers to the pool that they are about, and to the
 * principal that they except from a Deny.
 */
export function withSourceReferences(
  explanation: AccessExplanation,
  account: Pick<ExplainedAccount, 'directory' | 'region' | 'userPools' | 'sourceIds'>,
): AccessExplanation {
  const pool = poolReference(account, explanation.request.resource);
  const referring = (one: Suggestion): Suggestion => {
    if (one.change === 'allow') return pool === undefined ? one : { ...one, pool };
    const principal = one.change === 'exempt' ? principalReference(account, one.exempted) : undefined;
    return one.change === 'exempt' && principal !== undefined ? { ...one, principal } : one;
  };
  return { ...explanation, suggestions: explanation.suggestions.map(referring) };
}
