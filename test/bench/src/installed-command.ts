import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../packages/', import.meta.url));

/** The command as users have it. */
export interface InstalledCommand {
  /** Absolute path of its main module. */
  readonly main: string;
  /** An empty folder to work in. */
  readonly folder: string;
  remove(): void;
}

/** Packs the command, and installs it in a folder of its own. */
export function installCommand(): InstalledCommand {
  const root = mkdtempSync(join(tmpdir(), 'cognito-iam-commands-'));
  const dependencies = Object.fromEntries(
    ['cli'].map((name): [string, string] => {
      const cwd = join(packages, name);
      const args = ['-y', 'pnpm@10', 'pack', '--json', '--pack-destination', root];
      const output = execFileSync('npx', args, {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      // What is built before packing says so first.
      const { filename }: { filename: string } = JSON.parse(output.slice(output.search(/^\{/m)));
      const manifest: { name: string } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
      return [manifest.name, `file:${filename}`];
    }),
  );
  writeFileSync(join(root, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...flags], { cwd: root, stdio: 'ignore' });
  const folder = join(root, 'folder');
  mkdirSync(folder);
  return {
    main: join(root, 'node_modules', 'cognito-iam', 'bundle', 'main.cjs'),
    folder,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
