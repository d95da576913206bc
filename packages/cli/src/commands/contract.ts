import type { CommandRow } from '../command-row.js';
import { addConfigOption } from '../config-file.js';
import type { ContractCommandOptions } from '../contract/run-contract.js';

/** `cognito-iam contract`: do the policies still allow what was agreed on? */
export const contract: CommandRow = {
  name: 'contract',
  summary: 'Do the policies allow what the contract says, no more and no less? Exit code 1 if not.',
  examples: [
    ['cognito-iam contract --update', 'write it, or write it anew'],
    ['cognito-iam contract', 'in CI: fails where permissions changed'],
    ['cognito-iam contract --allow-narrowing', 'only where they became wider'],
    ['cognito-iam contract prod.contract.yaml -c prod.yaml', 'another file'],
  ],
  define: (command, terminal, act) => {
    addConfigOption(command)
      .argument('[file]', 'The contract: cognito-iam.contract.yaml for cognito-iam.yaml.')
      .option('--update', 'Write the contract as the policies are now.')
      .option('--allow-narrowing', 'Let policies allow less than the contract.')
      .option('--accept-warnings <codes>', 'Go on with these warnings, with commas between them.')
      .option('--json', 'Print what differs as JSON.')
      .action((file: string | undefined, options: ContractCommandOptions) =>
        act(async () => {
          const { runContract } = await import('../contract/run-contract.js');
          return runContract(file, options, terminal);
        }),
      );
  },
};
