import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import { connect, createServer } from 'node:net';
import { AdminDeleteUserCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually, poolId, type Subject, startSubject } from './subject.js';

let subject: Subject;
beforeEach(async () => {
  subject = await startSubject();
});
afterEach(() => subject.stop());

const signUp = {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp',
  },
  body: '{"ClientId":"1","Username":"bob","Password":"secret"}',
};
const getBob = () => subject.reader.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'bob' }));

describe('what reaches the upstream', () => {
  test('an allowed request, byte for byte; a denied one does not', async () => {
    await expect(getBob()).resolves.toMatchObject({ Username: 'bob' });
    const denied = subject.reader.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'bob' }));
    await expect(denied).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(subject.upstream.requests.map(({ body }) => body)).toEqual([
      `{"UserPoolId":"${poolId}","Username":"bob"}`,
    ]);
  });

  test('the bytes that were decided on, described as they were read, to the path of the API alone', async () => {
    const body = ' {"ClientId":"1",\n"Username":"b\\u006fb","Password":"x"} ';
    const answer = await raw('POST', '/', body, {
      'content-type': 'application/json; charset=utf-16',
      'x-amz-target': signUp.headers['x-amz-target'],
      X_Amz_Target: 'AWSCognitoIdentityProviderService.AdminDeleteUser',
      'x-http-method-override': 'DELETE',
      'x-forwarded-for': '10.0.0.1',
      'x-own': 'kept',
      'x-hop': 'dropped',
      connection: 'x-hop, x-amz-target',
      te: 'trailers',
    });
    expect(answer.status).toBe(200);
    const [got] = subject.upstream.requests;
    expect(got).toMatchObject({ method: 'POST', url: '/', body });
    expect(got?.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'content-length': String(body.length),
      'x-amz-target': signUp.headers['x-amz-target'],
      'x-own': 'kept',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'gateway.test',
      'x-forwarded-proto': 'http',
    });
    for (const name of ['x_amz_target', 'x-http-method-override', 'x-hop', 'te', 'transfer-encoding']) {
      expect(got?.headers).not.toHaveProperty(name);
    }
  });

  test.each(['/admin/reset', '/?a=1', '//', '/health/../admin'])(
    'an operation that needs no credentials opens no other path: %s',
    async (path) => {
      await raw('POST', path, signUp.body, signUp.headers);
      expect(subject.upstream.requests.map(({ url }) => url).filter((url) => url !== '/')).toEqual([]);
    },
  );

  test('paths that Cognito serves to everybody, with query and body, as they are', async () => {
    const form = 'grant_type=client_credentials&client_id=1';
    await raw('POST', '/oauth2/token?a=b%20c', form, { 'content-type': 'application/x-www-form-urlencoded' });
    await raw('GET', `/${poolId}/.well-known/jwks.json`, '');
    expect(subject.upstream.requests).toMatchObject([
      { method: 'POST', url: '/oauth2/token?a=b%20c', body: form },
      { method: 'GET', url: `/${poolId}/.well-known/jwks.json`, body: '' },
    ]);
    expect(subject.upstream.requests[1]?.headers).not.toHaveProperty('transfer-encoding');
  });

  test.each(['TRACE', 'PUT', 'DELETE', 'PROPFIND'])('they pass for what they are for: %s', async (method) => {
    expect((await raw(method, '/oauth2/token', '')).status).toBe(405);
    expect(subject.upstream.requests).toEqual([]);
  });

  test.each([
    ...['/', '/admin', '/oauth2/..%2fadmin', '/login/../admin', 'http://other.test/oauth2/token'],
    ...['/oauth2/%252e%252e/admin', '/oauth2/..;/admin', '/oauth2/..%00/admin'],
  ])('no other path passes: GET %s', async (path) => {
    const { status, body } = await raw('GET', path, '');
    expect(status).toBe(400);
    expect(body).toContain('UnknownOperationException');
    expect(subject.upstream.requests).toEqual([]);
  });
});

