import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { answerHealth, type Health } from '../../src/gateway/health.js';

const health: Health = {
  ok: true,
  mode: 'enforce',
  upstream: { state: 'up', description: 'an emulator', problem: null },
  files: ['/home/bob/cognito-iam.yaml'],
  loadedAt: '2026-01-01T00:00:00.000Z',
  reloadProblem: null,
  waitingForStart: [],
  userPools: [],
  poolsProblem: null,
  keyProblems: {},
};
let listensOn = '127.0.0.1';
const server = createServer((incoming, response) => answerHealth(incoming, response, health, listensOn));
afterEach(() => server.close());

async function asked(host: string): Promise<{ readonly status: number | undefined; readonly text: string }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers: { host }, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    })
      .on('error', reject)
      .end();
  });
}

test.each([
  ...[
    '127.0.0.1:9230',
    '127.0.0.1',
    '[::1]:9230',
    'localhost:9230',
    'api.localhost',
    'LOCALHOST',
    'gateway:9230',
  ],
  '192.0.2.1',
])('is told to who asks %s', async (host) => {
  listensOn = '127.0.0.1';
  expect((await asked(host)).status).toBe(200);
});

test.each([
  'site.example:9230',
  'site.example',
  'localhost.site.example',
  '127.0.0.1.site.example',
  'notlocalhost.',
])('is not told to a page that has its own name lead here: %s', async (host) => {
  for (listensOn of ['127.0.0.1', 'localhost', '::1', '127.1.2.3']) {
    expect(await asked(host)).toEqual({ status: 421, text: '' });
    await new Promise((resolve) => server.close(resolve));
  }
});

test('is told by any name where others may call', async () => {
  listensOn = '0.0.0.0';
  expect((await asked('gateway.site.example')).status).toBe(200);
});
