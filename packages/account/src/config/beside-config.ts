import { dirname, isAbsolute, join } from 'node:path';

/** A file as another one names it, from its own folder: named as that one is, so that messages lead there. */
export function besideConfig(configFile: string, file: string): string {
  return isAbsolute(file) ? file : join(dirname(configFile), file);
}
