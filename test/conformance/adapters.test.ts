import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type AuthorizerOptions, createAuthorizer, type LogEntry } from '@cognito-iam/core';
import { afterEach, describe, expect, test } from 'vitest';
import { type AppOptions, adapters, type Seen } from './adapters.js';
import { mint, optionsFor, poolArn } from './fixture.js';
import { type Sent, sendTo } from './send.js';

const pool = 'us-east-1_EXAMPLE';
const members = { UserPoolId: pool, Username: 'bob' };

const authorizerWith = (changes: Partial<AuthorizerOptions> = {}, log: LogEntry[] = []) =>
  createAuthorizer(optionsFor(log, changes));

async function sent(operation: string, changes: Partial<Sent> = {}): Promise<Sent> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    authorization: `Bearer ${await mint()}`,
    ...changes.headers,
  };
  return { path: changes.path, body: changes.body ?? JSON.stringify(members), headers };
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

describe.each(adapters)('$name', (adapter) => {
  const seenBy = async (request: Sent, options?: AppOptions, changes?: Partial<AuthorizerOptions>) => {
    const received = await sendTo(adapter, options)(authorizerWith(changes), request);
    expect(received).toMatchObject({ status: 200 });
    const seen: Seen = JSON.parse(received.body);
    return seen;
  };

  const denialOf = async (request: Sent, options?: AppOptions, changes?: Partial<AuthorizerOptions>) => {
    const received = await sendTo(adapter, options)(authorizerWith(changes), request);
    const body: { __type: string; Message?: string } = JSON.parse(received.body);
    return { status: received.status, type: body.__type, message: body.Message };
  };

  describe.each([...adapter.parsers])('with %s', (parser, leaves) => {
    test('before it', async () => {
      const request = await sent('AdminGetUser');
      const seen = await seenBy(request, { parser, parsed: 'before' });
      const isParsed = leaves === 'object' || leaves === 'nothing';
      expect(seen.body).toEqual(isParsed ? members : request.body);
      if (leaves === 'nothing') expect(seen.rawBody).toBe(request.body);
    });

    test('before it, of a request that is denied', async () => {
      const denial = await denialOf(await sent('AdminCreateUser'), { parser, parsed: 'before' });
      expect(denial).toMatchObject({ status: 400, type: 'AccessDeniedException' });
    });

    test('before it, of a body with no member', async () => {
      const request = await sent('ListUserPools', { body: '{}' });
      const denial = await denialOf(request, { parser, parsed: 'before' });
      expect(denial.message).toContain('cognito-idp:ListUserPools on resource: *');
    });

    test('after it', async () => {
      const request = await sent('AdminGetUser');
      const seen = await seenBy(request, { parser, parsed: 'after' });
      const isText = adapter.parsesLast && (leaves === 'text' || leaves === 'bytes');
      expect(seen).toMatchObject({ body: isText ? request.body : members, rawBody: request.body });
    });
  });

  test('leaves operation, principal, members and decision', async () => {
    const { result } = await seenBy(await sent('AdminGetUser'));
    expect(result).toMatchObject({
      operation: 'AdminGetUser',
      members,
      principal: { arn: 'arn:aws:sts::123456789012:assumed-role/Support/alice', type: 'AssumedRole' },
      decision: { decision: 'allowed', matchedStatements: [{ policy: 'support', index: 0 }] },
    });
  });

  test('mounted under a path', async () => {
    const request = await sent('AdminGetUser', { path: '/cognito/base/' });
    const seen = await seenBy(request, { mountedAt: '/cognito' });
    expect(seen.body).toEqual(members);
  });

  test('takes the client address from the proxy only where the proxy is trusted', async () => {
    const request = await sent('AdminEnableUser', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    await seenBy(request, { trustProxy: true });
    const denial = await denialOf(request, { trustProxy: false });
    expect(denial.message).toContain(
      `AdminEnableUser on resource: ${poolArn} because no identity-based policy`,
    );
  });

  test('takes TLS from the proxy only where the proxy is trusted', async () => {
    const request = await sent('AdminResetUserPassword', { headers: { 'x-forwarded-proto': 'https' } });
    await seenBy(request, { trustProxy: true });
    expect(await denialOf(request, { trustProxy: false })).toMatchObject({ type: 'AccessDeniedException' });
  });

  test('a token with ten thousand groups', async () => {
    const groups = Array.from({ length: 10_000 }, (_, index) => `group-${index}`);
    const AccessToken = await mint({ claims: { token_use: 'access', 'cognito:groups': groups } });
    const received = await sendTo(adapter)(
      authorizerWith(),
      await sent('GetUser', { body: JSON.stringify({ AccessToken }) }),
    );
    expect(JSON.parse(received.body)).toEqual({
      __type: 'NotAuthorizedException',
      message: 'Invalid Access Token',
    });
  });

  test('the limit of a mount', async () => {
    const request = await sent('AdminGetUser');
    const limited = { adapterOptions: { bodyLimit: 8 } };
    expect(await denialOf(request, limited)).toMatchObject({
      status: 400,
      type: 'RequestEntityTooLargeException',
    });
  });

  test('options that cannot be used are found when it is built', () => {
    const authorizer = authorizerWith({ bodyLimit: 100 });
    const build = (adapterOptions: object) => () => adapter.app(authorizer, { adapterOptions });
    expect(build({ bodyLimit: 101 })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTION_INVALID', path: '/bodyLimit' }),
    );
    expect(build({ bodylimit: 10 })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTION_UNKNOWN', path: '/bodylimit' }),
    );
    const nothing = () => adapter.app({} as never);
    expect(nothing).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID', path: '/authorizer' }));
  });

  test('a connection that ends in the middle of a body is a refusal, and the next request is answered', async () => {
    const log: LogEntry[] = [];
    const server = createServer(adapter.app(authorizerWith({}, log))).listen(0);
    closing.push(() => server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { headers, body } = await sent('AdminGetUser');
    const head = Object.entries({ host: 'localhost', ...headers, 'content-length': '1000' });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST / HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
    );
    await once(socket, 'connect');
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    const refused = () => log.find(({ event }) => event === 'refused');
    for (let tries = 0; tries < 100 && refused() === undefined; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(refused()?.message).toContain('SerializationException');
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
  });

  test('a body without a length is refused as soon as it exceeds the limit', async () => {
    const server = createServer(adapter.app(authorizerWith({ bodyLimit: 1000 }))).listen(0);
    closing.push(() => server.close());
    await once(server, 'listening');
    const { headers } = await sent('AdminGetUser');
    const head = Object.entries({ host: 'localhost', ...headers, 'transfer-encoding': 'chunked' });
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    closing.push(() => socket.destroy());
    socket.write(`POST / HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    // The body never ends: the answer must not wait for it.
    for (let chunks = 0; chunks < 3; chunks++) socket.write(`400\r\n${' '.repeat(1024)}\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 400 /);
    expect(String(answer)).toContain('x-amzn-errortype: RequestEntityTooLargeException:');
  });

  test('after a body beyond the limit the connection answers again, or ends', async () => {
    const server = createServer(adapter.app(authorizerWith({ bodyLimit: 1000 }))).listen(0);
    closing.push(() => server.close());
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    closing.push(() => socket.destroy());
    let answers = '';
    let ended = false;
    socket.on('data', (text) => (answers += text));
    socket.on('close', () => (ended = true));
    socket.on('error', () => (ended = true));
    const { headers, body } = await sent('AdminGetUser');
    for (const text of [' '.repeat(300_000), body]) {
      const head = Object.entries({ host: 'localhost', ...headers, 'transfer-encoding': 'chunked' });
      const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      socket.write(`POST / HTTP/1.1\r\n${lines}\r\n${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`);
    }
    await expect.poll(() => ended || answers.includes('HTTP/1.1 200 OK'), { timeout: 4000 }).toBe(true);
    expect(answers).toContain('RequestEntityTooLargeException');
  });
});
