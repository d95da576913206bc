import type { Account } from '@cognito-iam/account';
import type { DecisionEvent } from '@cognito-iam/core';
import type { Colours } from '../terminal.js';
import { plain } from './plain-text.js';
import { writtenPlace } from './statement-place.js';

/** A decision for a terminal: one line, and for a refusal another with the reason. */
export function decisionLine(event: DecisionEvent, account: Account, colours: Colours): string {
  const { operation, resource, cacheHit, duration, error } = event;
  const { dim, bold } = colours;
  const head = [
    dim(timeOf(event.time)),
    outcomeText(event, colours),
    bold((operation ?? 'request').padEnd(22)),
    whoText(event),
    ...(resource === undefined ? [] : [dim('on'), resourceText(resource)]),
    ...byText(event, account, colours),
    dim(`${cacheHit === true ? 'remembered, ' : ''}${duration.toFixed(1)} ms`),
  ].join(' ');
  const why = error === undefined ? undefined : reasonText(error);
  return why === undefined ? head : `${head}\n${' '.repeat(9)}${colours.yellow(why)}`;
}

/** The same for programs: one JSON object. */
export function decisionJson(event: DecisionEvent, account: Account): string {
  const { time, outcome, operation, principal, resource, decision, cacheHit, duration, error } = event;
  const statements = event.matchedStatements?.map((statement) => ({
    policy: statement.policy,
    sid: statement.sid,
    index: statement.index,
    effect: statement.effect,
    place: writtenPlace(account, principal, statement),
  }));
  return JSON.stringify({
    time: new Date(time).toISOString(),
    event: 'decision',
    outcome,
    operation,
    principal: principal?.arn,
    resource,
    decision,
    statements,
    error,
    cacheHit,
    duration: Number(duration.toFixed(3)),
    requestId: event.requestId,
  });
}

function timeOf(time: number): string {
  return new Date(time).toTimeString().slice(0, 8);
}

function outcomeText({ outcome }: DecisionEvent, { green, red, yellow }: Colours): string {
  if (outcome === 'allowed') return green('allowed');
  return outcome === 'refused' ? red('denied ') : yellow('audited');
}

/** `Support/alice` for a role session, `user/deployer` for a user. */
function whoText({ principal }: DecisionEvent): string {
  if (principal === undefined) return '-';
  return plain(
    principal.arn
      .split(':')
      .slice(5)
      .join(':')
      .replace(/^assumed-role\//, '') || principal.arn,
  );
}

function resourceText(resource: string): string {
  return plain(resource.split(':').slice(5).join(':') || resource);
}

function byText(
  { matchedStatements, principal }: DecisionEvent,
  account: Account,
  { dim }: Colours,
): string[] {
  const [first, ...others] = matchedStatements ?? [];
  if (first === undefined) return [];
  const place = writtenPlace(account, principal, first);
  const name = `${first.policy} ${first.sid ?? `[${first.index}]`}`;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return [dim(`by ${name}${place === undefined ? '' : ` (${place})`}${more}`)];
}

function reasonText({ type, message, reason }: NonNullable<DecisionEvent['error']>): string {
  // What AWS says of a denial repeats what the line says; of anything else it is the news.
  if (type === 'AccessDeniedException') return plain(reason ?? type);
  return plain([type, message, reason].filter((part) => part !== undefined).join(': '));
}
