import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AdminGetUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadAccount } from '../../../packages/account/src/index.js';
import { startGateway } from '../../../packages/cli/src/gateway/gateway.js';
import { eventually, poolId, readerPolicy, type Subject, startSubject } from './subject.js';

let subject: Subject;
beforeEach(async () => {
  subject = await startSubject();
});
afterEach(() => subject.stop());

const list = () => subject.reader.send(new ListUsersCommand({ UserPoolId: poolId }));
const get = () => subject.reader.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'bob' }));
const reports = (event: string) => subject.reports.filter((report) => report.event === event);

test('a policy that is edited counts for the next call, however it is written', async () => {
  await expect(list()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const file = join(subject.folder, 'reader.json');
  writeFileSync(file, readerPolicy(['AdminGetUser', 'ListUsers']));
  await eventually(() => reports('reload').length === 1);
  await expect(list()).resolves.toBeDefined();

  // As editors do that never leave half a file.
  writeFileSync(`${file}.new`, readerPolicy(['AdminGetUser']));
  renameSync(`${file}.new`, file);
  await eventually(() => reports('reload').length === 2);
  await expect(list()).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a broken file changes nothing, and says what is wrong, where, and in the health', async () => {
  const file = join(subject.folder, 'reader.json');
  writeFileSync(file, readerPolicy(['ListUsers']).replace('"Effect":"Allow"', '"Effect":"Alow"'));
  const report = await eventually(() => reports('reload')[0]);
  expect(report.level).toBe('error');
  expect(report.message).toMatch(/reader\.json:1:\d+/);
  expect(report.message).toContain('is exactly `Allow` or `Deny`');
  await expect(get()).resolves.toMatchObject({ Username: 'bob' });
  await expect(list()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const health = await fetch(`${subject.gateway.url}/_cognito-iam/health`);
  await expect(health.json()).resolves.toMatchObject({
    reloadProblem: expect.stringContaining('is exactly `Allow` or `Deny`'),
  });

  writeFileSync(file, readerPolicy(['ListUsers']));
  await eventually(() => reports('reload').length === 2);
  await expect(list()).resolves.toBeDefined();
  expect(subject.gateway.health().reloadProblem).toBeNull();
});

test('no request is dropped or decided by half a reload', async () => {
  const file = join(subject.folder, 'reader.json');
  let stopped = false;
  const outcomes: string[] = [];
  const caller = async (): Promise<void> => {
    while (!stopped) {
      await list().then(
        () => outcomes.push('allowed'),
        (error: Error) => outcomes.push(error.name),
      );
    }
  };
  const callers = [caller(), caller(), caller()];
  for (const actions of [['ListUsers'], ['AdminGetUser'], ['ListUsers']]) {
    const before = reports('reload').length;
    writeFileSync(file, readerPolicy(actions));
    await eventually(() => reports('reload').length > before);
  }
  stopped = true;
  await Promise.all(callers);
  expect(new Set(outcomes)).toEqual(new Set(['allowed', 'AccessDeniedException']));
});

test('what counts from the next start on is said, and everything else counts at once', async () => {
  const file = join(subject.folder, 'cognito-iam.json');
  const config: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
  expect(subject.gateway.health().waitingForStart).toEqual([]);
  writeFileSync(
    file,
    JSON.stringify({ ...config, mode: 'audit', listen: { port: 1 }, auditLog: 'new.jsonl' }),
  );
  const report = await eventually(() => reports('restart')[0]);
  expect(report).toEqual({
    level: 'warn',
    event: 'restart',
    message:
      'what has changed in listen, auditLog takes effect at the next start: stop this gateway and start it again',
  });
  await expect(list()).resolves.toBeDefined();
  const health = await fetch(`${subject.gateway.url}/_cognito-iam/health`);
  await expect(health.json()).resolves.toMatchObject({
    mode: 'audit',
    waitingForStart: ['listen', 'auditLog'],
  });

  writeFileSync(file, JSON.stringify({ ...config, mode: 'audit' }));
  await eventually(() => subject.gateway.health().waitingForStart.length === 0);
  expect(reports('restart')).toHaveLength(1);
});

test('a configuration that was away for a while is read again, and so are later edits of it and of others', async () => {
  const config = join(subject.folder, 'cognito-iam.json');
  const policy = join(subject.folder, 'reader.json');
  renameSync(config, `${config}.away`);
  await eventually(() => reports('reload').length === 1);
  expect(reports('reload')[0]?.message).toContain('there is no such file');
  await expect(get()).resolves.toMatchObject({ Username: 'bob' });
  await delay(1_000);
  renameSync(`${config}.away`, config);
  await eventually(() => reports('reload').length === 2);
  expect(subject.gateway.health().reloadProblem).toBeNull();

  writeFileSync(policy, readerPolicy(['ListUsers']));
  await eventually(() => reports('reload').length === 3);
  await expect(get()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const { users, ...rest } = JSON.parse(readFileSync(config, 'utf8'));
  writeFileSync(
    config,
    JSON.stringify({ ...rest, users: { reader: { ...users.reader, inlinePolicies: {} } } }),
  );
  await eventually(() => reports('reload').length === 4);
  await expect(list()).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('two files that break at once are told of once, not again and again', async () => {
  writeFileSync(join(subject.folder, 'reader.json'), '{');
  writeFileSync(join(subject.folder, 'cognito-iam.json'), '{');
  await eventually(() => reports('reload').length === 1);
  await delay(1_500);
  expect(reports('reload')).toHaveLength(1);
});

test('what was edited while the gateway started counts', async () => {
  const { folder } = subject;
  const load = () => loadAccount('cognito-iam.json', { folder });
  const account = await load();
  writeFileSync(join(folder, 'reader.json'), readerPolicy(['ListUsers']));
  const told: string[] = [];
  const report = ({ event }: { readonly event: string }) => told.push(event);
  const late = await startGateway({ account, load, watch: true, report });
  try {
    await eventually(() => told.includes('reload'));
    expect(JSON.stringify(late.live.account.directoryOptions)).not.toContain('AdminGetUser');
    await delay(1_000);
    expect(told.filter((event) => event === 'reload')).toHaveLength(1);
  } finally {
    await late.stop(0);
  }
});

test('a mode that changes is said', async () => {
  const file = join(subject.folder, 'cognito-iam.json');
  const config: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...config, mode: 'audit' }));
  await eventually(() => reports('mode').length === 1);
  writeFileSync(file, JSON.stringify({ ...config, mode: 'enforce' }));
  await eventually(() => reports('mode').length === 2);
  writeFileSync(file, `${JSON.stringify({ ...config, mode: 'enforce' })} `);
  await eventually(() => reports('reload').length === 3);
  expect(reports('mode')).toEqual([
    {
      level: 'warn',
      event: 'mode',
      message:
        'mode is now audit: nothing is refused for want of permission, and what would have been is told',
    },
    { level: 'info', event: 'mode', message: 'mode is now enforce: what no policy allows is refused' },
  ]);
});

test('an issuer whose keys cannot be read is said, and stands in the health until it is named no more', async () => {
  const file = join(subject.folder, 'cognito-iam.json');
  const config: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
  expect(subject.gateway.health().keyProblems).toEqual({});
  const url = `${subject.gateway.url}/nowhere`;
  const issuers = [{ issuer: url, jwks: `${url}/jwks.json`, audience: null }];
  const roleMapping = { groups: [], ambiguousRoleResolution: 'Deny' };
  writeFileSync(file, JSON.stringify({ ...config, issuers, roleMapping }));
  const report = await eventually(() => reports('keys')[0]);
  expect(report).toMatchObject({
    level: 'warn',
    message: expect.stringContaining(`the keys of \`${url}\` cannot be read, so its tokens are refused`),
  });
  const health = await fetch(`${subject.gateway.url}/_cognito-iam/health`);
  expect(health.status).toBe(200);
  await expect(health.json()).resolves.toMatchObject({
    ok: true,
    keyProblems: { [url]: expect.stringContaining('/nowhere/jwks.json answers') },
  });
  writeFileSync(file, JSON.stringify(config));
  await eventually(() => Object.keys(subject.gateway.health().keyProblems).length === 0);
});
