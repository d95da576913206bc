import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { UserError } from '../user-error.js';
import type { GeneratedPolicy } from './least-privilege.js';

/** How policies are written. */
export type PolicyFormat = 'json' | 'yaml';

/** The text of a policy, or of several by name. */
export async function policyText(value: unknown, format: PolicyFormat): Promise<string> {
  if (format === 'json') return JSON.stringify(value, null, 2);
  const { stringify } = await import('yaml');
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
}

/** Policies by name: of a principal's several the second has `~2` behind its name, which no name in IAM has. */
export function policyNames(
  principal: string,
  policies: readonly GeneratedPolicy[],
): readonly (readonly [name: string, policy: GeneratedPolicy])[] {
  return policies.map((policy, index) => [index === 0 ? principal : `${principal}~${index + 1}`, policy]);
}

/** How policies are written to files. */
export interface WritingOptions {
  readonly format: PolicyFormat;
  /** Whether over files that are there. */
  readonly force: boolean;
  /** A file as messages name it. */
  readonly shown: (file: string) => string;
}

/**
 * Writes each policy to a file of its own in a folder: `role-Support.json`. Throws a {@link UserError} where one is there
 * already and `force` does not say to write over it; then none is written.
 */
export async function writePolicies(
  folder: string,
  policies: readonly (readonly [name: string, policy: GeneratedPolicy])[],
  { format, force, shown }: WritingOptions,
): Promise<readonly string[]> {
  const files = policies.map(([name, policy]) => ({
    // Of the characters that IAM has in names none means anything in a path but a dot, and it is never first.
    file: join(folder, `${name.replaceAll('/', '-')}.${format}`),
    policy,
  }));
  const there = files.filter(({ file }) => existsSync(file));
  if (there.length > 0 && !force) {
    throw new UserError(
      `${there.map(({ file }) => shown(file)).join(', ')} ${there.length === 1 ? 'is' : 'are'} there already: --force writes over ${there.length === 1 ? 'it' : 'them'}`,
    );
  }
  makeFolder(folder);
  for (const { file, policy } of files) {
    writeFileSync(file, `${await policyText(policy, format)}\n`, force ? {} : { flag: 'wx' });
  }
  return files.map(({ file }) => file);
}
