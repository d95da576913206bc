import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { folderWith } from '../../account/test/folder-with.js';
import { commands } from '../src/commands/commands.js';
import { runCommand } from '../src/program.js';
import { collectingTerminal } from './collecting-terminal.js';
import { stackWith } from './stack-files.js';
import { trailRecord } from './trail-record.js';

const policy = (action: string, resource = '*') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: `cognito-idp:${action}`, Resource: resource }],
  });
const record = JSON.stringify(
  trailRecord('arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_UserPool'),
);
const config = `account: '123456789012'
region: us-east-1
templates: [{ file: template.yaml }]
users: { alice: { inlinePolicies: { Help: { file: policies/help-users.json } } } }
roleMapping: { type: Token, ambiguousRoleResolution: Deny }
trustDevelopmentTokens: cognito-iam.development-key.pem
`;
const plan = JSON.stringify({ format_version: '1.2', planned_values: { root_module: {} } });
const files = {
  'cognito-iam.yaml': config,
  'prod.yaml': config,
  'template.yaml': stackWith(
    '{ Effect: Allow, Action: cognito-idp:AdminGetUser, Resource: !GetAtt UserPool.Arn }',
  ),
  'infra/policy.json': policy('ListUserPools'),
  'policies/help-users.json': policy('AdminGetUser'),
  'policy.json': policy('ListUserPools'),
  'plan.json': plan,
  'audit.jsonl': `${record}\n`,
  'logs/2026/one.json.gz': gzipSync(`{"Records":[${record}]}`),
};

/** The words of a line, as a shell gives them to the command, be it in `$(…)`. */
function wordsOf(example: string, folder: string, token: string): readonly string[] {
  const words = join(mkdtempSync(join(tmpdir(), 'cognito-iam-words-')), 'words');
  const script = `command() { printf '%s\\n' "$@" > "$WORDS"; }\n${example.replace('cognito-iam', 'command')}`;
  const env = { PATH: process.env['PATH'], ID_TOKEN: token, WORDS: words };
  execFileSync('sh', ['-c', script], { cwd: folder, env });
  return readFileSync(words, 'utf8').trimEnd().split('\n');
}

async function run(folder: string, ...args: readonly string[]) {
  const terminal = collectingTerminal(folder);
  const code = await runCommand([...args], terminal);
  return { code, out: terminal.printed.join('\n'), err: terminal.told.join('\n') };
}

/** A folder in which the example makes sense, and a token of the role `Support` for it. */
async function folderFor(example: string): Promise<{ readonly folder: string; readonly token: string }> {
  if (example === 'cognito-iam init') return { folder: folderWith({}), token: '' };
  const folder = folderWith(files);
  if (example === 'cognito-iam token --init') return { folder, token: '' };
  await run(folder, 'token', '--init');
  await run(folder, 'contract', '--update');
  await run(folder, 'contract', '--update', 'prod.contract.yaml', '-c', 'prod.yaml');
  return { folder, token: (await run(folder, 'token', '--role', 'Support')).out };
}

/** Those whose answer is no. */
const noes: ReadonlySet<string> = new Set([
  'cognito-iam check --as user/alice --action "Admin*" --json',
  'cognito-iam explain --as Support --action AdminDeleteUser --resource UserPool',
  'cognito-iam explain --as "$ID_TOKEN" --action ListUsers --resource UserPool',
]);

const examples = commands.flatMap(({ name, examples: all }) =>
  all.map(([example]) => [name, example] as const),
);

it.each(examples)('%s: %s', async (name, example) => {
  const { folder, token } = await folderFor(example);
  const words = wordsOf(example, folder, token);
  expect(words[0]).toBe(name);
  // It would listen: that its options are right is seen by the one mistake that there is.
  const isServe = name === 'serve';
  const { code, out, err } = await run(folder, ...words, ...(isServe ? ['--config', 'none.yaml'] : []));
  if (isServe) expect(err).toMatch(/^error {2}.*none\.yaml.*$/);
  else expect(err).not.toMatch(/^error/m);
  expect(code).toBe(isServe ? 2 : noes.has(example) ? 1 : 0);
  expect(out + err).not.toBe('');
});
