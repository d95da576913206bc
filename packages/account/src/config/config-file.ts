import type {
  AuthorizerOptions,
  DirectoryOptions,
  IssuerOptions,
  RoleMappingOptions,
} from '@cognito-iam/core';
import { AccountError, type Finding } from '../finding.js';
import type { SourceFile } from '../source-file.js';
import { configValidator } from './config-validator.data.js';
import { schemaFindings } from './schema-error.js';

/** The members of a configuration that make a directory; their policies may yet be in files. */
export const accountKeys: ReadonlySet<string> = new Set<keyof DirectoryOptions>([
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
]);

/** Options of `createAuthorizer` that the configuration holds as they are. */
export type AuthorizerSettings = Pick<
  AuthorizerOptions,
  | 'authorization'
  | 'context'
  | 'policyArnInMessage'
  | 'reasonHeader'
  | 'signatureWindow'
  | 'timeLimit'
  | 'verifySignatures'
>;

/** What a configuration says, by `cognito-iam.schema.json`. */
export interface ConfigFile extends AuthorizerSettings, Pick<DirectoryOptions, 'account' | 'partition'> {
  readonly region: string;
  readonly mode?: 'enforce' | 'audit';
  readonly listen?: { readonly host?: string; readonly port?: number };
  readonly upstream?: string | ConfigUpstream;
  readonly issuers?: readonly ConfigIssuer[];
  readonly clients?: Readonly<Record<string, string>>;
  readonly roleMapping?: RoleMappingOptions;
  readonly resourceTags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly templates?: readonly ConfigTemplate[];
  readonly terraform?: readonly ConfigPlan[];
  readonly auditLog?: string;
  readonly trustDevelopmentTokens?: string;
}

/** What stands behind the gateway, with particulars. */
export interface ConfigUpstream {
  readonly emulator?: 'cognito-local';
  readonly url?: string;
  readonly folder?: string;
  readonly port?: number;
  readonly code?: string;
}

/** An issuer: its audience may follow from `clients`, and its keys be in a file. */
export interface ConfigIssuer extends Omit<IssuerOptions, 'jwks' | 'audience'> {
  readonly jwks: IssuerOptions['jwks'] | { readonly file: string };
  readonly audience?: IssuerOptions['audience'];
}

/** A template, and what only its deployment would know. */
export interface ConfigTemplate {
  readonly file: string;
  readonly stackName?: string;
  readonly parameters?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly imports?: Readonly<Record<string, string>>;
  readonly pools?: Readonly<Record<string, string>>;
}

/** A plan or state of Terraform. */
export interface ConfigPlan {
  readonly file: string;
  readonly pools?: Readonly<Record<string, string>>;
}

/** A source that is a configuration by the schema; throws an {@link AccountError} with everything that is not. */
export function configFile(source: SourceFile): ConfigFile {
  if (isConfigFile(source.value)) return source.value;
  if (typeof source.value !== 'object' || source.value === null || Array.isArray(source.value)) {
    throw new AccountError([noConfig(source)]);
  }
  throw new AccountError(schemaFindings(source, configValidator));
}

function noConfig({ value, placeOf }: SourceFile): Finding {
  const mend =
    "write at least `account: '123456789012'` and `region: us-east-1`, or have `cognito-iam init --force` write one";
  const [code, message] =
    value === null
      ? ['missing-key', 'the configuration is empty']
      : ['invalid-value', `expected an object, got ${Array.isArray(value) ? 'a list' : 'a single value'}`];
  return { severity: 'error', code, message, mend, place: placeOf('') };
}

function isConfigFile(value: unknown): value is ConfigFile {
  return configValidator(value);
}
