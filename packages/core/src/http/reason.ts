import type { Decision } from '../policy/index.js';
import type { Refusal } from './refusal.js';

/** Why IAM denied, for a developer to read: the statements that denied, or that none allowed. */
export function reasonOf({ decidedBy, matchedStatements }: Decision): string {
  if (matchedStatements.length === 0) return `no statement of type ${decidedBy} allows it`;
  const named = matchedStatements.map(
    ({ policy, index, sid }) =>
      `statement ${sid === undefined ? index : `${index} \`${sid}\``} of policy \`${policy}\``,
  );
  return `denied by ${named.join(', ')}`;
}

/** The header that tells why a request was refused; none where there is nothing to add to AWS's message. */
export function reasonHeaders({ why }: Refusal): Readonly<Record<string, string>> {
  if (why === undefined) return {};
  // Printable ASCII, and short enough for any client.
  return { 'x-cognito-iam-reason': why.replace(/[^\x20-\x7e]/g, '?').slice(0, 1000) };
}
