import { type Account, describedPrincipals } from '@cognito-iam/account';
import { nameMatcher } from './name-matcher.js';

/**
 * Those of `known`, such as `role/Support`, that a pattern chooses: by name, with or without `role/`, or else, as `--as`
 * takes them, by the logical id or address that a template or plan of the account has for them.
 */
export function chosenNames(
  pattern: string,
  known: readonly string[],
  account: Account | undefined,
): readonly string[] {
  const matches = nameMatcher(pattern);
  const isMeant = (name: string): boolean => matches(name) || matches(name.replace(/^\w+\//, ''));
  const found = known.filter(isMeant);
  if (found.length > 0 || account === undefined) return found;
  const described = describedPrincipals(account).filter(({ kind, sourceId }) =>
    isMeant(`${kind}/${sourceId}`),
  );
  return known.filter((name) => described.some((one) => one.name === name));
}
