import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { UserError } from '../user-error.js';
import type { DevelopmentAlgorithm } from './development-key.js';

/** Makes a key that only its owner can read. Throws a {@link UserError} where there is a file already. */
export function makeDevelopmentKey(file: string, algorithm: DevelopmentAlgorithm): void {
  const { privateKey } =
    algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  makeFolder(dirname(file));
  try {
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new UserError(
        `${file} is there already: tokens of the key in it would count no more; delete it first if that is meant`,
      );
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`the development key cannot be written: ${why}`);
  }
}
