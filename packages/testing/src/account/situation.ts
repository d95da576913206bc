import type { RequestDetails } from '@cognito-iam/account';
import type { ContextValue } from '@cognito-iam/core';
import { isRecord, requireKnown, TestKitError } from '../kit-error.js';
import { requireAddress, requireContext, requireTags } from './circumstances.js';
import { clockOf, type TestClock } from './instant.js';

/** What every question of a test account has, beside who asks for what. A question's own `context` comes before it. */
export interface Situation {
  /** When it is asked: `aws:CurrentTime`, `aws:EpochTime`; also when tokens have expired. `Date.now` by default. */
  readonly now?: TestClock;
  /** `aws:SourceIp`; left out, the key is missing. */
  readonly sourceIp?: string;
  /** Seconds since the principal gave a second factor: `aws:MultiFactorAuthAge`, and with it `aws:MultiFactorAuthPresent`. */
  readonly mfaAge?: number;
  /** `aws:PrincipalTag/…`: tags of the session, over those of the role or user. */
  readonly principalTags?: Readonly<Record<string, string>>;
  /** `aws:RequestTag/…`, and with them `aws:TagKeys`, in questions about actions whose requests carry tags. */
  readonly requestTags?: Readonly<Record<string, string>>;
  /** `aws:ResourceTag/…` by pool, which goes by what `account.pool` takes; over those that the account has. */
  readonly resourceTags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Any other condition key. */
  readonly context?: Readonly<Record<string, ContextValue>>;
}

const names: readonly (keyof Situation)[] = [
  'now',
  'sourceIp',
  'mfaAge',
  'principalTags',
  'requestTags',
  'resourceTags',
  'context',
];

/** A situation with another laid over it: each member takes the place of the one before. */
export function situationWith(before: Situation, changes: Situation): Situation {
  requireKnown(changes, names, 'a situation');
  const { sourceIp, mfaAge, principalTags, requestTags, resourceTags = {}, context } = changes;
  if (sourceIp !== undefined) requireAddress(sourceIp);
  if (principalTags !== undefined) requireTags(principalTags, 'principalTags');
  if (requestTags !== undefined) requireTags(requestTags, 'requestTags');
  if (!isRecord(resourceTags)) throw new TestKitError('`resourceTags` is tags by user pool');
  for (const [pool, tags] of Object.entries(resourceTags)) requireTags(tags, `resourceTags.${pool}`);
  if (context !== undefined) requireContext(context, names);
  if (mfaAge !== undefined && !(Number.isInteger(mfaAge) && mfaAge >= 0)) {
    throw new TestKitError(`\`mfaAge\` is a whole number of seconds; got ${mfaAge}`);
  }
  return Object.freeze({ ...before, ...changes });
}

/** What the questions of a situation have in common; the clock is asked each time. */
export function questionDetails(
  situation: Situation,
): (context: Readonly<Record<string, ContextValue>> | undefined) => RequestDetails {
  const { sourceIp, mfaAge, principalTags = {}, requestTags = {}, context } = situation;
  const clock = clockOf(situation.now);
  const shared: Record<string, ContextValue> = Object.create(null);
  for (const [key, value] of Object.entries(principalTags)) shared[`aws:PrincipalTag/${key}`] = value;
  for (const [key, value] of Object.entries(requestTags)) shared[`aws:RequestTag/${key}`] = value;
  if (Object.keys(requestTags).length > 0) shared['aws:TagKeys'] = Object.keys(requestTags);
  if (mfaAge !== undefined) {
    shared['aws:MultiFactorAuthAge'] = mfaAge;
    shared['aws:MultiFactorAuthPresent'] = true;
  }
  const always = laidOver(shared, context);
  return (own) => {
    if (own !== undefined) requireContext(own, names);
    return { now: clock(), sourceIp, context: own === undefined ? always : laidOver(always, own) };
  };
}

/** Condition keys are the same whatever their letter case. */
function laidOver(
  under: Readonly<Record<string, ContextValue>>,
  over: Readonly<Record<string, ContextValue>> = {},
): Readonly<Record<string, ContextValue>> {
  if (Object.keys(under).length === 0) return over;
  const named = new Set(Object.keys(over).map((key) => key.toLowerCase()));
  const kept = Object.entries(under).filter(([key]) => !named.has(key.toLowerCase()));
  return Object.fromEntries([...kept, ...Object.entries(over)]);
}
