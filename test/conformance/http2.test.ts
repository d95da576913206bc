import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createAuthorizer } from '@cognito-iam/core';
import { guard } from '@cognito-iam/koa';
import aws4 from 'aws4';
import Koa from 'koa';
import { expect, test } from 'vitest';
import { optionsFor } from './fixture.js';
import { now, secrets, signedDirectory } from './signed-case.js';

/** A Koa app on HTTP/2 whose guarded route answers with the body that it reads. */
async function serving() {
  const roleMapping = { ambiguousRoleResolution: 'Deny' as const };
  const authorizer = createAuthorizer(
    optionsFor([], { directory: signedDirectory, roleMapping, now: () => now }),
  );
  const app = new Koa();
  app.silent = true;
  const members = { UserPoolId: 'us-east-1_EXAMPLE', Username: 'bob' };
  app.use((ctx, next) =>
    guard(authorizer, 'AdminGetUser', () => members)(Object.assign(ctx, { params: {} }), next),
  );
  app.use(async (ctx) => {
    ctx.body = `read ${await text(ctx.req)}`;
  });
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Sends a request that was signed without a body, perhaps with one. */
async function send(method: string, body: string | undefined): Promise<string> {
  const server = await serving();
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const date = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const request = { host, method, path: '/users/bob', service: 'cognito-idp', region: 'us-east-1' };
  const signed = aws4.sign({ ...request, headers: { 'X-Amz-Date': date } }, secrets.alice).headers ?? {};
  const headers = Object.entries(signed).filter(([name]) => !/^(host|content-length)$/i.test(name));
  const session = connect(`http://${host}`);
  const stream = session.request(
    {
      ':method': method,
      ':path': '/users/bob',
      ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), String(value)])),
    },
    { endStream: body === undefined },
  );
  if (body !== undefined) stream.end(body);
  const answer = await text(stream);
  session.close();
  server.close();
  return answer;
}

test('a request of HTTP/2 that ends with its headers has no body to sign', async () => {
  expect(await send('GET', undefined)).toBe('read ');
});

test.each(['GET', 'PUT'])('a body that somebody adds to a signed %s of HTTP/2 is refused', async (method) => {
  expect(await send(method, '{"UserAttributes":[]}')).toContain('InvalidSignatureException');
});
