import { relative } from 'node:path';
import type { Account } from '@cognito-iam/account';
import { hangingLines } from '../hanging-lines.js';
import type { Colours } from '../terminal.js';
import type { Gateway } from './gateway.js';
import { healthPath } from './health.js';
import { modeText } from './mode-text.js';
import { passPaths } from './pass-paths.js';
import { plain } from './plain-text.js';

/** What the banner tells beside the gateway. */
export interface BannerFacts {
  readonly folder: string;
  readonly watch: boolean;
  readonly auditLog: string | undefined;
  readonly colours: Colours;
  /** How wide the terminal is. */
  readonly columns: number;
}

/** What is printed once the gateway is ready: where it is, what it asks, and what it does not. */
export function formatBanner(gateway: Gateway, facts: BannerFacts): string {
  const { folder, watch, auditLog, colours, columns } = facts;
  const { account, pools } = gateway.live;
  const { config, directory, region } = account;
  const file = relative(folder, config.file) || config.file;
  const rows: readonly (readonly [string, string])[] = [
    ['mode', modeText(config.mode)],
    ['address', gateway.url],
    ['upstream', gateway.upstream.description],
    ['account', `${directory.account}, ${region}`],
    ...listRow('roles', Object.keys(account.directoryOptions.roles ?? {})),
    ...listRow('users', Object.keys(account.directoryOptions.users ?? {})),
    ['pools', poolsText(gateway)],
    ['config', `${file}${watch ? `, watched with ${account.files.length - 1} more` : ', not watched'}`],
    ...(auditLog === undefined ? [] : [['audit log', relative(folder, auditLog)] as const]),
    ['health', `${gateway.url}${healthPath}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, text]) =>
    hangingLines([`  ${colours.dim(name.padEnd(width))} `, ...text.split(' ')], columns, width + 4),
  );
  const open = notChecked(account, pools.length > 0 || config.issuers !== undefined);
  return [
    colours.bold('cognito-iam in front of your user pools'),
    ...lines,
    colours.yellow('not checked'),
    ...open.map((line) => hangingLines([' ', ...line.split(' ')], columns, 4)),
    colours.dim('Every decision is written below. Ctrl-C stops.'),
  ].join('\n');
}

/** The banner's facts for programs: one JSON object. */
export function bannerJson(gateway: Gateway): string {
  const { account } = gateway.live;
  return JSON.stringify({
    time: new Date().toISOString(),
    event: 'start',
    url: gateway.url,
    ...gateway.health(),
    notChecked: notChecked(account, true),
  });
}

function poolsText({ live }: Gateway): string {
  if (live.poolsProblem !== undefined) return `not known: ${plain(live.poolsProblem)}`;
  if (live.account.config.issuers !== undefined && live.pools.length === 0) {
    const { issuers } = live.account.config;
    if (issuers.length === 0) return 'none whose tokens are believed: `issuers` is empty';
    return issuers.map(({ issuer }) => issuer).join(', ');
  }
  const names = live.pools.map(({ id, name }) => (name === '' ? id : `${id} (${plain(name)})`));
  return names.length === 0
    ? 'none yet: CreateUserPool makes one, and its tokens count at once'
    : some(names);
}

function listRow(name: string, items: readonly string[]): readonly (readonly [string, string])[] {
  return items.length === 0 ? [] : [[name, some(items)]];
}

/** The first eight of a list, which may be long. */
function some(items: readonly string[]): string {
  const rest = items.length - 8;
  return items.slice(0, 8).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Everything that the permission check lets through unasked, and every check that was opted out of. */
function notChecked({ config }: Account, tokens: boolean): readonly string[] {
  const { upstream } = config;
  const local = upstream.kind === 'address' && upstream.emulator === 'cognito-local';
  return [
    `paths that Cognito serves to everybody: ${passPaths.slice(0, 3).join(' ')} …, and sign-up and sign-in, as in AWS`,
    ...(config.mode === 'audit' ? ['permissions: mode audit refuses nobody for want of them'] : []),
    ...(tokens && local
      ? [
          'who signed a token: the key of cognito-local is public, so anybody on this machine can make tokens that count',
        ]
      : []),
    ...(upstream.kind === 'address' || upstream.port !== undefined
      ? ['who calls the upstream past this gateway: its own address is open']
      : []),
    ...(config.verifySignatures === false
      ? ['signatures: verifySignatures false believes every access key id']
      : []),
    ...(config.trustDevelopmentTokens === undefined
      ? []
      : [
          `who a development token is for: trustDevelopmentTokens believes whoever has ${config.trustDevelopmentTokens}`,
        ]),
    ...(config.reasonHeader === true
      ? ['who reads reasons: reasonHeader tells clients what policies hold']
      : []),
  ];
}
