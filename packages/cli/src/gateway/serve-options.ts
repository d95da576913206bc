import { resolve } from 'node:path';
import type { LoadOptions } from '@cognito-iam/account';
import { UserError } from '../user-error.js';

type Overrides = Extract<LoadOptions['overrides'], (...given: never[]) => unknown>;

/** What the command line says. */
export interface ServeOptions {
  readonly config?: string;
  readonly port?: string;
  readonly host?: string;
  readonly upstream?: string;
  readonly mode?: string;
  readonly auditLog?: string;
  readonly trustDevelopmentTokens?: string;
  readonly watch: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/**
 * The members that take the place of the configuration's, which is given to what this gives; files count from the folder
 * of the command line. Throws a {@link UserError}.
 */
export function overridesOf(options: ServeOptions, folder: string): Overrides {
  const { port, host, upstream, mode, auditLog, trustDevelopmentTokens: key } = options;
  const listen = {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: portOf(port) }),
  };
  if (mode !== undefined && mode !== 'enforce' && mode !== 'audit') {
    throw new UserError(`--mode is \`enforce\` or \`audit\`, not \`${mode}\``);
  }
  if (upstream !== undefined && upstream !== 'cognito-local' && !isHttpUrl(upstream)) {
    throw new UserError(
      `--upstream is \`cognito-local\` or a URL such as http://localhost:9229, not \`${upstream}\``,
    );
  }
  return (config) => ({
    // What the command line leaves open stays the configuration's.
    ...(Object.keys(listen).length > 0 && { listen: { ...membersOf(config['listen']), ...listen } }),
    ...(upstream !== undefined && { upstream: upstreamOf(upstream, config) }),
    ...(mode !== undefined && { mode }),
    ...(auditLog !== undefined && { auditLog: resolve(folder, auditLog) }),
    ...(key !== undefined && { trustDevelopmentTokens: resolve(folder, key) }),
  });
}

/**
 * The upstream of the command line. In place of an emulator that the configuration names, an address is that emulator's,
 * started by somebody else: issuers follow from its pools where the configuration has none.
 */
function upstreamOf(named: string, config: Readonly<Record<string, unknown>>): unknown {
  const { upstream = 'cognito-local', issuers } = config;
  if (named === 'cognito-local' || issuers !== undefined) return named;
  const emulator: unknown = upstream === 'cognito-local' ? upstream : Object(upstream).emulator;
  return emulator === undefined ? named : { url: named, emulator };
}

function membersOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UserError(`--port is a number from 0 to 65535, not \`${text}\``);
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
