import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeCommand } from './installed-command.js';
import { describeTestingKit } from './installed-testing-kit.js';
import { installed, packAll, packageFolder, packageFolders, pathsIn, testedVersions } from './pack.js';

const run = promisify(execFile);
const bin = (path: string) => fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));
const frameworks = ['express', 'fastify', 'hono', 'koa'];
const patience = 300_000;

let tarballs: ReadonlyMap<string, string> = new Map();
let consumer = '';

beforeAll(async () => {
  tarballs = await packAll();
  const beside = ['@hono/node-server', '@types/express', '@types/koa', 'jose', ...frameworks];
  const versions = { ...(await testedVersions(beside)), '@types/node': '20' };
  consumer = await installed(tarballs, versions, 'consumer');
}, patience);

afterAll(async () => {
  const folders = [consumer, ...[...tarballs.values()].map(dirname)].filter((path) => path !== '');
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** What a program wrote that ended in failure. */
const printed = ({ stdout }: { readonly stdout: string }): string => stdout;

const tarballOf = (name: string): string => tarballs.get(name) ?? expect.fail(`${name} was not packed`);

/** What the package in a folder runs or is imported by. */
const entries = (name: string): readonly string[] => {
  if (name === 'core') return [...coreFiles, notices];
  if (name === 'cli') return ['bundle/main.cjs', 'bundle/yaml.cjs', `bundle/${schema}`, notices];
  return name === 'account' ? ['bundle/index.js', 'bundle/yaml.cjs', notices] : ['dist/index.js'];
};

/** The schema of a configuration. */
const schema = 'cognito-iam.schema.json';

/** The licences of what other packages have in a bundle. */
const notices = 'bundle/THIRD-PARTY-NOTICES.txt';

/** Every module of the core, two at most of which an entry point loads: the fewer, the sooner it starts. */
const coreFiles = [
  'bundle/chunk.js',
  'bundle/index.js',
  'bundle/policy/index.js',
  'bundle/request-signature.js',
  'bundle/token-library.js',
];

describe.each(packageFolders)('%s', (name) => {
  test('holds what it must, and nothing of the workspace', async () => {
    const paths = await pathsIn(tarballOf(name));
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json', ...entries(name)]));
    const allowed =
      /^(LICENSE|README\.md|package\.json|(bundle\/)?[\w.-]+\.schema\.json|emulator-process\.mjs|src\/.+\.ts|bundle\/THIRD-PARTY-NOTICES\.txt|(dist|bundle)\/.+\.(c?js|d\.ts)(\.map)?)$/;
    expect(paths.filter((path) => !allowed.test(path) || /\.test\.|test\//.test(path))).toEqual([]);
  });

  test('is built whenever it is packed', async () => {
    const { scripts }: { scripts?: Readonly<Record<string, string>> } = JSON.parse(
      await readFile(join(packageFolder(name), 'package.json'), 'utf8'),
    );
    expect(scripts?.['prepack']).toMatch(/^tsc -b( && pnpm bundle)?$/);
  });

  test('has the licence of the workspace', async () => {
    const own = await readFile(join(packageFolder(name), 'LICENSE'), 'utf8');
    expect(own).toBe(await readFile(new URL('../../LICENSE', import.meta.url), 'utf8'));
  });

  test('has nothing that publint finds', async () => {
    const bytes = await readFile(tarballOf(name));
    const tarball = new Uint8Array(bytes).buffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });
});

test.each(packageFolders.filter((name) => name !== 'cli'))(
  '%s has types for every way to resolve it that can import it',
  async (name) => {
    const attw = bin('../test/node_modules/@arethetypeswrong/cli/dist/index.js');
    const args = [attw, tarballOf(name), '--profile', 'esm-only', '--no-color', '--no-emoji'];
    const found = await run(process.execPath, args).then(() => 'nothing', printed);
    expect(found).toBe('nothing');
  },
  patience,
);

const answers = [
  ...[...frameworks, 'node']
    .toSorted()
    .flatMap((name) => [`${name} 200 ListUsers`, `${name} 400 AccessDeniedException`]),
  'policy allowed',
];

/** Writes the programs of the READMEs into the consumer, as TypeScript; gives their paths. */
async function programs(): Promise<readonly string[]> {
  const first = async (path: string, expression: RegExp): Promise<string> =>
    expression.exec(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'))?.[1] ??
    expect.fail(`${path} has no program`);
  const names = [...frameworks, 'node'];
  for (const name of names) {
    const program = await first(`packages/${name}/README.md`, /```js\n([\s\S]*?)```/);
    await writeFile(join(consumer, `${name}.mts`), program);
  }
  const typed = await first('README.md', /## TypeScript\n[\s\S]*?```ts\n([\s\S]*?)```/);
  await writeFile(join(consumer, 'readme.mts'), typed);
  await mkdir(join(consumer, 'policies'), { recursive: true });
  const policy = new URL('../../examples/mock-cognito/policies/support.json', import.meta.url);
  await copyFile(policy, join(consumer, 'policies/support.json'));
  return [...names, 'readme'].map((name) => `${name}.mts`);
}

test('the core is a few modules', async () => {
  const paths = await pathsIn(tarballOf('core'));
  expect(paths.filter((path) => path.endsWith('.js')).toSorted()).toEqual(coreFiles);
});

describeCommand(tarballOf);
describeTestingKit(tarballOf);

describe('in a project of its own', () => {
  test('the command runs, and reads JSON and YAML', async () => {
    const command = join(consumer, 'node_modules/.bin/cognito-iam');
    const folder = join(consumer, 'begun');
    await mkdir(folder);
    const commands = [['--version'], ['init'], ['lint'], ['lint', 'policies/support.json'], ['actions']];
    for (const args of commands) await run(command, args, { cwd: folder });
    const question = ['--as', 'Support', '--action', 'AdminGetUser', '--resource', 'us-east-1_AbCdEfGhI'];
    const { stdout } = await run(command, ['check', ...question], { cwd: folder });
    expect(stdout).toContain('LookAtUsers of HelpUsers allows it (policies/support.json:4:5)');

    // As it was kept by the run before, and compiled anew.
    const kept = join(consumer, 'node_modules/cognito-iam/bundle/compile-cache');
    expect(await readdir(kept)).toEqual([expect.stringContaining(process.version)]);
    for (const env of [process.env, { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' }]) {
      const again = await run(command, ['check', ...question], { cwd: folder, env });
      expect(again.stdout).toBe(stdout);
    }
  });

  test('the core begins without the libraries for tokens and signatures, and decides every case as AWS does', async () => {
    const cases = fileURLToPath(new URL('../cases/decisions.jsonl', import.meta.url));
    const { stdout } = await run(process.execPath, ['cold.mjs', cases], { cwd: consumer });
    expect(JSON.parse(stdout)).toEqual({ same: true, wrong: [], decided: expect.any(Number) });
  });

  test.each(['consumer.mjs', 'consumer.cjs'])(
    '%s permits and denies in every framework',
    async (program) => {
      const { stdout } = await run(process.execPath, [program], { cwd: consumer });
      expect(stdout.trim().split('\n').toSorted()).toEqual(answers);
    },
    patience,
  );

  test.each([
    ['NodeNext', 'NodeNext'],
    ['ESNext', 'Bundler'],
  ])(
    'its types compile as module %s, resolved as %s',
    async (module, moduleResolution) => {
      const compilerOptions = {
        module,
        moduleResolution,
        target: 'ES2023',
        lib: ['ES2023'],
        types: ['node'],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        resolveJsonModule: true,
        noEmit: true,
      };
      const files = ['consumer.ts', ...(await programs())];
      const path = join(consumer, `tsconfig.${moduleResolution}.json`);
      await writeFile(path, JSON.stringify({ compilerOptions, files }));
      const args = [bin('typescript/bin/tsc'), '-p', path, '--pretty', 'false'];
      const found = await run(process.execPath, args, { cwd: consumer }).then(() => '', printed);
      // What other packages' declarations get wrong is not for this test to say.
      const ours = found.split('\n').filter((line) => !/^node_modules\/(?!@cognito-iam)|^ |^$/.test(line));
      expect(ours).toEqual([]);
    },
    patience,
  );
});
