import type { Account } from '@cognito-iam/account';
import type { DecisionEvent } from '@cognito-iam/core';
import { hangingLines } from '../hanging-lines.js';
import type { Terminal } from '../terminal.js';
import { plain } from './plain-text.js';
import { writtenPlace } from './statement-place.js';

/** What a line is written for. */
export type LineStyle = Pick<Terminal, 'colours' | 'columns'>;

/** How far below a time its text goes on. */
export const timeIndent = 9;

/** A decision for a terminal: a line, as narrow as that is, and for a refusal another with the reason. */
export function decisionLine(event: DecisionEvent, account: Account, style: LineStyle): string {
  const { operation, resource, cacheHit, duration, error } = event;
  const { colours, columns } = style;
  const { dim, bold } = colours;
  const asked = `${dim(timeOf(event.time))} ${outcomeText(event, colours)} ${bold((operation ?? 'request').padEnd(22))}`;
  const parts = [
    `${asked} ${whoText(event)}`,
    ...(resource === undefined ? [] : [`${dim('on')} ${resourceText(resource)}`]),
    ...byText(event, account, colours),
    dim(`${cacheHit === true ? 'remembered, ' : ''}${duration.toFixed(1)} ms`),
  ];
  const head = hangingLines(parts, columns, timeIndent);
  if (error === undefined) return head;
  const words = [...withShortPools(reasonText(error), account).split(' '), ...nearestPlace(event, account)];
  const indent = ' '.repeat(timeIndent);
  return `${head}\n${indent}${colours.yellow(hangingLines(words, columns - timeIndent, 0).replaceAll('\n', `\n${indent}`))}`;
}

function timeOf(time: number): string {
  return new Date(time).toTimeString().slice(0, 8);
}

function outcomeText({ outcome }: DecisionEvent, { green, red, yellow }: LineStyle['colours']): string {
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

/** The id of a user pool. */
function resourceText(resource: string): string {
  return plain(
    resource
      .split(':')
      .slice(5)
      .join(':')
      .replace(/^userpool\//, '') || resource,
  );
}

function byText(
  { matchedStatements, principal }: DecisionEvent,
  account: Account,
  { dim }: LineStyle['colours'],
): string[] {
  const [first, ...others] = matchedStatements ?? [];
  if (first === undefined) return [];
  const place = writtenPlace(account, principal, first);
  const more = others.length === 0 ? [] : [`and ${others.length} more`];
  return [
    `by ${first.sid || `statement ${first.index + 1}`} of ${first.policy}`,
    ...(place === undefined ? [] : [`(${place})`]),
    ...more,
  ].map((part) => dim(plain(part)));
}

function reasonText({ type, message, reason }: NonNullable<DecisionEvent['error']>): string {
  // What AWS says of a denial repeats what the line says; of anything else it is the news.
  if (type === 'AccessDeniedException') return plain(reason ?? type);
  const known = [type, message, reason].filter((part) => part !== undefined);
  return plain(known.map((part) => part.replace(/\.$/, '')).join(': '));
}

/** Where the element is written for want of which the nearest statement does not allow the request. */
function nearestPlace({ error, principal }: DecisionEvent, account: Account): readonly string[] {
  if (error?.nearest === undefined) return [];
  const { statement, pointer } = error.nearest;
  const place = writtenPlace(account, principal, statement, pointer);
  return place === undefined ? [] : [plain(`(${place})`)];
}

/** Pools of the account by their ids, as everywhere in these lines: their ARNs are wider than most terminals. */
function withShortPools(reason: string, { directory, region }: Account): string {
  const { partition, account } = directory;
  return reason.replaceAll(`arn:${partition}:cognito-idp:${region}:${account}:userpool/`, '');
}
