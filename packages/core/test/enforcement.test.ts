import { describe, expect, test } from 'vitest';
import { createAuthorizer, createDirectory, enforcementOf, enforcing, rest } from '../src/index.js';

const authorizer = createAuthorizer({
  region: 'us-east-1',
  directory: createDirectory({ account: '123456789012' }),
  issuers: [],
  log: () => {},
});
const key = Symbol.for('cognito-iam.enforcement');
const guard = enforcing((): void => {}, authorizer, 'AdminGetUser');
const marked = (mark: object): object => {
  const middleware = (): void => {};
  return Object.assign(middleware, { [key]: { ...mark, middleware } });
};

describe('middleware that is marked', () => {
  test('is the function that it was, and says what it enforces', () => {
    const middleware = (): void => {};
    expect(enforcing(middleware, authorizer, 'AdminGetUser')).toBe(middleware);
    expect(enforcementOf(middleware)).toEqual({ authorizer, operation: 'AdminGetUser' });
    expect(Object.keys(middleware)).toEqual([]);
  });

  test('has no operation where requests name theirs', () => {
    expect(enforcementOf(enforcing(() => {}, authorizer))).toEqual({ authorizer, operation: undefined });
  });

  test.each([
    { what: 'nothing', value: undefined },
    { what: 'a text', value: 'guard' },
    { what: 'a function without a mark', value: () => {} },
    { what: 'a function that inherits a mark', value: Object.setPrototypeOf(() => {}, guard) },
    {
      what: 'a function with the mark of another',
      value: Object.defineProperties(() => {}, Object.getOwnPropertyDescriptors(guard)),
    },
    { what: 'a mark without an authorizer', value: marked({ operation: 'AdminGetUser' }) },
    { what: 'a mark of no authorizer', value: marked({ authorizer: { authorize: () => {} } }) },
    { what: 'a mark of no operation', value: marked({ authorizer, operation: 'AdminGetUsr' }) },
    { what: 'a mark of a number', value: marked({ authorizer, operation: 1 }) },
  ])('is not $what', ({ value }) => {
    expect(enforcementOf(value)).toBeUndefined();
  });
});

describe('the rows of a route table', () => {
  const table = rest(
    [{ method: 'GET', path: '/users', operation: 'ListUsers', members: { UserPoolId: 'x' } }],
    {
      basePath: '/v1',
    },
  );

  test('are its routes with their whole path, and where requests of the SDKs arrive', () => {
    expect(table.rows).toEqual([
      { method: 'GET', path: '/v1/users', operation: 'ListUsers' },
      { method: 'POST', path: '/v1/', operation: 'X-Amz-Target' },
    ]);
    expect(rest([], { awsJson: false }).rows).toEqual([]);
  });

  test('are those of the authorizer, of any path without a table, and follow a reload', () => {
    expect(authorizer.routes.rows).toEqual([{ method: '*', path: '/*', operation: 'X-Amz-Target' }]);
    authorizer.reload({ routes: table });
    expect(authorizer.routes).toBe(table);
  });
});
