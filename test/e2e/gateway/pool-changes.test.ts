import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadAccount } from '../../../packages/account/src/index.js';
import { type Gateway, startGateway } from '../../../packages/cli/src/gateway/gateway.js';
import type { GatewayReport } from '../../../packages/cli/src/gateway/report.js';
import { eventually, poolId, StubUpstream } from './subject.js';

// User pools change while requests are decided, and files break at the wrong moment.

const key = { kty: 'RSA', kid: 'a', alg: 'RS256', n: 'AQAB', e: 'AQAB' };
const arn = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${poolId}`;
const template = {
  Resources: { One: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'one' } } },
};
let upstream: StubUpstream;
let pools: { Id: string; Name: string }[];
let tags: Record<string, string>;
/** Milliseconds that the upstream takes to say which pools it has. */
let slow: number;
let folder: string;
let config: Record<string, unknown>;
let gateway: Gateway | undefined;
let reports: GatewayReport[];
const write = (text: string) => writeFileSync(join(folder, 'cognito-iam.json'), text);

beforeEach(async () => {
  pools = [{ Id: poolId, Name: 'one' }];
  tags = {};
  slow = 0;
  reports = [];
  upstream = new StubUpstream();
  upstream.answer = (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const answers: Record<string, unknown> = {
      ListUserPools: { UserPools: pools },
      ListUserPoolClients: { UserPoolClients: [{ ClientId: 'client1' }] },
      DescribeUserPool: { UserPool: { UserPoolTags: tags } },
      '': { keys: [key] },
    };
    const text = JSON.stringify(answers[operation] ?? {});
    setTimeout(() => response.end(text), operation === 'ListUserPools' ? slow : 0);
  };
  folder = mkdtempSync(join(tmpdir(), 'pools-'));
  const statement = (Effect: string, Condition?: unknown) => ({
    ...{ Effect, Action: 'cognito-idp:*', Resource: '*' },
    ...(Condition !== undefined && { Condition }),
  });
  config = {
    account: '123456789012',
    region: 'us-east-1',
    listen: { port: 0 },
    upstream: { url: `http://127.0.0.1:${await upstream.listen()}`, emulator: 'cognito-local' },
    users: {
      deployer: {
        inlinePolicies: {
          All: {
            Version: '2012-10-17',
            Statement: [
              statement('Allow'),
              statement('Deny', { StringEquals: { 'aws:ResourceTag/locked': 'yes' } }),
            ],
          },
        },
        accessKeys: [{ accessKeyId: 'AKIADEPLOYER', secretAccessKey: 'made-up' }],
      },
    },
  };
});
afterEach(async () => {
  await gateway?.stop(1_000);
  await upstream.close();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<CognitoIdentityProviderClient> {
  write(JSON.stringify(config));
  const load = (localPools?: Gateway['live']['pools']) =>
    loadAccount('cognito-iam.json', { folder, ...(localPools && { localPools }) });
  gateway = await startGateway({
    account: await load(),
    load,
    watch: true,
    report: (one) => void reports.push(one),
  });
  return new CognitoIdentityProviderClient({
    endpoint: gateway.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIADEPLOYER', secretAccessKey: 'made-up' },
    maxAttempts: 1,
  });
}
const getBob = new AdminGetUserCommand({ UserPoolId: poolId, Username: 'bob' });
const health = () => gateway?.health();
const reloads = () => reports.filter(({ event, level }) => event === 'reload' && level === 'info');
const findings = () => reports.filter(({ event }) => event === 'finding');

test('whoever changes pools is told once the change counts, and nobody else waits for that', async () => {
  const client = await start();
  await client.send(getBob);
  slow = 1_500;
  tags = { locked: 'yes' };
  const begun = performance.now();
  let told = Number.POSITIVE_INFINITY;
  const tagging = client.send(new TagResourceCommand({ ResourceArn: arn, Tags: tags })).then(() => {
    told = performance.now() - begun;
  });
  await eventually(() => upstream.requests.filter(({ headers }) => isList(headers)).length === 2);
  await client.send(getBob);
  expect(performance.now() - begun).toBeLessThan(slow);
  expect(told).toBe(Number.POSITIVE_INFINITY);
  await tagging;
  expect(told).toBeGreaterThanOrEqual(slow - 100);
  await expect(client.send(getBob)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('where nothing is known of the pools yet, requests wait for what is being found out', async () => {
  const { answer } = upstream;
  upstream.answer = (request, response) => {
    if (isList(request.headers)) response.writeHead(500).end();
    else answer(request, response);
  };
  const client = await start();
  expect(health()).toMatchObject({ ok: false, poolsProblem: 'the upstream answers 500 to ListUserPools' });
  await client.send(getBob);
  upstream.answer = answer;
  slow = 800;
  tags = { locked: 'yes' };
  const tagging = client.send(new TagResourceCommand({ ResourceArn: arn, Tags: tags }));
  await eventually(() => upstream.requests.filter(({ headers }) => isList(headers)).length === 2);
  await expect(client.send(getBob)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await tagging;
});

test('a pool that is made while a file is broken counts, and the fault is still told', async () => {
  const client = await start();
  write('{');
  await eventually(() => health()?.reloadProblem ?? undefined);
  pools.push({ Id: 'us-east-1_Second1', Name: 'two' });
  await client.send(new CreateUserPoolCommand({ PoolName: 'two' }));
  expect(health()?.userPools).toEqual([poolId, 'us-east-1_Second1']);
  expect(health()?.reloadProblem).toContain('this is not JSON');
  write(JSON.stringify(config));
  await eventually(() => health()?.reloadProblem === null);
});

test('with templates, whose pools follow from both, it counts once the file is mended', async () => {
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
  config['templates'] = [{ file: 'template.json' }];
  const client = await start();
  write('{');
  await eventually(() => health()?.reloadProblem ?? undefined);
  pools.push({ Id: 'us-east-1_Second1', Name: 'two' });
  await client.send(new CreateUserPoolCommand({ PoolName: 'two' }));
  expect(health()).toMatchObject({ userPools: [poolId], reloadProblem: expect.stringContaining('not JSON') });
  write(JSON.stringify(config));
  await eventually(() => health()?.reloadProblem === null);
  expect(health()?.userPools).toEqual([poolId, 'us-east-1_Second1']);
});

test('what a reload finds is told, what was known before is not told again', async () => {
  await start();
  const role = (Resource: unknown) => ({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'Worker',
          Policies: [
            {
              PolicyName: 'No',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Deny', Action: 'cognito-idp:*', Resource }],
              },
            },
          ],
        },
      },
    },
  });
  const template = join(folder, 'template.json');
  writeFileSync(template, JSON.stringify(role('*')));
  write(JSON.stringify({ ...config, templates: [{ file: 'template.json' }] }));
  await eventually(() => reloads().length === 1);
  expect(findings()).toEqual([]);
  writeFileSync(template, JSON.stringify(role({ 'Fn::ImportValue': 'Pool' }), null, 1));
  await eventually(() => reloads().length === 2);
  expect(findings().map(({ message }) => message)).toEqual([
    expect.stringMatching(/^template\.json:\d+:\d+ {2}warning {2}.* denies nothing here: /),
  ]);
  writeFileSync(template, JSON.stringify(role({ 'Fn::ImportValue': 'Pool' })));
  await eventually(() => reloads().length === 3);
  expect(findings()).toHaveLength(1);
});

test('a development key that is replaced is trusted no more', async () => {
  const replace = () => writeFileSync(join(folder, 'key.pem'), newKey(), { mode: 0o600 });
  replace();
  config['trustDevelopmentTokens'] = 'key.pem';
  await start();
  await delay(400);
  replace();
  await eventually(() => reloads().length === 1);
});

test.each([
  ['that count', {}],
  ['of a template', { templates: [{ file: 'template.json' }] }],
])('user pools %s from a reload on are looked at', async (_, needs) => {
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
  const later = { ...config, ...needs };
  config['issuers'] = [];
  await start();
  expect(health()?.userPools).toEqual([]);
  write(JSON.stringify(later));
  await eventually(() => health()?.userPools.includes(poolId));
  expect(health()).toMatchObject({ ok: true, poolsProblem: null, reloadProblem: null });
  expect(findings()).toEqual([]);
});

test('a development key that was broken for a while leaves no problem behind', async () => {
  const pem = newKey();
  const file = join(folder, 'key.pem');
  writeFileSync(file, pem, { mode: 0o600 });
  Object.assign(config, { trustDevelopmentTokens: 'key.pem', issuers: [] });
  const client = await start();
  writeFileSync(file, 'broken');
  await eventually(() => health()?.reloadProblem ?? undefined);
  await client.send(new CreateUserPoolCommand({ PoolName: 'two' }));
  // Its issuers are listed: nobody needs pools, and of the files it has been told.
  expect(health()).toMatchObject({ poolsProblem: null, reloadProblem: expect.stringContaining('key.pem') });
  expect(reports.filter(({ level }) => level === 'error')).toHaveLength(1);
  writeFileSync(file, pem);
  await eventually(() => reloads().length === 1);
  expect(health()).toMatchObject({ ok: true, poolsProblem: null, reloadProblem: null });
});

function isList(headers: Record<string, unknown>): boolean {
  return String(headers['x-amz-target']).endsWith('.ListUserPools');
}

function newKey(): string | Buffer {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' });
}
