import {
  catalog,
  createAuthorizer,
  createDirectory,
  type OperationEntry,
  type RestRoute,
  rest,
  restRoutes,
} from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adapters } from './adapters.js';
import { mint, optionsFor } from './fixture.js';
import { type Received, type Send, type Sent, sendRaw, sendToCore } from './send.js';

const operations = [...catalog.operations.values()];
const routeOf = new Map(restRoutes.map((route) => [route.operation, route]));
const senders = new Map<string, Send>([
  ['core', sendToCore],
  ...adapters.map((adapter): [string, Send] => [adapter.name, sendRaw(adapter)]),
]);

/** May do every other operation of the catalogue, on one pool or on everything. */
const directory = createDirectory({
  account: '123456789012',
  roles: {
    Half: {
      inlinePolicies: {
        half: {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: operations.filter((_, index) => index % 2 === 0).map(({ action }) => action),
            Resource: '*',
          },
        },
      },
    },
  },
});

const authorizer = createAuthorizer(
  optionsFor([], {
    directory,
    roleMapping: { ambiguousRoleResolution: 'Deny', authenticatedRole: 'Half' },
    routes: rest(restRoutes),
  }),
);

const idToken = await mint();
const accessToken = await mint({ claims: { token_use: 'access' } });

/** Enough for every operation to be decided. */
function membersFor(
  { requiredMembers, resourceFrom, authorization }: OperationEntry,
  username = 'bob',
): Record<string, unknown> {
  const members: Record<string, unknown> = authorization.startsWith('accessToken')
    ? { AccessToken: accessToken }
    : {};
  for (const name of [...requiredMembers, ...(resourceFrom === 'UserPoolId' ? ['UserPoolId'] : [])]) {
    members[name] = name === 'Username' ? username : (values.get(name) ?? `some-${name}`);
  }
  return members;
}

const values = new Map<string, unknown>([
  ['UserPoolId', 'us-east-1_EXAMPLE'],
  ['ResourceArn', 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_EXAMPLE'],
  ['AccessToken', accessToken],
  ['Tags', { stage: 'dev' }],
  ['TagKeys', ['stage']],
]);

/** The same request in both protocols: members that the path does not name are in the body, if the method has one, or in the query. */
function inBoth(
  route: RestRoute,
  members: Record<string, unknown>,
  bearer: string | undefined,
): readonly Sent[] {
  const credentials: Record<string, string> =
    bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  const rest = { ...members };
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(members[name] ?? `some-${name}`);
    members[name] = value;
    delete rest[name];
    return encodeURIComponent(value);
  });
  const inQuery = route.method === 'GET' || route.method === 'DELETE';
  const query = new URLSearchParams(
    Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const body = JSON.stringify(rest);
  return [
    {
      headers: {
        ...credentials,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${route.operation}`,
      },
      body: JSON.stringify(inQuery ? { ...members, ...Object.fromEntries(query) } : members),
    },
    {
      method: route.method,
      path: inQuery && query.size > 0 ? `${path}?${query}` : path,
      headers: {
        ...credentials,
        ...(!inQuery && { 'content-type': 'application/json' }),
        'content-length': String(inQuery ? 0 : Buffer.byteLength(body)),
      },
      body: inQuery ? '' : body,
    },
  ];
}

/** All but what the protocol settles: the answer to a denial, or what the next handler gets. */
function comparable({ status, body }: Received): unknown {
  const { result = undefined, ...answer } = JSON.parse(body);
  return result === undefined ? { status, ...answer } : { status, result };
}

test('the neutral convention has one route for each operation', () => {
  expect(restRoutes.map(({ operation }) => operation).sort()).toEqual([...catalog.operations.keys()].sort());
});

describe.each([...senders])('%s', (_, send) => {
  test.each(operations)('$operation is decided as through AWS JSON', async (entry) => {
    const route = routeOf.get(entry.operation) as RestRoute;
    for (const bearer of entry.authorization === 'iam' ? [idToken, undefined] : [undefined]) {
      const [asJson, asRest] = inBoth(route, membersFor(entry), bearer) as [Sent, Sent];
      const [expected, received] = [await send(authorizer, asJson), await send(authorizer, asRest)];
      expect(comparable(received)).toEqual(comparable(expected));
      const half = operations.indexOf(entry) % 2 === 0;
      const allowed = entry.authorization === 'iam' ? half && bearer !== undefined : true;
      expect(received.status).toBe(allowed ? 200 : 400);
    }
  });
});

test('whatever a user is called, the decision is the same, and the name arrives', async () => {
  const withUsername = operations.filter((entry) => routeOf.get(entry.operation)?.path.includes(':Username'));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...withUsername),
      fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => name !== '.' && name !== '..'),
      async (entry, username) => {
        const route = routeOf.get(entry.operation) as RestRoute;
        const [asJson, asRest] = inBoth(route, membersFor(entry, username), idToken) as [Sent, Sent];
        const received = comparable(await sendToCore(authorizer, asRest));
        expect(received).toEqual(comparable(await sendToCore(authorizer, asJson)));
      },
    ),
  );
});
