import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../examples/mock-cognito/src/lock.js';
import { StartError } from '../../examples/mock-cognito/src/start-error.js';
import { patience, temporaryFolder } from './mock.js';

const lockModule = fileURLToPath(new URL('../../examples/mock-cognito/dist/lock.js', import.meta.url));

/** Takes the folder on the first word from outside, tells how that went, and keeps it until the input ends. */
const program = `
const { lockFolder } = await import(${JSON.stringify(lockModule)});
console.log('ready');
await new Promise((resolve) => process.stdin.once('data', resolve));
try {
  const lock = await lockFolder(process.argv[1]);
  console.log('held');
  await new Promise((resolve) => process.stdin.resume().once('end', resolve));
  await lock.release();
} catch (error) {
  console.log(error.name === 'StartError' ? 'busy' : String(error));
  process.exit();
}`;

interface Contender {
  /** The next line that it prints. */
  line(): Promise<string>;
  go(): void;
  /** Lets it end, and resolves when it has. */
  end(): Promise<void>;
}

function contend(folder: string): Contender {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const closed = once(child, 'close');
  return {
    line: async () => String((await lines.next()).value),
    go: () => child.stdin.write('go'),
    end: async () => {
      child.stdin.end();
      await closed;
    },
  };
}

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
    const contenders = Array.from({ length: 8 }, () => contend(folder.path));
    const nextLines = () => Promise.all(contenders.map((contender) => contender.line()));
    expect(new Set(await nextLines())).toEqual(new Set(['ready']));
    for (const contender of contenders) contender.go();
    const results = await nextLines();
    await Promise.all(contenders.map((contender) => contender.end()));
    expect(results.sort()).toEqual([...Array.from({ length: 7 }, () => 'busy'), 'held']);
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
