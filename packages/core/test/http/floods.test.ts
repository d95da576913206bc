import { expect, test } from 'vitest';
import { type Authorizer, catalog, createDirectory, type HttpRequest } from '../../src/index.js';
import { authorizerWith, key, poolArn, poolId, requestFor } from './authorizer-fixture.js';
import { issuerKey } from './tokens.js';

const operations = [...catalog.operations.keys()];
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function cacheHit(
  { authorizer, events }: ReturnType<typeof watched>,
  request: HttpRequest,
): Promise<boolean | undefined> {
  events.length = 0;
  await authorizer.authorize(request);
  return events[0]?.cacheHit;
}

function watched(changes: Parameters<typeof authorizerWith>[0] = {}) {
  const events: { readonly cacheHit?: boolean | undefined }[] = [];
  const onDecision = (event: (typeof events)[number]) => events.push(event);
  const { authorizer } = authorizerWith({ onDecision, ...changes });
  return { authorizer, events };
}

const bearer = (request: HttpRequest, token: string): HttpRequest => ({
  ...request,
  headers: { ...request.headers, authorization: `Bearer ${token}` },
});

const refused = async (authorizer: Authorizer, request: HttpRequest) =>
  !(await authorizer.authorize(request)).allowed;

test('forged tokens push out nothing, whatever they differ in', async () => {
  const all = watched({ tokenCache: { maxEntries: 10 }, decisionCache: { principals: 10 } });
  const victim = await requestFor('AdminGetUser');
  await all.authorizer.authorize(victim);
  const [header, payload = '', signature] = (await key.sign(2000)).split('.');
  const claims: object = JSON.parse(Buffer.from(payload, 'base64url').toString());
  for (let index = 0; index < 500; index++) {
    // The end of the signature is what tokens are found by.
    const forged = `${header}.${encoded({ ...claims, jti: index })}.${signature}`;
    const unknownKey = `${encoded({ alg: 'RS256', kid: `${index}` })}.${payload}.${signature}`;
    const unsound = `${header}.${payload}.${encoded(index)}`;
    for (const token of [forged, unknownKey, unsound])
      expect(await refused(all.authorizer, bearer(victim, token))).toBe(true);
  }
  expect(await cacheHit(all, victim)).toBe(true);
  expect(all.authorizer.decisions.counters).toMatchObject({ size: 1, misses: 1 });
});

test('one who asks about everything pushes out his own decisions alone', async () => {
  const all = watched({ decisionCache: { principals: 10, decisionsPerPrincipal: 20 } });
  const victim = await requestFor('AdminGetUser');
  await all.authorizer.authorize(victim);
  const token = await key.sign(2000, { sub: 'mallory' });
  const template = bearer(victim, token);
  for (let index = 0; index < 3_000; index++) {
    const body = {
      UserPoolId: `us-east-1_${index}`,
      ResourceArn: `arn:aws:cognito-idp:x:9:userpool/${index}`,
    };
    const operation = operations[index % operations.length];
    const target = `AWSCognitoIdentityProviderService.${operation}`;
    await all.authorizer.authorize({
      ...template,
      headers: { ...template.headers, 'x-amz-target': target },
      body,
    });
    expect(all.authorizer.decisions.counters.size).toBeLessThanOrEqual(21);
  }
  expect(await cacheHit(all, victim)).toBe(true);
});

test('many users push out whoever asks more seldom than all of them, and changes no answer', async () => {
  const principals = 20;
  const all = watched({ decisionCache: { principals } });
  const active = bearer(await requestFor('AdminGetUser'), await key.sign(2000, { sub: 'active' }));
  const idle = bearer(active, await key.sign(2000, { sub: 'idle' }));
  for (const request of [active, idle]) await all.authorizer.authorize(request);
  for (let index = 0; index < 3 * principals; index++) {
    const flood = bearer(active, await key.sign(2000, { sub: `mallory ${index}` }));
    expect(await cacheHit(all, flood)).toBe(false);
    if (index % (principals - 1) === 0) expect(await cacheHit(all, active)).toBe(true);
    expect(all.authorizer.decisions.counters.size).toBeLessThanOrEqual(principals);
  }
  expect(await cacheHit(all, idle)).toBe(false);
  expect(await refused(all.authorizer, idle)).toBe(false);
});

test('one with many good tokens pushes out nobody', async () => {
  const all = watched({ decisionCache: { principals: 2 } });
  const idle = bearer(await requestFor('AdminGetUser'), await key.sign(2000, { sub: 'idle' }));
  await all.authorizer.authorize(idle);
  for (let index = 0; index < 20; index++) {
    const flood = bearer(idle, await key.sign(2000, { sub: 'mallory', jti: String(index), iat: index }));
    expect(await cacheHit(all, flood)).toBe(index > 0);
  }
  expect(await cacheHit(all, idle)).toBe(true);
  expect(all.authorizer.decisions.counters).toMatchObject({ size: 2, misses: 2 });
});

test('a stranger with a key of the same id gets no further than the check of the signature', async () => {
  const stranger = await issuerKey('one');
  const all = watched();
  const victim = await requestFor('AdminGetUser');
  for (let index = 0; index < 50; index++) {
    const token = await stranger.sign(2000, { jti: String(index) });
    expect(await refused(all.authorizer, bearer(victim, token))).toBe(true);
  }
  expect(all.authorizer.decisions.counters).toEqual({ hits: 0, misses: 0, bypassed: 0, size: 0 });
});

test('sound ids of pools that do not exist are remembered within bounds', async () => {
  const all = watched({
    directory: createDirectory({ account: '123456789012', roles: { Reader: {} } }),
    decisionCache: { principals: 1, decisionsPerPrincipal: 1 },
  });
  const template = await requestFor('AdminGetUser');
  for (let index = 0; index < 5_000; index++) {
    const UserPoolId = index % 2 === 0 ? `us-east-1_${index}` : poolId;
    expect(await refused(all.authorizer, { ...template, body: { UserPoolId, Username: 'bob' } })).toBe(true);
  }
  expect(all.authorizer.decisions.counters.size).toBe(1);
});

test.each<[string, string, object, string]>([
  ['a great many tags', 'TagResource', { Tags: numbered(60_000) }, 'tags'],
  ['a great many tag keys', 'UntagResource', { TagKeys: Object.keys(numbered(60_000)) }, 'tagKeys'],
  ['a great many tags of a new pool', 'CreateUserPool', { UserPoolTags: numbered(60_000) }, 'userPoolTags'],
  ['a tag of half a megabyte', 'TagResource', { Tags: { a: 'a'.repeat(500_000) } }, 'tags'],
])('%s are refused shortly, as by AWS', async (_, operation, tags, member) => {
  const { authorizer, log } = authorizerWith();
  const request = await requestFor(operation, { ResourceArn: poolArn, PoolName: 'a', ...tags });
  const outcome = await authorizer.authorize(request);
  expect(outcome).toMatchObject({
    allowed: false,
    response: {
      status: 400,
      headers: { 'x-amzn-errortype': 'InvalidParameterException:' },
      body: expect.stringContaining(`1 validation error detected: Value at '${member}' failed`),
    },
  });
  expect(JSON.stringify(['response' in outcome && outcome.response, log]).length).toBeLessThan(3_000);
});

function numbered(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
}
