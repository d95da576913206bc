import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RestOptions, type RestRoute, rest, restRoutes } from '../../src/index.js';

const route = (method: string, path: string, operation = 'AdminGetUser', more: object = {}) =>
  ({ method, path, operation, ...more }) as RestRoute;

function failure(routes: readonly unknown[], options?: object) {
  try {
    rest(routes as RestRoute[], options as RestOptions);
  } catch (error) {
    const { name, path, message } = error as { name: string; path: string; message: string };
    return { name, path, message };
  }
  throw new Error('expected an error');
}

const users = '/userpools/:UserPoolId/users';

describe('routes that cannot be used', () => {
  test.each<
    [what: string, routes: readonly unknown[], options: object | undefined, path: string, says: string]
  >([
    ['no list', 5 as never, undefined, '/routes', 'expected an array'],
    [
      'an unknown option of a route',
      [{ ...route('GET', '/x'), pth: '/y' }],
      undefined,
      '/routes/0/pth',
      'did you mean `path`?',
    ],
    ['an unknown option', [], { basepath: '/v1' }, '/basepath', 'did you mean `basePath`?'],
    [
      'an unknown operation',
      [route('GET', '/x', 'AdminGetUsr')],
      undefined,
      '/routes/0/operation',
      'did you mean `AdminGetUser`?',
    ],
    ['an unknown method', [route('get', '/x')], undefined, '/routes/0/method', '`GET`'],
    [
      'an unknown parameter',
      [route('GET', '/:UserpoolId')],
      undefined,
      '/routes/0/path',
      'did you mean `UserPoolId`?',
    ],
    [
      'a parameter of Object.prototype',
      [route('GET', '/:constructor')],
      undefined,
      '/routes/0/path',
      'no member of AdminGetUser',
    ],
    ['a parameter twice', [route('GET', '/:Username/:Username')], undefined, '/routes/0/path', 'twice'],
    [
      'a parameter that is no whole segment',
      [route('GET', '/a-:Username')],
      undefined,
      '/routes/0/path',
      '`a-:Username`',
    ],
    ['a wildcard', [route('GET', '/*Username')], undefined, '/routes/0/path', '`*Username`'],
    ['an optional part', [route('GET', '/a{b}')], undefined, '/routes/0/path', 'neither'],
    ['a colon without name', [route('GET', '/a/:')], undefined, '/routes/0/path', 'arameter name'],
    ['no slash at the beginning', [route('GET', 'a')], undefined, '/routes/0/path', 'begins with'],
    ['an empty segment', [route('GET', '/a//b')], undefined, '/routes/0/path', 'empty segment'],
    ['a dot segment', [route('GET', '/a/../b')], undefined, '/routes/0/path', '`..`'],
    ['an encoded literal', [route('GET', '/a%20b')], undefined, '/routes/0/path', '`a%20b`'],
    [
      'a secret in the path',
      [route('POST', '/:AccessToken', 'GetUser')],
      undefined,
      '/routes/0/path',
      'belongs in the body',
    ],
    [
      'a fixed member that is in the path',
      [route('GET', '/:Username', 'AdminGetUser', { members: { Username: 'x' } })],
      undefined,
      '/routes/0/members',
      'in the path already',
    ],
    [
      'a fixed member with a slip',
      [route('GET', '/x', 'AdminGetUser', { members: { userPoolId: 'x' } })],
      undefined,
      '/routes/0/members',
      'did you mean `UserPoolId`?',
    ],
    ['a base path with a slash at the end', [], { basePath: '/v1/' }, '/basePath', 'without a slash'],
    ['a base path with dots', [], { basePath: '/a/..' }, '/basePath', 'expected a path'],
    ['a pass that is everything', [], { pass: ['/'] }, '/pass/0', '`/` would let everything pass'],
    ['a pass of parameters alone', [], { pass: ['/:a/'] }, '/pass/0', '`/:a/` would let everything pass'],
    ['a pass with dots', [], { pass: ['/a/../b'] }, '/pass/0', 'expected a path'],
    ['a pass with an empty segment', [], { pass: ['/a//b'] }, '/pass/0', 'expected a path'],
    [
      'a pass whose parameter meets a route',
      [route('GET', '/userpools/:UserPoolId/users', 'ListUsers')],
      { pass: ['/:poolId/.well-known/'] },
      '/pass/0',
      'GET /userpools/:UserPoolId/users',
    ],
    [
      'a path with a query',
      [route('GET', '/users?x=1')],
      undefined,
      '/routes/0/path',
      '`/users?x=1` has a query; members are taken from there',
    ],
    ['a pass without slash', [], { pass: ['health'] }, '/pass/0', 'expected a path'],
    ['a pass with a wildcard', [], { pass: ['/oauth2/*'] }, '/pass/0', 'expected a path'],
    [
      'a pass in front of a route',
      [route('GET', users, 'ListUsers')],
      { pass: ['/userpools/'] },
      '/pass/0',
      `GET ${users}`,
    ],
    [
      'a pass in front of a route that ends where it begins',
      [route('GET', '/UserPools', 'ListUserPools')],
      { pass: ['/userpools/'] },
      '/pass/0',
      'GET /UserPools',
    ],
    [
      'a pass that a parameter meets',
      [route('GET', '/:UserPoolId', 'ListUsers')],
      { pass: ['/health'] },
      '/pass/0',
      'GET /:UserPoolId',
    ],
    [
      'a route where the SDK arrives',
      [route('POST', '/', 'CreateUserPool')],
      undefined,
      '/routes/0/path',
      'awsJson: false',
    ],
    [
      'a route where the SDK arrives under a base path',
      [route('POST', '/', 'CreateUserPool')],
      { basePath: '/v1' },
      '/routes/0/path',
      'POST /v1/',
    ],
  ])('%s', (_, routes, options, path, says) => {
    const found = failure(routes, options);
    expect(found).toMatchObject({ name: 'ConfigurationError', path });
    expect(found.message).toContain(says);
  });

  test.each([
    ['the same twice', '/users/:Username', '/users/:Username'],
    ['a parameter of another name', '/users/:Username', '/users/:UserPoolId'],
    ['a text where the other has a parameter', '/users/:Username', '/users/me'],
    ['a text where the other has a parameter, in the other order', '/users/me', '/users/:Username'],
    ['texts that differ in letter case', '/Users/:Username', '/users/:Username'],
    ['a slash at the end', '/users/:Username', '/users/:Username/'],
    ['parameters that cross', '/:Username/me', '/users/:Username'],
  ])('two that overlap: %s', (_, first, second) => {
    const found = failure([route('GET', first), route('GET', second)]);
    expect(found).toMatchObject({ name: 'ConfigurationError', path: '/routes/1/path' });
    expect(found.message).toContain(`GET ${first}`);
    expect(found.message).toContain(`GET ${second}`);
    expect(found.message).toContain('give one of them another path');
  });

  test('the same path with another method, and other paths, do not', () => {
    const list = ['/users/:Username', '/users', '/users/:Username/x', '/me/:Username'];
    expect(
      rest([...list.map((path) => route('GET', path)), route('DELETE', '/users/:Username')]).methods,
    ).toEqual(['GET', 'DELETE', 'POST']);
  });
});

