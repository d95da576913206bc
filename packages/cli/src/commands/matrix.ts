import { Option } from 'commander';
import type { CommandRow } from '../command-row.js';
import { addConfigOption } from '../config-file.js';
import type { MatrixOptions } from '../matrix/asked-matrix.js';
import { repeatedOption } from '../repeated-option.js';

/** `cognito-iam matrix`: who may do what? */
export const matrix: CommandRow = {
  name: 'matrix',
  summary: 'Who may do what: every role and user, every action, every pool.',
  examples: [
    ['cognito-iam matrix --action "Admin*"', 'a table'],
    ['cognito-iam matrix --format html > permissions.html', 'a page, to look through and to filter'],
    ['cognito-iam matrix --principal "role/*" --resource UserPool --format csv', 'for a spreadsheet'],
  ],
  define: (command, terminal, act) => {
    addConfigOption(command)
      .addOption(repeatedOption('--principal <name>', 'Who: Support, "role/*". May be repeated.'))
      .addOption(repeatedOption('--action <action>', 'What: AdminGetUser, "Admin*". May be repeated.'))
      .addOption(
        repeatedOption(
          '--resource <resource>',
          'On what: a pool by id or name, an ARN, "*", any. May be repeated.',
        ),
      )
      .addOption(
        new Option('--format <format>', 'How to print it.')
          .choices(['table', 'csv', 'html', 'json'])
          .default('table'),
      )
      .action((options: MatrixOptions) =>
        act(async () => {
          const { askedMatrix } = await import('../matrix/asked-matrix.js');
          const { matrixText } = await import('../matrix/matrix-text.js');
          const found = await askedMatrix(options, terminal);
          for (const line of await matrixText(found, options.format, terminal)) terminal.print(line);
          return 0;
        }),
      );
  },
};
