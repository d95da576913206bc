import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { decodeJwt, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { DataFolder } from './data-folder.js';

/** Tokens that must not be accepted, each made from a good one. */
export interface ForgedTokens {
  /** The same claims with no signature: `alg` is `none`. */
  readonly unsigned: string;
  /** The same claims, signed with a key that is nobody's. */
  readonly otherKey: string;
  /** Signed with the right key; over since an hour. */
  readonly expired: string;
  /** Signed with the right key; issued by a pool that does not exist. */
  readonly otherPool: string;
  /** Signed with the right key; for an app client that does not exist. */
  readonly otherClient: string;
  /** Signed with the right key; without the scope that lets it act for its user. */
  readonly otherScope: string;
}

/** Makes a {@link ForgedTokens} from a token of this data folder's emulator. */
export async function forgeTokens(token: string, folder: DataFolder): Promise<ForgedTokens> {
  const claims = decodeJwt(token);
  const ownKey = createPrivateKey(await readFile(folder.signingKey, 'utf8'));
  const strangeKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const hourAgo = Math.floor(Date.now() / 1000) - 3600;
  return {
    unsigned: new UnsecuredJWT(claims).encode(),
    otherKey: await sign(claims, strangeKey),
    expired: await sign({ ...claims, iat: hourAgo - 3600, exp: hourAgo }, ownKey),
    otherPool: await sign({ ...claims, iss: `${claims.iss}other` }, ownKey),
    otherClient: await sign({ ...claims, client_id: 'another' }, ownKey),
    otherScope: await sign({ ...claims, scope: 'email' }, ownKey),
  };
}

function sign(claims: JWTPayload, key: KeyObject): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'CognitoLocal' }).sign(key);
}
