import { nearestName } from '@cognito-iam/core';
import type { ExplainedAccount, Problem } from './explained-account.js';
import { describedPrincipals } from './principal-by-source-id.js';

/** Says that a principal is of another account. */
export function ofOtherAccount(text: string, account: string): Problem {
  return {
    problem: `\`${text}\` is of another account than ${account}, and user pools allow no other account anything`,
  };
}

/** Says that there is no such principal, with the nearest name or id, or all names. */
export function unknownPrincipal(
  account: ExplainedAccount,
  text: string,
  kind: string | undefined,
  name: string,
): Problem {
  const { directory } = account;
  if (/^arn:/.test(text) && text.split(':')[4] !== directory.account)
    return ofOtherAccount(text, directory.account);
  const roles = directory.roles.map((role) => role.name);
  const users = directory.users.map((user) => user.name);
  const described = describedPrincipals(account).filter((one) => kind === undefined || one.kind === kind);
  const idsOf = (full: string) =>
    described.filter((one) => one.name === full).map(({ sourceId }) => sourceId);
  const known = [
    ...(kind === 'user' ? [] : roles.map((one) => ({ name: one, full: `role/${one}` }))),
    ...(kind === 'role' ? [] : users.map((one) => ({ name: one, full: `user/${one}` }))),
  ];
  const last = name.slice(name.lastIndexOf('/') + 1);
  const suggested = [...known, ...described.map(({ sourceId }) => ({ name: sourceId, full: sourceId }))];
  const nearest =
    nearestName(
      last,
      suggested.map((one) => one.name),
    ) ??
    known.find((one) => one.name === last)?.name ??
    begunWith(
      last,
      described.map(({ sourceId }) => sourceId),
    );
  const mend =
    nearest !== undefined
      ? `did you mean \`${suggested.find((one) => one.name === nearest)?.full}\`?`
      : known.length === 0
        ? 'the account has none'
        : `known: ${known.map(({ full }) => [full, ...idsOf(full).map((id) => `(${id})`)].join(' ')).join(', ')}`;
  return {
    problem: `there is no ${kind ?? 'role or user'} \`${text.replace(/^(role|user)\//, '')}\` in the account; ${mend}`,
  };
}

/** The only id that begins so: SAM's role of a function has the function's with `Role`, CDK's ids end in digits. */
function begunWith(text: string, ids: readonly string[]): string | undefined {
  const [only, ...others] = ids.filter(
    (id) => text !== '' && id.toLowerCase().startsWith(text.toLowerCase()),
  );
  return others.length === 0 ? only : undefined;
}
