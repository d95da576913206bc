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
      ...counted(usage.unreadable, 'records could not be read'),
      ...listed(usage.noResource, 'calls whose user pool the record does not name'),
      ...listed(usage.noOperations, 'records of operations that are not of this API'),
    ],
    notes: [
      period === undefined
        ? `no calls that count in ${records} records`
        : `${calls} calls in ${records} records, from ${dateOf(period.from)} to ${dateOf(period.to)} (${lengthOf(days)})`,
      ...counted(usage.early, 'calls were earlier than --since'),
      ...listed(usage.otherServices, 'records of other services'),
      ...listed(usage.noPermissionNeeded, 'calls that need no permission: AWS does not ask IAM'),
      ...listed(usage.failedLater, 'calls that IAM let pass and that failed later: they count as used'),
      ...listed(usage.failed, 'calls that failed before or beside IAM: they do not count'),
      ...apart.map(
        ({ principal, actions }) =>
          `no policy is written for ${principal}: ${actions.map(({ action }) => action).join(', ')}`,
      ),
    ],
  };
}

function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function listed(counts: ReadonlyMap<string, number>, what: string): readonly string[] {
  if (counts.size === 0) return [];
  const sum = [...counts.values()].reduce((total, one) => total + one, 0);
  const names = [...counts].map(([name, count]) => `${printable(name)} ${count}`);
  const shown = names.slice(0, 12).join(', ');
  return [`${sum} ${what} (${shown}${names.length > 12 ? ', …' : ''})`];
}

/** Names of a log are anybody's. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80);
}

function lengthOf(days: number): string {
  if (days >= 2) return `${Math.floor(days)} days`;
  const hours = Math.floor(days * 24);
  return hours >= 2 ? `${hours} hours` : `${Math.ceil(days * 24 * 60)} minutes`;
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
