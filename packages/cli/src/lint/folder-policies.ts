import { join } from 'node:path';
import { AccountError, readRegularFile, templateSyntax } from '@cognito-iam/account';
import { UserError } from '../user-error.js';
import { type FileContext, type FoundPolicies, foundPolicies } from './found-policies.js';

/** What a folder holds. */
export interface FolderPolicies {
  /** By name of the file, in the order of names. */
  readonly found: ReadonlyMap<string, FoundPolicies>;
  /** Files of the same kinds that are no policy, template, plan or configuration. */
  readonly others: readonly string[];
}

const pattern = '**/*.{json,yaml,yml,template}';

/**
 * Reads every policy, template, plan and configuration in a folder and those below it. What a configuration names is
 * read as that says alone. Throws a {@link UserError} where there is none.
 */
export async function folderPolicies(name: string, context: FileContext): Promise<FolderPolicies> {
  const { glob } = await import('tinyglobby');
  const below = await glob(pattern, {
    cwd: context.reader.path(name),
    ignore: ['**/node_modules/**'],
    followSymbolicLinks: false,
  });
  const files = below.sort().map((file) => join(name, file));
  const found = new Map<string, FoundPolicies>();
  for (const file of files) if (isMeant(file, context)) found.set(file, await foundPolicies(file, context));
  const named = new Set([...found].flatMap(([file, { files: read = [] }]) => others(read, file, context)));
  for (const file of found.keys()) if (named.has(context.reader.path(file))) found.delete(file);
  if (found.size === 0) {
    const looked = files.length === 0 ? 'there is none' : `it has ${files.length}, which are something else`;
    throw new UserError(
      `nothing to look at in the folder ${name}: expected .json, .yaml, .yml or .template files with policies, ${looked}`,
    );
  }
  const known = (file: string): boolean => found.has(file) || named.has(context.reader.path(file));
  return { found, others: files.filter((file) => !known(file)) };
}

function others(read: readonly string[], file: string, { reader }: FileContext): readonly string[] {
  return read.filter((path) => path !== reader.path(file));
}

/** Whether a file that nobody has named is one of ours; what has a fault in it, where it speaks of Cognito's actions. */
function isMeant(file: string, { reader, type }: FileContext): boolean {
  try {
    const { value } = reader.source(file, templateSyntax);
    if (typeof value !== 'object' || value === null) return false;
    const members = new Map<string, unknown>(Object.entries(value));
    if (members.has('Statement')) return type === 'resourceControl' || !isOfResource(members);
    const isTemplate = typeof members.get('Resources') === 'object';
    return isTemplate || members.has('format_version') || (members.has('account') && members.has('region'));
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    return (
      error.findings.some(({ code }) => code === 'unreadable-file') || speaksOfCognito(reader.path(file))
    );
  }
}

/** A policy of a role's trust, a bucket or a key says whose requests it is about, as none of those that are looked at. */
function isOfResource(members: ReadonlyMap<string, unknown>): boolean {
  return [members.get('Statement')]
    .flat()
    .some(
      (statement) =>
        typeof statement === 'object' &&
        statement !== null &&
        ('Principal' in statement || 'NotPrincipal' in statement),
    );
}

function speaksOfCognito(path: string): boolean {
  return readRegularFile(path).includes('cognito-idp');
}
