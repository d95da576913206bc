import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { matrixActions } from '@cognito-iam/account';
import { catalog, compilePolicies, evaluate, type PolicyDocument, parsePolicy } from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../../../account/test/folder-with.js';
import { auditedCall } from '../../src/generate/audited-call.js';
import { charactersOf, leastPrivilege } from '../../src/generate/least-privilege.js';
import { readLog } from '../../src/generate/log-files.js';
import { usageCounter } from '../../src/generate/log-usage.js';
import { runCommand } from '../../src/program.js';
import { collectingTerminal } from '../collecting-terminal.js';

const account = '123456789012';
const arn = (id: string) => `arn:aws:cognito-idp:us-east-1:${account}:userpool/${id}`;

const role = (name: string) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/${name}/session`,
  accountId: account,
  sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${account}:role/a/b/${name}` } },
});
const user = (name: string) => ({
  type: 'IAMUser',
  arn: `arn:aws:iam::${account}:user/${name}`,
  accountId: account,
});

function record(eventName: string, userIdentity: object, more: object = {}): Record<string, unknown> {
  return {
    eventVersion: '1.10',
    userIdentity,
    eventTime: '2026-11-01T10:00:00Z',
    eventSource: 'cognito-idp.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    requestParameters: { userPoolId: 'us-east-1_AbCdEfGhI' },
    recipientAccountId: account,
    ...more,
  };
}

const log = [
  record('AdminGetUser', role('Support')),
  record('AdminGetUser', role('Support')),
  record('ListUsers', role('Support'), {
    resources: [{ ARN: arn('us-east-1_Other') }],
    requestParameters: null,
  }),
  record('AdminCreateUser', role('Support'), { errorCode: 'UsernameExistsException' }),
  record('AdminDeleteUser', role('Support'), { errorCode: 'AccessDenied' }),
  record('AdminDisableUser', role('Support'), { errorCode: 'InvalidParameterException' }),
  record('AdminEnableUser', role('Support'), { eventTime: '2026-01-01T00:00:00Z' }),
  record('ListUserPools', user('alice'), { requestParameters: null }),
  record('AdminGetUser', user('mallory'), {
    errorCode: 'AccessDenied',
    requestParameters: { userPoolId: '*' },
  }),
  record('SignUp', { type: 'Unknown', principalId: 'Anonymous', accountId: account }),
  record('DescribeUserPool', { type: 'Root', arn: `arn:aws:iam::${account}:root`, accountId: account }),
  record('Login_GET', { type: 'Unknown' }),
  record('GetObject', role('Support'), { eventSource: 's3.amazonaws.com' }),
];
const lines = `${log.map((one) => JSON.stringify(one)).join('\n')}\nno JSON\n`;
const folder = folderWith({
  'audit.jsonl': lines,
  'trail/deep/a.json.gz': gzipSync(JSON.stringify({ Records: log.slice(0, 5) })),
  'trail/b.json': JSON.stringify(
    { Events: log.slice(5).map((one) => ({ EventId: 'x', CloudTrailEvent: JSON.stringify(one) })) },
    null,
    2,
  ),
  'cognito-iam.yaml': `account: '${account}'
region: us-east-1
upstream: http://localhost:9229
issuers: []
roles:
  Support:
    inlinePolicies:
      HelpUsers:
        Version: '2012-10-17'
        Statement:
          - { Sid: Read, Effect: Allow, Action: ['cognito-idp:AdminGetUser', 'cognito-idp:AdminListDevices'], Resource: '${arn('*')}' }
          - { Effect: Allow, Action: 'cognito-idp:UpdateGroup', Resource: '*' }
          - { Effect: Allow, Action: 'cognito-idp:ListUsers', Resource: '*', Condition: { IpAddress: { aws:SourceIp: 10.0.0.0/8 } } }
  Idle: {}
`,
});

async function run(...args: string[]) {
  const terminal = collectingTerminal(folder);
  const exitCode = await runCommand(['generate', ...args], terminal);
  return { exitCode, out: terminal.printed.join('\n'), told: terminal.told.join('\n') };
}

const supportPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'ReadUsEast1AbCdEfGhI',
      Effect: 'Allow',
      Action: ['cognito-idp:AdminGetUser'],
      Resource: arn('us-east-1_AbCdEfGhI'),
    },
    {
      Sid: 'WriteUsEast1AbCdEfGhI',
      Effect: 'Allow',
      Action: ['cognito-idp:AdminCreateUser', 'cognito-idp:AdminEnableUser'],
      Resource: arn('us-east-1_AbCdEfGhI'),
    },
    {
      Sid: 'ListUsEast1Other',
      Effect: 'Allow',
      Action: ['cognito-idp:ListUsers'],
      Resource: arn('us-east-1_Other'),
    },
  ],
};
const alicePolicy = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'ListAccount', Effect: 'Allow', Action: ['cognito-idp:ListUserPools'], Resource: '*' }],
};

