import {
  invalid,
  listOf,
  type OptionReader,
  oneOf,
  optional,
  optionsOf,
  recordOf,
  text,
} from '../options.js';
import type { PolicyDocument, PolicySource } from '../policy/index.js';
import { type AttachedPolicies, attachedPoliciesReaders, policyOption } from './attached-policies-options.js';
import {
  type AccessKeyOptions,
  accessKeys,
  type ReadSessionCredentials,
  type RootOptions,
  type SessionCredentialsOptions,
  sessions,
} from './credential-options.js';
import { tags } from './tags.js';

/** What roles and users have in common. */
export interface PrincipalOptions extends AttachedPolicies {
  /** IAM path, `/` by default: `/service/`. */
  readonly path?: string;
  /** Unique id, `AROA…` or `AIDA…`; by default one that is made from the ARN and stays the same. */
  readonly id?: string;
  /** Name or ARN of the managed policy that is the permissions boundary. */
  readonly permissionsBoundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A role of the account. */
export type RoleOptions = PrincipalOptions;

/** A user of the account. */
export interface UserOptions extends PrincipalOptions {
  /** Names of the IAM groups that the user is in. */
  readonly groups?: readonly string[];
  readonly accessKeys?: readonly AccessKeyOptions[];
}

/** The organization that the account is a member of. */
export interface OrganizationOptions {
  /** `o-a1b2c3d4e5`: the value of `aws:PrincipalOrgID`. */
  readonly id: string;
  /** `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`: the value of `aws:PrincipalOrgPaths`. */
  readonly path?: string;
}

/** One AWS account as IAM sees it. Names are the keys of the records. */
export interface DirectoryOptions {
  /** Twelve digits. */
  readonly account: string;
  /** `aws` by default. */
  readonly partition?: Partition;
  /**
   * Customer managed policies by name. A key may also be an ARN: of this account, for a policy with a path; or
   * AWS's, for an AWS managed policy that is not built in.
   */
  readonly managedPolicies?: Readonly<Record<string, PolicyDocument | string>>;
  readonly roles?: Readonly<Record<string, RoleOptions>>;
  readonly groups?: Readonly<Record<string, AttachedPolicies>>;
  readonly users?: Readonly<Record<string, UserOptions>>;
  readonly root?: RootOptions;
  /** Temporary credentials of sessions. */
  readonly sessions?: readonly SessionCredentialsOptions[];
  /** One entry a level: root, each organizational unit, account. Left out: no organization limits the account. */
  readonly serviceControlPolicies?: readonly (readonly PolicySource[])[];
  /** One entry a level, as for service control policies. */
  readonly resourceControlPolicies?: readonly (readonly PolicySource[])[];
  readonly organization?: OrganizationOptions;
}

/** {@link DirectoryOptions} as they are read. */
export interface ReadDirectoryOptions extends Omit<DirectoryOptions, 'sessions'> {
  readonly sessions?: readonly ReadSessionCredentials[];
}

const partitions = [
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
  'aws-eusc',
] as const;

/** A group of AWS regions that share accounts. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export type Partition = (typeof partitions)[number];

/** Text in a fixed form; `form` ends the sentence "expected …" of the message. */
function textLike(pattern: RegExp, form: string): OptionReader<string> {
  return (value, path) => {
    if (typeof value !== 'string' || !pattern.test(value)) {
      throw invalid(
        path,
        `expected ${form}, got ${typeof value === 'string' ? `\`${value}\`` : typeof value}`,
      );
    }
    return value;
  };
}

// Limits: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const account = textLike(/^\d{12}$/, 'an account id of 12 digits in quotes');
const iamPath = textLike(/^\/([!-~]{1,510}\/)?$/, 'an IAM path that begins and ends with `/`');
const roleId = textLike(/^[A-Z0-9]{16,128}$/, 'a unique id of at least 16 capital letters and digits');
const organizationId = textLike(/^o-[a-z0-9]{10,32}$/, 'an organization id such as `o-a1b2c3d4e5`');
const organizationPath = textLike(
  /^o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}\/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\/)*$/,
  'an organization path that ends with `/`, such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`',
);

/** Whether `name` is one that IAM takes, of at most `longest` characters. */
export function isIamName(name: string, longest: number): boolean {
  return name.length <= longest && /^[\w+=,.@-]+$/.test(name);
}

const levels: OptionReader<readonly (readonly PolicySource[])[]> = listOf(listOf<PolicySource>(policyOption));

const ofPrincipal = {
  ...attachedPoliciesReaders,
  path: optional(iamPath),
  id: optional(roleId),
  permissionsBoundary: optional(text),
  tags: optional(tags),
};

/** Reads {@link DirectoryOptions}: every name and value of one option, not yet what they say together. */
export const directoryOptions: OptionReader<ReadDirectoryOptions> = optionsOf<ReadDirectoryOptions>({
  account,
  partition: optional(oneOf(...partitions)),
  managedPolicies: optional(recordOf(policyOption, 'policy names')),
  roles: optional(recordOf(optionsOf<RoleOptions>(ofPrincipal))),
  groups: optional(recordOf(optionsOf<AttachedPolicies>(attachedPoliciesReaders))),
  users: optional(
    recordOf(
      optionsOf<UserOptions>({
        ...ofPrincipal,
        groups: optional(listOf(text)),
        accessKeys: optional(accessKeys),
      }),
    ),
  ),
  root: optional(optionsOf<RootOptions>({ accessKeys: optional(accessKeys) })),
  sessions: optional(sessions),
  serviceControlPolicies: optional(levels),
  resourceControlPolicies: optional(levels),
  organization: optional(
    optionsOf<OrganizationOptions>({ id: organizationId, path: optional(organizationPath) }),
  ),
});
