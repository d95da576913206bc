import { Option } from 'commander';
import type { CommandRow } from '../command-row.js';
import { addConfigOption, configFile } from '../config-file.js';
import type { LintOptions } from '../lint/run-lint.js';

/** `cognito-iam lint`: what is wrong with these policies? */
export const lint: CommandRow = {
  name: 'lint',
  summary:
    'What is wrong with these policies? Exit code 1 where there are errors, 2 where a file cannot be read.',
  examples: [
    ['cognito-iam lint', 'the configuration of this folder, and every file that it names'],
    ['cognito-iam lint policies/*.json template.yaml', 'policies and templates, without a configuration'],
    ['cognito-iam lint infra', 'those in a folder and below it'],
    ['cognito-iam lint plan.json', 'what `terraform show -json` printed'],
    ['cognito-iam lint --format sarif > cognito-iam.sarif', 'for code scanning'],
    ['cognito-iam lint --rules', 'every rule'],
  ],
  define: (command, terminal, act) => {
    addConfigOption(command)
      .argument(
        '[files...]',
        'Policies, CloudFormation templates, plans of Terraform or configurations, in JSON or YAML, or folders of them.',
      )
      .addOption(
        new Option('--type <type>', 'What a policy in a file of its own is.')
          .choices(['identity', 'boundary', 'session', 'serviceControl', 'resourceControl'])
          .default('identity'),
      )
      .addOption(
        new Option('--fail-on <severity>', 'The least severity that makes exit code 1.')
          .choices(['error', 'warning', 'info'])
          .default('error'),
      )
      .option(
        '--ignore <codes>',
        'Rules that are left out, with commas between them; may be repeated.',
        collect,
      )
      .addOption(
        new Option('--format <format>', 'How to tell it.').choices(['text', 'json', 'sarif']).default('text'),
      )
      .option('--rules', 'Print every rule instead.')
      .action((files: readonly string[], options: LintOptions) =>
        act(async () => {
          const { runLint } = await import('../lint/run-lint.js');
          return runLint(
            () =>
              files.length > 0 && options.config === undefined
                ? files
                : [configFile(terminal, options.config), ...files],
            options,
            terminal,
          );
        }),
      );
  },
};

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(',').map((code) => code.trim())];
}
