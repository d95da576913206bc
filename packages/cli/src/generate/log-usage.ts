import { type AuditedCall, auditedCall } from './audited-call.js';

/** How often one action was called on one resource. */
export interface ActionUse {
  readonly action: string;
  readonly resource: string;
  /** Calls that IAM let pass. */
  readonly used: number;
  /** Calls that were refused for want of permission. */
  readonly denied: number;
}

/** What one principal called. */
export interface PrincipalUse {
  readonly principal: string;
  /** Whether a policy can be attached to it. */
  readonly hasPolicies: boolean;
  readonly account: string;
  /** By action, then by resource. */
  readonly actions: readonly ActionUse[];
}

/** What a log says. */
export interface LogUsage {
  /** By name. */
  readonly principals: readonly PrincipalUse[];
  /** Records of the API, of those that count: milliseconds since 1970; `undefined` without any. */
  readonly period: { readonly from: number; readonly to: number } | undefined;
  readonly records: number;
  readonly calls: number;
  /** Calls that failed, by error, for another reason than permission. */
  readonly failed: ReadonlyMap<string, number>;
  /** Calls that failed after IAM had let them pass, by error: they count as used. */
  readonly failedLater: ReadonlyMap<string, number>;
  readonly unreadable: number;
  readonly early: number;
  readonly otherServices: ReadonlyMap<string, number>;
  readonly noOperations: ReadonlyMap<string, number>;
  readonly noPermissionNeeded: ReadonlyMap<string, number>;
  readonly noResource: ReadonlyMap<string, number>;
}

/** Takes records and counts them; it holds no record. */
export interface UsageCounter {
  readonly record: (text: string) => void;
  readonly broken: () => void;
  readonly usage: () => LogUsage;
}

interface Counted {
  readonly call: Pick<AuditedCall, 'principal' | 'hasPolicies' | 'account' | 'action' | 'resource'>;
  used: number;
  denied: number;
}

/** A counter of records from `since` on, in milliseconds since 1970. */
export function usageCounter(since: number | undefined): UsageCounter {
  const uses = new Map<string, Counted>();
  const counts = {
    failed: new Map<string, number>(),
    failedLater: new Map<string, number>(),
    otherService: new Map<string, number>(),
    noOperation: new Map<string, number>(),
    noPermissionNeeded: new Map<string, number>(),
    noResource: new Map<string, number>(),
  };
  let records = 0;
  let calls = 0;
  let unreadable = 0;
  let early = 0;
  let period: LogUsage['period'];

  const count = (value: unknown): void => {
    records += 1;
    const call = auditedCall(value);
    if ('passedOver' in call) {
      if (call.passedOver === 'unreadable') unreadable += 1;
      else increase(counts[call.passedOver], call.name);
      return;
    }
    if (since !== undefined && call.time < since) {
      early += 1;
      return;
    }
    calls += 1;
    period = {
      from: Math.min(period?.from ?? call.time, call.time),
      to: Math.max(period?.to ?? call.time, call.time),
    };
    const { outcome, errorCode } = call;
    if (outcome === 'failed') {
      increase(counts.failed, errorCode ?? '');
      return;
    }
    if (outcome === 'used' && errorCode !== undefined) increase(counts.failedLater, errorCode);
    const { principal, hasPolicies, account, action, resource } = call;
    const key = [account, principal, action, resource].join('\n');
    const use = uses.get(key) ?? {
      call: { principal, hasPolicies, account, action, resource },
      used: 0,
      denied: 0,
    };
    use[outcome] += 1;
    uses.set(key, use);
  };

  return {
    record: (text) => {
      const value = parsed(text);
      if (value === undefined) unreadable += 1;
      else count(value);
    },
    broken: () => {
      unreadable += 1;
    },
    usage: () => ({
      principals: principalsOf([...uses.values()]),
      period,
      records,
      calls,
      unreadable,
      early,
      failed: sorted(counts.failed),
      failedLater: sorted(counts.failedLater),
      otherServices: sorted(counts.otherService),
      noOperations: sorted(counts.noOperation),
      noPermissionNeeded: sorted(counts.noPermissionNeeded),
      noResource: sorted(counts.noResource),
    }),
  };
}

/** A record; `aws cloudtrail lookup-events` has it as text in an event. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const inner =
      typeof value === 'object' && value !== null && 'CloudTrailEvent' in value
        ? value.CloudTrailEvent
        : undefined;
    return typeof inner === 'string' ? JSON.parse(inner) : value;
  } catch {
    return undefined;
  }
}

function principalsOf(uses: readonly Counted[]): readonly PrincipalUse[] {
  const byPrincipal = new Map<string, Counted[]>();
  for (const use of uses) {
    const key = `${use.call.principal}\n${use.call.account}`;
    const list = byPrincipal.get(key);
    if (list === undefined) byPrincipal.set(key, [use]);
    else list.push(use);
  }
  return [...byPrincipal]
    .sort(([a], [b]) => order(a, b))
    .flatMap(([, list]) => {
      const [first] = list;
      if (first === undefined) return [];
      const { principal, hasPolicies, account } = first.call;
      const actions = list
        .map(({ call, used, denied }) => ({ action: call.action, resource: call.resource, used, denied }))
        .sort((a, b) => order(a.action, b.action) || order(a.resource, b.resource));
      return [{ principal, hasPolicies, account, actions }];
    });
}

function increase(counts: Map<string, number>, name: string): void {
  // Names come from the log: a log of nothing but new ones must not grow into memory.
  const key = counts.has(name) || counts.size < 1000 ? name : 'others';
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...counts].sort(([a], [b]) => order(a, b)));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
