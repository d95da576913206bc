import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../examples/mock-cognito/src/lock.js';
import { StartError } from '../../examples/mock-cognito/src/start-error.js';
import { patience, temporaryFolder } from './mock.js';
import { run } from './program.js';

const lockModule = fileURLToPath(new URL('../../examples/mock-cognito/dist/lock.js', import.meta.url));

/** Takes the folder at a given moment, keeps it for a while and tells how it went. */
const program = `
const [folder, at] = process.argv.slice(1);
const { lockFolder } = await import(${JSON.stringify(lockModule)});
while (Date.now() < Number(at));
try {
  const lock = await lockFolder(folder);
  await new Promise((resolve) => setTimeout(resolve, 700));
  await lock.release();
  console.log('held');
} catch (error) {
  console.log(error.name === 'StartError' ? 'busy' : String(error));
}`;

describe('the lock of a data folder', { timeout: patience }, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  /** The id of a process that has ended. */
  function deadProcess(): number {
    return spawnSync(process.execPath, ['--eval', '']).pid;
  }

  async function leftOver(name: string, content = 'held'): Promise<void> {
    await writeFile(join(folder.path, name), content);
  }

  it.each([1, 2, 3, 4, 5])('lets one of eight that start at the same moment have it: %d', async () => {
    await leftOver(`lock.${deadProcess()}.00000000-0000-4000-8000-000000000000`);
    await leftOver(`lock.${deadProcess()}.ffffffff-0000-4000-8000-000000000000`, '');
    const at = String(Date.now() + 700);
    const args = ['--input-type=module', '--eval', program, folder.path, at];
    const all = await Promise.all(Array.from({ length: 8 }, () => run(process.execPath, args)));
    expect(all.map(({ stdout }) => stdout.trim()).sort()).toEqual([
      ...Array.from({ length: 7 }, () => 'busy'),
      'held',
    ]);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('lets it be had again, once it is given back', async () => {
    const first = await lockFolder(folder.path);
    const refused = lockFolder(folder.path);
    await expect(refused).rejects.toThrow(StartError);
    await expect(refused).rejects.toThrow(`another instance (process ${process.pid}) uses the data folder`);
    await first.release();
    await (await lockFolder(folder.path)).release();
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('leaves alone what is no claim', async () => {
    const names = ['lock', 'lock.1.stale', 'lock.0.00000000-0000-4000-8000-000000000000', 'seeded'];
    for (const name of names) await leftOver(name);
    await (await lockFolder(folder.path)).release();
    expect((await readdir(folder.path)).sort()).toEqual([...names].sort());
  });
});
