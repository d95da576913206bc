import { type BigIntStats, statSync } from 'node:fs';

/**
 * What tells a version of a file from every other, without reading it: another text once the file was written, replaced,
 * moved away or brought back. A file that cannot be seen has the code of why, such as `ENOENT`. Never throws.
 */
export function fileState(path: string): string {
  try {
    return stateOf(statSync(path, { bigint: true }));
  } catch (error) {
    return unseenState(error);
  }
}

/** {@link fileState} of what `stat` gave. */
export function stateOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  // The time of change as well: a copy may keep the size and the time of writing.
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

/** {@link fileState} of a file for which `stat` has thrown. */
export function unseenState(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
