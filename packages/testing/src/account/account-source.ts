import {
  type Account,
  loadAccount,
  loadAccountOf,
  type MatrixAccount,
  type ParameterValue,
} from '@cognito-iam/account';
import { createDirectory, type DirectoryOptions, type RoleMappingOptions } from '@cognito-iam/core';
import { isRecord, requireKnown, TestKitError } from '../kit-error.js';

/** What a test account is made of. */
export interface LoadedAccount
  extends Omit<MatrixAccount, 'poolRoleMappings'>,
    Pick<Account, 'findings' | 'poolRoleMappings'> {
  /** What the files of its places count from; the working directory by default. */
  readonly folder?: string;
}

/** Where a test account comes from: made by `fromConfig`, `fromCloudFormation`, `fromTerraform`, or of options. */
export interface AccountSource {
  /** Rejects with an `AccountError`, `ConfigurationError` or `PolicyError` where the source cannot be used. */
  readonly load: () => Promise<LoadedAccount>;
}

/** An account that is written in the test. */
export interface TestAccountOptions extends Omit<DirectoryOptions, 'account'> {
  /** `123456789012` by default. */
  readonly account?: string;
  /** `us-east-1` by default. */
  readonly region?: string;
  /** Ids of user pools by the name that the test calls them. */
  readonly userPools?: Readonly<Record<string, string>>;
  /** How tokens become roles. */
  readonly roleMapping?: RoleMappingOptions;
}

const usual = { account: '123456789012', region: 'us-east-1' };

/** The account of options in the test; its policies are in no file, so explanations have no places. */
export function fromOptions(options: TestAccountOptions): AccountSource {
  const { region = usual.region, userPools = {}, roleMapping, ...others } = options;
  if (!isRecord(userPools)) {
    throw new TestKitError(
      "`userPools` is ids by the name that the test calls them: { Users: 'us-east-1_AbCdEfGhI' }",
    );
  }
  for (const [name, poolId] of Object.entries(userPools)) {
    if (typeof poolId === 'string' && /^[\w-]+_[0-9A-Za-z]+$/.test(poolId)) continue;
    throw new TestKitError(
      `userPools/${name}: expected an id such as \`us-east-1_AbCdEfGhI\`, got \`${String(poolId)}\``,
    );
  }
  return {
    load: async () => {
      const directoryOptions = { account: usual.account, ...others };
      return {
        directory: createDirectory(directoryOptions),
        directoryOptions,
        region,
        userPools: Object.entries(userPools).map(([id, poolId]) => ({
          ...{ id, poolId, madeUp: false, tags: {} },
          place: { file: 'userPools', line: 1, column: 1 },
        })),
        roleMapping,
        poolRoleMappings: new Map(),
        policyPlaces: new Map(),
        resourceTags: {},
        findings: [],
      };
    },
  };
}

/**
 * The account of a `cognito-iam` configuration and of every file that it names: roles and policies, templates, plans.
 * Files count from `folder`, the working directory by default.
 */
export function fromConfig(file: string, options: { readonly folder?: string } = {}): AccountSource {
  requireKnown(options, ['folder'], 'fromConfig');
  return { load: async () => ({ ...(await loadAccount(file, options)), ...options }) };
}

/** What only a deployment knows of a template, and the account that it is deployed to. */
export interface TemplateOptions {
  /** What the file's name counts from; the working directory by default. */
  readonly folder?: string;
  /** `123456789012` by default. */
  readonly account?: string;
  /** `us-east-1` by default. */
  readonly region?: string;
  /** By default a name that is made of the file's. */
  readonly stackName?: string;
  /** Values of the template's parameters; its defaults for those that are left out. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** What `Fn::ImportValue` gives, by the name of the export. */
  readonly imports?: Readonly<Record<string, string>>;
  /** Ids of user pools by logical id or name; made up for those that are left out. */
  readonly pools?: Readonly<Record<string, string>>;
  /** How tokens become roles; by default as the identity pool and the pool groups of the template say. */
  readonly roleMapping?: RoleMappingOptions;
}

const templateOptions: readonly (keyof TemplateOptions)[] = [
  'folder',
  'account',
  'region',
  'stackName',
  'parameters',
  'imports',
  'pools',
  'roleMapping',
];

/** The account that a CloudFormation or SAM template, or one that the CDK synthesised, makes when it is deployed. */
export function fromCloudFormation(file: string, options: TemplateOptions = {}): AccountSource {
  requireKnown(options, templateOptions, 'fromCloudFormation');
  const { folder, roleMapping, account = usual.account, region = usual.region, ...template } = options;
  const config = {
    ...{ account, region, templates: [{ file, ...template }] },
    ...(roleMapping !== undefined && { roleMapping }),
  };
  return { load: () => loadIn(folder, config, 'fromCloudFormation') };
}

/** The account that a plan or state of Terraform or OpenTofu is of. */
export type PlanOptions = Omit<TemplateOptions, 'stackName' | 'parameters' | 'imports'>;

const planOptions = ['folder', 'account', 'region', 'pools', 'roleMapping'];

/** The account that a plan of Terraform or OpenTofu makes when it is applied, or a state has: what `terraform show -json` printed. */
export function fromTerraform(file: string, options: PlanOptions = {}): AccountSource {
  requireKnown(options, planOptions, 'fromTerraform');
  const { folder, roleMapping, account = usual.account, region = usual.region, ...plan } = options;
  const config = {
    ...{ account, region, terraform: [{ file, ...plan }] },
    ...(roleMapping !== undefined && { roleMapping }),
  };
  return { load: () => loadIn(folder, config, 'fromTerraform') };
}

async function loadIn(
  folder: string | undefined,
  config: Readonly<Record<string, unknown>>,
  name: string,
): Promise<LoadedAccount> {
  const options = folder === undefined ? {} : { folder };
  return { ...(await loadAccountOf(config, name, options)), ...options };
}
