import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
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
