import type { IssuerOptions } from '@cognito-iam/core';
import type { AuthorizerSettings, ConfigFile, ConfigUpstream } from './config-file.js';

/**
 * What a configuration says beside the account: how the gateway listens, what it stands in front of, whom it trusts.
 * Paths are absolute.
 */
export interface ReadConfig extends AuthorizerSettings {
  /** The file that it was read from. */
  readonly file: string;
  /** `enforce` where the file says nothing. */
  readonly mode: 'enforce' | 'audit';
  /** Where the gateway listens: `127.0.0.1` and 9230 where the file says nothing; port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly upstream: Upstream;
  /** Complete, audience and all. `undefined` only where they follow from the pools of the emulator upstream. */
  readonly issuers: readonly IssuerOptions[] | undefined;
  /** Ids of user pools by app client id: the audience of issuers that follow from pools. */
  readonly clients: Readonly<Record<string, string>>;
  /** The file that every decision is appended to. */
  readonly auditLog?: string;
  /** The file of the local key whose tokens count as anybody's: as long as nobody asks for it, no such token counts. */
  readonly trustDevelopmentTokens?: string;
}

/** What stands behind the gateway: an emulator that it starts itself, or an address. */
export type Upstream = EmbeddedUpstream | AddressUpstream;

/** An emulator that the gateway starts and stops. */
export interface EmbeddedUpstream {
  readonly kind: 'embedded';
  readonly emulator: 'cognito-local';
  /** Where it runs; its data is in `.cognito` there. The configuration's own folder where that says nothing. */
  readonly folder: string;
  /** Its port; left out, a free one. */
  readonly port?: number;
  /** The confirmation code that it sends everybody; left out, random ones, which it prints. */
  readonly code?: string;
}

/** A server that runs already. */
export interface AddressUpstream {
  readonly kind: 'address';
  /** Without a slash at its end: `http://localhost:9229`. */
  readonly url: string;
  /** Which emulator it is, where the configuration says so: then issuers follow from its pools. */
  readonly emulator?: 'cognito-local';
}

/** What a configuration says of the gateway; `path` gives the absolute path of a file that it names. */
export function readConfig(
  config: ConfigFile,
  issuers: readonly IssuerOptions[] | undefined,
  file: string,
  path: (named: string) => string,
): ReadConfig {
  const { mode = 'enforce', listen = {}, clients = {}, auditLog, trustDevelopmentTokens } = config;
  return {
    ...authorizerSettings(config),
    file,
    mode,
    listen: { host: listen.host ?? '127.0.0.1', port: listen.port ?? 9230 },
    upstream: readUpstream(config.upstream, path),
    issuers,
    clients,
    ...(auditLog !== undefined && { auditLog: path(auditLog) }),
    ...(trustDevelopmentTokens !== undefined && { trustDevelopmentTokens: path(trustDevelopmentTokens) }),
  };
}

/** The options of `createAuthorizer` that a configuration names, and no others. */
export function authorizerSettings(config: ConfigFile): AuthorizerSettings {
  const { authorization, context, policyArnInMessage, reasonHeader } = config;
  const { signatureWindow, timeLimit, verifySignatures } = config;
  return {
    ...(authorization !== undefined && { authorization }),
    ...(context !== undefined && { context }),
    ...(policyArnInMessage !== undefined && { policyArnInMessage }),
    ...(reasonHeader !== undefined && { reasonHeader }),
    ...(signatureWindow !== undefined && { signatureWindow }),
    ...(timeLimit !== undefined && { timeLimit }),
    ...(verifySignatures !== undefined && { verifySignatures }),
  };
}

/** What a configuration says that stands behind the gateway; `path` as for {@link readConfig}. */
export function readUpstream(
  given: ConfigFile['upstream'] = 'cognito-local',
  path: (named: string) => string,
): Upstream {
  if (typeof given === 'string' && given !== 'cognito-local') return { kind: 'address', url: bare(given) };
  const named: ConfigUpstream = typeof given === 'string' ? { emulator: 'cognito-local' } : given;
  const { emulator, url, folder = '.', port, code } = named;
  if (url !== undefined) {
    return { kind: 'address', url: bare(url), ...(emulator !== undefined && { emulator }) };
  }
  return {
    kind: 'embedded',
    emulator: 'cognito-local',
    folder: path(folder),
    ...(port !== undefined && { port }),
    ...(code !== undefined && { code }),
  };
}

function bare(url: string): string {
  return url.replace(/\/+$/, '');
}
