import { resolve } from 'node:path';
import { type Account, type PoolReference, poolReference, referenceText } from '@cognito-iam/account';
import { configuredAccount } from '../config-file.js';
import { isoTime } from '../iso-time.js';
import { shownPath } from '../shown-path.js';
import type { Terminal } from '../terminal.js';
import { UserError } from '../user-error.js';
import { chosenPrincipals, deployedIn } from './chosen-uses.js';
import type { DeployedNames } from './deployed-names.js';
import { type GeneratedPolicy, leastPrivilege } from './least-privilege.js';
import { logFiles, readLog } from './log-files.js';
import { type LogUsage, type PrincipalUse, usageCounter } from './log-usage.js';
import { type PolicyFormat, policyNames, policyText, writePolicies } from './policy-files.js';
import { usageNotes } from './usage-notes.js';

/** The options of `generate`, as commander gives them. */
export interface GenerateOptions {
  readonly config?: string;
  readonly from: readonly string[];
  readonly principal?: readonly string[];
  readonly since?: string;
  readonly includeDenied?: boolean;
  readonly format: PolicyFormat;
  readonly output?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

interface Generated {
  readonly use: PrincipalUse;
  readonly policies: readonly GeneratedPolicy[];
}

/** Runs `generate`; gives the exit code. */
export async function runGenerate(options: GenerateOptions, terminal: Terminal): Promise<number> {
  const account =
    options.config === undefined ? undefined : await configuredAccount(terminal, options.config);
  const usage = await usageOf(options, terminal);
  const deployed = deployedIn(usage, account);
  const generated = chosenPrincipals(usage, options.principal, account, deployed).map(
    (use): Generated => ({ use, policies: leastPrivilege(neededActions(use, options.includeDenied)) }),
  );
  const { warnings, notes } = usageNotes(usage);
  const { yellow, dim } = terminal.errorColours;
  for (const note of notes) terminal.tell(dim(`note  ${note}`));
  for (const warning of warnings) terminal.tell(yellow(`warning  ${warning}`));
  for (const { use, policies } of generated) {
    if (policies.length > 1) {
      terminal.tell(
        yellow(`note  ${use.principal} needs ${policies.length} policies: one has room for 6144 characters`),
      );
    }
  }
  const named = generated.flatMap(({ use, policies }) => policyNames(labelOf(use, usage), policies));
  if (options.output !== undefined) {
    const folder = resolve(terminal.folder, options.output);
    const shown = (file: string): string => shownPath(terminal.folder, file);
    const { format, force = false } = options;
    const files = await writePolicies(folder, named, { format, force, shown });
    for (const file of files) terminal.tell(`wrote ${shown(file)}`);
    for (const [arn, pool] of referencesOf(generated, account)) {
      terminal.tell(dim(`note  ${arn.replace(/^.*\//, '')}: ${referenceText(pool)}`));
    }
  }
  if (options.json)
    terminal.print(JSON.stringify(await report(usage, generated, account, deployed), null, 2));
  else if (account !== undefined) await printComparison(usage, generated, account, deployed, terminal);
  else if (options.output === undefined) await printPolicies(named, options, terminal);
  return 0;
}

/** Pools of templates and plans that the policies name, by ARN. */
function referencesOf(
  generated: readonly Generated[],
  account: Account | undefined,
): ReadonlyMap<string, PoolReference> {
  if (account === undefined) return new Map();
  const named = generated.flatMap(({ policies }) => policies.flatMap(({ Statement }) => Statement));
  return new Map(
    named.flatMap(({ Resource }): readonly (readonly [string, PoolReference])[] => {
      const pool = poolReference(account, Resource);
      return pool === undefined ? [] : [[Resource, pool]];
    }),
  );
}

async function usageOf({ from, since }: GenerateOptions, terminal: Terminal): Promise<LogUsage> {
  const counter = usageCounter(since === undefined ? undefined : timeOf(since));
  const broken: string[] = [];
  const files = await logFiles(from, terminal.folder);
  const shown = (file: string): string => (file === '-' ? 'stdin' : shownPath(terminal.folder, file));
  for (const file of files) {
    await readLog(
      file,
      {
        record: counter.record,
        broken: counter.broken,
        cutOff: (name, why) => broken.push(`${shown(name)} could not be read to its end: ${why}`),
      },
      process.stdin,
    );
  }
  const usage = counter.usage();
  if (!isRead(usage) && (broken.length > 0 || usage.unreadable > 0)) {
    const what = files.map(shown).join(', ');
    const why = `there is no record in ${what}: expected JSON lines, or JSON with \`Records\` or \`Events\``;
    throw new UserError([why, ...broken].join('; '));
  }
  const { tell, errorColours } = terminal;
  for (const why of broken) tell(errorColours.yellow(`warning  ${why}`));
  return usage;
}

/** Whether any record could be read, whatever it is of. */
function isRead({ calls, early, ...usage }: LogUsage): boolean {
  const { noOperations, noPermissionNeeded, noResource, otherServices } = usage;
  const maps = [noOperations, noPermissionNeeded, noResource, otherServices];
  return calls > 0 || early > 0 || maps.some((counts) => counts.size > 0);
}

function timeOf(text: string): number {
  const [, number, unit] = /^(\d+)([hdw])$/.exec(text) ?? [];
  const hours: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };
  const time =
    unit === undefined ? isoTime(text) : Date.now() - Number(number) * (hours[unit] ?? 1) * 3_600_000;
  if (time !== undefined) return time;
  throw new UserError(
    `\`${text}\` is no time: expected one such as 2026-01-31, 2026-01-31T12:00:00Z, 12h, 30d or 2w`,
  );
}

