import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractVerification } from '@cognito-iam/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../src/program.js';
import { collectingTerminal } from '../collecting-terminal.js';

let folder = '';
const config = (Action: string[], more: object = {}) =>
  writeFileSync(
    join(folder, 'cognito-iam.json'),
    JSON.stringify(
      {
        ...{ account: '123456789012', region: 'us-east-1', upstream: 'cognito-local', issuers: [] },
        roles: {
          Support: {
            inlinePolicies: {
              Help: {
                Version: '2012-10-17',
                Statement: { Sid: 'Look', Effect: 'Allow', Action, Resource: '*' },
              },
            },
          },
        },
        ...more,
      },
      null,
      1,
    ),
  );

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cognito-iam-contract-'));
  config(['cognito-idp:ListUsers', 'cognito-idp:ListGroups']);
});

async function run(...args: string[]) {
  const terminal = collectingTerminal(folder, { UPDATE_CONTRACT: '1' });
  const exitCode = await runCommand(['contract', ...args], terminal);
  return { exitCode, out: terminal.printed.join('\n'), told: terminal.told.join('\n') };
}
const contract = () => readFileSync(join(folder, 'cognito-iam.contract.yaml'), 'utf8');

describe('contract', () => {
  it('is written where that is asked for, and then honoured', async () => {
    const missing = await run();
    expect(missing).toMatchObject({ exitCode: 2, out: '' });
    expect(missing.told).toContain('error  there is no permission contract `cognito-iam.contract.yaml`');
    expect(missing.told).toContain('`cognito-iam contract cognito-iam.contract.yaml --update`');
    expect(existsSync(join(folder, 'cognito-iam.contract.yaml'))).toBe(false);
    expect(await run('--update')).toMatchObject({
      exitCode: 0,
      out: 'wrote cognito-iam.contract.yaml: commit it',
    });
    expect(contract()).toContain('  role/Support:\n    every pool:\n      ListGroups: allowed\n');
    expect(await run()).toMatchObject({
      exitCode: 0,
      out: 'the policies honour cognito-iam.contract.yaml',
      told: '',
    });
  });

  it('fails where the policies became wider or narrower, and says how to write it anew', async () => {
    await run('--update');
    config(['cognito-idp:ListUsers', 'cognito-idp:AdminDeleteUser']);
    const before = contract();
    expect(await run()).toEqual({
      exitCode: 1,
      told: '',
      out: `the policies do not honour cognito-iam.contract.yaml: 1 wider, 1 narrower

Wider: the policies allow what the contract does not
  role/Support on every pool
    AdminDeleteUser
      denied → allowed
      Look of Help allows it (cognito-iam.json:11:6)

Narrower: the policies do not allow what the contract does
  role/Support on every pool
    ListGroups
      allowed → denied
      nothing in the identity-based policies allows it; nearest is Look of Help
      (cognito-iam.json:14:7)
      in the contract at cognito-iam.contract.yaml:8:7

Mend the policies. Where the change is meant, write the contract anew and have
it reviewed:
  cognito-iam contract --update`,
    });
    expect(contract()).toBe(before);
    expect((await run('--update')).out).toMatch(/^wrote cognito-iam\.contract\.yaml: 1 wider, 1 narrower\n/);
    expect((await run()).exitCode).toBe(0);
  });

  it('lets policies allow less where that is said', async () => {
    await run('--update');
    config(['cognito-idp:ListUsers']);
    expect((await run()).exitCode).toBe(1);
    const lenient = await run('--allow-narrowing');
    expect(lenient.exitCode).toBe(0);
    expect(lenient.out).toMatch(/^the policies honour cognito-iam\.contract\.yaml: 1 narrower\n/);
    config(['cognito-idp:*']);
    expect((await run('--allow-narrowing')).exitCode).toBe(1);
  });

  it('prints data', async () => {
    await run('--update');
    config(['cognito-idp:ListUsers']);
    const { exitCode, out } = await run('--json');
    const verification: ContractVerification = JSON.parse(out);
    expect(exitCode).toBe(1);
    expect(verification).toMatchObject({
      file: 'cognito-iam.contract.yaml',
      honoured: false,
      changes: [{ principal: 'role/Support', action: 'ListGroups', before: 'allowed', after: 'denied' }],
    });
  });

  it('takes other files, and knows nothing of the emulator', async () => {
    await run('prod.contract.yml', '--config', 'cognito-iam.json', '--update');
    mkdirSync(join(folder, '.cognito/db'), { recursive: true });
    writeFileSync(
      join(folder, '.cognito/db/local_abc.json'),
      '{"Options":{"Id":"local_abc","Name":"users"}}',
    );
    expect((await run('prod.contract.yml')).exitCode).toBe(0);
    await run('again.contract.yaml', '--update');
    expect(readFileSync(join(folder, 'again.contract.yaml'), 'utf8')).toBe(
      readFileSync(join(folder, 'prod.contract.yml'), 'utf8'),
    );
    config(['cognito-idp:*']);
    expect((await run('prod.contract.yml', '--config', 'cognito-iam.json')).out).toContain(
      '\n  cognito-iam contract prod.contract.yml --config cognito-iam.json --update',
    );
  });

  it('takes no account that cannot be read whole, unless that is accepted', async () => {
    writeFileSync(
      join(folder, 'stack.yaml'),
      `Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] }
      Policies:
        - PolicyName: P
          PolicyDocument:
            Version: "2012-10-17"
            Statement: { Effect: Allow, Action: "cognito-idp:*", Resource: !ImportValue Elsewhere }
`,
    );
    config(['cognito-idp:ListUsers'], { templates: [{ file: 'stack.yaml' }] });
    const refused = await run('--update');
    expect(refused.exitCode).toBe(2);
    expect(refused.told).toContain('the account cannot be read whole');
    const [, code = ''] = /stack\.yaml:\d+:\d+ {2}warning .*\((.+)\)/.exec(refused.told) ?? [];
    expect(refused.told).toContain('--accept-warnings');
    expect((await run('--update', '--accept-warnings', code)).exitCode).toBe(0);
  });

  it.each([
    ['made-up-pool', ''],
    ['made-up-pol', 'warning  `--accept-warnings made-up-pol` accepts nothing: did you mean `made-up-pool`?'],
    ['frobnicate', 'warning  `--accept-warnings frobnicate` accepts nothing: no warning has this code'],
  ])('says where --accept-warnings %s accepts nothing', async (code, said) => {
    config(['cognito-idp:ListUsers']);
    const { exitCode, told } = await run('--update', '--accept-warnings', code);
    expect({ exitCode, told }).toEqual({ exitCode: 0, told: said });
  });

  it.each([
    [['x.json', '--update'], 'a contract is written in YAML'],
    [['--config', 'none.yaml'], 'none.yaml'],
    [['--updat'], '--update'],
  ])('says what is wrong with %j', async (args, message) => {
    const { exitCode, told } = await run(...args);
    expect(exitCode).toBe(2);
    expect(told).toContain(message);
  });

  it('says where a contract cannot be read', async () => {
    writeFileSync(join(folder, 'cognito-iam.contract.yaml'), 'version: 1\nprincipals:\n  Support: {}\n');
    const { exitCode, told } = await run();
    expect(exitCode).toBe(2);
    expect(told).toContain(
      'cognito-iam.contract.yaml:3:3  error  /principals/Support: expected `role/…` or `user/…`',
    );
  });
});
