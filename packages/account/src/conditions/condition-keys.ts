import {
  globalKeyRows,
  type KeyRow,
  type KeyType,
  sessionKeyRows,
  sessionServices,
} from './condition-keys.data.js';
import { lowerCase } from './pattern.js';

/** What is known of a condition key. */
export interface KnownKey {
  /** As AWS writes it; one of a tag ends in a slash. */
  readonly key: string;
  readonly type: KeyType;
  readonly multivalued: boolean;
}

const known: ReadonlyMap<string, KnownKey> = new Map(
  [...globalKeyRows, ...sessionKeyRows].map(([key, type, values]: KeyRow) => [
    lowerCase(key),
    { key, type, multivalued: values === 'multivalued' },
  ]),
);

/** Names of the global condition keys, for "did you mean". */
export const globalKeys: readonly string[] = globalKeyRows.map(([key]) => key);

/** What is known of a key, in any letter case. */
export function knownKey(key: string): KnownKey | undefined {
  const name = lowerCase(key);
  return known.get(name) ?? known.get(name.replace(/\/.+$/s, '/'));
}

/** Whether a key of another service comes with the session of the caller, whatever it calls. */
export function isSessionKey(key: string): boolean {
  const [service = ''] = lowerCase(key).split(':', 1);
  // Keys of identity providers begin with the name of a host.
  return service.includes('.') || sessionServices.includes(service);
}
