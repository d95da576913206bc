import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commands } from '../src/commands/commands.js';
import { exampleLines } from '../src/example-lines.js';
import { runCommand } from '../src/program.js';
import { collectingTerminal } from './collecting-terminal.js';

const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-program-'));
const names = commands.map(({ name }) => name);

it.each([[], ...names.map((name) => [name])])('has help of no more than 80 columns: %s', async (...args) => {
  const terminal = collectingTerminal(folder);
  expect(await runCommand([...args, '--help'], terminal)).toBe(0);
  const lines = terminal.printed.join('\n').split('\n');
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

it('has what an example is for beside it where there is room, and above it elsewhere', () => {
  const examples = [
    ['one', 'begin'],
    ['other --all', 'begin anew'],
  ] as const;
  expect(exampleLines(examples, 80)).toEqual(['  one          begin', '  other --all  begin anew']);
  expect(exampleLines(examples, 20)).toEqual(['  # begin', '  one', '  # begin anew', '  other --all']);
});

it.each([
  [
    ['chek'],
    `there is no command \`chek\`; did you mean \`check\`? there are ${['check', ...names.filter((name) => name !== 'check')].join(', ')}`,
  ],
  [['frobnicate'], `there is no command \`frobnicate\`; there are ${names.join(', ')}`],
  ...[
    ['help', 'frobnicate'],
    ['frobnicate', '--help'],
  ].map((args): [string[], string] => [
    args,
    `there is no command \`frobnicate\`; there are ${names.join(', ')}`,
  ]),
  [['--verion'], 'there is no option `--verion`; did you mean `--version`? see `cognito-iam --help`'],
  [['serve', '--foo'], 'there is no option `--foo`; see `cognito-iam serve --help`'],
  [['check', '--as', 'A'], '`--action <action>` is missing; see `cognito-iam check --help`'],
  [
    ['check', '--as', 'A', '--actoin', 'B'],
    'there is no option `--actoin`; did you mean `--action`? see `cognito-iam check --help`',
  ],
  [['check', 'A'], '`A` is an argument too many; see `cognito-iam check --help`'],
  [
    ['check', '--as', 'Bearer', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2VjcmV0'],
    'a token is an argument too many; see `cognito-iam check --help`',
  ],
  [
    ['init', '\u001b[31mred\nx', 'a-secret-of-more-than-thirty-characters'],
    '`?[31mred?x`, `a-secret-of-more-than-thirty-c…` are arguments too many; see `cognito-iam init --help`',
  ],
  [
    ['token', '--as', 'Support'],
    'there is no option `--as`; did you mean `--role` or `--user`? see `cognito-iam token --help`',
  ],
  [['check', '--as'], '`--as <principal>` needs a value; see `cognito-iam check --help`'],
  [
    ['lint', '--format', 'xml'],
    '`--format <format>` is one of text, json, sarif, not `xml`; see `cognito-iam lint --help`',
  ],
  [['serve', 'a', 'b'], '`a`, `b` are arguments too many; see `cognito-iam serve --help`'],
  [['actions', 'List*', 'Admin*'], '`Admin*` is an argument too many; see `cognito-iam actions --help`'],
])('says %j in one line, as every mistake', async (args, said) => {
  const terminal = collectingTerminal(folder);
  expect(await runCommand(args, terminal)).toBe(2);
  expect(terminal.told).toEqual([`error  ${said}`]);
  expect(terminal.printed).toEqual([]);
});

it('prints the help on stderr where no command is named', async () => {
  const terminal = collectingTerminal(folder);
  expect(await runCommand([], terminal)).toBe(2);
  expect(terminal.told.join('\n')).toContain('Commands:');
});

it.each([[['help']], [['help', 'help']], [['--help']]])('prints the same help for %j', async (args) => {
  const terminal = collectingTerminal(folder);
  expect(await runCommand(args, terminal)).toBe(0);
  const text = terminal.printed.join('\n');
  expect(text).toContain('Commands:');
  expect(terminal.told).toEqual([]);
});
