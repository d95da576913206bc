import type { CommandRow } from '../command-row.js';

/** `cognito-iam init` */
export const init: CommandRow = {
  name: 'init',
  summary: 'Write a commented configuration and a first policy.',
  examples: [
    ['cognito-iam init', 'begin in this folder'],
    ['cognito-iam init --force', 'begin anew, over what is there'],
  ],
  define: (command, terminal, act) => {
    command
      .option('--force', 'Write over a configuration that is there.')
      .action(({ force = false }: { readonly force?: boolean }) =>
        act(async () => {
          const { writeStarter } = await import('../init/write-starter.js');
          return writeStarter(terminal, force);
        }),
      );
  },
};
