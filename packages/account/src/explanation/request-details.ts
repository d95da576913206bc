import type { ContextValue } from '@cognito-iam/core';

/** What is said of a request beside who asks for what. */
export interface RequestDetails {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly sourceIp?: string | undefined;
  /** The value of `aws:MultiFactorAuthPresent`; left out, the key is missing unless the session says. */
  readonly mfa?: boolean | undefined;
  /** Condition keys that take the place of all others of their name. */
  readonly context?: Readonly<Record<string, ContextValue>> | undefined;
}

/** A context with others in place of keys of their name, which is the same whatever its letter case. */
export function overlaid(
  context: Readonly<Record<string, ContextValue>>,
  over: Readonly<Record<string, ContextValue>>,
): Readonly<Record<string, ContextValue>> {
  const named = new Set(Object.keys(over).map((key) => key.toLowerCase()));
  if (named.size === 0) return context;
  const otherwise = Object.keys(context).filter(
    (key) => !Object.hasOwn(over, key) && named.has(key.toLowerCase()),
  );
  const merged = { ...context, ...over };
  if (otherwise.length === 0) return merged;
  return Object.fromEntries(Object.entries(merged).filter(([key]) => !otherwise.includes(key)));
}
