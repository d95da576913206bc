import {
  AccountError,
  type AccountPart,
  type DocumentPlaces,
  type FileReader,
  type Finding,
  pointerSteps,
  templateSyntax,
  valueAt,
} from '@cognito-iam/account';
import type { DirectoryOptions, PolicyType } from '@cognito-iam/core';
import { offlineAccount } from '../offline-account.js';
import type { FoundPolicy } from './linted-policy.js';

/** The policies of a file, and what was found when it was read. */
export interface FoundPolicies {
  readonly policies: readonly FoundPolicy[];
  readonly findings: readonly Finding[];
  /** Absolute paths of all that a configuration reads, itself among them. */
  readonly files?: readonly string[];
}

/** What files are read with. */
export interface FileContext {
  readonly reader: FileReader;
  readonly folder: string;
  /** What a policy that stands in a file of its own is. */
  readonly type: PolicyType;
}

/** A kind of file: how it is known, and read. */
interface FileKind {
  readonly isKind: (members: ReadonlyMap<string, unknown>) => boolean;
  readonly read: (file: string, context: FileContext) => Promise<FoundPolicies> | FoundPolicies;
}

const kinds: readonly FileKind[] = [
  { isKind: (members) => members.has('Statement') || members.has('Version'), read: policyFile },
  { isKind: (members) => members.has('Resources'), read: templateFile },
  {
    isKind: (members) => members.has('format_version') || members.has('terraform_version'),
    read: terraformPlan,
  },
  {
    isKind: (members) =>
      ['account', 'roles', 'users', 'groups', 'managedPolicies'].some((key) => members.has(key)),
    read: configuration,
  },
];

/** Reads the policies of a file of any kind: a policy, a template, a plan or a configuration. What is wrong is a finding. */
export async function foundPolicies(file: string, context: FileContext): Promise<FoundPolicies> {
  try {
    const { placeOf, value } = context.reader.source(file, templateSyntax);
    const members = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
    const kind = kinds.find(({ isKind }) => isKind(members));
    if (kind !== undefined) return await kind.read(file, context);
    const is = value === null ? 'is empty:' : 'is';
    const message = `\`${file}\` ${is} no policy, no template, no plan and no configuration`;
    const mend =
      'a policy has a `Statement`, a template `Resources`, a plan a `format_version`, a configuration an `account`';
    const place = placeOf('');
    return { policies: [], findings: [{ severity: 'error', code: 'unknown-file', message, mend, place }] };
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    return { policies: [], findings: error.findings, files: error.files };
  }
}

function policyFile(file: string, { reader, type }: FileContext): FoundPolicies {
  const { value, placeOf } = reader.source(file);
  return { policies: [{ name: file, type, document: value, placeOf }], findings: [] };
}

/** Account and region are made up: what a policy says does not depend on them. */
const anywhere = { account: '123456789012', region: 'us-east-1' };

async function templateFile(file: string, { reader }: FileContext): Promise<FoundPolicies> {
  const { readTemplates } = await import('@cognito-iam/account/cloudformation');
  return ofParts(readTemplates(reader, [{ file }], anywhere));
}

async function terraformPlan(file: string, { reader }: FileContext): Promise<FoundPolicies> {
  const { readPlans } = await import('@cognito-iam/account/terraform');
  return ofParts(readPlans(reader, [{ file }], anywhere));
}

function ofParts({
  parts,
  findings,
}: {
  readonly parts: readonly { readonly part: AccountPart }[];
  readonly findings: readonly Finding[];
}): FoundPolicies {
  return {
    policies: parts.flatMap(({ part }) => documents(part.directory, part.policyPlaces)),
    findings: [...findings, ...parts.flatMap(({ part }) => part.findings)],
  };
}

async function configuration(file: string, { folder }: FileContext): Promise<FoundPolicies> {
  const { directoryOptions, files, findings, policyPlaces } = await offlineAccount(file, folder);
  return { policies: documents(directoryOptions, policyPlaces), findings, files };
}

/** Those policies whose place is known: they are the user's own. */
function documents(
  directory: Partial<DirectoryOptions>,
  places: ReadonlyMap<string, DocumentPlaces>,
): readonly FoundPolicy[] {
  const attached = attachedNames(directory);
  return [...places].map(([pointer, placeOf]): FoundPolicy => {
    const [kind = '', name = ''] = pointerSteps(pointer);
    const given = valueAt(directory, pointer);
    const document = isNamed(given) ? given.document : given;
    const isBoundary =
      kind === 'managedPolicies' && attached.boundaries.has(name) && !attached.policies.has(name);
    return {
      name: pointer,
      type: isBoundary ? 'boundary' : typeAt(pointer),
      document: documentOf(document),
      placeOf,
    };
  });
}

function typeAt(pointer: string): PolicyType {
  if (pointer.startsWith('/serviceControlPolicies/')) return 'serviceControl';
  if (pointer.startsWith('/resourceControlPolicies/')) return 'resourceControl';
  return /^\/sessions\/|\/sessionPolicies\//.test(pointer) ? 'session' : 'identity';
}

/** Names of managed policies by what they are attached as: one that is a boundary alone grants nothing. */
function attachedNames({ groups, roles, users }: Partial<DirectoryOptions>): {
  readonly policies: ReadonlySet<string>;
  readonly boundaries: ReadonlySet<string>;
} {
  const holders = [groups, roles, users].flatMap((some) => Object.values(some ?? {}));
  const name = (policy: string): string => policy.replace(/^arn:.*\//, '');
  return {
    policies: new Set(holders.flatMap(({ managedPolicies }) => managedPolicies ?? []).map(name)),
    boundaries: new Set(
      holders.flatMap((one) =>
        'permissionsBoundary' in one && typeof one.permissionsBoundary === 'string'
          ? [name(one.permissionsBoundary)]
          : [],
      ),
    ),
  };
}

function isNamed(value: unknown): value is { readonly document: unknown } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'document');
}

function documentOf(document: unknown): unknown {
  return typeof document === 'string' ? JSON.parse(document) : document;
}
