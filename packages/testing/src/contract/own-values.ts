import { type MatrixAccount, sessionTagKeys } from '@cognito-iam/account';
import type { Principal } from '@cognito-iam/core';

/** A policy variable, with or without a fallback: `${aws:PrincipalTag/team, 'none'}`. */
const variable = /\$\{([^,}${]+)(?:, *'[^']*' *)?\}/g;

/** Writes the policy variables of which one principal has a value, by key in lower case, as that. Others stay. */
export function withOwnValues(own: ReadonlyMap<string, string>): (text: string) => string {
  return (text) =>
    text.replace(variable, (written, key: string) => {
      // Within a value an asterisk is an asterisk.
      const value = own.get(key.trim().toLowerCase())?.replace(/[*?$]/g, (letter) => `\${${letter}}`);
      return value ?? written;
    });
}

/** The tags that every session of a principal has, by condition key in lower case. */
export function ownTags(account: MatrixAccount, { tags, roleArn }: Principal): ReadonlyMap<string, string> {
  const ofSessions = roleArn === undefined ? new Set<string>() : sessionTagKeys(account);
  return new Map(
    Object.entries(tags)
      .filter(([key]) => !ofSessions.has(key.toLowerCase()))
      .map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value]),
  );
}
