import type { Account } from '@cognito-iam/account';
import type { DecisionEvent, MatchedStatement, Principal } from '@cognito-iam/core';
import { writtenPlace } from './statement-place.js';

/** A decision for programs: one JSON object, without a line's end. */
export function decisionJson(event: DecisionEvent, account: Account): string {
  const { time, outcome, error, cacheHit, duration, requestId } = event;
  const members = [
    `{"time":"${new Date(time).toISOString()}","event":"decision","outcome":"${outcome}"`,
    settledText(event, account),
    error === undefined ? '' : `"error":${errorJson(error, event, account)}`,
    cacheHit === undefined ? '' : `"cacheHit":${cacheHit}`,
    `"duration":${Number(duration.toFixed(3))}`,
    `"requestId":${JSON.stringify(requestId)}}`,
  ];
  return members.filter((text) => text !== '').join(',');
}

/** What the same caller is told of the same question each time, and who and what that was. */
interface Settled {
  readonly account: Account;
  readonly principal: Principal | undefined;
  readonly operation: DecisionEvent['operation'];
  readonly resource: DecisionEvent['resource'];
  readonly decision: DecisionEvent['decision'];
  readonly text: string;
}

/** By the statements of a remembered decision, which are the same object each time. */
const remembered = new WeakMap<object, Settled>();

/** Most decisions have been told before, and making their text takes longer than to decide. */
function settledText(event: DecisionEvent, account: Account): string {
  const { operation, principal, resource, decision, matchedStatements, cacheHit } = event;
  if (matchedStatements === undefined || cacheHit !== true) return settledJson(event, account);
  const known = remembered.get(matchedStatements);
  if (
    known !== undefined &&
    known.account === account &&
    isSame(known.principal, principal) &&
    known.operation === operation &&
    known.resource === resource &&
    known.decision === decision
  ) {
    return known.text;
  }
  const text = settledJson(event, account);
  remembered.set(matchedStatements, { account, principal, operation, resource, decision, text });
  return text;
}

/** Whether two principals are told in the same words: tokens of one user have each a principal of their own. */
function isSame(one: Principal | undefined, other: Principal | undefined): boolean {
  if (one === other) return true;
  return (
    one?.arn === other?.arn &&
    one?.type === other?.type &&
    one?.roleArn === other?.roleArn &&
    one?.username === other?.username
  );
}

/** Members of the object, without its braces; empty where nothing is known. */
function settledJson(event: DecisionEvent, account: Account): string {
  const { operation, principal, resource, decision } = event;
  const statements = event.matchedStatements?.map((statement) => told(statement, event, account));
  return JSON.stringify({ operation, principal: principal?.arn, resource, decision, statements }).slice(
    1,
    -1,
  );
}

function errorJson(
  { nearest, ...refused }: NonNullable<DecisionEvent['error']>,
  event: DecisionEvent,
  account: Account,
): string {
  const near = nearest && told(nearest.statement, event, account, nearest.pointer);
  return JSON.stringify({ ...refused, nearest: near });
}

/** A statement, and where it or an element of it is written. */
function told(statement: MatchedStatement, event: DecisionEvent, account: Account, element?: string): object {
  const { policy, sid, index, effect } = statement;
  return { policy, sid, index, effect, place: writtenPlace(account, event.principal, statement, element) };
}
