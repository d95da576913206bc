import { type ContextValue, catalog } from '@cognito-iam/core';
import { TestKitError } from '../kit-error.js';

type Context = Readonly<Record<string, ContextValue>>;

/** Keys that come with requests for few actions alone: those that set tags, or take them away. */
const ofTags = /^aws:(?:requesttag\/|tagkeys$)/i;

/**
 * What of a context a request for this action can carry. Tags of the request come with actions that set some, and with
 * no other, whatever the circumstances that many questions share.
 */
export function carriedContext(action: string, context: Context): Context {
  const keys = Object.keys(context);
  if (keys.every((key) => carries(action, key))) return context;
  return Object.fromEntries(Object.entries(context).filter(([key]) => carries(action, key)));
}

/**
 * Throws a {@link TestKitError} for a key of a question's own that no request for its actions carries: what the answer
 * would go by does not come to pass.
 */
export function requireCarried(actions: readonly string[], context: Context | undefined): void {
  for (const [key, value] of Object.entries(context ?? {})) {
    if (value === null || value === undefined || actions.some((action) => carries(action, key))) continue;
    const carriers = [...catalog.actions.keys()].filter((action) => carries(action, key));
    const [first, ...others] = actions;
    const asked = others.length === 0 ? first : `any of these ${actions.length} actions`;
    throw new TestKitError(`no request for ${asked} carries \`${key}\`; those for ${carriers.join(', ')} do`);
  }
}

function carries(action: string, key: string): boolean {
  if (!ofTags.test(key)) return true;
  const wanted = key.slice(0, key.indexOf('/') + 1 || undefined).toLowerCase();
  const keys = catalog.action(action)?.conditionKeys ?? [];
  return keys.some((one) => one.replace(/\$\{.*/, '').toLowerCase() === wanted);
}
