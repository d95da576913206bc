import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const manifest: { readonly version: string; readonly bin: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(packageFolder, 'package.json'), 'utf8'),
);
const bin = manifest.bin['cognito-iam'] ?? expect.fail();

it('is a command that a clone can link before anything is built', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(packageFolder, bin), '--version'], {
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([0, `${manifest.version}\n`]);

  const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-bin-'));
  cpSync(join(packageFolder, bin), join(folder, bin), { recursive: true });
  const unbuilt = spawnSync(process.execPath, [join(folder, bin), '--version'], { encoding: 'utf8' });
  expect([unbuilt.status, unbuilt.stdout]).toEqual([2, '']);
  expect(unbuilt.stderr).toMatch(/^error {2}the command is not built yet: `npx -y pnpm@10 build` .*\n$/);
});

const policies = join(mkdtempSync(join(tmpdir(), 'cognito-iam-denied-')), 'policy.json');
writeFileSync(
  policies,
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}',
);
const denied = [join(packageFolder, bin), 'check', '--policies', policies, '--action', 'ListUserPools'];

it('ends with the exit code of the answer where nobody reads it', async () => {
  const child = spawn(process.execPath, denied, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.destroy();
  expect(await once(child, 'exit')).toEqual([1, null]);
});

it('says in a line that stdout cannot be written, which is no answer', () => {
  const readable = openSync(join(packageFolder, 'package.json'), 'r');
  const { status, stderr } = spawnSync(process.execPath, denied, {
    stdio: ['ignore', readable, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(readable);
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/^error {2}stdout cannot be written: EBADF.*\n$/),
  ]);
});
