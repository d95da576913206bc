import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { poolId, users } from '../../examples/mock-cognito/src/account.js';
import { callThrough, memberOf, textAt } from '../../examples/mock-cognito/src/call-emulator.js';
import { createForwarder } from '../../examples/mock-cognito/src/forward.js';
import { watchPools } from '../../examples/mock-cognito/src/live-pools.js';
import type { Pool } from '../../examples/mock-cognito/src/pools.js';
import { signIn } from '../../examples/mock-cognito/src/signed-in-client.js';
import { type Mock, startMock } from '../../examples/mock-cognito/src/start-mock.js';
import { patience, temporaryFolder } from './mock.js';
import { callApi } from './raw-call.js';

const [alice, bob] = users;
if (alice === undefined || bob === undefined) throw new Error('there are two users');

describe('the user pools of a mock', { timeout: patience }, () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  }, patience);

  async function newFolder(): Promise<string> {
    const folder = await temporaryFolder();
    ends.push(folder.remove);
    return folder.path;
  }

  async function start(folder: string, log: string[] = []): Promise<Mock> {
    const mock = await startMock({ port: 0, folder, write: (line) => log.push(line) });
    ends.push(mock.close);
    return mock;
  }

  async function stop(mock: Mock): Promise<void> {
    ends.splice(ends.indexOf(mock.close), 1);
    await mock.close();
  }

  it('goes by the pool that was decided on, not by the app client', async () => {
    const { endpoint, emulator } = await start(await newFolder());
    const forwarder = createForwarder(emulator);
    const call = callThrough(forwarder);
    const other = textAt(memberOf(await call('CreateUserPool', { PoolName: 'other' }), 'UserPool'), 'Id');
    const created = await call('CreateUserPoolClient', { UserPoolId: other, ClientName: 'other' });
    const ClientId = textAt(memberOf(created, 'UserPoolClient'), 'ClientId');
    const zed = { UserPoolId: other, Username: 'zed' };
    await call('AdminCreateUser', { ...zed, MessageAction: 'SUPPRESS' });
    await call('AdminSetUserPassword', { ...zed, Password: 'Zed-2026', Permanent: true });
    forwarder.close();

    const token = (await signIn(endpoint, alice)).access;
    const input = {
      UserPoolId: poolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'zed', PASSWORD: 'Zed-2026' },
    };
    for (const operation of ['AdminInitiateAuth', 'DescribeUserPoolClient', 'DeleteUserPoolClient']) {
      expect((await callApi(endpoint, operation, input, token)).answer).toEqual({
        __type: 'ResourceNotFoundException',
        message: `User pool client ${ClientId} does not exist.`,
      });
    }
  });

  it('has an emulator that answers the mock alone', async () => {
    const { emulator } = await start(await newFolder());
    for (const headers of [{}, { 'x-emulator-key': 'a guess' }]) {
      expect((await fetch(`${emulator.url}/health`, { headers })).status).toBe(403);
      expect((await fetch(emulator.url, { method: 'OPTIONS', headers })).status).toBe(403);
    }
    const known = { 'x-emulator-key': emulator.key };
    expect((await fetch(`${emulator.url}/health`, { headers: known })).status).toBe(200);
  });

  it('starts with tags on disk that cannot be used, and says which', async () => {
    const folder = await newFolder();
    await stop(await start(folder));
    const file = join(folder, '.cognito', 'db', `${poolId}.json`);
    const database = JSON.parse(await readFile(file, 'utf8'));
    database.Options.UserPoolTags = { stage: 'development', Stage: 'x', 'a!b': 'x', list: ['x'] };
    await writeFile(file, JSON.stringify(database));

    const log: string[] = [];
    const { endpoint } = await start(folder, log);
    for (const name of ['Stage', 'a!b', 'list']) {
      expect(log).toContain(
        `fault: the tag "${name}" of the user pool ${poolId} cannot be used and is left out`,
      );
    }
    const token = (await signIn(endpoint, bob)).access;
    const dave = { UserPoolId: poolId, Username: 'dave' };
    expect((await callApi(endpoint, 'AdminEnableUser', dave, token)).status).toBe(200);
  });

  it('goes by the tags that the pool gets, at once', async () => {
    const { endpoint } = await start(await newFolder());
    const admin = (await signIn(endpoint, alice)).access;
    const support = (await signIn(endpoint, bob)).access;
    const disable = async (): Promise<unknown> => {
      const dave = { UserPoolId: poolId, Username: 'dave' };
      const { answer } = await callApi(endpoint, 'AdminDisableUser', dave, support);
      return answer['__type'] ?? 'allowed';
    };
    const tag = async (UserPoolTags: object): Promise<void> => {
      const { status } = await callApi(
        endpoint,
        'UpdateUserPool',
        { UserPoolId: poolId, UserPoolTags },
        admin,
      );
      expect(status).toBe(200);
    };
    expect(await disable()).toBe('allowed');
    await tag({ Stage: 'production' });
    expect(await disable()).toBe('AccessDeniedException');
    await tag({});
    expect(await disable()).toBe('AccessDeniedException');
    await tag({ stage: 'development', empty: '' });
    expect(await disable()).toBe('allowed');
  });

  it('goes on, and starts again, when the last pool is deleted', async () => {
    const folder = await newFolder();
    const mock = await start(folder);
    const admin = (await signIn(mock.endpoint, alice)).access;
    expect((await callApi(mock.endpoint, 'DeleteUserPool', { UserPoolId: poolId }, admin)).status).toBe(200);
    const keys = `${mock.endpoint}/${poolId}/.well-known/jwks.json`;
    expect((await fetch(keys)).status).toBe(404);
    expect((await callApi(mock.endpoint, 'ListUsers', { UserPoolId: poolId }, admin)).answer).toMatchObject({
      __type: 'UnrecognizedClientException',
    });
    await stop(mock);
    expect((await fetch(`${(await start(folder)).endpoint}/health`)).status).toBe(200);
  });
});

describe('looking at the pools again', () => {
  const pool = (id: string): Pool => ({ id, clientIds: [], tags: {} });

  it('keeps the last look, however long the one before takes', async () => {
    let looks = 0;
    const list = async (): Promise<readonly Pool[]> => {
      const look = looks;
      looks += 1;
      if (look === 1) await delay(100);
      return [pool(`look-${look}`)];
    };
    const heard: (readonly Pool[])[] = [];
    const live = await watchPools(list, (pools) => heard.push(pools));
    await Promise.all([live.refresh(), live.refresh()]);
    expect(live.pools).toEqual([pool('look-2')]);
    expect(heard).toEqual([[pool('look-1')], [pool('look-2')]]);
  });

  it('goes on after a look that failed, which it tells', async () => {
    let looks = 0;
    const live = await watchPools(
      async () => {
        looks += 1;
        if (looks === 2) throw new Error('gone');
        return [pool(`look-${looks}`)];
      },
      () => {},
    );
    const failed = live.refresh();
    const next = live.refresh();
    await expect(failed).rejects.toThrow('gone');
    await next;
    expect(live.pools).toEqual([pool('look-3')]);
  });
});
