import { counted } from '../counted.js';
import type { LogUsage } from './log-usage.js';

const day = 86_400_000;

/** What there is to know of a log, as lines for stderr, those first that are warnings. Nothing is passed over in silence. */
export function usageNotes(usage: LogUsage): {
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
} {
  const { period, records, calls } = usage;
  const apart = usage.principals.filter(({ hasPolicies }) => !hasPolicies);
  const days = period === undefined ? 0 : (period.to - period.from) / day;
  return {
    warnings: [
      ...(period !== undefined && days < 30
        ? [
            `the log covers ${lengthOf(days)} only: what is done less often than that is not in it, and the policies do not allow it`,
          ]
        : []),
      ...some(usage.unreadable, 'record', 'could not be read'),
      ...listed(usage.noResource, 'call', 'whose user pool the record does not name'),
      ...listed(usage.noOperations, 'record', 'of operations that are not of this API'),
    ],
    notes: [
      period === undefined
        ? `no calls that count in ${counted(records, 'record')}`
        : `${counted(calls, 'call')} in ${counted(records, 'record')}, from ${dateOf(period.from)} to ${dateOf(period.to)} (${lengthOf(days)})`,
      ...some(usage.early, 'call', 'earlier than --since'),
      ...listed(usage.otherServices, 'record', 'of other services'),
      ...listed(usage.noPermissionNeeded, 'call', 'that needed no permission: AWS does not ask IAM'),
      ...listed(usage.failedLater, 'call', 'that IAM let pass and that failed later: counted as used'),
      ...listed(usage.failed, 'call', 'that failed before or beside IAM: not counted'),
      ...apart.map(
        ({ principal, actions }) =>
          `no policy is written for ${principal}: ${actions.map(({ action }) => action).join(', ')}`,
      ),
    ],
  };
}

function some(count: number, one: string, what: string): readonly string[] {
  return count === 0 ? [] : [`${counted(count, one)} ${what}`];
}

function listed(counts: ReadonlyMap<string, number>, one: string, what: string): readonly string[] {
  if (counts.size === 0) return [];
  const sum = [...counts.values()].reduce((total, one) => total + one, 0);
  const names = [...counts].map(([name, count]) => `${printable(name)} ${count}`);
  const shown = names.slice(0, 12).join(', ');
  return [`${counted(sum, one)} ${what} (${shown}${names.length > 12 ? ', …' : ''})`];
}

/** Names of a log are anybody's. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80);
}

function lengthOf(days: number): string {
  if (days >= 2) return `${Math.floor(days)} days`;
  const hours = Math.floor(days * 24);
  return hours >= 2 ? `${hours} hours` : counted(Math.max(1, Math.ceil(days * 24 * 60)), 'minute');
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
