import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { invalid, type OptionReader } from '../options.js';
import { loadTokenLibrary, type TokenLibrary } from './load-token-library.js';
import { patientFetch } from './patient-fetch.js';

/** Where the public keys of an issuer come from: `https://…` or `http://…`, `file:///…`, or the key set itself. */
export type JwksSource = string | URL | JsonWebKeySet;

/** A JSON Web Key Set. https://www.rfc-editor.org/rfc/rfc7517#section-5 */
export interface JsonWebKeySet {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** Gives the public key for the header of a token; rejects where there is none, or the keys cannot be had. */
export type KeySource = JWTVerifyGetKey;

/** Where to fetch keys, or the keys themselves. */
export type ReadJwks = { readonly url: URL } | { readonly keySet: JSONWebKeySet };

/** Reads a {@link JwksSource}; a `file:` URL is read here and now, so that a missing file is found at start-up. */
export const readJwks: OptionReader<ReadJwks> = (value, path) => {
  if (typeof value !== 'string' && !(value instanceof URL)) return { keySet: keySetOf(value, path) };
  const url = URL.canParse(String(value)) ? new URL(String(value)) : undefined;
  // Neither the value nor a part of it is repeated: it may hold a password or a key.
  if (url !== undefined && (url.username !== '' || url.password !== '')) {
    throw invalid(path, 'expected a URL without user name and password');
  }
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return { url };
  if (url?.protocol === 'file:') return { keySet: keySetOf(parsed(readFile(url, path), path), path) };
  throw invalid(path, 'expected a URL (https, http or file) or a key set `{ keys: […] }`');
};

/**
 * The keys to verify with. A remote set is fetched when first needed and kept for ten minutes; an unknown key id has
 * it fetched again, at most every thirty seconds, so that tokens of no key cannot make it fetch for ever.
 */
export function keySource(jwks: ReadJwks, timeLimit: number): KeySource {
  let keys: KeySource | undefined;
  return async (header, token) => {
    const library = await loadTokenLibrary();
    keys ??= keysIn(jwks, timeLimit, library);
    return keys(header, token);
  };
}

function keysIn(jwks: ReadJwks, timeLimit: number, library: TokenLibrary): KeySource {
  if ('keySet' in jwks) return library.createLocalJWKSet(jwks.keySet);
  return library.createRemoteJWKSet(jwks.url, {
    timeoutDuration: timeLimit,
    cooldownDuration: 30_000,
    [library.customFetch]: patientFetch(),
  });
}

function keySetOf(value: unknown, path: string): JSONWebKeySet {
  const set = copied(value);
  if (!isKeySet(set)) {
    throw invalid(path, 'expected a JSON Web Key Set, an object with an array of keys in `keys`');
  }
  if (set.keys.length === 0) throw invalid(path, 'the key set holds no key, so no token could be verified');
  for (const [index, key] of set.keys.entries()) {
    // HMAC keys would let whoever reads the configuration sign tokens.
    if (key.kty === 'oct')
      throw invalid(`${path}/keys/${index}`, 'expected a public key, got a symmetric one');
    if (key.d !== undefined)
      throw invalid(`${path}/keys/${index}`, 'expected a public key, got a private one');
  }
  return set;
}

/** A copy, which nobody else changes before the keys are needed; `undefined` where what there is cannot be a key set. */
function copied(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return undefined;
  }
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return isPlain(value) && 'keys' in value && Array.isArray(value.keys) && value.keys.every(isPlain);
}

function isPlain(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(path, 'the file does not hold JSON; give the file of a JSON Web Key Set');
  }
}

function readFile(url: URL, path: string): string {
  // No import: this package must load where there is no file system, and only this option needs one.
  const fileSystem = globalThis.process?.getBuiltinModule?.('node:fs');
  if (fileSystem === undefined) throw invalid(path, 'there is no file system here; give the key set itself');
  try {
    // To read a pipe can take for ever, and nothing else would happen in the meantime.
    if (!fileSystem.statSync(url).isFile()) throw new Error('it is no regular file');
    return fileSystem.readFileSync(url, 'utf8');
  } catch (error) {
    throw invalid(
      path,
      `\`${url.href}\` cannot be read: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
}
