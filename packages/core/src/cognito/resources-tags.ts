import type { Operation } from './operations.js';
import { type ConstraintViolation, tagViolations } from './resources-constraints.js';

/** A member for tags: its name, as it is printed in messages, and whether it is a map of tags or a list of their keys. */
interface TagMember {
  readonly member: string;
  readonly printed: 'tags' | 'tagKeys' | 'userPoolTags';
  readonly holds: 'tags' | 'keys';
}

const poolTags: TagMember = { member: 'UserPoolTags', printed: 'userPoolTags', holds: 'tags' };

/** The member that carries the tags of a request. */
const tagMembers: ReadonlyMap<Operation, TagMember> = new Map<Operation, TagMember>([
  ['CreateUserPool', poolTags],
  ['UpdateUserPool', poolTags],
  ['TagResource', { member: 'Tags', printed: 'tags', holds: 'tags' }],
  ['UntagResource', { member: 'TagKeys', printed: 'tagKeys', holds: 'keys' }],
]);

const none: readonly ConstraintViolation[] = [];

/**
 * The tags that a request (`members`: its parsed JSON body) sets, for `aws:RequestTag/…`; `undefined` where it carries none or they are not a map of texts.
 * The record has no prototype.
 */
export function requestTags(
  operation: Operation,
  members: unknown,
): Readonly<Record<string, string>> | undefined {
  const source = tagMembers.get(operation);
  if (source?.holds !== 'tags') return undefined;
  const value = ownMember(members, source.member);
  if (!isTextMap(value)) return undefined;
  const tags: Record<string, string> = Object.create(null);
  for (const [key, text] of Object.entries(value)) tags[key] = text;
  return tags;
}

/** The keys of the tags that a request sets or removes, for `aws:TagKeys`; `undefined` where it carries none. */
export function requestTagKeys(operation: Operation, members: unknown): readonly string[] | undefined {
  const source = tagMembers.get(operation);
  if (source?.holds !== 'keys') {
    const tags = requestTags(operation, members);
    return tags && Object.keys(tags);
  }
  const value = ownMember(members, source.member);
  return isTextList(value) ? [...value] : undefined;
}

/**
 * What the tags of a request break; nothing where it has none. `undefined` where the member for them has not the shape
 * of AWS's model, so that AWS cannot read the request.
 */
export function brokenTags(
  operation: Operation,
  members: unknown,
): readonly ConstraintViolation[] | undefined {
  const source = tagMembers.get(operation);
  if (source === undefined) return none;
  const value = ownMember(members, source.member);
  if (value === undefined) return none;
  if (source.holds === 'keys') return isTextList(value) ? tagViolations(source.printed, value) : undefined;
  return isTextMap(value)
    ? tagViolations(source.printed, Object.keys(value), Object.values(value))
    : undefined;
}

/** A member of the body itself, never of its prototype; `null` is the same as absent in AWS's protocol. */
export function ownMember(members: unknown, name: string): unknown {
  if (!isObject(members) || !Object.hasOwn(members, name)) return undefined;
  return members[name] ?? undefined;
}

/** Whether `value` is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
