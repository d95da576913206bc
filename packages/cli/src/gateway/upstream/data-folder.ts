import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonWebKeySet } from '@cognito-iam/core';
import { makeFolder } from '../../make-folder.js';
import { UserError } from '../../user-error.js';

/** Where things are that cognito-local works with. */
export interface DataFolder {
  /** Where it runs. */
  readonly path: string;
  /** Its data: `.cognito` in the folder where it runs. */
  readonly data: string;
  /** File of the private key that signs the tokens (PEM). */
  readonly signingKey: string;
  /** Public part of that key, as cognito-local publishes it. */
  readonly keySet: JsonWebKeySet;
  /** What the issuer of tokens begins with. */
  readonly issuerDomain: string;
}

/**
 * Creates what is missing and leaves alone what is there: data of a cognito-local that ran there before is served as
 * it is. `issuerDomain` counts where its own configuration, `.cognito/config.json`, has none.
 */
export async function prepareDataFolder(path: string, issuerDomain: string): Promise<DataFolder> {
  const data = join(path, '.cognito');
  const signingKey = join(data, 'signing-key.pem');
  makeFolder(join(data, 'db'));
  if (!(await exists(signingKey))) await writeFile(signingKey, newSigningKey(), { mode: 0o600 });
  return {
    path,
    data,
    signingKey,
    keySet: { keys: [publicKey(await readFile(signingKey, 'utf8'), signingKey)] },
    issuerDomain: (await configuredIssuer(join(data, 'config.json'))) ?? issuerDomain,
  };
}

function publicKey(pem: string, file: string): Readonly<Record<string, unknown>> {
  try {
    const { kty, n, e } = createPublicKey(pem).export({ format: 'jwk' });
    return { kty, n, e, kid: 'CognitoLocal', alg: 'RS256', use: 'sig' };
  } catch {
    throw new UserError(`${file} is no private key (PEM): delete it to have a new one made`);
  }
}

function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function configuredIssuer(file: string): Promise<string | undefined> {
  if (!(await exists(file))) return undefined;
  try {
    const settings: unknown = JSON.parse(await readFile(file, 'utf8'));
    const domain: unknown = Object(Object(settings).TokenConfig).IssuerDomain;
    return typeof domain === 'string' ? domain : undefined;
  } catch {
    throw new UserError(`${file} is not JSON, and cognito-local would not start: mend it, or delete it`);
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
