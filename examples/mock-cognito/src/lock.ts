import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.js';

/** The hold on a data folder. */
export interface FolderLock {
  release(): Promise<void>;
}

/** How long to wait for others that start at the same moment, and how often to look. */
const waitLimit = 10_000;
const lookAgain = 20;

/** A claim on the folder: a file `lock.{process id}.{unique}`, empty until its process holds the folder. */
interface Claim {
  readonly name: string;
  readonly owner: number;
}

/**
 * Takes a data folder for this process, so that two emulators never write the same files.
 * A claim whose process is gone does not count; a folder that somebody else holds is a {@link StartError}.
 *
 * Everybody puts down a claim of a name of its own and then looks for others, so of two at least one sees the other:
 * nothing is ever taken over, and no file is removed under a name that might by then be somebody else's. Of those
 * that start at the same moment, the first by name goes on.
 *
 * The gateway of `cognito-iam` holds its folder like this too; that is a command, which exports nothing, and an example
 * is to be copied, so the two have this file and the emulator's process each of their own.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const name = `lock.${process.pid}.${randomUUID()}`;
  const file = join(folder, name);
  const release = (): Promise<void> => rm(file, { force: true });
  await writeFile(file, '', { flag: 'wx' });
  try {
    const end = Date.now() + waitLimit;
    for (;;) {
      const others = await liveClaims(folder, name);
      const [other] = others;
      if (other === undefined) break;
      const first = others.every((claim) => name < claim.name);
      if (!first || (await isHeld(folder, other)) || Date.now() > end) throw inUse(folder, other);
      await delay(lookAgain);
    }
    await writeFile(file, 'held');
    return { release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The claims of other living processes, or of this process's other mocks; removes those of the dead. */
async function liveClaims(folder: string, own: string): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  for (const name of await readdir(folder)) {
    const owner = Number(/^lock\.(\d+)\.[0-9a-f-]{36}$/.exec(name)?.[1] ?? 0);
    if (owner === 0 || name === own) continue;
    if (isAlive(owner)) claims.push({ name, owner });
    else await rm(join(folder, name), { force: true });
  }
  return claims;
}

async function isHeld(folder: string, { name }: Claim): Promise<boolean> {
  return readFile(join(folder, name), 'utf8').then(
    (text) => text !== '',
    () => false,
  );
}

function isAlive(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function inUse(folder: string, { name, owner }: Claim): StartError {
  return new StartError(
    `another instance (process ${owner}) uses the data folder ${folder}: stop it, or choose another folder with DATA_DIR=… (if that process is something else, delete ${join(folder, name)})`,
  );
}