describe('the answer', () => {
  test('comes with its headers, without those of its connection, and with those of the permission check', async () => {
    subject.upstream.answer = (_, response) => {
      response.writeHead(418, [
        ...['set-cookie', 'a=1', 'set-cookie', 'b=2', 'x-own', 'yes', 'x-hop', 'no', 'connection', 'x-hop'],
        ...['x-amzn-requestid', 'of-the-upstream'],
      ]);
      response.end('short and stout');
    };
    const answer = await fetch(subject.gateway.url, signUp);
    expect(answer.status).toBe(418);
    expect(await answer.text()).toBe('short and stout');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('x-own')).toBe('yes');
    expect(answer.headers.get('x-hop')).toBeNull();
    expect(answer.headers.get('x-amzn-requestid')).toBe('of-the-upstream');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('comes piece by piece from an upstream that is slow', async () => {
    let finish = () => {};
    subject.upstream.answer = (_, response) => {
      response.writeHead(200).write('first ');
      finish = () => response.end('last');
    };
    const answer = await fetch(subject.gateway.url, signUp);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('first ');
    finish();
    expect((await reader.read()).value).toBe('last');
  });

  test('is no faster than the client reads: a big one is not held in memory', async () => {
    const size = 64 * 1024 * 1024;
    let sent = 0;
    subject.upstream.answer = (_, response) => {
      const piece = Buffer.alloc(64 * 1024);
      const more = (): void => {
        while (sent < size) {
          sent += piece.length;
          if (!response.write(piece)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    };
    const answer = await new Promise<import('node:http').IncomingMessage>((resolve) => {
      openRequest(`${subject.gateway.url}/oauth2/userInfo`, resolve).end();
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    // What the buffers of four sockets hold, and not more.
    expect(sent).toBeLessThan(size / 2);
    let got = 0;
    for await (const chunk of answer) got += chunk.length;
    expect(got).toBe(size);
  });

  test('that nobody waits for any more is given up by the upstream, too', async () => {
    let given = false;
    subject.upstream.answer = (_, response) => void response.once('close', () => (given = true));
    const socket = connect(subject.port, '127.0.0.1');
    socket.write(
      `POST / HTTP/1.1\r\nhost: a\r\nx-amz-target: ${signUp.headers['x-amz-target']}\r\ncontent-length: ${signUp.body.length}\r\n\r\n${signUp.body}`,
    );
    await eventually(() => subject.upstream.requests.length === 1);
    socket.destroy();
    await eventually(() => given);
    expect(subject.reports.filter(({ event }) => event === 'fault' || event === 'forward')).toEqual([]);
  });

  test.each([
    [
      'a 304 that tells a length',
      'HTTP/1.1 304 Not Modified\r\nContent-Length: 20\r\nETag: "a"\r\n\r\n',
      304,
    ],
    ['a 204 with a body', 'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}', 204],
  ])('%s is its head alone', async (_, answer, status) => {
    subject.upstream.answer = (request) => void request.socket.write(answer);
    await expect(raw('POST', '/', signUp.body, signUp.headers)).resolves.toEqual({ status, body: '' });
    expect(subject.reports.filter(({ event }) => event === 'forward')).toEqual([]);
  });

  test.each([
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 \r\n\r\n',
  ])('comes after informational ones that nobody asked for, at once or one by one', async (before) => {
    // A body that begins as they do is left as it is.
    const body = 'HTTP/1.1 100 Continue\r\n\r\n';
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`;
    const pause = () => new Promise((resolve) => setTimeout(resolve, 30));
    subject.upstream.answer = ({ socket }) => void socket.write(before + head + body);
    await expect(raw('POST', '/', signUp.body, signUp.headers)).resolves.toEqual({ status: 200, body });
    subject.upstream.answer = async ({ socket }) => {
      for (const part of [before, head, body]) {
        socket.write(part);
        await pause();
      }
    };
    await expect(raw('POST', '/', signUp.body, signUp.headers)).resolves.toEqual({ status: 200, body });
  });

  test('that breaks off breaks off', async () => {
    subject.upstream.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('a part');
      setTimeout(() => response.destroy(), 50);
    };
    await expect(fetch(subject.gateway.url, signUp).then((answer) => answer.text())).rejects.toThrow();
  });
});

describe('an upstream in trouble', () => {
  test('is told as what SDKs try again, and is served again once it is back', async () => {
    await getBob();
    const upstreamPort = Number(new URL(subject.gateway.upstream.description).port);
    await subject.upstream.close();
    const down = await fetch(subject.gateway.url, signUp);
    expect(down.status).toBe(503);
    expect(down.headers.get('x-amzn-errortype')).toBe('ServiceUnavailable:');
    expect(down.headers.get('access-control-allow-origin')).toBe('*');
    await expect(down.json()).resolves.toMatchObject({ __type: 'ServiceUnavailable' });
    await expect(getBob()).rejects.toMatchObject({ name: 'ServiceUnavailable', $retryable: {} });
    const health = await fetch(`${subject.gateway.url}/_cognito-iam/health`);
    expect(health.status).toBe(503);
    await expect(health.json()).resolves.toMatchObject({ ok: false, upstream: { state: 'down' } });

    const { StubUpstream } = await import('./subject.js');
    const back = new StubUpstream();
    await back.listen(upstreamPort);
    try {
      await eventually(() => subject.gateway.upstream.state === 'up');
      await expect(getBob()).resolves.toMatchObject({ Username: 'bob' });
    } finally {
      await back.close();
    }
  });

  test('that hangs up without an answer is a 502, and is told', async () => {
    subject.upstream.answer = (request) => request.socket.destroy();
    const answer = await fetch(subject.gateway.url, signUp);
    expect(answer.status).toBe(502);
    await expect(answer.json()).resolves.toMatchObject({ __type: 'InternalErrorException' });
    expect(subject.reports).toContainEqual(expect.objectContaining({ event: 'forward', level: 'warn' }));
  });

  test('that answers before it has the whole body leaves the connection good for the next request', async () => {
    const early = createServer((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', () => {
          socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno');
        });
    });
    early.listen(0, '127.0.0.1');
    await once(early, 'listening');
    const address = early.address();
    if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
    const other = await startSubject(`http://127.0.0.1:${address.port}`);
    try {
      const length = 2_000_000;
      const bytes = `POST /oauth2/token HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n${'a'.repeat(length)}`;
      const next = 'GET /_cognito-iam/health HTTP/1.1\r\nhost: localhost\r\n\r\n';
      const socket = connect(other.port, '127.0.0.1', () => socket.write(bytes + next));
      let text = '';
      socket.setEncoding('latin1').on('data', (chunk: string) => {
        text += chunk;
      });
      await eventually(() => /^HTTP\/1\.1 413 [\s\S]*HTTP\/1\.1 (?:200|503) /.test(text), 5_000);
      socket.destroy();
    } finally {
      early.close();
      await other.stop();
    }
  });

  test('that answers what is no HTTP is a 502', async () => {
    subject.upstream.answer = (request) => void request.socket.end('what?\r\n\r\n');
    expect((await fetch(subject.gateway.url, signUp)).status).toBe(502);
  });
});

/** Sends what `fetch` would not. */
function raw(
  method: string,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = subject;
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = openRequest(
      { host: '127.0.0.1', port, method, path, headers: { host: 'gateway.test', ...headers, ...length } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    outgoing.on('error', reject).end(body);
  });
}
