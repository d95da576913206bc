import { duplicateMembers } from '../policy/json-text.js';

/**
 * Whether an object in `json`, which must be the JSON that `read` was read from, has the same member twice; at the top level names that
 * differ in letter case only are the same. Parsers disagree on such texts: `JSON.parse` takes the last member, others
 * the first, others ignore case. So what was decided on might not be what the next program acts on.
 */
export function hasDuplicateMembers(json: string, read: object): boolean {
  return !isPlain(json, Object.keys(read)) && duplicateMembers(json, identify).next().done !== true;
}

/**
 * Most bodies are flat, and a look at them is enough: every member takes a colon, so where there are no more colons than
 * names of the outermost object, each of them is there once and no other object has any.
 */
function isPlain(json: string, names: readonly string[]): boolean {
  // Comparing each with each is for as many as clients send.
  if (names.length > 8) return false;
  let colon = -1;
  for (let left = names.length; left >= 0; left--) {
    colon = json.indexOf(':', colon + 1);
    if (colon < 0) return areDistinct(names);
  }
  return false;
}

function areDistinct(names: readonly string[]): boolean {
  const alike: string[] = [];
  for (const name of names) {
    const identity = identify(name, 1);
    if (alike.includes(identity)) return false;
    alike.push(identity);
  }
  return true;
}

/** By way of upper case a long s is an s, as it is to some parsers. */
function identify(name: string, depth: number): string {
  return depth === 1 ? name.toUpperCase().toLowerCase() : name;
}
