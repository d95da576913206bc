import type { Members } from './body.js';
import { type Refusal, refuse, refuseWith } from './refusal.js';
import { decoded } from './rest-target.js';

/** What is asked for in a parameter of the query: brackets, dots and such mean different things to different parsers. */
const memberName = /^[A-Za-z][\w-]*$/;

/**
 * The members in a query, each a text, or the refusal of one that programs read differently: a name twice, whatever
 * its letter case, a name that is none, percent-encoding that is malformed.
 */
export function membersOfQuery(query: string): Members | Refusal {
  const members = new Map<string, string>();
  const seen = new Set<string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded((equals === -1 ? pair : pair.slice(0, equals)).replaceAll('+', ' '));
    const value = decoded((equals === -1 ? '' : pair.slice(equals + 1)).replaceAll('+', ' '));
    if (name === undefined || value === undefined) {
      return refuse('serialization', 'the percent-encoding of the query is malformed');
    }
    if (!memberName.test(name)) return refuse('serialization', 'a name in the query is no name of a member');
    if (seen.has(folded(name))) return refuse('serialization', `\`${name}\` is in the query twice`);
    seen.add(folded(name));
    members.set(name, value);
  }
  return Object.fromEntries(members);
}

/**
 * One object of the members that came from several places, those of the first place first. A member may be in two
 * places if it is the same text or number in both; the next program might read the other one.
 */
export function mergedMembers(places: readonly Members[]): Members | Refusal {
  const merged = new Map<string, readonly [name: string, value: unknown]>();
  for (const [name, value] of places.flatMap((place) => Object.entries(place))) {
    const other = merged.get(folded(name));
    if (other === undefined) merged.set(folded(name), [name, value]);
    else if (other[1] !== value) return differs(other[0]);
  }
  return Object.fromEntries(merged.values());
}

function differs(name: string): Refusal {
  const printed = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return refuseWith(
    'invalidParameter',
    `1 validation error detected: Value at '${printed}' failed to satisfy constraint: Member must not be given twice with different values`,
  );
}

/** By way of upper case a long s is an s, as it is to some parsers. */
function folded(name: string): string {
  return name.toUpperCase().toLowerCase();
}
