import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest, type Mutant } from './mutants.js';

/** The folder that paths are relative to. */
export const root: string = fileURLToPath(new URL('../../..', import.meta.url));

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** What is mutated: sources whose mistakes are wrong decisions. */
export function sources(): readonly string[] {
  return ['policy', 'cognito']
    .flatMap((layer) => filesIn(`packages/core/src/${layer}`))
    .filter((file) => !file.endsWith('.data.ts'));
}

/** The tests that are to notice. */
export function testFiles(): readonly string[] {
  return ['policy', 'cognito']
    .flatMap((layer) => filesIn(`packages/core/test/${layer}`))
    .filter((file) => file.endsWith('.test.ts'));
}

/** Where the tests of a source's layer are: those of `cognito` run much of `policy`, and notice little of it. */
export function testFolderOf(file: string): string {
  return `${file.replace('/src/', '/test/').split('/').slice(0, 4).join('/')}/`;
}

/** Changes where anything changes that a mutant's fate may depend on. */
export function digestOfAll(): string {
  const folders = ['packages/core/src', 'packages/core/test', 'test/cases', 'test/mutation/src'];
  return digest(
    folders
      .flatMap(filesIn)
      .map((file) => file + read(file))
      .join('\n'),
  );
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}

interface Equivalent {
  readonly file: string;
  /** The line that is changed, without the space around it. */
  readonly code: string;
  /** `before → after`, of this line; several where one reason holds for them. */
  readonly changes: readonly string[];
  readonly why: string;
}

/** Tells which mutants no test can notice, and lists those written down that there no longer are. */
export function readEquivalents(mutants: readonly Mutant[]): {
  readonly ids: ReadonlySet<string>;
  readonly stale: readonly string[];
} {
  const all: readonly Equivalent[] = JSON.parse(read('test/mutation/equivalent.json'));
  const ids = new Set<string>();
  const stale: string[] = [];
  for (const { file, code, changes } of all) {
    for (const change of changes) {
      const those = mutants.filter((one) => one.file === file && one.code === code && one.change === change);
      if (those.length === 0) stale.push(`${file}: ${code}: ${change}`);
      for (const { id } of those) ids.add(id);
    }
  }
  return { ids, stale };
}
