import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const folder = new URL('plain-fetch/', import.meta.url);
const run = promisify(execFile);

async function withoutNode(program: string): Promise<string> {
  const parts = ['--import', new URL('register.mjs', folder).href, '--input-type=module', '--eval', program];
  return (await run(process.execPath, parts, { cwd: fileURLToPath(folder) })).stdout;
}

test('core and Hono decide where there is no module of Node', async () => {
  const lines = (await withoutNode("await import('./worker.mjs')")).trim().split('\n');
  expect(lines).toEqual([
    '200 {"operation":"ListUsers","body":{"UserPoolId":"local_1abC","Username":"bob"}}',
    expect.stringMatching(
      /^400 \{"__type":"AccessDeniedException","Message":"User: arn:aws:sts::123456789012:/,
    ),
    expect.stringContaining('/issuers/0/jwks: there is no file system here; give the key set itself'),
    'undefined,undefined,undefined',
  ]);
}, 60_000);

test('the same check finds a module of Node', async () => {
  await expect(withoutNode("await import('@cognito-iam/fastify')")).rejects.toThrow('imports node:stream');
}, 60_000);
