import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createAuthorizer, type LogEntry, rest, restRoutes } from '@cognito-iam/core';
import { cognitoIam, type NodeAdapterOptions, type NodeAuthorization } from '@cognito-iam/node';
import { expect, test } from 'vitest';
import { mint, optionsFor } from './fixture.js';
import { sendRaw } from './send.js';

const members = { UserPoolId: 'us-east-1_EXAMPLE', Username: 'bob' };
const body = JSON.stringify(members);

async function post(
  options: NodeAdapterOptions = {},
  path = '/',
  before = async (_: AsyncIterable<unknown>) => {},
) {
  const log: LogEntry[] = [];
  const given: (NodeAuthorization | undefined)[] = [];
  const authorizer = createAuthorizer(optionsFor(log, { routes: rest(restRoutes, { pass: ['/health'] }) }));
  const app = () => {
    const authorize = cognitoIam(authorizer, options);
    return createServer(async (request, response) => {
      await before(request);
      const authorized = await authorize(request, response);
      given.push(authorized);
      if (authorized !== undefined) response.end('went on');
    }).listeners('request')[0] as never;
  };
  const target = { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminGetUser' };
  const headers = { ...(path === '/' && target), authorization: `Bearer ${await mint()}` };
  const received = await sendRaw({ app })(authorizer, { path, headers, body });
  return { ...received, given: given[0], log };
}

test('what goes on comes with result, members and the bytes of the body', async () => {
  const { body: answer, given, headers } = await post();
  expect(answer).toBe('went on');
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(given?.result).toMatchObject({ operation: 'AdminGetUser', members });
  expect(given?.body).toEqual(members);
  expect(given?.rawBody?.equals(Buffer.from(body))).toBe(true);
});

test('what passes unasked comes with nothing', async () => {
  const { body: answer, given } = await post({}, '/health');
  expect(answer).toBe('went on');
  expect(given).toEqual({});
});

test.each(['sourceIp', 'secure'])('where the function `%s` throws, the request is refused', async (name) => {
  const broken = () => {
    throw new Error('no such header');
  };
  const { status, body: answer, given, log } = await post({ [name]: broken });
  expect(status).toBe(500);
  expect(answer).toBe('{"__type":"InternalErrorException","message":"Internal server error"}');
  expect(given).toBeUndefined();
  expect(log.at(-1)).toMatchObject({ event: 'fault' });
});

test('a body that someone has read before is refused', async () => {
  const {
    status,
    body: answer,
    log,
  } = await post({}, '/', async (request) => {
    for await (const _ of request);
  });
  expect([status, answer]).toEqual([400, '{"__type":"SerializationException"}']);
  expect(log.at(-1)?.message).toContain('stream is not readable');
});

test('answers over HTTP/2, too', async () => {
  const authorize = cognitoIam(createAuthorizer(optionsFor([])));
  const server = createHttp2Server(async (request, response) => {
    // Node's responses of HTTP/2 have what is used of those of HTTP/1.
    const authorized = await authorize(request as never, response as never);
    if (authorized !== undefined) response.end('went on');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const session = connect(`http://127.0.0.1:${port}`);
  const answered = async (operation: string) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': '/',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      authorization: `Bearer ${await mint()}`,
    });
    stream.end(body);
    const [headers] = await once(stream, 'response');
    return [headers[':status'], await text(stream)] as const;
  };
  expect(await answered('AdminGetUser')).toEqual([200, 'went on']);
  expect(await answered('AdminCreateUser')).toEqual([400, expect.stringContaining('AccessDeniedException')]);
  session.close();
  server.close();
});
