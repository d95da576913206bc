import { type AccessOptions, addAccessOptions } from '../access/access-options.js';
import type { CommandRow } from '../command-row.js';

/** `cognito-iam check`: may this principal do this? */
export const check: CommandRow = {
  name: 'check',
  summary: 'May this principal do this? Exit code 0 for yes, 1 for no.',
  examples: [
    [
      'cognito-iam check --as Support --action AdminGetUser --resource UserPool',
      'a role, and a pool by its name in a template',
    ],
    ['cognito-iam check --as user/alice --action "Admin*" --json', "in the shape of IAM's policy simulator"],
    ['cognito-iam check --policies policy.json --action ListUserPools', 'without a configuration'],
  ],
  define: (command, terminal, act) => {
    addAccessOptions(command).action((options: AccessOptions) =>
      act(async () => {
        const { askAccess } = await import('../access/ask-access.js');
        const { checkLines, simulation } = await import('../access/check-text.js');
        const answers = await askAccess(options, terminal);
        if (options.json) terminal.print(JSON.stringify(simulation(answers), null, 2));
        else for (const line of checkLines(answers, terminal)) terminal.print(line);
        return answers.explanations.every(({ decision }) => decision === 'allowed') ? 0 : 1;
      }),
    );
  },
};
