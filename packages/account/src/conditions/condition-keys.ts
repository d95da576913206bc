import { nearestName } from '@cognito-iam/core';
import {
  globalKeyRows,
  type KeyRow,
  type KeyType,
  sessionKeyRows,
  sessionServices,
} from './condition-keys.data.js';

/** What is known of a condition key. */
export interface KnownKey {
  /** As AWS writes it; one of a tag ends in a slash. */
  readonly key: string;
  readonly type: KeyType;
  readonly multivalued: boolean;
}

const known: ReadonlyMap<string, KnownKey> = new Map(
  [...globalKeyRows, ...sessionKeyRows].map(([key, type, values]: KeyRow) => [
    inLowerCase(key),
    { key, type, multivalued: values === 'multivalued' },
  ]),
);

const globalKeys: readonly string[] = globalKeyRows.map(([key]) => key);

/** What is known of a key, in any letter case. */
export function knownKey(key: string): KnownKey | undefined {
  const name = inLowerCase(key);
  return known.get(name) ?? known.get(name.replace(/\/.+$/s, '/'));
}

/** Whether a key of another service comes with the session of the caller, whatever it calls. */
export function isSessionKey(key: string): boolean {
  const [service = ''] = inLowerCase(key).split(':', 1);
  // Keys of identity providers begin with the name of a host.
  return service.includes('.') || sessionServices.includes(service);
}

/** The global key that a misspelt one is nearest to, for "did you mean"; a key of a tag is compared without the tag. */
export function nearestKey(key: string): string | undefined {
  const [, stem = key, tag = ''] = /^([^/]*\/)(.+)$/s.exec(key) ?? [];
  const prefixed = stem.includes(':') ? stem : `aws:${stem}`;
  const nearest = nearestName(prefixed, globalKeys);
  if (nearest === undefined) return undefined;
  return nearest.endsWith('/') ? `${nearest}${tag || '<key>'}` : nearest;
}

/** Only the letters of ASCII have a case that IAM ignores. */
function inLowerCase(key: string): string {
  return key.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
