import type { PolicyType } from '@cognito-iam/core';
import type { OpenElements } from './open-elements.js';

/** A statement that matches some of the requests that are asked about together. */
export interface MatchingStatement {
  /** Its place in the order in which `explain` lists statements, from 0. */
  readonly position: number;
  readonly effect: 'Allow' | 'Deny';
  readonly policyType: PolicyType;
  /** Level of a service or resource control policy; 0 for other types. */
  readonly level: number;
  /** What must hold for it to match; empty where it matches all of them. */
  readonly open: OpenElements;
}

/**
 * On what an access depends: it is allowed where of each list of `oneOfEach` something holds and nothing of `unless`.
 * Without either it is allowed whatever is not known.
 */
export interface AccessConditions {
  /** A list for each kind of policies that must allow: identity-based first. Those that always do are left out. */
  readonly oneOfEach: readonly (readonly OpenElements[])[];
  /** What the policies deny. */
  readonly unless: readonly OpenElements[];
}

/** The conditions of an access that is neither allowed nor denied in every case. */
export function accessConditions(matching: readonly MatchingStatement[]): AccessConditions {
  const layers = new Map<string, OpenElements[]>();
  const denies: OpenElements[] = [];
  for (const { effect, policyType, level, open } of matching) {
    if (effect === 'Deny') denies.push(open);
    // Resource control policies allow everything beside what they deny.
    else if (policyType !== 'resourceControl') {
      const key = `${policyType} ${level}`;
      layers.set(key, [...(layers.get(key) ?? []), open]);
    }
  }
  const lists = [...layers.values()].map(withoutRedundant).filter((list) => !list.some(isEmpty));
  return { oneOfEach: distinctLists(lists), unless: withoutRedundant(denies) };
}

/** Whether nothing is open: it holds always. */
export function isEmpty(open: OpenElements): boolean {
  return Object.keys(open).length === 0;
}

/** Alternatives in the order of their texts, without those that ask for more than another one. */
export function withoutRedundant(alternatives: readonly OpenElements[]): readonly OpenElements[] {
  const parts = new Map(alternatives.map((one) => [JSON.stringify(one), { one, parts: partsOf(one) }]));
  const distinct = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  return distinct
    .filter(
      (entry) =>
        !distinct.some(
          (other) =>
            other !== entry &&
            other.parts.size < entry.parts.size &&
            [...other.parts].every((part) => entry.parts.has(part)),
        ),
    )
    .map(({ one }) => one);
}

/** What must hold, each as a text. */
function partsOf({ Condition = {}, Resource, NotResource }: OpenElements): ReadonlySet<string> {
  const conditions = Object.entries(Condition).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => JSON.stringify([operator, key, values])),
  );
  return new Set([
    ...conditions,
    ...(Resource === undefined ? [] : [JSON.stringify({ Resource })]),
    ...(NotResource ?? []).map((pattern) => JSON.stringify({ NotResource: pattern })),
  ]);
}

function distinctLists(lists: readonly (readonly OpenElements[])[]): readonly (readonly OpenElements[])[] {
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
}
