import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import {
  type Authorizer,
  createAuthorizer,
  createDirectory,
  type RouteTable,
  rest,
} from '../../src/index.js';
import { issuerKey } from './tokens.js';

const key = await issuerKey('key-1');
let server: Server | undefined;
afterEach(() => void server?.close());

/** A mock that serves the keys of its own tokens, behind the permission check; gives its answer to ListUsers. */
async function listUsers(routes?: RouteTable) {
  let authorizer: Authorizer | undefined;
  const log: string[] = [];
  server = createServer(async ({ method = '', url = '', headers }, response) => {
    const outcome = await authorizer?.authorize({
      method,
      url,
      headers,
      body: '{"UserPoolId":"local_1abC"}',
      sourceIp: undefined,
      secure: false,
    });
    if (outcome === undefined || !outcome.allowed) {
      response.writeHead(outcome?.response.status ?? 500, outcome?.response.headers);
      response.end(outcome?.response.body);
    } else {
      response.end(url.endsWith('/jwks.json') ? JSON.stringify({ keys: [key.jwk] }) : '{"Users":[]}');
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}/local_1abC`;
  authorizer = createAuthorizer({
    region: 'us-east-1',
    directory: createDirectory({
      account: '123456789012',
      roles: { Support: { managedPolicies: ['AmazonCognitoReadOnly'] } },
    }),
    issuers: [{ issuer, jwks: `${issuer}/.well-known/jwks.json`, audience: null }],
    roleMapping: { authenticatedRole: 'Support', ambiguousRoleResolution: 'Deny' },
    log: ({ message }) => log.push(message),
    ...(routes && { routes }),
  });
  const now = Math.floor(Date.now() / 1000);
  const token = await key.sign(now + 60, {
    iss: issuer,
    sub: 'alice',
    client_id: 'c',
    token_use: 'access',
    aud: 'c',
  });
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers',
    },
  });
  return { answer: await response.text(), log };
}

test('a mock that serves its own keys is told by the log to let them pass', async () => {
  const { answer, log } = await listUsers();
  expect(answer).toContain('UnrecognizedClientException');
  expect(log[1]).toContain('the request is GET /local_1abC/.well-known/jwks.json');
  expect(log[1]).toContain("`routes: rest([], { pass: ['/:poolId/.well-known/jwks.json'] })`");
  expect(log[2]).toContain('it answers 400, UnknownOperationException');
  expect(log[2]).toContain('let it pass with `pass` of `rest`');
});

test('and works once it does', async () => {
  const routes = rest([], { pass: ['/:poolId/.well-known/jwks.json'] });
  expect((await listUsers(routes)).answer).toBe('{"Users":[]}');
});
