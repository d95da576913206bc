import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuthorizer, type LogEntry } from '@cognito-iam/core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { adapters } from '../conformance/adapters.js';
import { mint, optionsFor } from '../conformance/fixture.js';
import { sendRaw } from '../conformance/send.js';
import { clients, signingClients } from './real-clients/clients.js';

// What the SDKs say about their age and Node's is no result of a test. They say it when they are imported.
vi.hoisted(() => {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1';
});

/** What a browser sets itself, or Node in its place: no page is asked about it. */
const ownHeaders =
  /^(?:host|connection|content-length|accept|accept-(?:encoding|language)|user-agent|pragma|sec-fetch-.*)$/;

/** The headers that a page sends by itself in the requests of `call`, as a preflight names them. */
async function headersOf(call: (endpoint: string) => Promise<unknown>): Promise<readonly string[]> {
  const names = new Set<string>();
  const server = createServer((request, response) => {
    for (const name of Object.keys(request.headers)) if (!ownHeaders.test(name)) names.add(name);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // An answer of nothing is no success for every client.
  await call(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`).catch(() => undefined);
  server.close();
  server.closeAllConnections();
  return [...names].sort();
}

const callers = new Map<string, (endpoint: string) => Promise<unknown>>();
for (const { name, connect } of clients) {
  callers.set(name, async (endpoint) => {
    const { keep, email } = connect(endpoint);
    keep({ access: await mint({ claims: { token_use: 'access' } }), id: await mint(), refresh: 'none' });
    await email();
  });
}
for (const { name, sign } of signingClients) {
  callers.set(`${name}, with temporary credentials`, (endpoint) =>
    sign(endpoint, { accessKeyId: 'any', secretAccessKey: 'any', sessionToken: 'any' })('AdminGetUser'),
  );
}

describe.each([...callers])('a page with %s', (_, call) => {
  let names: readonly string[];
  beforeAll(async () => {
    names = await headersOf(call);
    expect(names).toEqual(expect.arrayContaining(['content-type', 'x-amz-target']));
  });

  // https://fetch.spec.whatwg.org/#cors-preflight-fetch
  test.each(adapters)('may send its requests to $name', async (adapter) => {
    const log: LogEntry[] = [];
    let reached = 0;
    const answer = async () => {
      reached += 1;
      return { status: 200, body: {} } as const;
    };
    const { status, headers } = await sendRaw(adapter, { answer })(createAuthorizer(optionsFor(log)), {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'POST',
        'access-control-request-headers': names.join(','),
      },
      body: '',
    });
    expect(status).toBe(200);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-allow-methods']?.split(',')).toContain('POST');
    expect(headers['access-control-allow-headers']?.split(',')).toEqual(expect.arrayContaining([...names]));
    expect(reached).toBe(0);
    expect(log.map(({ event }) => event)).toEqual(['start']);
  });
});
