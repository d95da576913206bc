/**
 * Whether an object in `json`, which must be valid JSON, has the same member twice; at the top level names that
 * differ in letter case only are the same. Parsers disagree on such texts: `JSON.parse` takes the last member, others
 * the first, others ignore case. So what was decided on might not be what the next program acts on.
 */
export function hasDuplicateMembers(json: string): boolean {
  /** The names seen in each open object, `undefined` for an open array; the innermost comes last. */
  const open: (Set<string> | undefined)[] = [];
  let nameExpected = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '{' || character === '[') {
      nameExpected = character === '{';
      open.push(nameExpected ? new Set() : undefined);
    } else if (character === '}' || character === ']') {
      nameExpected = false;
      open.pop();
    } else if (character === ',') {
      nameExpected = open.at(-1) !== undefined;
    } else if (character === '"') {
      const start = at;
      at = endOfString(json, start);
      if (!nameExpected) continue;
      nameExpected = false;
      const name = nameOf(json.slice(start, at + 1), open.length === 1);
      const names = open.at(-1);
      if (names?.has(name)) return true;
      names?.add(name);
    }
  }
  return false;
}

/** Where the string that opens at `start` closes. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/** Escapes are undone first: `\u0055serPoolId` is `UserPoolId`. By way of upper case a long s is an s, as it is to some parsers. */
function nameOf(literal: string, ignoreCase: boolean): string {
  const name = literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
  return ignoreCase ? name.toUpperCase().toLowerCase() : name;
}
