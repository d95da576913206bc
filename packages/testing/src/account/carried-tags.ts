import { type ContextValue, carriesKey, catalog } from '@cognito-iam/core';
import { TestKitError } from '../kit-error.js';

type Context = Readonly<Record<string, ContextValue>>;

/** More names than these are counted. */
const shown = 3;

/**
 * What of a context a request for this action can carry, whatever the circumstances that many questions share: tags of
 * the request come with actions that set some, those of a pool with actions on one.
 */
export function carriedContext(action: string, context: Context): Context {
  const keys = Object.keys(context);
  if (keys.every((key) => carriesKey(action, key))) return context;
  return Object.fromEntries(Object.entries(context).filter(([key]) => carriesKey(action, key)));
}

/**
 * Throws a {@link TestKitError} for a key of a question's own that no request for its actions carries: what the answer
 * would go by does not come to pass.
 */
export function requireCarried(actions: readonly string[], context: Context | undefined): void {
  for (const [key, value] of Object.entries(context ?? {})) {
    if (value === null || value === undefined || actions.some((action) => carriesKey(action, key))) continue;
    const carriers = [...catalog.actions.keys()].filter((action) => carriesKey(action, key));
    const [first, ...others] = actions;
    const asked = others.length === 0 ? first : `any of these ${actions.length} actions`;
    throw new TestKitError(`no request for ${asked} carries \`${key}\`; those for ${listed(carriers)} do`);
  }
}

function listed(names: readonly string[]): string {
  const rest = names.length - shown;
  return rest > 1 ? `${names.slice(0, shown).join(', ')} and ${rest} others` : names.join(', ');
}
