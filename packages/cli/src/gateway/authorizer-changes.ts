import { isDeepStrictEqual } from 'node:util';
import type { Account } from '@cognito-iam/account';
import type { AuthorizerChanges, IssuerOptions } from '@cognito-iam/core';
import { plainMapping } from '../token/development-issuers.js';
import type { LocalPool } from './pools.js';

/** What the permission check is made of: the account of the files, and what is known of the upstream. */
export interface AuthorizerParts {
  readonly account: Account;
  readonly issuers: readonly IssuerOptions[];
  readonly pools: readonly LocalPool[];
}

/**
 * The options that files and pools have a say in. Where issuers and time limit are the same as `before` they are left out,
 * so that verified tokens and fetched keys are kept.
 */
export function authorizerChanges(
  { account, issuers, pools }: AuthorizerParts,
  before: Pick<AuthorizerParts, 'account' | 'issuers'> | undefined,
): AuthorizerChanges {
  const { config, directory, region, roleMapping = plainMapping } = account;
  const { authorization, context, policyArnInMessage, reasonHeader } = config;
  const { mode, signatureWindow, timeLimit, verifySignatures } = config;
  const tags = Object.fromEntries(pools.map((pool) => [pool.id, pool.tags]));
  const changes: AuthorizerChanges = {
    ...{ region, directory, mode, roleMapping, authorization, context },
    ...{ policyArnInMessage, reasonHeader, signatureWindow, verifySignatures },
    resourceTags: { ...tags, ...account.resourceTags },
  };
  // Naming these makes the authorizer forget tokens and keys.
  const stays = isDeepStrictEqual(issuers, before?.issuers) && timeLimit === before?.account.config.timeLimit;
  return stays ? changes : { ...changes, issuers, timeLimit };
}