function neededActions({ actions }: PrincipalUse, includeDenied = false): PrincipalUse['actions'] {
  return actions.filter(({ used }) => used > 0 || includeDenied);
}

/** The name, with the account before it where principals of several accounts have it. */
function labelOf({ principal, account }: PrincipalUse, { principals }: LogUsage): string {
  const several = principals.filter((one) => one.principal === principal).length > 1;
  return several ? `${account}/${principal}` : principal;
}

/** The document alone where one principal was chosen by name and needs one; otherwise documents by name. */
async function printPolicies(
  named: readonly (readonly [string, GeneratedPolicy])[],
  { format, principal }: GenerateOptions,
  terminal: Terminal,
): Promise<void> {
  const [only, ...others] = named;
  const alone = principal !== undefined && only !== undefined && others.length === 0;
  terminal.print(await policyText(alone ? only[1] : Object.fromEntries(named), format));
}

async function printComparison(
  usage: LogUsage,
  generated: readonly Generated[],
  account: Account,
  { names, doubts }: DeployedNames,
  terminal: Terminal,
): Promise<void> {
  const { compareUsage } = await import('./compare-usage.js');
  const { comparisonText } = await import('./comparison-text.js');
  const { account: own } = account.directory;
  for (const [index, { use }] of generated.entries()) {
    if (index > 0) terminal.print('');
    const principal = names.get(use.principal) ?? use.principal;
    const found = use.account === own ? compareUsage(account, { ...use, principal }) : undefined;
    if (found !== undefined && principal !== use.principal)
      terminal.tell(`note  ${use.principal} is compared as ${principal} of the configuration`);
    if (found !== undefined)
      for (const line of comparisonText(use.principal, found, terminal)) terminal.print(line);
    else {
      const why =
        use.account === own
          ? (doubts.get(use.principal) ?? 'the configuration has none of this name')
          : `it is of account ${use.account}, the configuration of ${own}`;
      terminal.print(`${terminal.colours.bold(use.principal)}\n  cannot be compared: ${why}`);
    }
  }
  const seen = new Set(
    usage.principals
      .filter((use) => use.account === own)
      .map(({ principal }) => names.get(principal) ?? principal),
  );
  const silent = [
    ...account.directory.roles.map(({ name }) => `role/${name}`),
    ...account.directory.users.map(({ name }) => `user/${name}`),
  ].filter((name) => !seen.has(name));
  if (silent.length > 0) terminal.tell(`note  not in the log: ${silent.join(', ')}`);
}

async function report(
  usage: LogUsage,
  generated: readonly Generated[],
  account: Account | undefined,
  { names }: DeployedNames,
): Promise<unknown> {
  const { compareUsage } = await import('./compare-usage.js');
  const { period, principals: _, ...counts } = usage;
  const pools = referencesOf(generated, account);
  return {
    ...(period && {
      period: { from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() },
    }),
    principals: generated.map(({ use, policies }) => {
      const comparable = account !== undefined && use.account === account.directory.account;
      const inAccount = comparable ? names.get(use.principal) : undefined;
      const principal = inAccount ?? use.principal;
      const comparison = comparable ? compareUsage(account, { ...use, principal }) : undefined;
      return { ...use, ...(inAccount && { inAccount }), policies, ...(comparison && { comparison }) };
    }),
    // How templates and plans name pools whose ARNs the policies hold.
    ...(pools.size > 0 && { pools: Object.fromEntries(pools) }),
    ...Object.fromEntries(
      Object.entries(counts).map(([name, value]) => [
        name,
        value instanceof Map ? Object.fromEntries(value) : value,
      ]),
    ),
  };
}
