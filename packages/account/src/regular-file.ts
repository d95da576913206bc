import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** The largest file that is read where nothing else is said, in bytes. */
const usualLimit = 16 * 1024 * 1024;

/** Where this is missing, opening waits for nobody anyway. */
const { O_NONBLOCK = 0, O_RDONLY } = constants;

/** A file that is not read, for `reason`, as part of a sentence: `it is a folder`. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`\`${path}\` cannot be read: ${reason}`);
    this.reason = reason;
  }
}

/**
 * The text of a file of `limit` bytes at most, 16 MB by default. Throws an {@link UnreadableFile}, or an error of the system's. It waits for nobody:
 * to read a pipe or a device can take for ever, and nothing else would happen in the meantime.
 */
export function readRegularFile(path: string, limit: number = usualLimit): string {
  // What is looked at is what is read, whatever takes its place on the way.
  const file = openSync(path, O_RDONLY | O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw new UnreadableFile(path, 'it is a folder; name a file in it');
    if (!stats.isFile()) throw new UnreadableFile(path, 'it is no regular file');
    if (stats.size > limit) {
      throw new UnreadableFile(
        path,
        `it has ${stats.size} bytes, and ${limit}${limit === usualLimit ? ' (16 MB)' : ''} are the most`,
      );
    }
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
