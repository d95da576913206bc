import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './start-error.js';

/** The hold on a data folder. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes a data folder for this process, so that two emulators never write the same files.
 * A lock whose process is gone is taken over; one whose process lives is a {@link StartError}.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = join(folder, 'lock');
  while (!(await createLock(file))) {
    const owner = await readOwner(file);
    if (owner === undefined) continue;
    if (isAlive(owner)) {
      throw new StartError(
        `another instance (process ${owner}) uses the data folder ${folder}: stop it, or choose another folder with DATA_DIR=… (if that process is something else, delete ${file})`,
      );
    }
    await removeStaleLock(file, owner);
  }
  return { release: () => rm(file, { force: true }) };
}

/** Writes the process id under a name of its own and links it: the lock is never seen half written. */
async function createLock(file: string): Promise<boolean> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, String(process.pid));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** The process id in the lock; 0 where there is none to read, `undefined` where the lock has just gone. */
async function readOwner(file: string): Promise<number | undefined> {
  try {
    const owner = Number(await readFile(file, 'utf8'));
    return Number.isSafeInteger(owner) && owner > 0 ? owner : 0;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(owner: number): boolean {
  if (owner === 0) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Moves the lock aside before looking at it again: of two who found it stale, one may have renewed it. */
async function removeStaleLock(file: string, owner: number): Promise<void> {
  const aside = `${file}.${process.pid}.stale`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readOwner(aside)) !== owner) await link(aside, file);
  await rm(aside, { force: true });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
