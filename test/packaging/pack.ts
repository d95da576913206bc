import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folders of `packages`, each of which is published. */
export const packageFolders: readonly string[] = await readdir(join(root, 'packages'));

export const packageFolder = (name: string): string => join(root, 'packages', name);

/** The name by which the package in a folder of `packages` is published. */
export async function packageName(folder: string): Promise<string> {
  const { name }: { name: string } = JSON.parse(
    await readFile(join(packageFolder(folder), 'package.json'), 'utf8'),
  );
  return name;
}

/** Packs every package as `pnpm publish` would; gives the tarballs by the names of the folders. */
export async function packAll(): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-iam-tarballs-'));
  const [command, ...first] = pnpm();
  const tarballs = new Map<string, string>();
  for (const name of packageFolders) {
    const cwd = packageFolder(name);
    const { stdout } = await run(command, [...first, 'pack', '--json', '--pack-destination', folder], {
      cwd,
    });
    // What is built before packing says so first.
    const { filename }: { filename: string } = JSON.parse(stdout.slice(stdout.search(/^\{/m)));
    tarballs.set(name, filename);
  }
  return tarballs;
}

/** The pnpm that runs the tests, or the one that a clone is meant to be used with. */
export function pnpm(): [string, ...string[]] {
  const path = process.env['npm_execpath'];
  if (path?.includes('pnpm')) return path.endsWith('js') ? [process.execPath, path] : [path];
  return ['npx', '-y', 'pnpm@10'];
}

/** The paths in a tarball, without its `package/`. */
export async function pathsIn(tarball: string): Promise<readonly string[]> {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  return stdout
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
}

/** Makes a project outside the workspace, of a folder beside this file or empty, and installs the tarballs there, beside what `versions` names. */
export async function installed(
  tarballs: ReadonlyMap<string, string>,
  versions: Readonly<Record<string, string>> = {},
  project?: string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-iam-consumer-'));
  if (project !== undefined) await cp(new URL(project, import.meta.url), folder, { recursive: true });
  const own = await Promise.all(
    [...tarballs].map(async ([name, tarball]) => [await packageName(name), `file:${tarball}`]),
  );
  const manifest = { private: true, dependencies: { ...Object.fromEntries(own), ...versions } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...flags], { cwd: folder });
  return folder;
}

/** The versions of `names` that the workspace tests with. */
export async function testedVersions(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const manifest = async (name: string): Promise<[string, string]> => {
    const path = join(root, 'test', 'node_modules', name, 'package.json');
    const { version }: { version: string } = JSON.parse(await readFile(path, 'utf8'));
    return [name, version];
  };
  return Object.fromEntries(await Promise.all(names.map(manifest)));
}
