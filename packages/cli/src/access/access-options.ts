import { type Command, Option } from 'commander';
import { addConfigOption } from '../config-file.js';

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
  const repeated = (flags: string, description: string): Option =>
    new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      value,
    ]);
  return addConfigOption(command)
    .option(
      '--as <principal>',
      'Who asks: Support, role/Support, user/alice, a logical id or Terraform address, an ARN, root, anonymous, or a token.',
    )
    .addOption(
      repeated(
        '--action <action>',
        'What for: AdminGetUser, "Admin*". May be repeated.',
      ).makeOptionMandatory(),
    )
    .addOption(
      repeated('--resource <resource>', 'On what: a pool by id or name, an ARN, "*". May be repeated.'),
    )
    .addOption(repeated('--context <key=value>', 'A condition key. The same key again makes a list.'))
    .option('--context-file <file>', 'Condition keys as JSON or YAML.')
    .option('--source-ip <address>', 'The value of aws:SourceIp.')
    .option('--mfa', 'The principal signed in with a second factor; --no-mfa: it did not.')
    .addOption(new Option('--no-mfa').hideHelp())
    .option('--time <time>', 'When: 2026-01-31T12:00:00Z. Now by default.')
    .addOption(repeated('--policies <file>', 'Identity-based policies from a file, without a configuration.'))
    .option('--boundary <file>', 'With --policies: the permissions boundary.')
    .addOption(repeated('--session-policies <file>', 'With --policies: a session policy.'))
    .addOption(
      repeated('--scp <file>', 'With --policies: a service control policy, each a level of its own.'),
    )
    .option('--json', 'Print JSON.');
}
