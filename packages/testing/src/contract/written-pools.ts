import { hasKnownTags, type MatrixAccount, patternDecision } from '@cognito-iam/account';
import { type ContextValue, compilePolicies, evaluate, type Principal } from '@cognito-iam/core';
import type { Decisions } from './terms.js';

/**
 * How a contract writes what differs from place to place: ARNs of pools without partition and account, and without the
 * region where it is the account's own (`userpool/us-east-1_A*`, `eu-*:userpool/*`); the ids of pools that files call
 * something, as `<Users>`; and the account's own region among the values of `aws:RequestedRegion`, as `<region>`.
 */
export interface WrittenPools {
  /** A pattern of resources, or with its key in lower case a value of a condition. */
  readonly short: (text: string, key?: string) => string;
  /** The opposite. */
  readonly full: (text: string, key?: string) => string;
}

const ownRegion = '<region>';

/** How the pools of an account are written. */
export function writtenPools({ userPools, directory, region }: MatrixAccount): WrittenPools {
  const ids = userPools.filter(({ id, poolId }) => id !== poolId);
  const names = new Map(ids.map(({ id, poolId }) => [poolId, `<${id}>`]));
  const idOf = new Map(ids.map(({ id, poolId }) => [`<${id}>`, poolId]));
  const known = ids.map(({ poolId }) => poolId).join('|');
  const pattern = known === '' ? undefined : new RegExp(`(?<![\\w-])(?:${known})(?![\\w-])`, 'g');
  const [head, tail] = [`arn:${directory.partition}:cognito-idp:`, `:${directory.account}:`];
  const prefix = `${head}${region}${tail}userpool/`;
  const withoutAccount = (text: string): string => {
    if (text.startsWith(prefix)) return text.slice(prefix.length - 'userpool/'.length);
    const at = text.indexOf(tail);
    const [place, rest] = [text.slice(head.length, at), text.slice(at + tail.length)];
    const isPattern = text.startsWith(head) && at >= head.length && rest.startsWith('userpool/');
    return isPattern && isPlace.test(place) ? `${place}:${rest}` : text;
  };
  return {
    short: (text, key) => {
      if (key === 'aws:requestedregion' && text === region) return ownRegion;
      const short = key === undefined || text.startsWith(prefix) ? withoutAccount(text) : text;
      return pattern === undefined ? short : short.replace(pattern, (id) => names.get(id) ?? id);
    },
    full: (text, key) => {
      if (key === 'aws:requestedregion' && text === ownRegion) return region;
      const named = text.replace(/<[^<>]+>/g, (name) => idOf.get(name) ?? name);
      if (key !== undefined) return named;
      if (named.startsWith('userpool/')) return `${prefix}${named.slice('userpool/'.length)}`;
      const [, place, rest] = /^([^:]*):(userpool\/[\s\S]*)$/.exec(named) ?? [];
      return place === undefined || !isPlace.test(place) ? named : `${head}${place}${tail}${rest}`;
    },
  };
}

/** A region, perhaps with wildcards. */
const isPlace = /^[a-z0-9*?-]+$/;

/** The beginning of a policy variable; `${*}`, `${?}` and `${$}` stand for the letter. */
const variable = /\$\{(?![*?$]\})/;

/**
 * What can be said of the terms of any pool, where they are those of one pool: by its ARN, its region and its tags, and
 * by whose they are, as far as that is known.
 */
export function decisionsAbout(
  account: MatrixAccount,
  arn: string,
  principal: Principal | undefined,
): Decisions {
  const { full } = writtenPools(account);
  const matches = patternDecision(account, principal, arn);
  const action = 'cognito-idp:DescribeUserPool';
  const context = knownOf(account, arn);
  return {
    pattern: (pattern) => matches(full(pattern)),
    condition: (operator, key, values) => {
      const name = key.toLowerCase();
      const isKnown =
        name === 'aws:requestedregion' || (name.startsWith('aws:resourcetag/') && hasKnownTags(account, arn));
      if (!isKnown || values.some((value) => variable.test(value))) return undefined;
      const Condition = { [operator]: { [key]: values.map((value) => full(value, name)) } };
      const Statement = { Effect: 'Allow', Action: action, Resource: '*', Condition } as const;
      const policies = compilePolicies([{ Version: '2012-10-17', Statement }]);
      return evaluate(policies, { action, resource: arn, context }).decision === 'allowed';
    },
  };
}

function knownOf({ resourceTags }: MatrixAccount, arn: string): Readonly<Record<string, ContextValue>> {
  const [, , , region = ''] = arn.split(':');
  const id = arn.slice(arn.indexOf('/') + 1);
  const tags = Object.hasOwn(resourceTags, id) ? Object.entries(resourceTags[id] ?? {}) : [];
  return Object.fromEntries([
    ['aws:RequestedRegion', region],
    ...tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value] as const),
  ]);
}
