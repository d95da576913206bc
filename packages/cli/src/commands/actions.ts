import type { ActionsOptions } from '../actions/run-actions.js';
import type { CommandRow } from '../command-row.js';

/** `cognito-iam actions`: what may a policy name? */
export const actions: CommandRow = {
  name: 'actions',
  summary: 'What may a policy name? The actions, and what a policy stands for.',
  examples: [
    ['cognito-iam actions', 'every action of Amazon Cognito user pools'],
    ['cognito-iam actions "Admin*User" --access-level Write', 'what a wildcard matches, by access level'],
    ['cognito-iam actions "Admin*" --policy policies/help-users.json', 'what a policy makes of them'],
  ],
  define: (command, terminal, act) => {
    command
      .argument('[pattern]', 'A name, with or without `cognito-idp:`; `*` and `?` are wildcards.', '*')
      .option(
        '--access-level <level>',
        'List, Read, Write, Tagging or "Permissions management"; may be repeated.',
        collect,
      )
      .option('--policy <file>', 'What the statements of a policy, template or configuration stand for.')
      .option('--json', 'As data.')
      .action((pattern: string, options: ActionsOptions) =>
        act(async () => {
          const { runActions } = await import('../actions/run-actions.js');
          return runActions(pattern, options, terminal);
        }),
      );
  },
};

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(',').map((level) => level.trim())];
}
