/** A constraint of the API's model that a member of a request breaks. */
export interface ConstraintViolation {
  /** As AWS's messages spell it, with a small first letter: `userPoolId`. */
  readonly member: string;
  /** What AWS demands: `Member must not be null`, … */
  readonly constraint: string;
}

/**
 * A request that AWS refuses before it asks IAM. A `SerializationException` has no message; the message of an
 * `InvalidParameterException` never repeats values.
 */
export type InvalidRequest =
  | {
      readonly error: 'InvalidParameterException';
      readonly message: string;
      readonly violations: readonly ConstraintViolation[];
    }
  | { readonly error: 'SerializationException' };

const alphanumeric = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const poolSuffix = characterTable(alphanumeric);
const poolPrefix = characterTable(`${alphanumeric}_-`);
const arnPart = characterTable(`${alphanumeric}_+=/,.@-`);
const none: readonly ConstraintViolation[] = [];

/** The refusal of a request that breaks `violations`, of which there is at least one. */
export function invalidParameter(violations: readonly ConstraintViolation[]): InvalidRequest {
  const heading =
    violations.length === 1
      ? '1 validation error detected'
      : `${violations.length} validation errors detected`;
  const clauses = violations.map(
    ({ member, constraint }) => `Value at '${member}' failed to satisfy constraint: ${constraint}`,
  );
  return { error: 'InvalidParameterException', message: `${heading}: ${clauses.join('; ')}`, violations };
}

/**
 * What a `UserPoolId` breaks. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html
 */
export function userPoolIdViolations(value: string): readonly ConstraintViolation[] {
  const member = 'userPoolId';
  const matches = isUserPoolId(value);
  if (matches && value.length <= 55) return none;
  const pattern = '[\\w-]+_[0-9a-zA-Z]+';
  return [
    ...lengthViolations(member, value, 1, 55),
    ...(matches ? none : [patternViolation(member, pattern)]),
  ];
}

/**
 * What a `ResourceArn` breaks. Unlike AWS it admits an account that is not a number, as some emulators have.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TagResource.html
 */
export function resourceArnViolations(value: string): readonly ConstraintViolation[] {
  const member = 'resourceArn';
  const pattern =
    'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?';
  return [
    ...lengthViolations(member, value, 20, 2048),
    ...(isArn(value) ? none : [patternViolation(member, pattern)]),
  ];
}

/**
 * What the ARN of a user pool in the own account breaks. A mock goes by the pool's id alone, so the ARN that is
 * decided on must be that pool's only ARN: with another region a Deny on the true one would not be met.
 */
export function ownPoolArnViolations(value: string, prefix: string): readonly ConstraintViolation[] {
  if (value.startsWith(prefix)) return userPoolIdViolations(value.slice(prefix.length));
  return [{ member: 'resourceArn', constraint: 'Member must name a user pool of this region' }];
}

/** The most tags that a user pool has, and that one request names. */
const mostTags = 50;
const longestTagKey = 128;
const longestTagValue = 256;

/**
 * What the tags of a request, or their keys alone, break: each aspect is told once, however many tags break it. That a
 * pool has 50 tags at most is no constraint of the model, and its wording is that of others; AWS refuses more all the same.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TagResource.html
 */
export function tagViolations(
  member: 'tags' | 'tagKeys' | 'userPoolTags',
  keys: readonly string[],
  values: readonly string[] = [],
): readonly ConstraintViolation[] {
  if (keys.length > mostTags)
    return [{ member, constraint: `Member must have length less than or equal to ${mostTags}` }];
  const of = member === 'tagKeys' ? 'Member' : 'Map keys';
  const violations: ConstraintViolation[] = [];
  if (!keys.every((key) => key !== '' && hasAtMost(longestTagKey, key)))
    violations.push({
      member,
      constraint: `${of} must satisfy constraint: ${lengthRange(1, longestTagKey)}`,
    });
  if (!values.every((value) => hasAtMost(longestTagValue, value)))
    violations.push({
      member,
      constraint: `Map value must satisfy constraint: ${lengthRange(0, longestTagValue)}`,
    });
  return violations;
}

/** Whether a text has no more characters, as Unicode counts them. */
function hasAtMost(most: number, value: string): boolean {
  return value.length <= most || (value.length <= 2 * most && [...value].length <= most);
}

function lengthRange(least: number, most: number): string {
  return `[Member must have length less than or equal to ${most}, Member must have length greater than or equal to ${least}]`;
}

/** The violation of a required member that is missing. */
export function missingMember(member: 'UserPoolId' | 'ResourceArn'): ConstraintViolation {
  return {
    member: member === 'UserPoolId' ? 'userPoolId' : 'resourceArn',
    constraint: 'Member must not be null',
  };
}

function lengthViolations(member: string, value: string, least: number, most: number): ConstraintViolation[] {
  if (value.length < least)
    return [{ member, constraint: `Member must have length greater than or equal to ${least}` }];
  if (value.length > most)
    return [{ member, constraint: `Member must have length less than or equal to ${most}` }];
  return [];
}

function patternViolation(member: string, pattern: string): ConstraintViolation {
  return { member, constraint: `Member must satisfy regular expression pattern: ${pattern}` };
}

/** `[\w-]+_[0-9a-zA-Z]+`, in one pass: what follows the last underscore has none, so that is the one to split at. */
function isUserPoolId(value: string): boolean {
  const underscore = value.lastIndexOf('_');
  return (
    consistsOf(value.slice(0, Math.max(underscore, 0)), poolPrefix) &&
    consistsOf(value.slice(underscore + 1), poolSuffix)
  );
}

function isArn(value: string): boolean {
  const [arn, partition = '', service = '', region = '', account = '', ...resource] = value.split(':');
  return (
    arn === 'arn' &&
    [partition, service, account].every((part) => consistsOf(part, arnPart)) &&
    (region === '' || consistsOf(region, arnPart)) &&
    resource.length >= 1 &&
    resource.length <= 3 &&
    resource.every((part) => consistsOf(part, arnPart))
  );
}

/** Whether `value` has characters, and none but those of the table. */
function consistsOf(value: string, table: Uint8Array): boolean {
  for (let index = 0; index < value.length; index += 1) {
    if (table[value.charCodeAt(index)] !== 1) return false;
  }
  return value !== '';
}

function characterTable(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
