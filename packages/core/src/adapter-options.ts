import type { Authorizer } from './authorizer.js';
import { operationName } from './http/rest-options.js';
import { functionOf, integer, invalid, optional, optionsOf } from './options.js';

/** What every adapter's `cognitoIam` takes beside the authorizer. */
export interface AdapterOptions {
  /** The largest body that this mount reads, in bytes: the authorizer's own limit, or less. */
  readonly bodyLimit?: number;
}

/**
 * Reads what an adapter's `cognitoIam` was given, when the middleware is built; `hooks` names the options that only
 * this adapter has, each a function that may be left out. Throws a `ConfigurationError`; for authors of adapters.
 */
export function readAdapterOptions<Hook extends string = never>(
  authorizer: Authorizer,
  options: AdapterOptions & { readonly [Name in NoInfer<Hook>]?: (...given: never[]) => unknown },
  hooks: readonly Hook[] = [],
): Required<AdapterOptions> {
  if (typeof authorizer?.authorize !== 'function') {
    throw invalid('/authorizer', 'expected an authorizer; make one with `createAuthorizer`');
  }
  const read = optionsOf<AdapterOptions & Readonly<Record<string, unknown>>>({
    bodyLimit: optional(integer(1, authorizer.bodyLimit)),
    ...Object.fromEntries(hooks.map((name) => [name, optional(functionOf())])),
  })(options, '');
  return { bodyLimit: read.bodyLimit ?? authorizer.bodyLimit };
}

/** Gives the members of a guarded request from what the framework knows of it: parameters, query, body. */
export type MembersCallback<Request> = (
  request: Request,
) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;

/**
 * Reads what an adapter's `guard` was given, when it is built. Throws a `ConfigurationError`; for authors of
 * adapters.
 */
export function readGuard<Hook extends string = never>(
  authorizer: Authorizer,
  operation: string,
  members: unknown,
  options: { readonly [Name in NoInfer<Hook>]?: (...given: never[]) => unknown } = {},
  hooks: readonly Hook[] = [],
): void {
  readAdapterOptions(authorizer, options, hooks);
  operationName(operation, '/operation');
  functionOf()(members, '/members');
}
