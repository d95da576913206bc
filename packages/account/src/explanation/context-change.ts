import {
  type AuthorizationRequest,
  type ContextValue,
  compilePolicies,
  type Explanation,
  evaluate,
  type PolicyLayers,
} from '@cognito-iam/core';
import type { ExplainedLayer } from './layer-explanation.js';

/** A condition key with which the request would be allowed as the policies stand. */
export type ContextChange =
  | { readonly key: string; readonly change: 'value'; readonly value: ContextValue }
  /** Any value but these: one was tried. */
  | { readonly key: string; readonly change: 'otherThan'; readonly values: readonly string[] }
  | { readonly key: string; readonly change: 'missing' };

interface Asked {
  readonly key: string;
  readonly operator: string;
  readonly entries: readonly string[];
}

/** Keys that say who asks or when: with another value it would be another principal's request, or one of another day. */
const fixedKeys: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:userid',
  'aws:username',
  'aws:resourceaccount',
  'aws:principalisawsservice',
]);

/**
 * One condition key whose other value would allow the request: of the condition that the nearest miss lacks, or of a
 * Deny that matched. `evaluate` was asked with it. `undefined` where no such value was found.
 */
export function findContextChange(
  layers: PolicyLayers,
  request: AuthorizationRequest,
  { nearestMiss }: Explanation,
  explained: readonly ExplainedLayer[],
): ContextChange | undefined {
  const policies = compilePolicies(layers);
  const asked = [...ofNearestMiss(nearestMiss), ...ofDenies(explained)];
  for (const condition of asked) {
    if (fixedKeys.has(condition.key.toLowerCase())) continue;
    for (const [change, value] of changesOf(condition)) {
      const context = replaced(request.context ?? {}, condition.key, value);
      if (evaluate(policies, { ...request, context }).decision === 'allowed') return change;
    }
  }
  return undefined;
}

function ofNearestMiss(nearestMiss: Explanation['nearestMiss']): readonly Asked[] {
  const { key, operator, entries } = nearestMiss?.mismatch ?? {};
  return key === undefined || operator === undefined ? [] : [{ key, operator, entries: entries ?? [] }];
}

function ofDenies(explained: readonly ExplainedLayer[]): readonly Asked[] {
  return explained
    .flatMap(({ policies }) => policies.flatMap(({ statements }) => statements))
    .filter(({ matched, effect }) => matched && effect === 'Deny')
    .flatMap(({ written }) =>
      Object.entries(written.Condition ?? {}).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => ({
          key,
          operator,
          entries: [values].flat().map(String),
        })),
      ),
    );
}

function replaced(
  context: NonNullable<AuthorizationRequest['context']>,
  key: string,
  value: ContextValue | undefined,
): Record<string, ContextValue> {
  const others = Object.entries(context).filter(([name]) => name.toLowerCase() !== key.toLowerCase());
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
}

/** Values worth a try, the policy's own first, each with how it is told. */
function* changesOf({
  key,
  operator,
  entries,
}: Asked): Generator<readonly [ContextChange, ContextValue | undefined]> {
  const multivalued = operator.startsWith('For');
  const wrap = (value: string): ContextValue => (multivalued ? [value] : value);
  const ofEntries = entries.flatMap((entry) => valuesFor(operator, entry));
  for (const value of ofEntries) yield [{ key, change: 'value', value: wrap(value) }, wrap(value)];
  for (const value of othersFor(operator)) yield [{ key, change: 'otherThan', values: entries }, wrap(value)];
  yield [{ key, change: 'missing' }, undefined];
}

function valuesFor(operator: string, entry: string): readonly string[] {
  // What a variable or a wildcard stands for would be a guess, but for a text that ends in one.
  if (entry.includes('${')) return [];
  if (/Bool/.test(operator)) return ['true', 'false'];
  if (/Null/.test(operator)) return [];
  if (/Numeric/.test(operator)) return [entry, String(Number(entry) + 1), String(Number(entry) - 1)];
  if (/Date/.test(operator)) return datesAround(entry);
  if (/Ip/.test(operator)) return [entry.replace(/\/\d+$/, '')];
  return /[*?]/.test(entry) ? [] : [entry];
}

function datesAround(entry: string): readonly string[] {
  const time = /^\d{5,}$/.test(entry) ? Number(entry) * 1000 : Date.parse(entry);
  if (Number.isNaN(time) || Math.abs(time) > 8.6e14) return [];
  return [0, 1000, -1000].map((shift) => new Date(time + shift).toISOString().replace('.000Z', 'Z'));
}

/** Values that are probably none of a policy's own. */
function othersFor(operator: string): readonly string[] {
  if (/Ip/.test(operator)) return ['192.0.2.1', '2001:db8::1'];
  if (/Arn/.test(operator)) return ['arn:aws:other:::other'];
  return /String|Null/.test(operator) ? ['another-value'] : [];
}
