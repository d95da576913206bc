import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { type Account, AccountError, formatFinding, pointerOf } from '@cognito-iam/account';
import { configNames } from '../config-file.js';
import { exampleLines } from '../example-lines.js';
import { makeFolder } from '../make-folder.js';
import { offlineAccount } from '../offline-account.js';
import type { Terminal } from '../terminal.js';
import { UserError } from '../user-error.js';
import { type FoundProject, findProject } from './found-project.js';
import { starterConfig, starterPolicy, starterPolicyFile } from './starter-config.js';

const schemaName = 'cognito-iam.schema.json';

/**
 * Writes a configuration for what is in the folder, reads it, and says what was found and what comes next. Throws a
 * {@link UserError} where there is one already, unless `force` is given. A policy that is there stays.
 */
export async function writeStarter(terminal: Terminal, force: boolean): Promise<number> {
  const at = (name: string): string => join(terminal.folder, name);
  const existing = configNames.find((name) => existsSync(at(name)));
  if (existing !== undefined && !force) {
    throw new UserError(`${existing} is there already; \`cognito-iam init --force\` writes over it`);
  }
  // A configuration of another form would go on being found first, or be found no more.
  const config = existing?.endsWith('.yml') ? existing : 'cognito-iam.yaml';
  if (existing?.endsWith('.json')) {
    throw new UserError(`${existing} is there already, and init writes YAML: move it away first`);
  }
  const project = findProject(terminal);
  const schema = schemaFor(terminal.folder);
  const hasPolicy = existsSync(at(starterPolicyFile));
  // Roles of a template or a plan have the policies that will be deployed.
  const wantsPolicy = project.templates.length + project.plans.length === 0;
  if (wantsPolicy && !hasPolicy) {
    makeFolder(dirname(at(starterPolicyFile)));
    writeFileSync(at(starterPolicyFile), starterPolicy(project));
  }
  writeFileSync(at(config), starterConfig(project, schema.reference));

  for (const line of findings(project)) terminal.print(line);
  terminal.print(`wrote   ${config}`);
  if (wantsPolicy) terminal.print(`${hasPolicy ? 'kept ' : 'wrote'}   ${starterPolicyFile}`);
  if (schema.written) terminal.print(`wrote   ${schemaName}, by which editors complete the configuration`);
  for (const finding of project.unreadable) terminal.tell(formatFinding(finding));
  const account = await tellFindings(terminal, config);
  terminal.print('');
  for (const line of nextSteps(project, account, terminal)) terminal.print(line);
  return 0;
}

/** The schema where the package is installed, or else a copy beside the configuration. */
function schemaFor(folder: string): { readonly reference: string; readonly written: boolean } {
  const packages = [join('@cognito-iam', 'account'), join('cognito-iam', 'bundle')];
  for (let parent = folder; ; parent = dirname(parent)) {
    const file = packages.map((name) => join(parent, 'node_modules', name, schemaName)).find(existsSync);
    if (file !== undefined) {
      const path = relative(folder, file).replaceAll('\\', '/');
      return { reference: path.startsWith('.') ? path : `./${path}`, written: false };
    }
    if (parent === resolve(parent, '..')) break;
  }
  const own = createRequire(import.meta.url).resolve('#schema');
  copyFileSync(own, join(folder, schemaName));
  return { reference: `./${schemaName}`, written: true };
}

function findings({
  region,
  templates,
  elsewhere,
  plans,
  emulatorData,
  pools,
}: FoundProject): readonly string[] {
  const poolsFound = pools.map(({ id, name }) => `${id} (${name})`.replace(/\s+/g, ' ')).join(', ');
  return [
    `region  ${region.region}, from ${region.from}`,
    ...templates.map(
      ({ file, stackName }) => `found   ${file}${stackName === undefined ? '' : `, stack ${stackName}`}`,
    ),
    ...elsewhere.map((file) => `left    ${file} out: it is deployed in another account or region`),
    ...plans.map((file) => `found   ${file}, a plan of Terraform`),
    ...(emulatorData
      ? [`found   data of cognito-local in .cognito${poolsFound === '' ? '' : `: ${poolsFound}`}`]
      : []),
  ];
}

/** Tells what is to say of the sources that the configuration names; gives the account where it can be used. */
async function tellFindings(terminal: Terminal, config: string): Promise<Account | undefined> {
  const read = await offlineAccount(config, terminal.folder).catch((error: unknown) => {
    if (error instanceof AccountError) return error;
    throw error;
  });
  for (const finding of read.findings.filter(({ severity }) => severity !== 'info'))
    terminal.tell(formatFinding(finding));
  return read instanceof AccountError ? undefined : read;
}

/** Asks about a role and a pool of the template where there is one. */
function nextSteps(
  { region }: FoundProject,
  account: Account | undefined,
  { colours: { bold }, columns, environment: { npm_command: npmCommand } }: Terminal,
): readonly string[] {
  const [role] = account?.directory.roles ?? [];
  const [pool] = account?.userPools ?? [];
  // A name that AWS makes up has the logical id in it, by which the role goes, too.
  const id = role && account?.sourceIds.get(pointerOf('roles', role.name));
  const called = id !== undefined && role?.name.includes(`-${id}-`) ? id : role?.name;
  const who = called ?? (account === undefined ? 'Support' : 'user/developer');
  const question = `--as ${who} --action AdminDeleteUser --resource ${pool?.id ?? `${region.region}_AbCdEfGhI`}`;
  // What npx has found is on the path of nobody else.
  const program = npmCommand === 'exec' ? 'npx cognito-iam' : 'cognito-iam';
  const steps = [
    [`${program} serve`, 'the gateway, on http://127.0.0.1:9230'],
    [`${program} check ${question}`, 'one decision'],
    [`${program} explain ${question}`, 'and why'],
  ] as const;
  return [bold('Next'), ...exampleLines(steps, columns)];
}
