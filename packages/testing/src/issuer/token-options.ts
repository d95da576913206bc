import { isRecord, requireKnown, requireNames, TestKitError } from '../kit-error.js';

type Check = (value: unknown, name: string) => void;

const checks: ReadonlyMap<string, Check> = new Map([
  ['groups', requireNames],
  ['roles', requireNames],
  ['scopes', requireNames],
  ['expired', requiring((value) => typeof value === 'boolean', '`true` or `false`')],
  ['notYetValid', requiring((value) => typeof value === 'boolean', '`true` or `false`')],
  ['expiresIn', requiring(Number.isFinite, 'a number of seconds')],
  ['preferredRole', requiring(isText, 'the ARN of a role')],
  ['clientId', requiring(isText, 'the id of an app client')],
  ['attributes', requiring(isAttributes, 'attributes by name, with text, `true` or `false` as values')],
  ['claims', requiring(isRecord, 'claims by name')],
]);

/**
 * Throws a {@link TestKitError} for options of a token that are not `known`, and for values that no token of a user
 * pool could come of: it would be refused for that alone. Claims may be anything.
 */
export function requireTokenOptions(given: object, known: readonly string[], what: string): void {
  requireKnown(given, known, what);
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) checks.get(name)?.(value, `\`${name}\``);
  }
}

/** Throws a {@link TestKitError} where a user has no name. */
export function requireUsername(username: unknown): void {
  requiring(isText, "a user's name: `issuer.accessToken('alice')`")(username, 'the first argument');
}

function requiring(isGood: (value: unknown) => boolean, expected: string): Check {
  return (value, name) => {
    if (!isGood(value)) throw new TestKitError(`${name} is ${expected}; got ${String(value)}`);
  };
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isAttributes(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((one) => ['string', 'boolean'].includes(typeof one));
}
