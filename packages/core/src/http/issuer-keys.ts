import { createLocalJWKSet } from 'jose/jwks/local';
import { createRemoteJWKSet, customFetch } from 'jose/jwks/remote';
import type { KeySource, ReadJwks } from './key-source.js';
import { patientFetch } from './patient-fetch.js';

/** The keys of an issuer as the token library keeps them. */
export function issuerKeys(jwks: ReadJwks, timeLimit: number): KeySource {
  if ('keySet' in jwks) return createLocalJWKSet(jwks.keySet);
  return createRemoteJWKSet(jwks.url, {
    timeoutDuration: timeLimit,
    cooldownDuration: 30_000,
    [customFetch]: patientFetch(),
  });
}