describe('generate', () => {
  it.each([['audit.jsonl'], ['trail'], ['trail/**/*.json*']])('reads %s', async (from) => {
    const { exitCode, out, told } = await run('--from', from);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toEqual({ 'role/Support': supportPolicy, 'user/alice': alicePolicy });
    for (const part of [
      'calls in 13 records',
      '1 record of other services (s3.amazonaws.com 1)',
      '1 call that needed no permission: AWS does not ask IAM (SignUp 1)',
      'counted as used (UsernameExistsException 1)',
      'not counted (InvalidParameterException 1)',
      'no policy is written for root: DescribeUserPool',
      '1 call whose user pool the record does not name (AdminGetUser 1)',
      '1 record of operations that are not of this API (Login_GET 1)',
    ]) {
      expect(told).toContain(part);
    }
    expect(told.includes('1 record could not be read')).toBe(from === 'audit.jsonl');
  });

  it.each([
    ['an error of no name', { errorCode: ['AccessDenied'] }, 'unreadable'],
    ['an error that is a number', { errorCode: 403 }, 'unreadable'],
    [
      'an account of two lines',
      { userIdentity: { ...role('Support'), accountId: 'a\nrole/Admin' } },
      'unreadable',
    ],
    ['an account that is a path', { userIdentity: { ...role('Support'), accountId: '../..' } }, 'unreadable'],
    ['no error', { errorCode: null }, undefined],
  ])('makes what can be told of a record with %s', (_, more, passedOver) => {
    const call = auditedCall(record('AdminGetUser', role('Support'), more));
    expect('passedOver' in call ? call.passedOver : undefined).toBe(passedOver);
  });

  it('reads stdin', async () => {
    const counter = usageCounter(undefined);
    const stdin = Readable.from([gzipSync(lines).subarray(0, 100), gzipSync(lines).subarray(100)]);
    await readLog('-', { ...counter, cutOff: () => expect.unreachable() }, stdin);
    expect(counter.usage()).toMatchObject({ records: 13, unreadable: 1 });
  });

  it('tells of a file that is cut off, and keeps what it read', async () => {
    const counter = usageCounter(undefined);
    const cut: string[] = [];
    const stdin = Readable.from([gzipSync(lines.repeat(50)).subarray(0, -20)]);
    await readLog('-', { ...counter, cutOff: (file, why) => cut.push(`${file} ${why}`) }, stdin);
    expect(cut).toEqual(['- unexpected end of file']);
  });

  it.each<[string, string[], unknown]>([
    ['one principal: the document alone', ['--principal', 'alice'], alicePolicy],
    [
      'several by a pattern',
      ['--principal', 'user/*', '--principal', 'Support'],
      { 'role/Support': supportPolicy, 'user/alice': alicePolicy },
    ],
  ])('%s', async (_, args, expected) => {
    expect(JSON.parse((await run('--from', 'audit.jsonl', ...args)).out)).toEqual(expected);
  });

  it('leaves out what is earlier, and takes in what was refused', async () => {
    const { out, told } = await run(
      '--from',
      'audit.jsonl',
      '--principal',
      'Support',
      '--since',
      '2026-10-01',
      '--include-denied',
    );
    expect(out).toContain('AdminDeleteUser');
    expect(out).not.toContain('AdminEnableUser');
    expect(told).toContain('1 call earlier than --since');
    expect(told).toContain('the log covers 1 minute only');
  });

  it('writes a file for each principal, and over none', async () => {
    const first = await run('--from', 'audit.jsonl', '-o', 'out', '--format', 'yaml');
    expect(first).toMatchObject({ exitCode: 0, out: '' });
    expect(first.told).toContain('wrote out/role-Support.yaml\nwrote out/user-alice.yaml');
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['role-Support.yaml', 'user-alice.yaml']);
    expect(readFileSync(join(folder, 'out/user-alice.yaml'), 'utf8')).toContain('Sid: ListAccount');
    const second = await run('--from', 'audit.jsonl', '-o', 'out', '--format', 'yaml');
    expect(second.exitCode).toBe(2);
    expect(second.told).toContain(
      'error  out/role-Support.yaml, out/user-alice.yaml are there already: --force writes over them',
    );
    const elsewhere = join(folderWith({}), 'out');
    const third = await run('--from', 'audit.jsonl', '-o', elsewhere);
    expect(third.told).toContain(`wrote ${elsewhere}/role-Support.json`);
    expect((await run('--from', 'audit.jsonl', '-o', 'out', '--format', 'yaml', '--force')).exitCode).toBe(0);
  });

  it('compares with the present policies', async () => {
    const { exitCode, out, told } = await run('--from', 'audit.jsonl', '-c', 'cognito-iam.yaml');
    expect(exitCode).toBe(0);
    expect(out).toBe(`role/Support
+ AdminCreateUser  us-east-1_AbCdEfGhI  1 call  no policy allows it
+ AdminDeleteUser  us-east-1_AbCdEfGhI  1 refused  no policy allows it
+ AdminEnableUser  us-east-1_AbCdEfGhI  1 call  no policy allows it
  AdminGetUser     us-east-1_AbCdEfGhI  2 calls
? ListUsers        us-east-1_Other      1 call  granted if aws:SourceIp
- Read of HelpUsers: 1 of its 2 actions never used  cognito-iam.yaml:11:13
-   AdminListDevices
- statement 2 of HelpUsers: never used  cognito-iam.yaml:12:13
-   UpdateGroup

user/alice
  cannot be compared: the configuration has none of this name`);
    expect(told).toContain('not in the log: role/Idle');
  });

  it('prints all of it as data', async () => {
    const { out } = await run('--from', 'audit.jsonl', '-c', 'cognito-iam.yaml', '--json');
    expect(JSON.parse(out)).toMatchObject({
      period: { from: '2026-01-01T00:00:00.000Z', to: '2026-11-01T10:00:00.000Z' },
      unreadable: 1,
      otherServices: { 's3.amazonaws.com': 1 },
      principals: [
        {
          principal: 'role/Support',
          policies: [supportPolicy],
          comparison: { neverUsed: [{ never: ['AdminListDevices'] }, {}] },
        },
        {},
      ],
    });
  });

  it.each([
    [['--from', 'nothing.jsonl'], 'there is no file nothing.jsonl'],
    [['--from', 'wrong.txt'], 'there is no record in wrong.txt: '],
    [['--from', 'wrong.gz'], '; wrong.gz could not be read to its end: '],
    [['--from', '*.nothing'], 'no file is like `*.nothing`'],
    [
      ['--from', 'audit.jsonl', '--principal', 'Bob'],
      '`Bob` called nothing in the log; those who did: role/Support, user/alice; logical ids and addresses are known with `--config`',
    ],
    [['--from', 'audit.jsonl', '--since', 'yesterday'], '`yesterday` is no time'],
    [['--from', 'audit.jsonl', '--since', '12'], '`12` is no time'],
    [['--from', 'audit.jsonl', '--since', '2026-02-30'], '`2026-02-30` is no time'],
  ])('says what is wrong with %j', async (args, message) => {
    writeFileSync(join(folder, 'wrong.txt'), 'hello\n{"name":"package"}\n');
    writeFileSync(join(folder, 'wrong.gz'), Uint8Array.of(0x1f, 0x8b, 1, 2, 3, 4));
    const { exitCode, told } = await run(...args);
    expect(exitCode).toBe(2);
    expect(told).toContain(message);
  });
});

