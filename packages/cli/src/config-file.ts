import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '@cognito-iam/account';
import type { Command } from 'commander';
import type { Terminal } from './terminal.js';
import { UserError } from './user-error.js';

/** The names under which a configuration is looked for. */
export const configNames: readonly string[] = ['cognito-iam.yaml', 'cognito-iam.yml', 'cognito-iam.json'];

/** Adds `-c, --config <file>` to a command. */
export function addConfigOption(command: Command): Command {
  return command.option('-c, --config <file>', `The configuration: by default ${configNames.join(', ')}.`);
}

/** The configuration that was named, or the one in the folder; throws a {@link UserError} where there is none. */
export function configFile(terminal: Terminal, named: string | undefined): string {
  if (named !== undefined) return named;
  const found = configNames.find((name) => existsSync(join(terminal.folder, name)));
  if (found !== undefined) return found;
  throw new UserError(
    `there is no ${configNames[0]} in this folder: \`cognito-iam init\` writes one, \`--config <file>\` names another`,
  );
}

/**
 * The account of the configuration that was named, or of the one in the folder. Throws a {@link UserError} where there
 * is none, and an `AccountError` where it cannot be used. Pools are those of the emulator as far as its data tells.
 */
export async function configuredAccount(terminal: Terminal, named: string | undefined): Promise<Account> {
  const { offlineAccount } = await import('./offline-account.js');
  return offlineAccount(configFile(terminal, named), terminal.folder);
}
