import { Option } from 'commander';
import type { CommandRow } from '../command-row.js';
import type { GenerateOptions } from '../generate/run-generate.js';
import { repeatedOption } from '../repeated-option.js';

/** `cognito-iam generate`: which policies would allow what was really called, and no more? */
export const generate: CommandRow = {
  name: 'generate',
  summary: 'The least-privilege policies of what was really called, from an audit log or CloudTrail.',
  examples: [
    ['cognito-iam generate --from audit.jsonl --principal Support', 'the policy of a role'],
    [
      'cognito-iam generate --from "logs/**/*.json.gz" -o policies',
      "CloudTrail's own files; a file for each principal",
    ],
    ['cognito-iam generate --from audit.jsonl -c cognito-iam.yaml', 'what differs from the present policies'],
  ],
  define: (command, terminal, act) => {
    command
      .requiredOption(
        '--from <log...>',
        'Logs in the shape of CloudTrail: files, folders, patterns; - is stdin. JSON lines, {"Records": […]}, lookup-events, gzip.',
      )
      .option('-c, --config <file>', 'Compare with the policies of this configuration.')
      .addOption(repeatedOption('--principal <name>', 'Who: Support, "user/*". May be repeated.'))
      .option('--since <time>', 'Leave out what is earlier: 2026-01-31, 12h, 30d, 2w.')
      .option('--include-denied', 'Allow also what was refused for want of permission.')
      .addOption(
        new Option('--format <format>', 'How to write policies.').choices(['json', 'yaml']).default('json'),
      )
      .option('-o, --output <folder>', 'Write each policy to a file of its own.')
      .option('--force', 'Write over files that are there.')
      .option('--json', 'Print everything that is known, as JSON.')
      .action((options: GenerateOptions) =>
        act(async () => {
          const { runGenerate } = await import('../generate/run-generate.js');
          return runGenerate(options, terminal);
        }),
      );
  },
};
