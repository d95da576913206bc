import type { Account } from '@cognito-iam/account';
import { chosenNames } from '../chosen-principals.js';
import { UserError } from '../user-error.js';
import { type DeployedNames, deployedNames } from './deployed-names.js';
import type { LogUsage, PrincipalUse } from './log-usage.js';

/** How the principals of a log are called in an account, those of its own; without an account, none is. */
export function deployedIn({ principals }: LogUsage, account: Account | undefined): DeployedNames {
  if (account === undefined) return { names: new Map(), doubts: new Map() };
  const own = principals.filter((one) => one.account === account.directory.account);
  return deployedNames(
    own.map(({ principal }) => principal),
    account,
  );
}

/**
 * The principals of a log that policies can be attached to, or those that patterns choose. Throws a {@link UserError} for a
 * pattern that chooses none.
 */
export function chosenPrincipals(
  { principals }: LogUsage,
  patterns: readonly string[] | undefined,
  account: Account | undefined,
  { names: inAccount, doubts }: DeployedNames,
): readonly PrincipalUse[] {
  const known = principals.filter(({ hasPolicies }) => hasPolicies);
  if (patterns === undefined) return known;
  const chosen = patterns.map((pattern) => {
    const all = known.map(({ principal }) => principal);
    const names = [
      ...chosenNames(pattern, all, account),
      ...chosenNames(pattern, [...inAccount.values()], account),
    ];
    const found = known.filter(
      (use) =>
        names.includes(use.principal) ||
        (use.account === account?.directory.account && names.includes(inAccount.get(use.principal) ?? '')),
    );
    if (found.length > 0) return found;
    const doubted = all.map((name) => `${name}${doubts.has(name) ? ` (${doubts.get(name)})` : ''}`);
    const who = all.length === 0 ? 'nobody did' : `those who did: ${doubted.join(', ')}`;
    const ids = account === undefined ? '; logical ids and addresses are known with `--config`' : '';
    throw new UserError(`\`${pattern}\` called nothing in the log; ${who}${ids}`);
  });
  return known.filter((one) => chosen.some((found) => found.includes(one)));
}
