import type { IssuerOptions, JsonWebKeySet, RoleMappingOptions } from '@cognito-iam/core';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { clockOf, type TestClock } from '../account/instant.js';
import type { TestPool } from '../account/test-pool.js';
import { requireKnown, TestKitError } from '../kit-error.js';
import {
  accessClaims,
  type Issuance,
  idClaims,
  type MachineTokenOptions,
  machineClaims,
  type TokenClaims,
  type UserTokenOptions,
} from './token-claims.js';
import { requireTokenOptions, requireUsername } from './token-options.js';

/** Which user pool issues, and when. */
export interface TestIssuerOptions {
  /** A pool of a test account, or its id; `us-east-1_TestPool1` by default. The region is that of the id. */
  readonly pool?: Pick<TestPool, 'poolId' | 'issuer'> | string;
  /** The claim `iss`, such as that of an emulator; by default that of the pool in AWS. */
  readonly issuer?: string;
  /** The app client; `1example23456789` by default. */
  readonly clientId?: string;
  /** When tokens are made; `Date.now` by default. */
  readonly now?: TestClock;
  /** How its tokens become roles, where that is not as the authorizer's `roleMapping` says. */
  readonly roleMapping?: RoleMappingOptions;
}

/** A user pool that issues tokens with the claims of Cognito's, and its own keys; it needs no network. */
export interface TestIssuer {
  readonly poolId: string;
  readonly issuer: string;
  readonly clientId: string;
  /** The public keys, as a user pool shows them at `/.well-known/jwks.json`. */
  readonly jwks: JsonWebKeySet;
  /** For `issuers` of `createAuthorizer`: tokens of this pool and client count. */
  readonly options: IssuerOptions;
  idToken(username: string, options?: UserTokenOptions): Promise<string>;
  accessToken(username: string, options?: UserTokenOptions): Promise<string>;
  /** The access token of an app client, by the client credentials grant. */
  machineToken(options: MachineTokenOptions): Promise<string>;
  /** A token of any claims at all, signed as the others are. */
  sign(claims: TokenClaims): Promise<string>;
}

const names: readonly (keyof TestIssuerOptions)[] = ['pool', 'issuer', 'clientId', 'now', 'roleMapping'];
const ofTimes = ['expiresIn', 'expired', 'notYetValid', 'clientId', 'claims', 'scopes'];
const ofId = [...ofTimes, 'groups', 'roles', 'preferredRole', 'attributes'].filter(
  (name) => name !== 'scopes',
);
const ofAccess = [...ofTimes, 'groups'];

/**
 * Makes a user pool that issues tokens, with a new RSA key: two of them trust each other's tokens no more than two
 * pools do, so that a second one makes the tokens of another pool.
 */
export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  requireKnown(options, names, 'createTestIssuer');
  const { pool = 'us-east-1_TestPool1', clientId = '1example23456789', roleMapping } = options;
  const poolId = typeof pool === 'string' ? pool : pool.poolId;
  const issuer = options.issuer ?? (typeof pool === 'string' ? issuerOf(pool) : pool.issuer);
  const clock = clockOf(options.now);
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const bare = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(bare);
  const jwks = { keys: [{ ...bare, alg: 'RS256', kid, use: 'sig' }] };
  const sign = (claims: TokenClaims): Promise<string> => {
    const payload: JWTPayload = { ...claims };
    return new SignJWT(payload).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey);
  };
  const issuance = (): Issuance => ({ issuer, clientId, now: Math.floor(clock() / 1000) });
  return Object.freeze({
    poolId,
    issuer,
    clientId,
    jwks,
    options: {
      ...{ issuer, jwks, audience: [clientId], poolId },
      ...(roleMapping !== undefined && { roleMapping }),
    },
    idToken: async (username, token = {}) => {
      requireUsername(username);
      requireTokenOptions(token, ofId, '`idToken`');
      return sign(idClaims(username, token, issuance()));
    },
    accessToken: async (username, token = {}) => {
      requireUsername(username);
      requireTokenOptions(token, ofAccess, '`accessToken`');
      return sign(accessClaims(username, token, issuance()));
    },
    machineToken: async (token) => {
      requireTokenOptions(token, ofTimes, '`machineToken`');
      if (token.scopes === undefined || token.scopes.length === 0)
        throw new TestKitError('a machine token has at least one of the scopes that it is for');
      return sign(machineClaims(token, issuance()));
    },
    sign,
  } satisfies TestIssuer);
}

function issuerOf(poolId: string): string {
  const [, region] = /^([a-z0-9-]+)_[0-9A-Za-z]+$/.exec(poolId) ?? [];
  if (region === undefined)
    throw new TestKitError(`\`${poolId}\` is no id of a user pool: expected one such as us-east-1_AbCdEfGhI`);
  return `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
}
