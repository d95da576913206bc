import { invalid, type OptionReader, pointer, recordOf } from '../options.js';
import type { ContextValue } from '../policy/index.js';

/**
 * The condition keys that come from the caller, the request or the directory, in lower case, each with where its value
 * is from. They cannot be configured: a policy that was tried against a made-up value says nothing about production.
 */
const determinedKeys: ReadonlyMap<string, string> = new Map([
  ['aws:principalarn', 'the caller'],
  ['aws:principalaccount', 'the caller'],
  ['aws:principaltype', 'the caller'],
  ['aws:userid', 'the caller'],
  ['aws:username', 'the caller'],
  ['aws:principaltag/', 'the tags of the role or user in the directory, and `principalTags`'],
  ['aws:principalorgid', '`organization` in the directory'],
  ['aws:principalorgpaths', '`organization` in the directory'],
  ['aws:principalisawsservice', 'the caller'],
  ['aws:federatedprovider', 'the caller'],
  ['aws:tokenissuetime', 'the token'],
  ['cognito-identity.amazonaws.com:amr', 'the token'],
  ['cognito-identity.amazonaws.com:aud', '`identityPoolId`'],
  ['aws:sourceip', 'the connection'],
  ['aws:vpcsourceip', 'the connection, where `aws:SourceVpce` or `aws:SourceVpc` is configured'],
  ['aws:securetransport', 'the connection'],
  ['aws:useragent', 'the request'],
  ['aws:referer', 'the request'],
  ['aws:currenttime', 'the clock'],
  ['aws:epochtime', 'the clock'],
  ['aws:requestedregion', '`region`'],
  ['aws:requesttag/', 'the request'],
  ['aws:tagkeys', 'the request'],
  ['aws:resourceaccount', 'the resource'],
  ['aws:resourceorgid', '`organization` in the directory'],
  ['aws:resourceorgpaths', '`organization` in the directory'],
  ['aws:resourcetag/', '`resourceTags`'],
  ['aws:viaawsservice', 'the request, which no AWS service makes'],
]);

/**
 * Reads condition keys that hold for every request, such as `aws:SourceVpce` or `aws:MultiFactorAuthPresent`; a key
 * that the caller or the request determines is refused. Keys of any service are taken, as IAM takes them.
 */
export const configuredContext: OptionReader<Readonly<Record<string, ContextValue>>> = (value, path) => {
  const context = recordOf(contextValue)(value, path);
  const seen = new Set<string>();
  for (const key of Object.keys(context)) {
    const at = pointer(path, key);
    const folded = key.toLowerCase();
    const source = determinedKeys.get(folded.replace(/\/.*/s, '/'));
    if (source !== undefined)
      throw invalid(at, `\`${key}\` cannot be configured: its value is from ${source}`);
    if (!/^[^:\s]+:\S+$/.test(key)) {
      throw invalid(at, `\`${key}\` is not a condition key: expected one such as \`aws:SourceVpce\``);
    }
    if (seen.has(folded)) throw invalid(at, `\`${key}\` is there twice: IAM ignores the letter case of keys`);
    seen.add(folded);
  }
  return context;
};

const contextValue: OptionReader<ContextValue> = (value, path) => {
  if (isScalar(value)) return copied(value);
  if (Array.isArray(value) && value.every(isScalar)) return Object.freeze(value.map(copied));
  throw invalid(path, 'expected text, a number, `true`, `false` or a date, or a list of these');
};

/** A date can be set to another time. */
function copied<Scalar extends string | number | boolean | Date>(value: Scalar): Scalar | Date {
  return value instanceof Date ? new Date(value) : value;
}

function isScalar(value: unknown): value is string | number | boolean | Date {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return typeof value === 'string' || typeof value === 'boolean';
}