describe('a pass with a parameter', () => {
  const { passes } = rest(restRoutes, {
    basePath: '/v1',
    pass: ['/:poolId/.well-known/jwks.json', '/oauth2/:poolId/'],
  });

  test.each<readonly [string, boolean]>([
    ['/v1/local_1abC/.well-known/jwks.json', true],
    ['/v1/local_1abC/.well-known/jwks.json?a=b', true],
    ['/v1/oauth2/local_1abC/', true],
    ['/v1/oauth2/local_1abC/token/x', true],
    ['/v1/oauth2/local_1abC', false],
    ['/v1/oauth2/', false],
    ['/v1/local_1abC/.well-known/jwks.json/', false],
    ['/v1/local_1abC/.well-known/JWKS.json', false],
    ['/v1/a/b/.well-known/jwks.json', false],
    ['/v1//.well-known/jwks.json', false],
    ['/v1/../.well-known/jwks.json', false],
    ['/v1/a%2fb/.well-known/jwks.json', false],
    ['/v1/a%20b/.well-known/jwks.json', true],
    // What a program that decodes twice, or knows parameters of paths, would take for another path.
    ['/v1/%252e%252e/.well-known/jwks.json', false],
    ['/v1/%25%32%65/.well-known/jwks.json', false],
    ['/v1/%252f/.well-known/jwks.json', false],
    ['/v1/..%00/.well-known/jwks.json', false],
    ['/v1/%0d%0aX/.well-known/jwks.json', false],
    ['/v1/..;/.well-known/jwks.json', false],
    ['/v1/..;a=b/.well-known/jwks.json', false],
    ['/v1/.;/.well-known/jwks.json', false],
    ['/v1/..%3b/.well-known/jwks.json', false],
    ['/v1/..%20/.well-known/jwks.json', false],
    ['/v1/%09../.well-known/jwks.json', false],
    ['/v1/%EF%BC%8E%EF%BC%8E/.well-known/jwks.json', false],
    ['/v1/a%3Fb/.well-known/jwks.json', false],
    ['/v1/a%23b/.well-known/jwks.json', false],
    ['/local_1abC/.well-known/jwks.json', false],
    ['/v1/userpools', false],
  ])('%s: %s', (url, expected) => {
    expect(passes({ url, headers: {} })).toBe(expected);
    expect(passes({ url, headers: { 'x-amz-target': 'x' } })).toBe(false);
  });
});

