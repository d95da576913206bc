import type { DenialExplanation } from '../policy/explain-denial.js';
import {
  type Limitation,
  type MatchedStatement,
  type Mismatch,
  type NearestMiss,
  unresolvedAction,
} from '../policy/index.js';
import type { NearStatement, Refusal } from './refusal.js';

const limitations: ReadonlyMap<Limitation, string> = new Map([
  ['principalWithoutPolicies', 'the principal can have no policies'],
  ['resourceOfAnotherAccount', 'the resource belongs to another account'],
  ['federatedUserWithoutSessionPolicy', 'a federated user needs a session policy'],
]);

/** Why IAM denied, in one line for a developer: the statements that denied, or the one that nearly allowed. */
export function reasonOf(explanation: DenialExplanation): string {
  const { decision, matchedStatements, limitation, nearestMiss, missingContextValues } = explanation;
  if (decision === 'explicitDeny') return `denied by ${matchedStatements.map(statementName).join(' and ')}`;
  const missing =
    missingContextValues.length === 0 ? '' : `; the request has no ${missingContextValues.join(', ')}`;
  if (limitation !== undefined) return `${limitations.get(limitation) ?? limitation}${missing}`;
  return `${nearestMiss === undefined ? 'no statement comes near' : nearlyAllowed(nearestMiss)}${missing}`;
}

/** The statement that nearly allowed, without what the request asked: that may hold what no log should. */
export function nearStatement({ nearestMiss }: DenialExplanation): NearStatement | undefined {
  return (
    nearestMiss && Object.freeze({ statement: nearestMiss.statement, pointer: nearestMiss.mismatch.pointer })
  );
}

/** The header that tells why a request was refused; none where there is nothing to add to AWS's message. */
export function reasonHeaders({ why }: Refusal): Readonly<Record<string, string>> {
  if (why === undefined) return {};
  // Printable ASCII, and short enough for any client.
  return { 'x-cognito-iam-reason': why.replace(/[^\x20-\x7e]/g, '?').slice(0, 1000) };
}

function nearlyAllowed({ statement, mismatch, sufficient }: NearestMiss): string {
  const others = sufficient ? '' : ', and other policies do not allow it either';
  if (mismatch.entries.includes(unresolvedAction)) {
    // What it would have said is not known either.
    return `no statement allows this action; ${statementName(statement)} may be meant to, and holds a value that is not known here${others}`;
  }
  if (mismatch.element === 'Action') {
    return `no statement allows this action; ${statementName(statement)} would if its Action (${listOf(sameServiceFirst(mismatch))}) held it${others}`;
  }
  return `${statementName(statement)} would allow it but for its ${mismatchText(mismatch)}${others}`;
}

function mismatchText({ element, operator, key, asked, entries }: Mismatch): string {
  const where = operator === undefined ? element : `${element} ${operator} ${key}`;
  const values: readonly string[] = asked === undefined ? [] : [asked].flat();
  const got = fromClient.has(key?.toLowerCase() ?? '') ? 'another' : listOf(values);
  return `${where} (${listOf(entries)}; the request has ${values.length === 0 ? 'no value' : got})`;
}

/** Clients put anything into these headers, tokens among it, which must not get into a log. */
const fromClient: ReadonlySet<string> = new Set(['aws:referer', 'aws:useragent']);

/** A long list is cut: what it says of other services than the one asked about helps nobody. */
function sameServiceFirst({ asked, entries }: Mismatch): readonly string[] {
  const service = `${String(asked).split(':', 1)[0]}:`.toLowerCase();
  const isOfService = (entry: string): boolean => entry.toLowerCase().startsWith(service);
  return [...entries.filter(isOfService), ...entries.filter((entry) => !isOfService(entry))];
}

/** The first three of a list, which may be long. */
function listOf(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).map((text) => `\`${text}\``);
  const rest = texts.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function statementName({ policy, index, sid }: MatchedStatement): string {
  return `statement ${sid === undefined ? index + 1 : `\`${sid}\``} of policy \`${policy}\``;
}
