import type { IssueList } from './issue-list.js';
import { pointerStep } from './json-text.js';
import { nearestOfSameSense } from './nearest-name.js';
import { quote } from './quote.js';
import type { EntryList } from './statement-elements.js';

/** An object of a policy document: own members only, so that no name is inherited. */
export type Members = ReadonlyMap<string, unknown>;

/**
 * The members of a plain object, as `JSON.parse` makes them; `undefined` for any other value, such as a `Map`, an
 * instance of a class or an object with hidden members, of which something could be overlooked. A member that is
 * `undefined` counts as left out, as in JSON.
 */
export function membersOf(value: unknown): Members | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return undefined;
  const entries = Object.entries(value);
  if (Reflect.ownKeys(value).length !== entries.length) return undefined;
  return new Map(entries.filter(([, member]) => member !== undefined));
}

/** Notes every member whose name is not an element known here. */
export function refuseUnknown(
  members: Members,
  known: ReadonlySet<string>,
  pointer: string,
  issues: IssueList,
): void {
  for (const name of members.keys()) {
    if (known.has(name)) continue;
    const hint = didYouMean(nearestOfSameSense(name, [...known]));
    issues.add('syntax', pointer + pointerStep(name), `unknown element ${quote(name)}${hint}`);
  }
}

/** The end of a message about an unknown name; nothing where none that is known is near. */
export function didYouMean(nearest: string | undefined): string {
  return nearest === undefined ? '' : `, did you mean \`${nearest}\``;
}

/** Reads `X` or `NotX`: exactly one of them, a string or a list of strings. */
export function readEntries(
  members: Members,
  name: 'Action' | 'Resource',
  pointer: string,
  issues: IssueList,
): EntryList {
  const notName = `Not${name}`;
  const negated = members.has(notName);
  const missing = name === 'Action' ? 'actions' : 'resources';
  if (members.has(name) && negated) {
    issues.add('syntax', pointer, `a statement has either \`${name}\` or \`${notName}\`, not both`);
  } else if (!members.has(name) && !negated) {
    issues.add(missing, pointer, `the statement has no \`${name}\` or \`${notName}\``);
    return { entries: [], negated };
  }
  const element = negated ? notName : name;
  const at = pointer + pointerStep(element);
  const entries = readStrings(members.get(element), at, issues);
  if (entries?.length === 0) issues.add(missing, at, 'the list is empty, so the statement has no effect');
  return { entries: Object.freeze(entries ?? []), negated };
}

function readStrings(value: unknown, pointer: string, issues: IssueList): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  if (isTexts(value)) return [...value];
  if (!Array.isArray(value)) {
    issues.add('syntax', pointer, 'expected a string or a list of strings');
    return undefined;
  }
  for (const [index, item] of value.entries()) {
    if (typeof item !== 'string') issues.add('syntax', pointer + pointerStep(index), 'expected a string');
  }
  return undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Pointer to an entry: a bare string stands at the element itself. */
export function entryPointer(members: Members, element: string, pointer: string, index: number): string {
  const at = pointer + pointerStep(element);
  return Array.isArray(members.get(element)) ? at + pointerStep(index) : at;
}
