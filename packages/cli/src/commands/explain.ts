import { type AccessOptions, addAccessOptions } from '../access/access-options.js';
import type { CommandRow } from '../command-row.js';

/** `cognito-iam explain`: why, and what would allow it? */
export const explain: CommandRow = {
  name: 'explain',
  summary: 'Why may it, or not? Every layer and statement, the nearest miss, and what would allow it.',
  examples: [
    [
      'cognito-iam explain --as Support --action AdminDeleteUser --resource UserPool',
      'a role, and a pool by its name in a template',
    ],
    [
      'cognito-iam explain --as "$ID_TOKEN" --action ListUsers --resource UserPool',
      'a token, a pool of a template',
    ],
    [
      'cognito-iam explain --policies policy.json --action ListUserPools --json',
      'without a configuration, as data',
    ],
  ],
  define: (command, terminal, act) => {
    addAccessOptions(command).action((options: AccessOptions) =>
      act(async () => {
        const { askAccess } = await import('../access/ask-access.js');
        const { explanationText } = await import('../access/explain-text.js');
        const { explanations, principal } = await askAccess(options, terminal);
        if (options.json) terminal.print(JSON.stringify(explanations, null, 2));
        else {
          for (const [index, one] of explanations.entries()) {
            if (index > 0) terminal.print('');
            for (const line of explanationText(one, principal, terminal)) terminal.print(line);
          }
        }
        return explanations.every(({ decision }) => decision === 'allowed') ? 0 : 1;
      }),
    );
  },
};
