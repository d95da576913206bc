import { duplicateMembers } from '../policy/json-text.js';

/**
 * Whether an object in `json`, which must be valid JSON, has the same member twice; at the top level names that
 * differ in letter case only are the same. Parsers disagree on such texts: `JSON.parse` takes the last member, others
 * the first, others ignore case. So what was decided on might not be what the next program acts on.
 */
export function hasDuplicateMembers(json: string): boolean {
  return duplicateMembers(json, identify).next().done !== true;
}

/** By way of upper case a long s is an s, as it is to some parsers. */
function identify(name: string, depth: number): string {
  return depth === 1 ? name.toUpperCase().toLowerCase() : name;
}
