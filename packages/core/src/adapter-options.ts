import type { Authorizer } from './authorizer.js';
import { integer, invalid, optional, optionsOf } from './options.js';

/** What every adapter's `cognitoIam` takes beside the authorizer. */
export interface AdapterOptions {
  /** The largest body that this mount reads, in bytes: the authorizer's own limit, or less. */
  readonly bodyLimit?: number;
}

/**
 * Reads what an adapter's `cognitoIam` was given, when the middleware is built. Throws a `ConfigurationError`; for
 * authors of adapters.
 */
export function readAdapterOptions(
  authorizer: Authorizer,
  options: AdapterOptions,
): Required<AdapterOptions> {
  if (typeof authorizer?.authorize !== 'function') {
    throw invalid('/authorizer', 'expected an authorizer; make one with `createAuthorizer`');
  }
  const read = optionsOf<AdapterOptions>({ bodyLimit: optional(integer(1, authorizer.bodyLimit)) })(
    options,
    '',
  );
  return { bodyLimit: read.bodyLimit ?? authorizer.bodyLimit };
}
