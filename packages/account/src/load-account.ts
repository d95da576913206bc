import { dirname } from 'node:path';
import { createDirectory, type DirectoryOptions } from '@cognito-iam/core';
import type { Account } from './account.js';
import type { SourceContext } from './account-part.js';
import { configPolicies, membersOf } from './config/config-policies.js';
import { fileReader } from './file-reader.js';
import { AccountError } from './finding.js';

/** What {@link loadAccount} may be told. */
export interface LoadOptions {
  /** What the configuration's name counts from; the working directory of the process by default. */
  readonly folder?: string;
  /** Pools that there are in the emulator; see {@link SourceContext}. */
  readonly localPools?: SourceContext['localPools'];
}

const accountKeys = [
  'account',
  'partition',
  'managedPolicies',
  'roles',
  'groups',
  'users',
  'root',
  'sessions',
  'serviceControlPolicies',
  'resourceControlPolicies',
  'organization',
];

/**
 * Reads a configuration and every file that it names. Throws an {@link AccountError} with everything that is wrong in
 * them, each with its place.
 */
export async function loadAccount(configFile: string, options: LoadOptions = {}): Promise<Account> {
  const reader = fileReader(options.folder ?? process.cwd());
  const config = reader.source(configFile);
  const members = membersOf(config.value);
  const { account, places, findings } = configPolicies(
    config,
    new Map([...members].filter(([key]) => accountKeys.includes(key))),
    reader,
  );
  if (findings.length > 0) throw new AccountError(findings);
  const directoryOptions = Object.fromEntries(account) as unknown as DirectoryOptions;
  const path = reader.path(configFile);
  return {
    directory: createDirectory(directoryOptions),
    directoryOptions,
    region: String(members.get('region') ?? 'us-east-1'),
    userPools: [],
    roleMapping: undefined,
    policyPlaces: places,
    resourceTags: {},
    findings: [],
    files: reader.files,
    config: {
      file: path,
      mode: 'enforce',
      listen: { host: '127.0.0.1', port: 9230 },
      upstream: { kind: 'embedded', emulator: 'cognito-local', folder: dirname(path) },
      issuers: undefined,
      clients: {},
    },
  };
}