describe('the policies of what was called', () => {
  const operations = [...catalog.operations.values()].filter(
    ({ authorization, resourceFrom }) => authorization === 'iam' && resourceFrom !== undefined,
  );
  const ids = ['us-east-1_a', 'us-east-1_A', 'us-east1_a', 'us-east-1_ax2', 'eu-west-1_bcd'];
  const called = fc.array(
    fc.record({
      operation: fc.constantFrom(...operations),
      id: fc.constantFrom(...ids),
      name: fc.constantFrom('A', 'B'),
    }),
    { maxLength: 300 },
  );

  it('allow every successful call and nothing else, and are the same for the same calls', () => {
    fc.assert(
      fc.property(called, (calls) => {
        const counter = usageCounter(undefined);
        for (const { operation, id, name } of calls) {
          const parameters = { userPoolId: id, resourceArn: arn(id) };
          counter.record(
            JSON.stringify(record(operation.operation, role(name), { requestParameters: parameters })),
          );
        }
        for (const name of ['A', 'B']) {
          const actions =
            counter.usage().principals.find(({ principal }) => principal === `role/${name}`)?.actions ?? [];
          const policies = leastPrivilege(actions);
          expect(JSON.stringify(leastPrivilege([...actions].reverse()))).toBe(JSON.stringify(policies));
          const documents: readonly PolicyDocument[] = policies;
          for (const document of documents) parsePolicy(document, 'identity', { maxCharacters: 6144 });
          const set = compilePolicies(documents);
          const needed = new Set(
            calls
              .filter((call) => call.name === name)
              .map(
                ({ operation, id }) =>
                  `${operation.operation} ${operation.resourceFrom === '*' ? '*' : arn(id)}`,
              ),
          );
          const asked = [...matrixActions(), { name: 'GetUser', onPool: true }];
          for (const { name: action, onPool } of asked) {
            for (const resource of onPool ? ['*', ...ids.map(arn), arn('us-east-1_c')] : ['*']) {
              const { decision } = evaluate(set, { action: `cognito-idp:${action}`, resource });
              expect(decision === 'allowed', `${action} ${resource}`).toBe(
                needed.has(`${action} ${resource}`),
              );
            }
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('are several where one would be too long, each as long as IAM takes', () => {
    const all = matrixActions().filter(({ onPool }) => onPool);
    const policies = leastPrivilege(
      ids.flatMap((id) => all.map(({ name }) => ({ action: name, resource: arn(id) }))),
    );
    expect(policies.length).toBeGreaterThan(3);
    for (const { Statement } of policies) expect(charactersOf(Statement)).toBeLessThanOrEqual(6144);
    const sids = policies.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
    expect(new Set(sids).size).toBe(sids.length);
  });
});
