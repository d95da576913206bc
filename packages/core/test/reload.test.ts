import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import {
  createAuthorizer,
  createDirectory,
  type DecisionEvent,
  type Directory,
  type Outcome,
} from '../src/index.js';
import { authorizerWith, key, requestFor, required } from './http/authorizer-fixture.js';
import { issuer } from './http/tokens.js';

/** An account in which everything has the same name: role, policy and tag. */
function accountOf(name: string, actions: readonly string[]): Directory {
  const Statement = { Effect: 'Allow', Action: actions, Resource: '*' } as const;
  return createDirectory({
    account: '123456789012',
    roles: { [name]: { inlinePolicies: { [name]: { Version: '2012-10-17', Statement } }, tags: { name } } },
  });
}
const mappingTo = (authenticatedRole: string) => ({
  authenticatedRole,
  ambiguousRoleResolution: 'Deny' as const,
});
const account = (name: string, actions: readonly string[]) => ({
  directory: accountOf(name, actions),
  roleMapping: mappingTo(name),
});
const typeOf = (outcome: Outcome): string =>
  outcome.allowed ? 'allowed' : JSON.parse(outcome.response.body).__type;

describe('reload', () => {
  test('the next request is decided by the new directory', async () => {
    const { authorizer, log } = authorizerWith(account('Old', ['cognito-idp:AdminGetUser']));
    const ask = async () => typeOf(await authorizer.authorize(await requestFor('AdminDeleteUser')));
    expect(await ask()).toBe('AccessDeniedException');
    authorizer.reload(account('New', ['cognito-idp:AdminDeleteUser']));
    expect(await ask()).toBe('allowed');
    expect(log.map(({ event }) => event)).toEqual(['start', 'refused', 'reload']);
  });

  test('options that are not named stay, and `undefined` leaves one out', async () => {
    const { authorizer } = authorizerWith({ mode: 'audit' });
    const ask = async () => typeOf(await authorizer.authorize(await requestFor('AdminDeleteUser')));
    authorizer.reload({ resourceTags: {} });
    expect(await ask()).toBe('allowed');
    authorizer.reload({ mode: undefined });
    expect(await ask()).toBe('AccessDeniedException');
  });

  test.each<[string, object, string]>([
    ['a role that is not there', { roleMapping: mappingTo('Raeder') }, '/roleMapping/authenticatedRole'],
    ['an unknown option', { directroy: {} }, '/directroy'],
    ['no issuers', { issuers: undefined }, '/issuers'],
    ['a directory that is none', { directory: {} }, '/directory'],
    ['another body limit', { bodyLimit: 1 }, '/bodyLimit'],
  ])('changes nothing where there is %s', async (_, changes, path) => {
    const { authorizer, log } = authorizerWith();
    expect(() => authorizer.reload({ ...changes, mode: 'audit' })).toThrow(expect.objectContaining({ path }));
    expect(typeOf(await authorizer.authorize(await requestFor('AdminDeleteUser')))).toBe(
      'AccessDeniedException',
    );
    expect(log.map(({ event }) => event)).toEqual(['start', 'refused']);
  });

  test('what has become of options that are not named does not matter', async () => {
    const roleMapping = { authenticatedRole: 'Reader', ambiguousRoleResolution: 'Deny' as const };
    const options = { ...required, roleMapping, log: () => {}, now: () => 1_000_000 };
    const mutable: { mode?: string; roleMapping: { authenticatedRole: string } } = options;
    const authorizer = createAuthorizer(options);
    const ask = async () => typeOf(await authorizer.authorize(await requestFor('AdminDeleteUser')));
    mutable.mode = 'audit';
    mutable.roleMapping.authenticatedRole = 'Nobody';
    authorizer.reload({ reasonHeader: false });
    expect(await ask()).toBe('AccessDeniedException');
  });

  test('a key set in a file is not read again unless its issuer is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const file = join(folder, 'jwks.json');
    writeFileSync(file, JSON.stringify({ keys: [key.jwk] }));
    const issuers = [{ issuer, jwks: pathToFileURL(file), audience: null }];
    const { authorizer } = authorizerWith({ issuers });
    rmSync(folder, { recursive: true });
    authorizer.reload({ cors: false });
    expect(typeOf(await authorizer.authorize(await requestFor('AdminGetUser')))).toBe('allowed');
    expect(() => authorizer.reload({ issuers })).toThrow(
      expect.objectContaining({ path: '/issuers/0/jwks' }),
    );
  });

  test('the last of two is the one that counts, wherever it comes from', async () => {
    let again = () => {};
    const { authorizer } = authorizerWith({
      log: ({ event }) => {
        if (event === 'reload') again();
      },
    });
    again = () => {
      again = () => {};
      authorizer.reload({ mode: undefined });
    };
    authorizer.reload({ mode: 'audit' });
    expect(typeOf(await authorizer.authorize(await requestFor('AdminDeleteUser')))).toBe(
      'AccessDeniedException',
    );
  });

  test('without changes that are an object it says what it wants', () => {
    const { authorizer } = authorizerWith();
    expect(() => authorizer.reload(undefined as never)).toThrow(/expected an object/);
  });

  test('a request under way is decided by what it began with', async () => {
    let answer: (status: 'active') => void = () => {};
    const { authorizer } = authorizerWith({
      ...account('Old', ['cognito-idp:GetUser']),
      authorization: 'everyAction',
      accessTokenStatus: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const AccessToken = await key.sign(2000, {
      token_use: 'access',
      client_id: 'client-1',
      scope: 'aws.cognito.signin.user.admin',
    });
    const request = await requestFor('GetUser', { AccessToken }, { authorization: undefined });
    const underWay = authorizer.authorize(request);
    await vi.waitFor(() => expect(answer).toHaveLength(1));
    authorizer.reload({ ...account('New', ['cognito-idp:AdminDeleteUser']), accessTokenStatus: undefined });
    const next = await authorizer.authorize(request);
    answer('active');
    expect(next).toMatchObject({ allowed: false, result: { principal: { tags: { name: 'New' } } } });
    expect(await underWay).toMatchObject({ allowed: true, result: { principal: { tags: { name: 'Old' } } } });
  });

  test('of 10,000 requests at once none fails, and none is decided by a mixture', async () => {
    const events: DecisionEvent[] = [];
    const names = ['Old', 'New'] as const;
    const accounts = {
      Old: account('Old', ['cognito-idp:AdminGetUser']),
      New: account('New', ['cognito-idp:AdminDeleteUser']),
    };
    const { authorizer } = authorizerWith({ ...accounts.Old, onDecision: (event) => events.push(event) });
    // Few tokens and many of them: those seen before and those verified meanwhile.
    const tokens = await Promise.all(Array.from({ length: 200 }, (_, index) => key.sign(2000 + index)));
    const bases = await Promise.all([requestFor('AdminDeleteUser'), requestFor('AdminGetUser')]);
    const requests = Array.from({ length: 10_000 }, (_, index) => {
      const base = bases[index % 3 === 0 ? 0 : 1];
      const authorization = `Bearer ${tokens[index % tokens.length]}`;
      return {
        ...base,
        headers: { ...base.headers, authorization },
        body: { UserPoolId: `us-east-1_${index % 50}`, Username: 'bob' },
      };
    });
    const outcomes = requests.map(async (request, index) => {
      // Spread over many turns of the event loop, with reloads between them.
      await new Promise((resolve) => setTimeout(resolve, index % 20));
      if (index % 1000 === 999) authorizer.reload(accounts[names[(index / 1000) & 1] ?? 'New']);
      return authorizer.authorize(request);
    });
    const counts = new Map<string, number>();
    for (const [index, outcome] of (await Promise.all(outcomes)).entries()) {
      const { result } = outcome;
      const name = result?.principal?.tags['name'] ?? 'nobody';
      const right = name === (index % 3 === 0 ? 'New' : 'Old');
      expect(outcome.allowed).toBe(right);
      expect(result?.principal?.roleArn).toBe(`arn:aws:iam::123456789012:role/${name}`);
      expect(result?.decision?.matchedStatements.map(({ policy }) => policy)).toEqual(right ? [name] : []);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['New', 'Old']);
    expect(events).toHaveLength(10_000);
  }, 60_000);

  test('decisions are forgotten, and counted anew', async () => {
    const { authorizer } = authorizerWith();
    const { decisions } = authorizer;
    const request = await requestFor('AdminGetUser');
    for (let count = 0; count < 3; count++) await authorizer.authorize(request);
    expect(decisions.counters.hits).toBe(2);
    authorizer.reload({});
    expect(decisions.counters).toEqual({ hits: 0, misses: 0, bypassed: 0, size: 0 });
    await authorizer.authorize(request);
    expect(decisions.counters).toMatchObject({ misses: 1, size: 1 });
    decisions.clear();
    expect(decisions.counters.size).toBe(0);
  });

  test('tokens are verified again only where their issuers or the clock may have changed', async () => {
    let now = 1_000_000;
    const { authorizer } = authorizerWith({ now: () => now });
    const request = await requestFor('AdminGetUser');
    const ask = async () => typeOf(await authorizer.authorize(request));
    expect(await ask()).toBe('allowed');
    authorizer.reload({ directory: required.directory });
    expect(await ask()).toBe('allowed');
    authorizer.reload({ issuers: [{ issuer, jwks: { keys: [key.jwk] }, audience: ['another'] }] });
    expect(await ask()).toBe('UnrecognizedClientException');
    authorizer.reload({ issuers: required.issuers });
    expect(await ask()).toBe('allowed');
    authorizer.reload({ now: () => 3_000_000 });
    expect(await ask()).toBe('ExpiredTokenException');
    now = 0;
  });

  test('the old directory and all that hangs on it is released', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const { authorizer } = authorizerWith();
    // In a function of its own, whose variables are gone when it is done.
    const takeOne = async (): Promise<readonly WeakRef<object>[]> => {
      const next = account('Reader', ['cognito-idp:AdminGetUser']);
      authorizer.reload(next);
      const { result } = await authorizer.authorize(await requestFor('AdminGetUser'));
      if (result?.decision === undefined) throw new Error('IAM was not asked');
      return [new WeakRef(next.directory), new WeakRef(result.decision)];
    };
    const released: WeakRef<object>[] = [];
    for (let count = 0; count < 5; count++) released.push(...(await takeOne()));
    authorizer.reload(account('Reader', ['cognito-idp:AdminGetUser']));
    await vi.waitFor(() => {
      collect();
      expect(released.filter((reference) => reference.deref() !== undefined)).toEqual([]);
    });
  });
});
