import type { Operation } from './operations.js';

/** The member that carries the tags of a request, and whether it is a map of tags or a list of their keys. */
const tagMembers: ReadonlyMap<Operation, { readonly member: string; readonly holds: 'tags' | 'keys' }> =
  new Map([
    ['CreateUserPool', { member: 'UserPoolTags', holds: 'tags' }],
    ['UpdateUserPool', { member: 'UserPoolTags', holds: 'tags' }],
    ['TagResource', { member: 'Tags', holds: 'tags' }],
    ['UntagResource', { member: 'TagKeys', holds: 'keys' }],
  ]);

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

/** Whether the member for tags, where there is one, has the shape of AWS's model; AWS cannot read the request otherwise. */
export function hasReadableTags(operation: Operation, members: unknown): boolean {
  const source = tagMembers.get(operation);
  if (source === undefined) return true;
  const value = ownMember(members, source.member);
  return value === undefined || (source.holds === 'tags' ? isTextMap(value) : isTextList(value));
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
