import { isAbsolute, relative, sep } from 'node:path';

/** A file as it is told of: from the working directory where it is below that, absolute otherwise. */
export function shownPath(folder: string, file: string): string {
  const path = relative(folder, file);
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? file : path;
}
