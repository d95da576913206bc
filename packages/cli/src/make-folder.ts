import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing; gives those that it made, the outermost first. Throws the
 * system's error, and leaves nothing behind, where one cannot be made.
 */
export function makeFolder(folder: string): readonly string[] {
  const made: string[] = [];
  try {
    for (const path of missingFolders(resolve(folder))) if (isMade(path)) made.push(path);
    return made;
  } catch (error) {
    removeFolders(made);
    throw error;
  }
}

/** Removes folders that {@link makeFolder} has made, as far as nothing is in them. */
export function removeFolders(made: readonly string[]): void {
  for (const path of made.toReversed()) {
    try {
      rmdirSync(path);
    } catch {
      // Somebody uses it by now.
      return;
    }
  }
}

/**
 * One by one: Node's own `recursive` never ends where the system takes no folder in one that is there, as below `/proc`
 * and behind a link that leads nowhere.
 */
function missingFolders(folder: string): readonly string[] {
  const missing = [];
  for (let path = folder; !existsSync(path) && path !== dirname(path); path = dirname(path))
    missing.unshift(path);
  // What is there and no folder is told of by making one.
  return missing.length === 0 && !statSync(folder).isDirectory() ? [folder] : missing;
}

function isMade(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    // Somebody else has made it in the meantime.
    if (existsSync(path) && statSync(path).isDirectory()) return false;
    throw error;
  }
}
