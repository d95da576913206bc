import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const example = fileURLToPath(new URL('../../examples/contract-tests', import.meta.url));
const readme = await readFile(join(example, 'README.md'), 'utf8');
const template = 'cdk.out/Shop.template.json';
const patience = 120_000;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cognito-iam-contract-tests-'));
  await cp(example, folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  await symlink(join(example, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  for (const file of [template, 'shop.contract.yaml']) await cp(join(example, file), join(folder, file));
});

/** Changes a file of the copy; fails where `from` is not in it once. */
async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  expect(text.split(from)).toHaveLength(2);
  await writeFile(join(folder, file), text.replace(from, to));
}

/** Runs the tests of the copy; gives the messages of those that fail, by name, and how many pass. */
async function testRun(environment: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...environment };
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', '--outputFile=result.json'];
  await run(process.execPath, args, { cwd: folder, env }).catch(() => undefined);
  interface Result {
    testResults: { assertionResults: { status: string; title: string; failureMessages: string[] }[] }[];
  }
  const { testResults }: Result = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8'));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === 'failed');
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: new Map(failed.map(({ title, failureMessages }) => [title, failureMessages.join('\n')])),
  };
}

const contract = 'the stack honours its permission contract';

/** A block of the README, without its fence. */
function shown(part: string): string {
  const blocks = readme.split(/^```.*\n/m).map((text) => text.trimEnd());
  return blocks.find((text) => text.includes(part)) ?? expect.fail(`there is no block with ${part}`);
}

describe('examples/contract-tests', { timeout: patience }, () => {
  it('passes as it is, and its contract is the one that would be written', async () => {
    expect(await testRun()).toEqual({ passed: 11, failed: new Map() });
    const before = await readFile(join(folder, 'shop.contract.yaml'), 'utf8');
    expect((await testRun({ UPDATE_CONTRACT: '1' })).failed.size).toBe(0);
    expect(await readFile(join(folder, 'shop.contract.yaml'), 'utf8')).toBe(before);
  });

  it('an action less turns exactly its tests red, and what one says is enough to mend it', async () => {
    await edit(template, ',\n        "cognito-idp:AdminResetUserPassword"', '');
    const { passed, failed } = await testRun();
    expect([...failed.keys()].sort()).toEqual([
      'Support resets passwords',
      'and resets the password of one',
      contract,
    ]);
    expect(passed).toBe(8);
    const message = failed.get('Support resets passwords') ?? '';
    expect(message).toContain(shown('to be allowed AdminResetUserPassword'));
    expect(failed.get('and resets the password of one')).toContain(
      'not authorized to perform: cognito-idp:AdminResetUserPassword',
    );
    expect(failed.get(contract)).toMatch(
      /1 narrower[\s\S]*role\/Support on pool Customers\n {4}AdminResetUserPassword\n {6}allowed → denied\n[\s\S]*\(cdk\.out\/Shop\.template\.json:110:8\)\n {6}in the contract at shop\.contract\.yaml:38:7/,
    );

    // By the message alone: the statement that it gives, in the policy at the place that it names.
    const [, line = '', statement = ''] =
      /To allow it\n {2}add to .*\n {2}cdk\.out\/Shop\.template\.json:(\d+):\d+\n( {4}\{\n[\s\S]*?\n {4}\})/.exec(
        message,
      ) ?? [];
    const lines = (await readFile(join(folder, template), 'utf8')).split('\n');
    const at = lines.findIndex((text, index) => index >= Number(line) - 1 && text.includes('"Statement": ['));
    const mended = [...lines.slice(0, at + 1), `${statement},`, ...lines.slice(at + 1)].join('\n');
    await writeFile(join(folder, template), mended);
    expect(await testRun()).toEqual({ passed: 11, failed: new Map() });
  });

  it('a wildcard that no other test looks at fails the contract as a widening', async () => {
    await edit(template, '"cognito-idp:AdminResetUserPassword"', '$&,\n        "cognito-idp:AdminList*"');
    const { failed } = await testRun();
    expect([...failed.keys()]).toEqual([contract]);
    expect(failed.get(contract)).toContain(shown('4 wider'));
    expect(failed.get(contract)).not.toContain('Narrower');

    expect((await testRun({ UPDATE_CONTRACT: '1' })).failed.size).toBe(0);
    expect(await readFile(join(folder, 'shop.contract.yaml'), 'utf8')).toContain(
      '      AdminListUserSessions: allowed\n',
    );
    expect((await testRun()).failed.size).toBe(0);
  });

  it('everything, in place of an action, fails what says that there is less', async () => {
    await edit(template, '"cognito-idp:AdminResetUserPassword"', '"cognito-idp:*"');
    const { failed } = await testRun();
    expect([...failed.keys()].sort()).toEqual([
      'Support blocks customers with a second factor only',
      'Support deletes nobody',
      'but deletes none',
      contract,
    ]);
    expect(failed.get(contract)).toMatch(/\d+ wider\n/);
    expect(failed.get(contract)).toContain('allowed if Bool aws:MultiFactorAuthPresent true → allowed\n');
  });

  it('a condition less fails the contract as a widening', async () => {
    await edit(
      template,
      `       "Condition": {
        "Bool": {
         "aws:MultiFactorAuthPresent": "true"
        }
       },
`,
      '',
    );
    const { failed } = await testRun();
    expect([...failed.keys()].sort()).toEqual([
      'Support blocks customers with a second factor only',
      contract,
    ]);
    expect(failed.get(contract)).toContain('2 wider\n');
    expect(failed.get(contract)).not.toContain('Narrower');
  });

  it('without the contract a test fails, and none is written', async () => {
    await rm(join(folder, 'shop.contract.yaml'));
    const { failed } = await testRun();
    expect([...failed.keys()]).toEqual([contract]);
    expect(failed.get(contract)).toContain('there is no permission contract `shop.contract.yaml`');
    await expect(readFile(join(folder, 'shop.contract.yaml'))).rejects.toThrow('ENOENT');
  });
});
