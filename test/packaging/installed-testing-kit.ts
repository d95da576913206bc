import { execFile } from 'node:child_process';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installed } from './pack.js';

const run = promisify(execFile);
const patience = 240_000;
let project = '';

/** What a program says, in whichever way it ends, without colours. */
async function said(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...environment };
  const printed = ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string =>
    stdout + stderr;
  return run(process.execPath, [...args], { cwd: project, env }).then(printed, printed);
}

const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--dir', '.', 'support.vitest.test.mjs'];
const jest = ['node_modules/jest/bin/jest.js', '--config', 'jest.config.json'];
const nodeTest = ['--test', '--test-reporter', 'spec', 'support.node.mjs'];
const modules = { NODE_OPTIONS: '--experimental-vm-modules' };

const runners: readonly (readonly [string, readonly string[], Record<string, string>, RegExp])[] = [
  ['vitest', vitest, {}, /Tests +2 failed \| 2 passed/],
  ['jest', jest, modules, /Tests: +2 failed, 2 passed/],
  ['node:test', nodeTest, {}, /pass 2[\s\S]*fail 2/],
];

/** What the testing kit does in a project with vitest, Jest and node:test that has its tarballs. */
export function describeTestingKit(tarballOf: (folder: string) => string): void {
  describe('the testing kit in a project of its own', () => {
    beforeAll(async () => {
      const own = ['core', 'account', 'testing'];
      const runners = { vitest: '4.1.12', jest: '30.5.2', '@jest/globals': '30.5.2', '@types/node': '20' };
      const tarballs = new Map(own.map((name) => [name, tarballOf(name)]));
      project = await installed(tarballs, runners, 'contract-tests');
    }, patience);

    afterAll(async () => {
      if (project !== '') await rm(project, { recursive: true, force: true });
    });

    test.each(runners)(
      'with %s what holds passes, and what fails says why, where and what would mend it',
      async (_, args, environment, summary) => {
        const output = await said(args, environment);
        expect(output).toMatch(summary);
        expect(output).toMatch(
          /expected role\/template-SupportRole-\w+ to be allowed AdminDeleteUser on us-east-1_Users/,
        );
        expect(output).toContain('nearest is ReadUsers of HelpUsers (template.json:');
        expect(output).toContain('"Action": "cognito-idp:AdminDeleteUser"');
        expect(output).toMatch(
          /expected role\/SupportRole to be allowed AdminDisableUser on Users; it is refused implicitly, layer identity \(cases\.yaml:6:5\)/,
        );
        expect(output).toContain('"Action": "cognito-idp:AdminDisableUser"');
        // Where a case is written, as runners show the place of an error.
        expect(output).toMatch(/Support disables users \(?(?:file:\/\/)?\S*cases\.yaml:6:5/);
      },
      patience,
    );

    test.each<[string, readonly string[], Record<string, string>]>([
      ['vitest', [...vitest, '--config', 'coverage.config.mjs'], {}],
      ['jest', ['coverage.mjs', ...jest], modules],
      ['node:test', ['coverage.mjs', ...nodeTest], {}],
    ])(
      'with %s it reports what the tests exercise of the policies',
      async (_, args, environment) => {
        await rm(join(project, 'coverage'), { recursive: true, force: true });
        const output = await said(args, environment);
        expect(output).toMatch(/template\.json: HelpUsers +\| +100 \| +100 \| +- \|/);
        expect(output).not.toContain('ERROR');
        const page = await readFile(join(project, 'coverage', 'policies', 'index.html'), 'utf8');
        expect(page).toContain('cognito-idp:AdminGetUser');
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
          ...{ module, moduleResolution, target: 'ES2023', lib: ['ES2023'], types: ['node'] },
          ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true },
          moduleDetection: 'force',
        };
        const config = join(project, `tsconfig.${moduleResolution}.json`);
        await copyFile(join(project, 'types.ts'), join(project, 'types.mts'));
        await writeFile(config, JSON.stringify({ compilerOptions, files: ['types.mts'] }));
        const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
        expect(await said([tsc, '-p', config, '--pretty', 'false'])).toBe('');
      },
      patience,
    );
  });
}
