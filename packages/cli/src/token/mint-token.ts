import { relative, resolve } from 'node:path';
import { type Account, isProblem, principalByName, resourceName } from '@cognito-iam/account';
import { SignJWT } from 'jose';
import { configuredAccount } from '../config-file.js';
import { orThrow } from '../or-throw.js';
import type { Terminal } from '../terminal.js';
import { UserError } from '../user-error.js';
import { withDevelopmentIssuers } from './development-issuers.js';
import { developmentKey, developmentPrivateKey } from './development-key.js';
import { makeDevelopmentKey } from './make-key.js';
import { tokenClaims } from './token-claims.js';
import { claimsOf, lifetimeOf, type TokenOptions } from './token-options.js';

/** The file of a key that nobody has named. */
const usualFile = 'cognito-iam.development-key.pem';

/** Runs `token`: the token alone goes to stdout, what it is to stderr. Gives the exit code. */
export async function runToken(options: TokenOptions, terminal: Terminal): Promise<number> {
  if (options.init !== undefined) return initKey(options, options.init, terminal);
  if (options.algorithm !== undefined) {
    throw new UserError('--algorithm is for --init: a key that is there signs as it can');
  }
  const account = await configuredAccount(terminal, options.config);
  const { trustDevelopmentTokens: file } = account.config;
  if (file === undefined) {
    throw new UserError(
      `${named(account.config.file, terminal)} trusts no development tokens: \`cognito-iam token --init\` makes a key, then add \`trustDevelopmentTokens: ${usualFile}\``,
    );
  }
  const { use, user, client, group: groups = [] } = options;
  const lifetime = lifetimeOf(options.expires);
  const poolId = options.pool === undefined ? undefined : poolOf(account, options.pool);
  const now = Math.floor(Date.now() / 1000);
  const claims = tokenClaims({
    ...{ use, user, client, groups, poolId, lifetime, now },
    role: options.role === undefined ? undefined : roleOf(account, options.role, use),
    claims: claimsOf(options.claim),
  });
  const { algorithm: alg, kid } = await developmentKey(file);
  const token = await new SignJWT(claims).setProtectedHeader({ kid, alg }).sign(developmentPrivateKey(file));
  const pools = poolId === undefined ? [] : [poolId];
  const found = principalByName(withDevelopmentIssuers(account, pools), token, Date.now());
  const { dim, yellow } = terminal.errorColours;
  if (isProblem(found)) {
    const named = options.role !== undefined || groups.length > 0;
    const mend =
      use === 'id'
        ? '--role names one, --group a group that has one'
        : '--group names a group that has a role';
    terminal.tell(yellow(`warning  ${found.problem}${named ? '' : `; ${mend}`}`));
  }
  const who = isProblem(found) ? '' : `: ${found.principal.arn}`;
  const until = new Date((now + lifetime) * 1000).toISOString().replace('.000Z', 'Z');
  terminal.tell(dim(`${use === 'id' ? 'ID' : 'access'} token of ${user}${who}, until ${until}`));
  terminal.print(token);
  return 0;
}

async function initKey(
  { config, algorithm = 'ES256' }: TokenOptions,
  init: string | true,
  terminal: Terminal,
): Promise<number> {
  const configured = await configuredFile(terminal, config);
  if (init !== true && configured !== undefined && resolve(terminal.folder, init) !== configured) {
    throw new UserError(
      `the configuration trusts the key ${named(configured, terminal)}: leave the name out`,
    );
  }
  const file = configured ?? resolve(terminal.folder, init === true ? usualFile : init);
  makeDevelopmentKey(file, algorithm);
  const name = named(file, terminal);
  terminal.tell(`wrote ${name}: whoever can read it may be anybody, in a \`serve\` that trusts it`);
  terminal.tell(`keep it out of version control: echo '${name}' >> .gitignore`);
  if (configured === undefined) {
    terminal.tell(`have \`serve\` trust it: add \`trustDevelopmentTokens: ${name}\` to the configuration`);
  }
  return 0;
}

/** The file that the configuration names; a configuration need not be there yet, unless it is named. */
async function configuredFile(terminal: Terminal, config: string | undefined): Promise<string | undefined> {
  try {
    return (await configuredAccount(terminal, config)).config.trustDevelopmentTokens;
  } catch (error) {
    if (config === undefined && error instanceof UserError) return undefined;
    throw error;
  }
}

function roleOf(account: Account, name: string, use: 'id' | 'access'): string {
  if (use === 'access') {
    throw new UserError(
      'an access token names no role: leave out --use access, or name a group with --group',
    );
  }
  const bare = name.replace(/^role\//, '');
  const role = account.directory.role(bare);
  if (role !== undefined) return role.arn;
  // By what a template calls it; and where there is none, what there is.
  const { principal } = orThrow(principalByName(account, `role/${bare}`, Date.now()));
  return principal.roleArn ?? principal.arn;
}

function poolOf(account: Account, text: string): string {
  const arn = orThrow(resourceName(account, text, 'cognito-idp:AdminGetUser'));
  const id = /:userpool\/([\w-]+_[0-9A-Za-z]+)$/.exec(arn)?.[1];
  if (id === undefined) throw new UserError(`\`${text}\` is no user pool`);
  return id;
}

function named(file: string, { folder }: Terminal): string {
  const path = relative(folder, file);
  return path.startsWith('..') ? file : path;
}
