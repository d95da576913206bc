import { pointerSteps } from '../json-pointer.js';

/** What a value of a template comes to, every part with the JSON Pointer of where the template writes it. */
export type Resolved = ResolvedScalar | ResolvedList | ResolvedMap | Unresolved | NoValue;

/** Text, a number, `true`, `false` or `null`. */
export interface ResolvedScalar {
  readonly kind: 'scalar';
  readonly pointer: string;
  readonly value: string | number | boolean | null;
}

/** A list; what was `AWS::NoValue` is gone. */
export interface ResolvedList {
  readonly kind: 'list';
  readonly pointer: string;
  readonly items: readonly Resolved[];
}

/** An object; members that were `AWS::NoValue` are gone. */
export interface ResolvedMap {
  readonly kind: 'map';
  readonly pointer: string;
  readonly members: ReadonlyMap<string, Resolved>;
}

/** What the template alone does not tell. */
export interface Unresolved {
  readonly kind: 'unresolved';
  readonly pointer: string;
  /** Why, as part of a sentence: `the parameter `Stage` has no value`. */
  readonly reason: string;
  /** What to do about it, where something can be done. */
  readonly mend?: string;
}

/** `AWS::NoValue`. */
export interface NoValue {
  readonly kind: 'none';
  readonly pointer: string;
}

/** Makes an {@link Unresolved}. */
export function unresolved(pointer: string, reason: string, mend?: string): Unresolved {
  return { kind: 'unresolved', pointer, reason, ...(mend !== undefined && { mend }) };
}

/** Makes a {@link ResolvedScalar}. */
export function scalar(pointer: string, value: ResolvedScalar['value']): ResolvedScalar {
  return { kind: 'scalar', pointer, value };
}

/** The text of a scalar, as CloudFormation puts numbers and booleans into text; `undefined` for anything else. */
export function textOf(value: Resolved | undefined): string | undefined {
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
}

/** The items of a list; a single value is a list of one. */
export function itemsOf(value: Resolved | undefined): readonly Resolved[] {
  if (value === undefined || value.kind === 'none') return [];
  return value.kind === 'list' ? value.items : [value];
}

/** The members of an object, none for anything else. */
export function membersOf(value: Resolved | undefined): ReadonlyMap<string, Resolved> {
  return value?.kind === 'map' ? value.members : new Map();
}

/** The first unresolved value in a value, itself included. */
export function firstUnresolved(value: Resolved): Unresolved | undefined {
  if (value.kind === 'unresolved') return value;
  const parts = value.kind === 'list' ? value.items : value.kind === 'map' ? value.members.values() : [];
  for (const part of parts) {
    const found = firstUnresolved(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The value as `JSON.parse` would give it. It holds nothing unresolved, or `null` in its place. */
export function plainOf(value: Resolved): unknown {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(plainOf);
    case 'map':
      return Object.fromEntries([...value.members].map(([key, member]) => [key, plainOf(member)]));
    default:
      return null;
  }
}

/** Where the template writes the part of a value that this JSON Pointer leads to, or the nearest part above it. */
export function writtenAt(value: Resolved, pointer: string): string {
  let part = value;
  for (const step of pointerSteps(pointer)) {
    const next =
      part.kind === 'list'
        ? part.items[Number(step)]
        : part.kind === 'map'
          ? part.members.get(step)
          : undefined;
    if (next === undefined) break;
    part = next;
  }
  return part.pointer;
}
