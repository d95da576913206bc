import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { pnpm } from '../packaging/pack.js';
import { patience } from './mock.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const [command, ...first] = pnpm();
const stopping: (() => unknown)[] = [];
afterEach(() => {
  for (const stop of stopping.splice(0)) stop();
});

/** An example, with the blocks of its README. */
function example(name: string) {
  const readme = readFileSync(new URL(`../../examples/${name}/README.md`, import.meta.url), 'utf8');
  const blocks = [...readme.matchAll(/```(\w*)\n([\s\S]*?)```/g)];
  const block = (language: string, part: string): string => {
    const found = blocks.find(([, of, text = '']) => of === language && text.includes(part));
    if (found === undefined) throw new Error(`the README of ${name} has no ${language} block with ${part}`);
    return found[2] ?? '';
  };
  return { block, lines: (language: string, part: string) => block(language, part).trim().split('\n') };
}

/** Starts it by the line of its README, on any free port; gives where it is. */
function started(line: string): Promise<string> {
  const [, , , ...given] = line.replace(/\s+#.*$/, '').split(' ');
  const child = spawn(command, [...first, ...given], {
    cwd: root,
    env: { ...process.env, PORT: '0' },
    // A process group of its own: pnpm hands no signal on.
    detached: true,
  });
  stopping.push(() => child.pid !== undefined && process.kill(-child.pid));
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (text: Buffer): void => {
      output += String(text);
      const [, url] = /^(http:\/\/127\.0\.0\.1:\d+)$/m.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => reject(new Error(output)));
  });
}

/** Runs a line of a README against a server that is elsewhere than the README says. */
async function answer(line: string, url: string): Promise<string> {
  const { stdout } = await run('sh', ['-c', line.replace(/http:\/\/127\.0\.0\.1:\d+/, `-sS ${url}`)]);
  return stdout;
}

describe.each([
  { name: 'express-rest', answers: ['{"Username":"bob","Enabled":true}', ''] },
  { name: 'hono-fetch', answers: ['{"Username":"bob"}'] },
])('the example $name', ({ name, answers }) => {
  test(
    'answers the lines of its README as that says',
    async () => {
      const { block, lines } = example(name);
      const url = await started(lines('sh', ' start')[0] ?? '');
      const said: string[] = [];
      for (const line of lines('sh', 'curl')) said.push(await answer(line, url));
      expect(said.slice(0, -1)).toEqual(answers);
      expect(JSON.parse(said.at(-1) ?? '')).toEqual(JSON.parse(block('json', 'AccessDeniedException')));
    },
    patience,
  );
});

test(
  'the tour of the example fastify prints what its README says',
  async () => {
    const { block, lines } = example('fastify');
    const url = await started(lines('sh', ' start')[0] ?? '');
    const [, , , ...tour] = (lines('sh', ' tour')[0] ?? '').split(' ');
    const { stdout } = await run(command, [...first, ...tour, url], { cwd: root });
    expect(stdout).toContain(block('', 'ann: AdminCreateUser'));
  },
  patience,
);

test('the application of the example hono-fetch is loaded where there is no module of Node', async () => {
  const register = new URL('../conformance/plain-fetch/register.mjs', import.meta.url).href;
  const program = `const { app } = await import('./app.js');
    const { status } = await app.fetch(new Request('http://localhost/users/bob'));
    console.log(status);`;
  const parts = ['--import', register, '--input-type=module', '--eval', program];
  const { stdout } = await run(process.execPath, parts, { cwd: `${root}/examples/hono-fetch` });
  expect(stdout.trim()).toBe('400');
});
