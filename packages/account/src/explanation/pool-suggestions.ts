import type { AccessExplanation } from './explain-access.js';
import type { ExplainedAccount } from './explained-account.js';
import { poolReference } from './pool-reference.js';

/** An explanation whose suggestions say how a template or plan refers to the pool that they are about. */
export function withPoolReferences(
  explanation: AccessExplanation,
  account: Pick<ExplainedAccount, 'directory' | 'region' | 'userPools'>,
): AccessExplanation {
  const pool = poolReference(account, explanation.request.resource);
  if (pool === undefined) return explanation;
  const suggestions = explanation.suggestions.map((one) => (one.change === 'allow' ? { ...one, pool } : one));
  return { ...explanation, suggestions };
}
