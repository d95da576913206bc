/**
 * How deep a file of data may be nested. No policy, template, plan or configuration comes near it, and what reads them
 * goes down step by step, on the stack.
 */
export const deepestNesting = 500;

/** What is said of a text that is nested more deeply than {@link deepestNesting}. */
export const tooDeep: string = `this is nested too deeply: ${deepestNesting} levels are the most`;

/**
 * Where a JSON text goes below {@link deepestNesting}; `undefined` where it does not. Without recursion, and of text
 * that need not be JSON.
 */
export function tooDeepOffset(text: string): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n\r]|\\.)*"?|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > deepestNesting) return index;
  }
  return undefined;
}

/** Whether a value is nested more deeply than {@link deepestNesting}; without recursion, level by level. */
export function isTooDeep(value: unknown): boolean {
  // Aliases of YAML make one object part of many, so that every level counts each only once.
  let level = new Set([value].filter(isContainer));
  for (let depth = 0; level.size > 0; depth++) {
    if (depth >= deepestNesting) return true;
    level = new Set([...level].flatMap((container) => Object.values(container).filter(isContainer)));
  }
  return false;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
