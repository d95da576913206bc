import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { AccountError, formatFinding } from '@cognito-iam/account';
import { configNames } from '../config-file.js';
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
  if (!hasPolicy) {
    mkdirSync(dirname(at(starterPolicyFile)), { recursive: true });
    writeFileSync(at(starterPolicyFile), starterPolicy(project));
  }
  writeFileSync(at(config), starterConfig(project, schema.reference));

  for (const line of findings(project)) terminal.print(line);
  terminal.print(`wrote   ${config}`);
  terminal.print(`${hasPolicy ? 'kept ' : 'wrote'}   ${starterPolicyFile}`);
  if (schema.written) terminal.print(`wrote   ${schemaName}, by which editors complete the configuration`);
  await tellFindings(terminal, config);
  terminal.print('');
  for (const line of nextSteps(project, terminal)) terminal.print(line);
  return 0;
}

/** The schema where the package is installed, or else a copy beside the configuration. */
function schemaFor(folder: string): { readonly reference: string; readonly written: boolean } {
  const installed = join('node_modules', '@cognito-iam', 'account', schemaName);
  for (let parent = folder; ; parent = dirname(parent)) {
    const file = join(parent, installed);
    if (existsSync(file)) {
      const path = relative(folder, file).replaceAll('\\', '/');
      return { reference: path.startsWith('.') ? path : `./${path}`, written: false };
    }
    if (parent === resolve(parent, '..')) break;
  }
  const own = createRequire(import.meta.url).resolve(`@cognito-iam/account/${schemaName}`);
  copyFileSync(own, join(folder, schemaName));
  return { reference: `./${schemaName}`, written: true };
}

function findings({ region, templates, plans, emulatorData, pools }: FoundProject): readonly string[] {
  const poolsFound = pools.map(({ id, name }) => `${id} (${name})`.replace(/\s+/g, ' ')).join(', ');
  return [
    `region  ${region.region}, from ${region.from}`,
    ...templates.map(
      ({ file, stackName }) => `found   ${file}${stackName === undefined ? '' : `, stack ${stackName}`}`,
    ),
    ...plans.map((file) => `found   ${file}, a plan of Terraform`),
    ...(emulatorData
      ? [`found   data of cognito-local in .cognito${poolsFound === '' ? '' : `: ${poolsFound}`}`]
      : []),
  ];
}

/** What is to say of the sources that the configuration names; nothing of a configuration alone. */
async function tellFindings(terminal: Terminal, config: string): Promise<void> {
  const found = await offlineAccount(config, terminal.folder).then(
    (account) => account.findings,
    (error: unknown) => {
      if (error instanceof AccountError) return error.findings;
      throw error;
    },
  );
  for (const finding of found.filter(({ severity }) => severity !== 'info'))
    terminal.tell(formatFinding(finding));
}

function nextSteps({ region }: FoundProject, { colours: { bold, dim } }: Terminal): readonly string[] {
  const question = `--as Support --action AdminDeleteUser --resource ${region.region}_AbCdEfGhI`;
  return [
    bold('Next'),
    `  cognito-iam serve${' '.repeat(`check ${question}    `.length - 5)}${dim('the gateway, on http://127.0.0.1:9230')}`,
    `  cognito-iam check ${question}    ${dim('one decision')}`,
    `  cognito-iam explain ${question}  ${dim('and why')}`,
  ];
}
