import { basename, extname } from 'node:path';
import { type DirectoryOptions, nearestName } from '@cognito-iam/core';
import type { DocumentPlaces } from '../account-part.js';
import type { FileReader } from '../file-reader.js';
import { AccountError, type Finding } from '../finding.js';
import { pointerOf } from '../json-pointer.js';
import type { SourceFile } from '../source-file.js';
import { emptyFile } from '../source-json.js';
import { besideConfig } from './beside-config.js';
import { accountKeys } from './config-file.js';
import { type Problem, problemFinding } from './problem.js';

/** The members of a value that has some: none where it is no object. */
export function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : new Map();
}

/** The account of a configuration with the documents of its policy files in their place. */
export interface ConfigPolicies {
  readonly options: DirectoryOptions;
  /** By JSON Pointer of the document. */
  readonly places: ReadonlyMap<string, DocumentPlaces>;
  readonly findings: readonly Finding[];
  /** JSON Pointers of documents whose file could not be read. */
  readonly unread: readonly string[];
}

/** The AWS managed service control policy that every level begins with, by its name. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html */
const fullAwsAccess = {
  name: 'FullAWSAccess',
  arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/** Reads the policy files that the account of a configuration names, and notes where every policy is written. */
export function configPolicies(config: SourceFile, reader: FileReader): ConfigPolicies {
  const places = new Map<string, DocumentPlaces>();
  const findings: Finding[] = [];
  const unread: string[] = [];

  const document = (
    value: unknown,
    at: string,
    pointer = at,
  ): { readonly value: unknown; readonly name?: string } => {
    const file = membersOf(value).get('file');
    const key = keyOfNeither(membersOf(value));
    if (key !== undefined) {
      findings.push(problemFinding(noPolicy(at, key), config.placeOf));
      unread.push(pointer);
      return { value };
    }
    if (typeof file !== 'string') {
      places.set(pointer, (inner) => config.placeOf(at + inner));
      return { value };
    }
    try {
      const source = reader.source(besideConfig(config.file, file));
      if (source.value === null) throw new AccountError([emptyFile(source.placeOf(''))]);
      places.set(pointer, source.placeOf);
      return { value: source.value, name: basename(file, extname(file)) };
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      const place = config.placeOf(`${at}/file`);
      findings.push(...error.findings.map((finding) => ({ place, ...finding })));
      unread.push(pointer);
      return { value };
    }
  };
  const each = (
    value: unknown,
    pointer: string,
    read: (value: unknown, pointer: string) => unknown,
  ): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, one]): [string, unknown] => [
      key,
      read(one, pointer + pointerOf(key)),
    ]);
    return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
  };
  const documents = (value: unknown, pointer: string): unknown =>
    each(value, pointer, (one, at) => document(one, at).value);
  const member =
    (name: string, read: (value: unknown, pointer: string) => unknown) =>
    (value: unknown, pointer: string): unknown =>
      each(value, pointer, (one, at) => (at === `${pointer}/${name}` ? read(one, at) : one));
  const levels = (value: unknown, pointer: string): unknown =>
    each(value, pointer, (level, at) => each(level, at, controlPolicy));
  const controlPolicy = (value: unknown, pointer: string): unknown => {
    // AWS's own is written nowhere.
    if (value === fullAwsAccess.name) return fullAwsAccess;
    if (membersOf(value).has('document')) {
      const inner = membersOf(value).get('document');
      return {
        ...Object.fromEntries(membersOf(value)),
        document: document(inner, `${pointer}/document`, pointer).value,
      };
    }
    const read = document(value, pointer);
    return read.name === undefined ? read.value : { name: read.name, document: read.value };
  };
  const attached = (value: unknown, pointer: string): unknown =>
    each(value, pointer, member('inlinePolicies', documents));

  const readers = new Map<string, (value: unknown, pointer: string) => unknown>([
    ['managedPolicies', documents],
    ['roles', attached],
    ['users', attached],
    ['groups', attached],
    [
      'sessions',
      (value, at) => each(value, at, member('sessionPolicies', member('inlinePolicies', documents))),
    ],
    ['serviceControlPolicies', levels],
    ['resourceControlPolicies', levels],
  ]);
  const members = [...membersOf(config.value)].filter(([key]) => accountKeys.has(key));
  const options: object = Object.fromEntries(
    members.map(([key, value]) => [key, readers.get(key)?.(value, pointerOf(key)) ?? value]),
  );
  if (!hasAccount(options)) throw new TypeError('a configuration without account has passed the schema');
  return { options, places, findings, unread };
}

/** The key of an object that is neither a policy document nor the name of a file, though it may be meant as one. */
function keyOfNeither(members: ReadonlyMap<string, unknown>): string | undefined {
  const keys = [...members.keys()];
  if (keys.some((key) => policyKeys.includes(key) || key === 'file')) return undefined;
  return (
    keys.find((key) => nearestName(key, ['file']) !== undefined) ??
    keys.find((key) => nearestName(key, policyKeys) === undefined)
  );
}

const policyKeys: readonly string[] = ['Version', 'Id', 'Statement'];

function noPolicy(at: string, key: string): Problem {
  const isFile = nearestName(key, ['file']) !== undefined;
  return {
    pointer: at + pointerOf(key),
    code: 'unknown-key',
    message: `\`${key}\` is not known here`,
    mend: isFile ? 'did you mean `file`?' : 'a policy has a `Statement`, and `{ file: … }` names one',
  };
}

/** The schema has seen all of it but what policies hold, and that core reads itself. */
function hasAccount(options: object): options is DirectoryOptions {
  return 'account' in options;
}
