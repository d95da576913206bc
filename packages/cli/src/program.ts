import { Command, CommanderError } from 'commander';
import type { CommandAction, CommandRow } from './command-row.js';
import { commands } from './commands/commands.js';
import { exampleLines } from './example-lines.js';
import { systemErrorText } from './system-error.js';
import type { Terminal } from './terminal.js';
import { shownArgument, usageText } from './usage-error.js';
import { UserError } from './user-error.js';
import { programVersion } from './version.js';

/** Runs the program with these arguments; resolves with the exit code and never rejects. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const act = async (run: CommandAction): Promise<void> => {
    exitCode = await run();
  };
  try {
    await programFor(args, terminal, act).parseAsync([...unlessUnknown(args)], { from: 'user' });
    return exitCode;
  } catch (error) {
    return await exitCodeOf(error, terminal, args[0]);
  }
}

/**
 * The arguments; of help with a command that there is not only its name, since commander would print the program's help,
 * and of help with itself only the one, since commander would call that a mistake.
 */
function unlessUnknown(args: readonly string[]): readonly string[] {
  if (args[0] === 'help' && args[1] === 'help') return ['help'];
  const [named = '-'] = args[0] === 'help' ? args.slice(1) : args;
  const isKnown = named.startsWith('-') || commands.some(({ name }) => name === named);
  return isKnown ? args : [named];
}

function programFor(
  args: readonly string[],
  terminal: Terminal,
  act: (run: CommandAction) => Promise<void>,
): Command {
  const program = new Command('cognito-iam')
    .description("IAM for local Cognito: the real service's permission check in front of any emulator.")
    .version(programVersion(), '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .helpCommand('help [command]', 'Print the help of a command.')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.tell(text.trimEnd()),
      // What is wrong is told as every mistake is, where it is caught.
      outputError: () => undefined,
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    });
  // Of the others no more is asked than that there are such commands; the program's own help shows all.
  const asked = commands.find(({ name }) => name === args[0]);
  for (const row of commands) {
    const command = program.command(row.name).description(row.summary).copyInheritedSettings(program);
    if (asked === undefined || asked === row) defineCommand(command, row, terminal, act);
  }
  return program;
}

function defineCommand(
  command: Command,
  { examples, define }: CommandRow,
  terminal: Terminal,
  act: (run: CommandAction) => Promise<void>,
): void {
  command.addHelpText('after', ['', 'Examples:', ...exampleLines(examples, terminal.columns)].join('\n'));
  define(command, terminal, act);
  // What is required is asked for last: a misspelt option is told of before what is missing for that alone.
  const required = command.options.filter(({ mandatory }) => mandatory);
  for (const option of required) option.mandatory = false;
  // Commander counts superfluous arguments, and does not name them.
  command.allowExcessArguments();
  command.hook('preAction', () => {
    const taken = command.registeredArguments;
    const superfluous = taken.at(-1)?.variadic === true ? [] : command.args.slice(taken.length);
    if (superfluous.length > 0) {
      const names = superfluous.map(shownArgument).join(', ');
      command.error(
        `error: ${names} ${superfluous.length === 1 ? 'is an argument' : 'are arguments'} too many`,
      );
    }
    const missing = required.find((option) => command.getOptionValue(option.attributeName()) === undefined);
    if (missing !== undefined) command.error(`error: required option '${missing.flags}' not specified`);
  });
}

async function exitCodeOf(error: unknown, terminal: Terminal, command: string | undefined): Promise<number> {
  const red = terminal.errorColours.red;
  if (error instanceof CommanderError) {
    if (error.message.startsWith('error: ')) {
      const names = commands.map(({ name }) => name);
      terminal.tell(`${red('error')}  ${usageText(error.message, command, names)}`);
    }
    // Else it was the help or the version.
    return error.exitCode === 0 ? 0 : 2;
  }
  const message = await messageForUser(error);
  if (message !== undefined) {
    // Findings say themselves how bad they are.
    terminal.tell(message.replace(/^(.*? {2})?error {2}/gm, (_, place = '') => `${place}${red('error')}  `));
    return 2;
  }
  // A fault of ours, whose stack is what a report needs.
  terminal.tell(`${red('fault')}  ${error instanceof Error ? error.stack : String(error)}`);
  return 70;
}

/**
 * What is told of a mistake that the user can mend; `undefined` for a fault of ours. What knows these errors is
 * imported here, since no command that ends well needs to wait for it.
 */
async function messageForUser(error: unknown): Promise<string | undefined> {
  if (error instanceof UserError) return `error  ${error.message}`;
  const ofFiles = systemErrorText(error);
  if (ofFiles !== undefined) return `error  ${ofFiles}`;
  const { AccountError, ConfigurationError, PolicyError } = await import('./file-errors.js');
  if (error instanceof AccountError) return error.message;
  return error instanceof ConfigurationError || error instanceof PolicyError
    ? `error  ${error.message}`
    : undefined;
}
