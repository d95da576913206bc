import type { Explanation, Limitation, MatchedStatement, Mismatch, NearestMiss } from '../policy/index.js';
import type { Refusal } from './refusal.js';

const limitations: ReadonlyMap<Limitation, string> = new Map([
  ['principalWithoutPolicies', 'the principal can have no policies'],
  ['resourceOfAnotherAccount', 'the resource belongs to another account'],
  ['federatedUserWithoutSessionPolicy', 'a federated user needs a session policy'],
]);

/** Why IAM denied, in one line for a developer: the statements that denied, or the one that nearly allowed. */
export function reasonOf(explanation: Explanation): string {
  const { decision, matchedStatements, limitation, nearestMiss, missingContextValues } = explanation;
  if (decision === 'explicitDeny') return `denied by ${matchedStatements.map(statementName).join(' and ')}`;
  const missing =
    missingContextValues.length === 0 ? '' : `; the request has no ${missingContextValues.join(', ')}`;
  if (limitation !== undefined) return `${limitations.get(limitation) ?? limitation}${missing}`;
  return `${nearestMiss === undefined ? 'no statement comes near' : nearlyAllowed(nearestMiss)}${missing}`;
}

/** The header that tells why a request was refused; none where there is nothing to add to AWS's message. */
export function reasonHeaders({ why }: Refusal): Readonly<Record<string, string>> {
  if (why === undefined) return {};
  // Printable ASCII, and short enough for any client.
  return { 'x-cognito-iam-reason': why.replace(/[^\x20-\x7e]/g, '?').slice(0, 1000) };
}

function nearlyAllowed({ statement, mismatch, sufficient }: NearestMiss): string {
  const others = sufficient ? '' : ', and other policies do not allow it either';
  return `${statementName(statement)} would allow it but for its ${mismatchText(mismatch)}${others}`;
}

function mismatchText({ element, operator, key, asked, entries }: Mismatch): string {
  const where = operator === undefined ? element : `${element} ${operator} ${key}`;
  const wanted = entries.map((entry) => `\`${entry}\``).join(', ');
  const values: readonly string[] = asked === undefined ? [] : [asked].flat();
  const got = values.length === 0 ? 'no value' : values.map((value) => `\`${value}\``).join(', ');
  return `${where} (${wanted}; the request has ${got})`;
}

function statementName({ policy, index, sid }: MatchedStatement): string {
  return `statement ${index}${sid === undefined ? '' : ` \`${sid}\``} of policy \`${policy}\``;
}
