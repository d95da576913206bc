import { loadAccount } from '@cognito-iam/account';
import { nearestName } from '@cognito-iam/core';
import {
  type ContractVerification,
  contractReport,
  requireWhole,
  TestKitError,
  verifyAccount,
} from '@cognito-iam/testing/contract';
import { configFile } from '../config-file.js';
import { readerCodes } from '../lint/reader-codes.js';
import type { Terminal } from '../terminal.js';
import { UserError } from '../user-error.js';

/** The options of `contract`, as commander gives them. */
export interface ContractCommandOptions {
  readonly config?: string;
  readonly update?: boolean;
  readonly allowNarrowing?: boolean;
  readonly acceptWarnings?: string;
  readonly json?: boolean;
}

/** Holds the account of a configuration to its contract, or writes that; 0 where it is honoured, 1 where it is not. */
export async function runContract(
  named: string | undefined,
  options: ContractCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const config = configFile(terminal, options.config);
  const file = named ?? `${config.replace(/\.(?:ya?ml|json)$/i, '')}.contract.yaml`;
  const verification = await verified(config, file, options, terminal);
  if (options.json) terminal.print(JSON.stringify(verification, null, 2));
  else
    for (const line of contractReport(verification, styleOf(named, options, terminal))) terminal.print(line);
  return verification.honoured ? 0 : 1;
}

async function verified(
  config: string,
  file: string,
  { acceptWarnings = '', allowNarrowing = false, update = false }: ContractCommandOptions,
  terminal: Terminal,
): Promise<ContractVerification> {
  const { folder } = terminal;
  // Without the emulator's pools, so that a contract is the same on every machine.
  const account = await loadAccount(config, { folder });
  const accepted = acceptWarnings.split(',').map((code) => code.trim());
  warnOfUnknown(accepted, terminal);
  try {
    requireWhole(account.findings, accepted, 'mend it, or name the codes with `--accept-warnings`');
    return verifyAccount(account, file, { folder, allowNarrowing, update });
  } catch (error) {
    if (error instanceof TestKitError) throw new UserError(error.message);
    throw error;
  }
}

/** What does not come up may be accepted for the future; a code that no warning can have is a mistake. */
function warnOfUnknown(accepted: readonly string[], { errorColours, tell }: Terminal): void {
  for (const code of accepted) {
    if (code === '' || readerCodes.includes(code)) continue;
    const nearest = nearestName(code, readerCodes);
    const hint = nearest === undefined ? 'no warning has this code' : `did you mean \`${nearest}\`?`;
    tell(`${errorColours.yellow('warning')}  \`--accept-warnings ${code}\` accepts nothing: ${hint}`);
  }
}

function styleOf(
  file: string | undefined,
  { config, acceptWarnings }: ContractCommandOptions,
  { colours, columns }: Terminal,
): Parameters<typeof contractReport>[1] {
  const words = [
    'cognito-iam contract',
    ...(file === undefined ? [] : [file]),
    ...(config === undefined ? [] : [`--config ${config}`]),
    ...(acceptWarnings === undefined ? [] : [`--accept-warnings ${acceptWarnings}`]),
    '--update',
  ];
  return { colours, columns, update: words.join(' ') };
}
