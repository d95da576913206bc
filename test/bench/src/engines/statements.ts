import { catalog } from '@cognito-iam/core';
import type { PolicyStatement } from '@cognito-iam/core/policy';
import type { Workload } from '../workload.js';

/**
 * A statement as the workloads have them, in the form that translations start from: allow or deny, actions spelled out,
 * resource patterns, and at most one value list a condition.
 */
export interface PlainStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Full action names: wildcards are expanded over the catalogue. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly PlainCondition[];
}

/** One operator on one key. */
export interface PlainCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

const actionNames: readonly string[] = [...catalog.actions.keys()].map((name) => `cognito-idp:${name}`);

/** The workload's statements, denials last: where the last match wins, a denial then does. */
export function plainStatements(workload: Workload): readonly PlainStatement[] {
  const all = workload.policies.flatMap(({ Statement }) => listOf<PolicyStatement>(Statement).map(plain));
  return [
    ...all.filter(({ effect }) => effect === 'Allow'),
    ...all.filter(({ effect }) => effect === 'Deny'),
  ];
}

function plain(statement: PolicyStatement): PlainStatement {
  const { Effect: effect, Action, Resource, Condition = {}, Sid: _sid, ...others } = statement;
  const unexpected = Object.keys(others);
  if (unexpected.length > 0) throw new Error(`the translations know no ${unexpected.join(', ')}`);
  const conditions = Object.entries(Condition).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => ({ operator, key, values: listOf(values).map(String) })),
  );
  return { effect, actions: listOf(Action).flatMap(expand), resources: listOf(Resource), conditions };
}

function expand(pattern: string): readonly string[] {
  if (!/[*?]/.test(pattern)) return [pattern];
  const regExp = globToRegExp(pattern, 'i');
  return actionNames.filter((name) => regExp.test(name));
}

export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** A pattern with `*` and `?` as an anchored regular expression. */
export function globToRegExp(pattern: string, flags = ''): RegExp {
  const source = pattern
    .replace(/[.+^$(){}|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, `s${flags}`);
}

const userName = '${aws:username}';

/** The pattern with the one policy variable of the workloads replaced. */
export function withUserName(pattern: string, name: string): string {
  return pattern.replaceAll(userName, name);
}

/** Whether the pattern has the policy variable. */
export function readsUserName(pattern: string): boolean {
  return pattern.includes(userName);
}

/** Every request of a workload is one user's, so what is made per user may have the name in it. */
export function userNameOf(workload: Workload): string {
  const names = new Set(workload.requests.map(({ context }) => context['aws:username']));
  const [name] = names;
  if (names.size !== 1 || name === undefined) throw new Error('expected a workload of one user');
  return name;
}

/** An IPv4 address as a number; `NaN` for anything else. */
export function ipv4(text: string): number {
  let address = 0;
  let part = 0;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      address = address * 256 + part;
      part = 0;
      dots++;
    } else if (code >= 48 && code <= 57) {
      part = part * 10 + code - 48;
      if (part > 255) return Number.NaN;
    } else {
      return Number.NaN;
    }
  }
  return dots === 3 ? address * 256 + part : Number.NaN;
}

/** Whether an address lies in a range in CIDR notation. */
export function inRange(range: string): (address: number) => boolean {
  const [base = '', bits = '32'] = range.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(ipv4(base) / size) * size;
  return (address) => address >= first && address < first + size;
}
