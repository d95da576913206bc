/** What Node's file system calls throw, as far as it is told of. */
interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path: string;
  /** The other path, of a call that has two. */
  readonly dest?: unknown;
}

/** What is wrong, and the mend, by the code of the error. https://nodejs.org/api/errors.html#common-system-errors */
const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'you may not read or write there: have the rights changed, or name another place'],
  ['EPERM', 'the system does not permit it: have the rights changed, or name another place'],
  ['EROFS', 'its file system can only be read: name another place'],
  ['ENOENT', 'there is no such file or folder: make it, or name another'],
  ['ENOTDIR', 'a part of the path is a file and no folder: move that away, or name another place'],
  ['EEXIST', 'something is there already: move it away, or name another place'],
  ['EISDIR', 'it is a folder and no file: move it away, or name another file'],
  ['ENOSPC', 'the disk is full: make room, or name another place'],
]);

/** Of what is to be made, where all that is above it is there. */
const notTaken = 'the system takes nothing new there: name another place';

/**
 * What is told of a file or folder that cannot be used, with its path and the mend; `undefined` for errors that are
 * something else. `isNew` says that it would have been made, in a folder that is there.
 */
export function systemErrorText(error: unknown, isNew = false): string | undefined {
  if (!isSystemError(error)) return undefined;
  const { code, syscall, path, dest } = error;
  const reason = code === 'ENOENT' && (isNew || syscall === 'mkdir') ? notTaken : reasons.get(code);
  if (reason === undefined) return undefined;
  const place = typeof dest === 'string' ? dest : path;
  return `${place} cannot be used: ${reason} (${code}, ${syscall})`;
}

/** What is told of an output of this process, such as stdout, that cannot be written. */
export function unwritableText(output: string, { code = '', message }: NodeJS.ErrnoException): string {
  const reason = reasons.get(code);
  return `${output} cannot be written: ${reason === undefined ? message : `${reason} (${code})`}`;
}

function isSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error) || !('code' in error && 'syscall' in error && 'path' in error)) return false;
  return [error.code, error.syscall, error.path].every((member) => typeof member === 'string');
}
