import type { AttachedPolicies, DirectoryOptions, RoleOptions, UserOptions } from '@cognito-iam/core';
import type { AccountPart, DocumentPlaces } from '../account-part.js';
import { pointerOf } from '../json-pointer.js';
import type { DescribedSource } from './described-source.js';
import type { DescribedDocument } from './policy-document.js';

/** The kinds of things that policies are attached to, as `DirectoryOptions` names them. */
export type PrincipalKind = 'roles' | 'users' | 'groups';

/** A role, user or group while the policies attached to it are gathered. */
export interface Draft {
  readonly kind: PrincipalKind;
  readonly name: string;
  /** What the source calls it: a logical id, a Terraform address. */
  readonly sourceId: string;
  /** JSON Pointer of its resource. */
  readonly pointer: string;
  readonly inlinePolicies: Map<string, DescribedDocument>;
  /** Names and ARNs of managed policies. */
  readonly managedPolicies: Set<string>;
  /** Groups of a user. */
  readonly groups: Set<string>;
  path?: string;
  id?: string;
  permissionsBoundary?: string;
  tags?: Readonly<Record<string, string>>;
}

/** The principals of a file. */
export interface Drafts {
  readonly all: readonly Draft[];
  get(kind: PrincipalKind, name: string): Draft | undefined;
  add(draft: Pick<Draft, 'kind' | 'name' | 'sourceId' | 'pointer'>): Draft;
}

/** An empty collection of drafts. Two resources with one name are one principal, and reported. */
export function createDrafts(file: DescribedSource): Drafts {
  const drafts = new Map<string, Draft>();
  return {
    get all() {
      return [...drafts.values()];
    },
    get: (kind, name) => drafts.get(`${kind} ${name}`),
    add: ({ kind, name, sourceId, pointer }) => {
      const key = `${kind} ${name}`;
      const there = drafts.get(key);
      if (there !== undefined) {
        file.report(pointer, {
          severity: 'error',
          code: 'duplicate-name',
          message: `two of the ${kind} are called \`${name}\``,
        });
        return there;
      }
      const draft: Draft = {
        kind,
        name,
        sourceId,
        pointer,
        inlinePolicies: new Map(),
        managedPolicies: new Set(),
        groups: new Set(),
      };
      drafts.set(key, draft);
      return draft;
    },
  };
}

/** Gives a principal an inline policy. IAM has room for one of a name, so a second one is an error. */
export function addInlinePolicy(
  file: DescribedSource,
  draft: Draft,
  name: string,
  document: DescribedDocument,
  pointer: string,
): void {
  if (draft.inlinePolicies.has(name)) {
    file.report(pointer, {
      severity: 'error',
      code: 'duplicate-policy',
      message: `\`${draft.name}\` has two inline policies \`${name}\`, of which IAM keeps only one`,
      mend: 'give them different names',
    });
    return;
  }
  draft.inlinePolicies.set(name, document);
}

/** The finished principals and managed policies, with what the source calls them and the places of their documents. */
export function finishedDirectory(
  file: DescribedSource,
  drafts: Drafts,
  managedPolicies: ReadonlyMap<string, DescribedDocument>,
): Pick<AccountPart, 'directory' | 'policyPlaces' | 'sourceIds'> {
  const policyPlaces = new Map<string, DocumentPlaces>();
  const place = (pointer: string, { writtenAt }: DescribedDocument): void => {
    policyPlaces.set(pointer, (inner) => file.source.placeOf(writtenAt(inner)));
  };
  for (const [key, policy] of managedPolicies) place(pointerOf('managedPolicies', key), policy);
  for (const { kind, name, inlinePolicies } of drafts.all) {
    for (const [policyName, policy] of inlinePolicies) {
      place(pointerOf(kind, name, 'inlinePolicies', policyName), policy);
    }
  }
  const directory: Pick<DirectoryOptions, PrincipalKind | 'managedPolicies'> = {
    roles: record(drafts, 'roles', finished),
    users: record(drafts, 'users', (draft): UserOptions => {
      const groups = [...draft.groups];
      return { ...finished(draft), ...(groups.length > 0 && { groups }) };
    }),
    groups: record(drafts, 'groups', attached),
    managedPolicies: documents(managedPolicies),
  };
  const sourceIds = new Map(drafts.all.map(({ kind, name, sourceId }) => [pointerOf(kind, name), sourceId]));
  return { directory, policyPlaces, sourceIds };
}

function record<T>(drafts: Drafts, kind: PrincipalKind, make: (draft: Draft) => T): Record<string, T> {
  const own = drafts.all.filter((draft) => draft.kind === kind);
  return Object.fromEntries(own.map((draft): [string, T] => [draft.name, make(draft)]));
}

function documents(
  policies: ReadonlyMap<string, DescribedDocument>,
): Record<string, DescribedDocument['document']> {
  return Object.fromEntries([...policies].map(([name, { document }]) => [name, document]));
}

function attached({ inlinePolicies, managedPolicies }: Draft): AttachedPolicies {
  return {
    ...(inlinePolicies.size > 0 && { inlinePolicies: documents(inlinePolicies) }),
    ...(managedPolicies.size > 0 && { managedPolicies: [...managedPolicies] }),
  };
}

function finished(draft: Draft): RoleOptions {
  const { path, id, permissionsBoundary, tags } = draft;
  return {
    ...(path !== undefined && path !== '/' && { path }),
    ...(id !== undefined && { id }),
    ...attached(draft),
    ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    ...(tags !== undefined && Object.keys(tags).length > 0 && { tags }),
  };
}
