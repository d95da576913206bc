import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { statSync } from 'node:fs';
import { readRegularFile } from '@cognito-iam/account';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { UserError } from '../user-error.js';

/** What a development key signs with. */
export type DevelopmentAlgorithm = 'RS256' | 'ES256';

/** The public half of a development key, by which its tokens are known. */
export interface DevelopmentKey {
  /** With `kid` and `use`. */
  readonly jwk: JWK;
  readonly kid: string;
  readonly algorithm: DevelopmentAlgorithm;
}

/**
 * Reads the key in a file: private or public, in PEM, RSA or P-256. Rejects with a {@link UserError} where there is no
 * such key, or others can write it, or read it where it is private.
 */
export async function developmentKey(file: string): Promise<DevelopmentKey> {
  const pem = readPem(file);
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    throw noKey(file);
  }
  checkMode(file, isPrivate(pem));
  const algorithm = algorithmOf(key, file);
  const jwk = key.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk);
  return { jwk: { ...jwk, kid, use: 'sig', alg: algorithm }, kid, algorithm };
}

/** The private key in a file. Throws a {@link UserError} as {@link developmentKey} does, and where it is a public one. */
export function developmentPrivateKey(file: string): KeyObject {
  const pem = readPem(file);
  checkMode(file, true);
  try {
    return createPrivateKey(pem);
  } catch {
    throw noKey(file);
  }
}

function isPrivate(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}

/** Whoever can write a key that is trusted may be anybody, and so may whoever can read a private one. */
function checkMode(file: string, secret: boolean): void {
  // Windows has no such bits.
  const mode = process.platform === 'win32' ? 0 : statSync(file).mode;
  const can = (mode & 0o022) !== 0 ? 'write' : secret && (mode & 0o044) !== 0 ? 'read' : undefined;
  if (can === undefined) return;
  throw new UserError(
    `others can ${can} the development key ${file}, and could be anybody: \`chmod ${secret ? '600' : '644'} ${file}\`, or delete it and make a new one with \`cognito-iam token --init\``,
  );
}

function readPem(file: string): string {
  try {
    return readRegularFile(file);
  } catch {
    throw new UserError(
      `the development key ${file} cannot be read: \`cognito-iam token --init\` makes it, or leave trustDevelopmentTokens out`,
    );
  }
}

function algorithmOf(
  { asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject,
  file: string,
): DevelopmentAlgorithm {
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return 'RS256';
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  throw noKey(file);
}

function noKey(file: string): UserError {
  return new UserError(
    `${file} holds no key for development tokens (PEM; RSA of 2048 bits or more, or P-256): delete it and make one with \`cognito-iam token --init\``,
  );
}