describe('a route table', () => {
  const table = rest(restRoutes, { pass: ['/health', '/oauth2/'] });
  const request = (method: string, url: string) => ({
    method,
    url,
    headers: {},
    body: undefined,
    sourceIp: undefined,
    secure: false,
  });

  test('does not follow later changes of the routes', () => {
    const routes = [{ ...route('GET', '/a/:Username', 'AdminGetUser') }];
    const own = rest(routes);
    routes.push({ ...route('GET', '/b/:Username', 'AdminDeleteUser') });
    expect(own.find(request('GET', '/b/x'))).toMatchObject({ type: 'UnknownOperationException' });
  });

  test('takes any text for a path, and never throws', () => {
    const part = fc.oneof(
      fc.constantFrom('/', '.', '..', '%', '%2e', '%2F', '\\', 'userpools', 'oauth2', '?', '#', ';'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.constantFrom('GET', 'POST', 'x'), fc.array(part), (method, parts) => {
        const sent = request(method, parts.join(''));
        table.passes(sent);
        const found = table.find(sent);
        if ('read' in found) found.read(sent, 1000);
      }),
    );
  });

  test('takes no longer for hostile paths than for others', () => {
    const hostile = [
      '/'.repeat(60_000),
      '/a'.repeat(30_000),
      '%2e'.repeat(20_000),
      `/userpools/${'a'.repeat(60_000)}/users/`,
    ];
    const began = performance.now();
    for (const url of hostile) for (let time = 0; time < 20; time++) table.find(request('GET', url));
    // Some milliseconds each on a slow machine; what backtracks takes minutes.
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('logs no long segment and no query of an unknown path', () => {
    const found = table.find(request('GET', `/x/${'t'.repeat(50)}?code=secret`));
    expect(found).toMatchObject({ why: 'there is no route GET /x/…' });
    const keys = table.find(request('GET', '/local_1abC/.well-known/jwks.json'));
    expect(keys).toMatchObject({
      why: expect.stringContaining("`pass: ['/:poolId/.well-known/jwks.json']`"),
    });
  });
});
