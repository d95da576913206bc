/** A member name that one object holds more than once. */
export interface DuplicateMember {
  /** JSON Pointer to the member. */
  readonly pointer: string;
}

// No element of a policy lies deeper, so a longer pointer would say no more.
const deepestStep = 8;

interface Container {
  /** Names seen so far; `undefined` for an array. */
  readonly names: Set<string> | undefined;
  /** The member or index being read. */
  step: string;
  index: number;
  awaitsName: boolean;
}

/** One reference token of a JSON Pointer, escaped as RFC 6901 asks. */
export function pointerStep(step: string | number): string {
  return `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/**
 * Finds, one by one, the members whose names an object repeats, which `JSON.parse` drops silently. Takes text that
 * `JSON.parse` has accepted; works without recursion, so that nesting costs no stack. `identify` may make names
 * one that are not written alike; it gets the depth of the object, 1 for the outermost.
 */
export function* duplicateMembers(
  text: string,
  identify: (name: string, depth: number) => string = (name) => name,
): Generator<DuplicateMember> {
  const stack: Container[] = [];
  for (let at = 0; at < text.length; at++) {
    const top = stack.at(-1);
    const character = text.charAt(at);
    if (character === '{' || character === '[') {
      const object = character === '{';
      stack.push({ names: object ? new Set() : undefined, step: '0', index: 0, awaitsName: object });
    } else if (character === '}' || character === ']') {
      stack.pop();
    } else if (character === ',' && top !== undefined) {
      if (top.names === undefined) {
        top.index++;
        top.step = String(top.index);
      } else top.awaitsName = true;
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (top?.names !== undefined && top.awaitsName) {
        top.awaitsName = false;
        top.step = nameOf(text.slice(at, end + 1));
        const name = identify(top.step, stack.length);
        if (top.names.has(name)) yield { pointer: pointerOf(stack) };
        top.names.add(name);
      }
      at = end;
    }
  }
}

/** Escapes are undone: `\u0055serPoolId` is `UserPoolId`. */
function nameOf(literal: string): string {
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
}

function pointerOf(stack: readonly Container[]): string {
  return stack
    .slice(0, deepestStep)
    .map((container) => pointerStep(container.step))
    .join('');
}

/** The native search is the quicker one already in the first policy, long before a loop over characters is optimised. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charAt(before - 1) === '\\') before--;
  return (at - before) % 2 === 1;
}
