import { type RoleMappingOptions, roleMappingOptions } from '../cognito/role-mapping-options.js';
import { integer, invalid, listOf, type OptionReader, oneOf, optional, optionsOf, text } from '../options.js';
import { type JwksSource, type KeySource, keySource, type ReadJwks, readJwks } from './key-source.js';

/** Signature algorithms with a public key. `none` and the HMAC family are not among them, and cannot be allowed. */
const algorithmNames = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

/** A signature algorithm that tokens may have. */
export type Algorithm = (typeof algorithmNames)[number];

/** What a token is for: the claim `token_use`. */
export type TokenUse = 'id' | 'access';

/** An issuer of tokens, such as a user pool. */
export interface IssuerOptions {
  /** The claim `iss` of its tokens, to the letter. */
  readonly issuer: string;
  /** Where its public keys come from: `https://…` or `http://…`, `file:///…` (read at start-up), or `{ keys: […] }`. */
  readonly jwks: JwksSource;
  /** The app clients whose tokens count (`client_id` of access tokens, `aud` of others); `null` to accept those of any client. */
  readonly audience: readonly string[] | null;
  /**
   * The user pool that it stands for, so that `cognito-identity.amazonaws.com:amr` names the pool as it does in AWS,
   * whatever the address of an emulator; it follows from `issuer` if left out.
   */
  readonly poolId?: string;
  /** `['RS256']`, which Cognito signs with, if left out. */
  readonly algorithms?: readonly Algorithm[];
  /** What a Bearer token must be for, `['id', 'access']` if left out; `null` to accept tokens without `token_use`. */
  readonly tokenUse?: readonly TokenUse[] | null;
  /**
   * How far its clock may be from this one, in milliseconds: for so long tokens count before their `nbf` and after their
   * `exp`. 0 by default, ten minutes at most.
   */
  readonly clockTolerance?: number;
  /**
   * How its tokens become roles, instead of the authorizer's `roleMapping`: as in an identity pool, where each
   * provider has its own, so that a group of one user pool means nothing in another.
   */
  readonly roleMapping?: RoleMappingOptions;
}

/** An issuer whose options have been read. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly poolId: string | undefined;
  readonly audience: readonly string[] | null;
  readonly algorithms: readonly Algorithm[];
  readonly tokenUse: readonly TokenUse[] | null;
  readonly clockTolerance: number;
  readonly keys: KeySource;
}

/** {@link IssuerOptions} as they are read: with the keys, or the place to fetch them from. */
export interface ReadIssuer extends Omit<IssuerOptions, 'jwks'> {
  readonly jwks: ReadJwks;
}

/** Reads the trusted issuers; a file of keys is read here and now. */
export const readIssuers: OptionReader<readonly ReadIssuer[]> = (value, path) => {
  const issuers = listOf(readIssuer)(value, path);
  for (const [index, { issuer }] of issuers.entries()) {
    if (issuers.findIndex((other) => other.issuer === issuer) !== index) {
      throw invalid(`${path}/${index}/issuer`, `\`${issuer}\` is listed twice; give each issuer once`);
    }
  }
  return issuers;
};

/** The issuers by their claim `iss`, ready to verify with; fetching keys may take `timeLimit` milliseconds. */
export function trustedIssuers(
  issuers: readonly ReadIssuer[],
  timeLimit: number,
): ReadonlyMap<string, TrustedIssuer> {
  return new Map(issuers.map((read) => [read.issuer, trustedIssuer(read, timeLimit)]));
}

function trustedIssuer(read: ReadIssuer, timeLimit: number): TrustedIssuer {
  const { issuer, audience, poolId, algorithms = ['RS256'], clockTolerance = 0 } = read;
  const tokenUse = read.tokenUse === undefined ? (['id', 'access'] as const) : read.tokenUse;
  const keys = keySource(read.jwks, timeLimit);
  return { issuer, poolId, audience, algorithms, tokenUse, clockTolerance, keys };
}

const readIssuer: OptionReader<ReadIssuer> = optionsOf<ReadIssuer>({
  issuer: text,
  jwks: readJwks,
  audience: orNull(someOf(text), 'a list of app client ids, or `null` to accept those of any'),
  poolId: optional(text),
  algorithms: optional(someOf(oneOf(...algorithmNames))),
  tokenUse: optional(
    orNull(someOf(oneOf('id', 'access')), 'a list of `id` and `access`, or `null` to accept any'),
  ),
  clockTolerance: optional(integer(0, 10 * 60_000)),
  roleMapping: optional(roleMappingOptions),
});

function orNull<T>(read: OptionReader<readonly T[]>, expected: string): OptionReader<readonly T[] | null> {
  return (value, path) => {
    if (value === null || Array.isArray(value)) return value === null ? null : read(value, path);
    throw invalid(path, `expected ${expected}, got ${typeof value}`);
  };
}

function someOf<T>(read: OptionReader<T>): OptionReader<readonly T[]> {
  return (value, path) => {
    const list = listOf(read)(value, path);
    if (list.length === 0)
      throw invalid(path, 'expected at least one item: an empty list would refuse every token');
    return list;
  };
}
