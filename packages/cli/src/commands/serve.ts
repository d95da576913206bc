import type { CommandRow } from '../command-row.js';
import { addConfigOption } from '../config-file.js';
import type { ServeOptions } from '../gateway/serve-options.js';

/** `cognito-iam serve`: the gateway. */
export const serve: CommandRow = {
  name: 'serve',
  summary: 'Stand in front of an emulator and ask IAM about every request.',
  examples: [
    ['cognito-iam serve', 'cognito-local, with the roles of cognito-iam.yaml'],
    [
      'cognito-iam serve --upstream http://localhost:9229 --port 9230',
      'in front of a cognito-local that runs',
    ],
    [
      'cognito-iam serve --mode audit --audit-log calls.jsonl',
      'refuse nobody, and write down what was called',
    ],
  ],
  define: (command, terminal, act) => {
    addConfigOption(command)
      .option('-p, --port <number>', 'The port to listen on, 0 for any free one; by default 9230.')
      .option('--host <address>', 'The address to listen on; by default 127.0.0.1.')
      .option('-u, --upstream <url>', 'What stands behind: a URL, or `cognito-local` for one that it starts.')
      .option('-m, --mode <mode>', '`enforce`, or `audit`: refuse nobody for want of permission, and tell.')
      .option('--audit-log <file>', 'Append every decision, in the shape of CloudTrail records.')
      .option(
        '--trust-development-tokens <key>',
        'Believe tokens that `cognito-iam token` signs with this key.',
      )
      .option('--no-watch', 'Do not read files again when they change.')
      .option('-q, --quiet', 'Do not write decisions.')
      .option('--json', 'Write JSON lines, as where stdout is no terminal.')
      .action((options: ServeOptions) =>
        act(async () => {
          const { runServe } = await import('../gateway/run-serve.js');
          return runServe(options, terminal);
        }),
      );
  },
};
