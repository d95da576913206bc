import { resolve } from 'node:path';
import { UserError } from '../user-error.js';

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
 * The members that take the place of the configuration's; files count from the folder of the command line. Throws a
 * {@link UserError}.
 */
export function overridesOf(options: ServeOptions, folder: string): Readonly<Record<string, unknown>> {
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
  return {
    ...(Object.keys(listen).length > 0 && { listen }),
    ...(upstream !== undefined && { upstream }),
    ...(mode !== undefined && { mode }),
    ...(auditLog !== undefined && { auditLog: resolve(folder, auditLog) }),
    ...(key !== undefined && { trustDevelopmentTokens: resolve(folder, key) }),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UserError(`--port is a number from 0 to 65535, not \`${text}\``);
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
