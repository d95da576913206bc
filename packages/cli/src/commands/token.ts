import { Option } from 'commander';
import type { CommandRow } from '../command-row.js';
import { addConfigOption } from '../config-file.js';
import { repeatedOption } from '../repeated-option.js';
import type { TokenOptions } from '../token/token-options.js';

/** `cognito-iam token`: a token for anybody, from a key that `serve` was told to trust. */
export const token: CommandRow = {
  name: 'token',
  summary: 'A development token for a role, groups or claims, from a local key that `serve` trusts.',
  examples: [
    ['cognito-iam token --init', 'makes the key'],
    ['cognito-iam token --role Support', 'an ID token that prefers a role'],
    ['cognito-iam token --group admins --use access --pool us-east-1_AbCdEfGhI', 'an access token of a pool'],
    ['TOKEN=$(cognito-iam token --role Support)', 'to ask with: cognito-iam check --as "$TOKEN"'],
  ],
  define: (command, terminal, act) => {
    addConfigOption(command)
      .option('--init [file]', 'Make the key, which only you can read; never over another.')
      .addOption(
        new Option('--algorithm <name>', 'With --init: what it signs with.').choices(['ES256', 'RS256']),
      )
      .option('--role <name>', 'The role that it names and prefers.')
      .addOption(repeatedOption('--group <name>', 'A group of the user. May be repeated.'))
      .addOption(repeatedOption('--claim <name=value>', 'Another claim: custom:team=blue. May be repeated.'))
      .option('--pool <pool>', 'The user pool, by id or name.')
      .option('--user <name>', 'The name of the user.', 'developer')
      .option('--client <id>', 'The app client.', 'development')
      .addOption(new Option('--use <use>', 'What it is for.').choices(['id', 'access']).default('id'))
      .option('--expires <time>', 'How long it counts: 90s, 5m, 1h; a day at most.', '1h')
      .action((options: TokenOptions) =>
        act(async () => {
          const { runToken } = await import('../token/mint-token.js');
          return runToken(options, terminal);
        }),
      );
  },
};
