import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { environment } from '../child.js';
import { installCommand } from '../installed-command.js';
import type { Row, Section, Settings, Table } from '../section.js';
import { measure } from '../statistics.js';

const clock = fileURLToPath(new URL('../commands-process.js', import.meta.url));
const question = ['--as', 'Support', '--action', 'AdminGetUser', '--resource', 'us-east-1_AbCdEfGhI'];
const commands: readonly (readonly string[])[] = [
  ['--version'],
  ['--help'],
  ['init', '--force'],
  ['check', ...question],
  ['explain', ...question],
  ['lint'],
  ['lint', 'policies/support.json'],
  ['actions'],
];
const [least, middle] = ['minimum above bare', 'median above bare'];

/** CPU time of commands that only read files, above that of a process which only starts Node. */
export const commandsSection: Section = {
  name: 'commands',
  async measure({ quick, progress }: Settings): Promise<Table> {
    progress.say('packing and installing the command');
    const { main, folder, remove } = installCommand();
    try {
      timeOf([main, 'init'], folder);
      const bare: number[] = [];
      const samples = new Map(commands.map((args): [readonly string[], number[]] => [args, []]));
      const rounds = quick ? 3 : 9;
      for (let round = 0; round < rounds; round++) {
        progress.say(`commands: round ${round + 1} of ${rounds}`);
        bare.push(timeOf(['-e', '0'], folder));
        for (const [args, taken] of samples) taken.push(timeOf([main, ...args], folder));
      }
      return {
        section: 'commands',
        title: 'Commands',
        about:
          'Commands with the account that `init` writes, which is in YAML, packed and installed in a folder of their own: user ' +
          'and system time of the process, less that of one in the same round which only starts Node; the minimum is the least of all rounds, less the least of Node.',
        columns: [least, middle],
        rows: [
          row('bare Node, its whole time', bare),
          ...[...samples].map(([args, taken]) => row(`\`${nameOf(args)}\``, taken, bare)),
        ],
        notes: [],
      };
    } finally {
      remove();
    }
  },
};

function nameOf(args: readonly string[]): string {
  return `cognito-iam ${args.filter((word) => !question.includes(word) && word !== '--force').join(' ')}`;
}

/** The least of one and the least of the other are compared, and else what is of one round. */
function row(name: string, taken: readonly number[], bare: readonly number[] = taken.map(() => 0)): Row {
  const minimum = Math.min(...taken) - Math.min(...bare);
  return {
    name,
    cells: {
      [least]: { kind: 'text', text: `${(minimum / 1e6).toFixed(0)} ms` },
      [middle]: {
        kind: 'nanoseconds',
        measure: measure(taken.map((time, round) => time - (bare[round] ?? 0))),
      },
    },
  };
}

/** Nanoseconds of CPU time that Node takes with these arguments. */
function timeOf(args: readonly string[], cwd: string): number {
  const env = { ...environment, AWS_REGION: 'us-east-1' };
  const stdio = ['ignore', 'pipe', 'pipe', 'pipe'] as const;
  const { status, output, stderr } = spawnSync(process.execPath, ['--import', clock, ...args], {
    cwd,
    env,
    stdio: [...stdio],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`\`${args.join(' ')}\` ended with code ${status}: ${stderr}`);
  return Number(output[3]) * 1000;
}
