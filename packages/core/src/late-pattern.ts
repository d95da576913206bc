import { lazy } from './lazy.js';

/**
 * A regular expression that is made by its first use, which is for those with properties of Unicode (`\p{…}`): engines
 * take apart every literal of a module that they load, and look these properties up for milliseconds.
 */
export function latePattern(source: string, flags: string): () => RegExp {
  return lazy(() => new RegExp(source, flags));
}
