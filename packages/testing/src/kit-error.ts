import { nearestName } from '@cognito-iam/core';

/**
 * Thrown at once where a test asks for what there is not: a misspelt action, an unknown role, an option that nobody
 * knows. Such a test would prove nothing, whether it passes or fails.
 */
export class TestKitError extends Error {
  override readonly name = 'TestKitError';
}

/** The end of a message about an unknown name. */
export function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `did you mean \`${nearest}\`?`;
  return known.length === 0 ? 'there is none' : `known: ${known.join(', ')}`;
}

/** Whether it is an object of names and values. */
export function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

/** Throws a {@link TestKitError} for options that are no object, or have a member that is not known; `what` says whose they are. */
export function requireKnown(given: unknown, known: readonly string[], what: string): void {
  if (!isRecord(given)) {
    throw new TestKitError(`the options of ${what} are an object; known: ${known.join(', ')}`);
  }
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    throw new TestKitError(`\`${name}\` is no option of ${what}; ${didYouMean(name, known)}`);
  }
}

/** Throws a {@link TestKitError} where a list of names is something else, such as one name; `what` is what it is called. */
export function requireNames(given: unknown, what: string): void {
  if (Array.isArray(given) && given.every((name) => typeof name === 'string')) return;
  const mend = typeof given === 'string' ? `; write ['${given}']` : '';
  throw new TestKitError(`${what} is a list of names${mend}`);
}
