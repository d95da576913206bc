import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { itemsAt, textAt } from './call-emulator.js';
import type { DataFolder } from './data-folder.js';
import type { EmulatorAddress } from './forward.js';
import { StartError } from './start-error.js';

/** A JSON Web Key Set. */
export interface KeySet {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/**
 * The keys that the emulator publishes. Rejects with a {@link StartError} where they are not the data folder's own:
 * the key in cognito-local's package is known to everybody, who could then sign tokens.
 */
export async function fetchKeySet({ url, key }: EmulatorAddress, folder: DataFolder): Promise<KeySet> {
  const response = await fetch(`${url}/any/.well-known/jwks.json`, { headers: { 'x-emulator-key': key } });
  const published = itemsAt(await response.json(), 'keys');
  const own = createPublicKey(await readFile(folder.signingKey, 'utf8')).export({ format: 'jwk' });
  if (published.length !== 1 || textAt(published[0], 'n') !== own.n) {
    throw new StartError(
      `the emulator does not sign with ${folder.signingKey}; its version does not fit this mock`,
    );
  }
  return { keys: published.map((key) => ({ ...Object(key) })) };
}
