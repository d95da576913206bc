import type { AuthorizationRequest, Mismatch } from '@cognito-iam/core';
import { variablesIn } from '../conditions/variables.js';

/** What policy variables stood for in a request, by variable as the policy writes it. */
export type VariableValues = Readonly<Record<string, string>>;

/**
 * What the variables of an element that did not match stood for; none of those without a single value. Policies of
 * other versions than 2012-10-17 have no variables, and not every condition operator takes them.
 */
export function variableValues(
  { element, operator = '', entries }: Mismatch,
  version: string | undefined,
  { context = {} }: Pick<AuthorizationRequest, 'context'>,
): VariableValues {
  const takes = /Resource$/.test(element) || /String|Arn|Bool/.test(operator);
  if (version !== '2012-10-17' || !takes) return {};
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.fromEntries(
    entries.flatMap(variablesIn).flatMap(({ written, key }) => {
      const value = values.get(key.toLowerCase()) ?? /,\s*'([^']*)'\s*\}$/.exec(written)?.[1];
      if (value === undefined || (typeof value === 'object' && !(value instanceof Date))) return [];
      return [[written, value instanceof Date ? value.toISOString().replace('.000Z', 'Z') : String(value)]];
    }),
  );
}
