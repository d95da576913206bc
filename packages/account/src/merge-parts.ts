import type { DirectoryOptions } from '@cognito-iam/core';
import type { AccountPart, DocumentPlaces, PolicyPlaces } from './account-part.js';
import type { Finding } from './finding.js';
import { pointerOf } from './json-pointer.js';
import { formatPlace, type Place } from './place.js';
import type { SourceFile } from './source-file.js';

/** An account part with the file that it was read from. */
export interface SourcedPart {
  readonly source: Pick<SourceFile, 'file' | 'placeOf'>;
  readonly part: Pick<AccountPart, 'directory' | 'policyPlaces' | 'entryPlaces' | 'sourceIds'>;
}

/** Every source as one. */
export interface MergedParts {
  readonly directoryOptions: DirectoryOptions;
  readonly policyPlaces: PolicyPlaces;
  /** What the other sources call roles, users and groups, by JSON Pointer. */
  readonly sourceIds: ReadonlyMap<string, string>;
  /** Where something of the directory's options is written, by its JSON Pointer. */
  readonly placeOf: (pointer: string) => Place;
  /** Names that two sources define. */
  readonly findings: readonly Finding[];
}

const kinds = ['managedPolicies', 'roles', 'groups', 'users'] as const;

/** Puts the parts of other files beside what the configuration says. */
export function mergeParts(
  config: SourceFile,
  options: DirectoryOptions,
  places: ReadonlyMap<string, DocumentPlaces>,
  parts: readonly SourcedPart[],
): MergedParts {
  const merged = new Map<string, Record<string, unknown>>();
  const policyPlaces = new Map(places);
  const owners = new Map<string, SourcedPart>();
  const findings: Finding[] = [];
  const entryPlace = (entry: string): Place => {
    const owner = owners.get(entry);
    return owner === undefined ? config.placeOf(entry) : placeIn(owner, entry);
  };
  for (const kind of kinds) {
    const all: Record<string, unknown> = Object.assign(Object.create(null), options[kind]);
    for (const sourced of parts) {
      for (const [name, entry] of Object.entries(sourced.part.directory[kind] ?? {})) {
        const pointer = pointerOf(kind, name);
        if (name in all) findings.push(twice(kind, name, placeIn(sourced, pointer), entryPlace(pointer)));
        else {
          all[name] = entry;
          owners.set(pointer, sourced);
        }
      }
    }
    if (Object.keys(all).length > 0) merged.set(kind, all);
  }
  for (const { part } of parts) for (const [pointer, at] of part.policyPlaces) policyPlaces.set(pointer, at);
  return {
    directoryOptions: { ...options, ...Object.fromEntries(merged) },
    policyPlaces,
    sourceIds: new Map(parts.flatMap(({ part }) => [...(part.sourceIds ?? [])])),
    placeOf: (pointer) => {
      const entry = pointer.split('/').slice(0, 3).join('/');
      return owners.has(entry) ? entryPlace(entry) : config.placeOf(pointer);
    },
    findings,
  };
}

function placeIn({ source, part }: SourcedPart, entry: string): Place {
  const place = part.entryPlaces?.get(entry);
  if (place !== undefined) return place;
  for (const [pointer, at] of part.policyPlaces) {
    if (pointer === entry || pointer.startsWith(`${entry}/`)) return at('');
  }
  return source.placeOf('');
}

const words: ReadonlyMap<string, string> = new Map([
  ['managedPolicies', 'managed policy'],
  ['roles', 'role'],
  ['groups', 'group'],
  ['users', 'user'],
]);

function twice(kind: string, name: string, place: Place, before: Place): Finding {
  return {
    severity: 'error',
    code: 'defined-twice',
    message: `the ${words.get(kind)} \`${name}\` is defined here and at ${formatPlace(before)}`,
    mend: 'keep one of the two',
    place,
  };
}
