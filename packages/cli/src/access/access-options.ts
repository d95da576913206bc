import { type Command, Option } from 'commander';
import { addConfigOption } from '../config-file.js';
import { repeatedOption } from '../repeated-option.js';

/** The options of `check` and `explain`, as commander gives them. */
export interface AccessOptions {
  readonly config?: string;
  readonly as?: string;
  readonly action: readonly string[];
  readonly resource?: readonly string[];
  readonly context?: readonly string[];
  readonly contextFile?: string;
  readonly sourceIp?: string;
  readonly mfa?: boolean;
  readonly time?: string;
  readonly policies?: readonly string[];
  readonly boundary?: string;
  readonly sessionPolicies?: readonly string[];
  readonly scp?: readonly string[];
  readonly json?: boolean;
}

/** Adds them to a command. */
export function addAccessOptions(command: Command): Command {
  return addConfigOption(command)
    .option(
      '--as <principal>',
      'Who asks: Support, role/Support, user/alice, a logical id or Terraform address, an ARN, root, anonymous, or a token.',
    )
    .addOption(
      repeatedOption(
        '--action <action>',
        'What for: AdminGetUser, "Admin*". May be repeated.',
      ).makeOptionMandatory(),
    )
    .addOption(
      repeatedOption('--resource <resource>', 'On what: a pool by id or name, an ARN, "*". May be repeated.'),
    )
    .addOption(repeatedOption('--context <key=value>', 'A condition key. The same key again makes a list.'))
    .option('--context-file <file>', 'Condition keys as JSON or YAML.')
    .option('--source-ip <address>', 'The value of aws:SourceIp.')
    .option('--mfa', 'The principal signed in with a second factor; --no-mfa: it did not.')
    .addOption(new Option('--no-mfa').hideHelp())
    .option('--time <time>', 'When: 2026-01-31T12:00:00Z. Now by default.')
    .addOption(
      repeatedOption('--policies <file>', 'Identity-based policies from a file, without a configuration.'),
    )
    .option('--boundary <file>', 'With --policies: the permissions boundary.')
    .addOption(repeatedOption('--session-policies <file>', 'With --policies: a session policy.'))
    .addOption(
      repeatedOption('--scp <file>', 'With --policies: a service control policy, each a level of its own.'),
    )
    .option('--json', 'Print JSON.');
}
