import { dirname, resolve } from 'node:path';
import type { Account } from './account.js';
import type { DescribedUserPool, LocalUserPool, SourceContext } from './account-part.js';
import { assemble } from './assemble.js';
import { configContext } from './config/config-context.js';
import { type ConfigFile, configFile } from './config/config-file.js';
import { configPolicies } from './config/config-policies.js';
import { authorizerSettings, readConfig, readUpstream, type Upstream } from './config/read-config.js';
import { readIssuers } from './config/read-issuers.js';
import { type FileReader, fileReader } from './file-reader.js';
import { AccountError, type Finding } from './finding.js';
import { pointerOf, pointerSteps, valueAt } from './json-pointer.js';
import { madeUpPools } from './made-up-pools.js';
import { mergeParts } from './merge-parts.js';
import { otherSources } from './other-sources.js';
import { describedRoleMappings } from './pool-role-mappings.js';
import type { SourceFile } from './source-file.js';
import { configRegion } from './unknown-region.js';

/** What {@link loadAccount} may be told. */
export interface LoadOptions {
  /** What the configuration's name counts from; the working directory of the process by default. */
  readonly folder?: string;
  /**
   * Pools that there are in the emulator, see {@link SourceContext}, or what tells them of the upstream that the
   * configuration names. A pool of a template or plan that is none of them is warned of; without this option, and
   * where `undefined` is told, nothing is known of the emulator and nobody warned.
   */
  readonly localPools?: SourceContext['localPools'] | LocalPoolsOf;
  /**
   * Members that take the place of the configuration's, such as those that a command line names. What is wrong with
   * one is said of the configuration. A function is given the configuration as it is written, not yet checked.
   */
  readonly overrides?:
    | Readonly<Record<string, unknown>>
    | ((config: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>);
}

/** Tells the user pools of an upstream; `undefined` where they are not known. */
export type LocalPoolsOf = (upstream: Upstream) => readonly LocalUserPool[] | undefined;

/**
 * Reads a configuration and every file that it names. Throws an {@link AccountError} with everything that is wrong in
 * them, each with its place.
 */
export async function loadAccount(file: string, options: LoadOptions = {}): Promise<Account> {
  return load(file, options, (reader) => reader.source(file));
}

/**
 * As {@link loadAccount}, of a configuration that is an object of the program's. Files that it names count from the
 * folder; `name` stands for it where its own place would be told.
 */
export async function loadAccountOf(
  config: Readonly<Record<string, unknown>>,
  name: string,
  options: LoadOptions = {},
): Promise<Account> {
  const placeOf: SourceFile['placeOf'] = () => ({ file: name, line: 1, column: 1 });
  return load(name, options, () => ({ file: name, value: config, placeOf }));
}

async function load(
  file: string,
  { folder = process.cwd(), localPools, overrides }: LoadOptions,
  sourceFrom: (reader: FileReader) => SourceFile,
): Promise<Account> {
  const reader = fileReader(folder);
  try {
    return await readAccount(overridden(sourceFrom(reader), overrides), reader, localPools);
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    throw new AccountError(inReadingOrder(error.findings, file), reader.fileStates);
  }
}

async function readAccount(
  source: SourceFile,
  reader: FileReader,
  told: LoadOptions['localPools'],
): Promise<Account> {
  const config = configFile(source);
  const path = reader.path(source.file);
  const beside = (named: string): string => resolve(dirname(path), named);
  const localPools = typeof told === 'function' ? told(readUpstream(config.upstream, beside)) : told;
  const own = configPolicies(source, reader);
  const policies = Object.keys(own.options.managedPolicies ?? {});
  const others = await otherSources(config, policies, source, reader, localPools);
  const merged = mergeParts(source, own.options, own.places, others.parts);
  const mappings = describedRoleMappings(config.roleMapping === undefined ? others.parts : []);
  const { issuers, findings: ofIssuers } = readIssuers(config, source, reader, mappings.byPool);
  const userPools = others.parts.flatMap(({ part }) => part.userPools);
  const roleMapping = config.roleMapping ?? mappings.common;
  const resourceTags = poolTags(userPools, config.resourceTags);
  const read = readConfig(config, issuers, path, beside);
  // Another key is trusted from when it is there, and the one before no more.
  if (read.trustDevelopmentTokens !== undefined) reader.follow(read.trustDevelopmentTokens);

  const ofContext = configContext(config.context, source);
  const findings = [
    ...own.findings,
    ...others.findings,
    ...merged.findings,
    ...mappings.findings,
    ...ofIssuers,
    ...unmapped(roleMapping, issuers, source),
    ...configRegion(config.region, source),
    ...ofContext.findings,
    ...(localPools === undefined ? [] : madeUpPools(userPools, localPools)),
  ];
  // What the unread files hold would be missed everywhere.
  if (others.findings.some(({ severity }) => severity === 'error')) throw new AccountError(findings);
  const { directoryOptions, policyPlaces, sourceIds } = merged;
  const assembled = {
    ...directoryOptions,
    ...authorizerSettings(config),
    region: config.region,
    issuers: issuers ?? [],
    resourceTags,
    ...(roleMapping !== undefined && { roleMapping }),
  };
  const placeOf: SourceFile['placeOf'] = (pointer) => {
    const [group] = /^.*\/roleMapping\/groups\/\d+/.exec(pointer) ?? [];
    const place = group === undefined ? undefined : mappings.groupPlaces.get(valueAt(assembled, group));
    return place ?? tagPlace(pointer, userPools, source) ?? merged.placeOf(pointer);
  };
  const unread = [...own.unread, ...ofContext.pointers];
  const directory = assemble(assembled, { policyPlaces, placeOf, unread }, findings);
  return {
    directory,
    directoryOptions,
    region: config.region,
    userPools,
    localPools: localPools ?? [],
    roleMapping,
    poolRoleMappings: mappings.byPool,
    policyPlaces,
    sourceIds,
    resourceTags,
    findings: inReadingOrder(findings, source.file),
    files: reader.files,
    fileStates: reader.fileStates,
    config: read,
  };
}

/** Those of the configuration first, each file from top to bottom. */
function inReadingOrder(findings: readonly Finding[], first: string): readonly Finding[] {
  const files = [first, ...findings.flatMap(({ place }) => place?.file ?? [])];
  const order = (one: Finding, two: Finding): number => {
    const [at, other] = [one.place, two.place];
    if (at === undefined || other === undefined)
      return Number(at !== undefined) - Number(other !== undefined);
    const file = files.indexOf(at.file) - files.indexOf(other.file);
    return file || at.line - other.line || at.column - other.column;
  };
  return [...findings].sort(order);
}

function overridden(source: SourceFile, overrides: LoadOptions['overrides']): SourceFile {
  const { value } = source;
  if (overrides === undefined || typeof value !== 'object' || value === null || Array.isArray(value))
    return source;
  const config: Readonly<Record<string, unknown>> = { ...value };
  const members = typeof overrides === 'function' ? overrides(config) : overrides;
  return { ...source, value: { ...config, ...members } };
}

/** Tags of pools, those of the configuration laid over those of templates and plans. */
function poolTags(
  pools: readonly DescribedUserPool[],
  configured: ConfigFile['resourceTags'] = {},
): Account['resourceTags'] {
  const tags: Record<string, Readonly<Record<string, string>>> = Object.create(null);
  for (const pool of pools) if (Object.keys(pool.tags).length > 0) tags[pool.poolId] = pool.tags;
  for (const [poolId, own] of Object.entries(configured)) tags[poolId] = { ...tags[poolId], ...own };
  return tags;
}

/** Where the tags of a pool are written that the configuration does not tag. */
function tagPlace(
  pointer: string,
  pools: readonly DescribedUserPool[],
  source: SourceFile,
): DescribedUserPool['place'] | undefined {
  const [kind, id, key] = pointerSteps(pointer);
  if (kind !== 'resourceTags' || id === undefined) return undefined;
  const own = valueAt(source.value, pointerOf(kind, id, ...(key === undefined ? [] : [key])));
  return own === undefined ? pools.find(({ poolId }) => poolId === id)?.place : undefined;
}

function unmapped(
  roleMapping: Account['roleMapping'],
  issuers: Account['config']['issuers'],
  source: SourceFile,
): readonly Finding[] {
  const mapped = roleMapping !== undefined || issuers?.every((issuer) => issuer.roleMapping !== undefined);
  if (mapped === true) return [];
  const message =
    'no `roleMapping` says which roles groups have: a token counts only for roles that it names itself';
  return [{ severity: 'info', code: 'no-role-mapping', message, place: source.placeOf('') }];
}
