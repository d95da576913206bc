import { isProblem, type NamedPrincipal, principalByName } from '@cognito-iam/account';
import type { Directory, RoleMappingOptions } from '@cognito-iam/core';
import type { CoverageRecorder } from '../coverage/recorder.js';
import { currentRecorder } from '../coverage/records-folder.js';
import { requireKnown, requireNames, TestKitError } from '../kit-error.js';
import { madeOf } from './account-behind.js';
import {
  type AccountSource,
  fromOptions,
  type LoadedAccount,
  type TestAccountOptions,
} from './account-source.js';
import { memberToken } from './group-member.js';
import { clockOf } from './instant.js';
import { requireWhole } from './require-whole.js';
import { questionDetails, type Situation, situationWith } from './situation.js';
import { type Subject, subjectOf } from './subject.js';
import { poolNamed, type Target, type TestPool } from './test-pool.js';
import { requireUsableToken } from './usable-token.js';

/** An account under test. Immutable; whoever is named in it must exist, or a {@link TestKitError} says so at once. */
export interface TestAccount {
  /** A session in the role of this name, ARN or, in a template, logical id. */
  role(name: string): Subject;
  /** The IAM user of this name or ARN. */
  user(name: string): Subject;
  /**
   * The bearer of a JWT by the account's role mapping. Its times are held against the account's clock, and its issuer
   * against the pools and issuers that the account has, if any; its signature is for `createAuthorizer` to verify.
   */
  token(jwt: string): Subject;
  /**
   * Somebody who is in this group of a user pool and in no other, by the account's role mapping. The pool may be left
   * out where the account has one.
   */
  group(name: string, options?: { readonly on?: Target }): Subject;
  /** Whoever has this ARN: a role, a user, a session, the root user. */
  arn(arn: string): Subject;
  /** The root user. */
  readonly root: Subject;
  /** A caller without credentials. */
  readonly anonymous: Subject;
  /** The user pool of this logical id, name, id or ARN. */
  pool(name: string): TestPool;
  /** The same account with other circumstances: `account.with({ mfaAge: 60 }).role('Support')`. */
  with(changes: Situation): TestAccount;
  /** For `createAuthorizer`, as the others below. */
  readonly directory: Directory;
  readonly region: string;
  readonly roleMapping: RoleMappingOptions | undefined;
  /** Tags of user pools by pool id, those of the situation included. */
  readonly resourceTags: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How an account is read, and what all its questions have. */
export interface TestAccountSettings extends Situation {
  /**
   * Codes of warnings with which the account is used all the same: `unresolved-value`. A statement that is left out
   * allows nothing and denies nothing, so that other warnings are errors.
   */
  readonly acceptWarnings?: readonly string[];
}

/**
 * Makes a test account of options (`{ roles: { Support: … } }`) or of the files that are deployed (`fromConfig`,
 * `fromCloudFormation`, `fromTerraform`). Rejects where they cannot be used, or only with warnings that are not accepted.
 */
export async function createTestAccount(
  source: AccountSource | TestAccountOptions,
  settings: TestAccountSettings = {},
): Promise<TestAccount> {
  requireSource(source);
  const { acceptWarnings = [], ...situation } = settings;
  requireNames(acceptWarnings, '`acceptWarnings`');
  const checked = situationWith({}, situation);
  const loaded = await ('load' in source ? source : fromOptions(source)).load();
  requireWhole(loaded.findings, acceptWarnings);
  const recorder = await currentRecorder();
  recorder?.register(loaded);
  return testAccount(withPoolIssuers(loaded), checked, recorder);
}

function requireSource(source: unknown): void {
  if (typeof source === 'object' && source !== null && !(source instanceof Promise)) return;
  const mend = typeof source === 'string' ? `; \`fromCloudFormation('${source}')\` reads a template` : '';
  throw new TestKitError(
    `an account is made of what \`fromConfig\`, \`fromCloudFormation\` or \`fromTerraform\` gives, or of options such as { roles: … }${mend}`,
  );
}

function testAccount(
  loaded: LoadedAccount,
  situation: Situation,
  recorder: CoverageRecorder | undefined,
): TestAccount {
  const resourceTags = { ...loaded.resourceTags };
  for (const [name, tags] of Object.entries(situation.resourceTags ?? {})) {
    const { poolId } = poolNamed(loaded, name);
    resourceTags[poolId] = { ...resourceTags[poolId], ...tags };
  }
  const account = { ...loaded, resourceTags };
  const details = questionDetails(situation);
  const clock = clockOf(situation.now);
  const subjects = new Map<string, Subject>();
  const named = (text: string, kind: 'role' | 'user' | undefined): Subject => {
    const before = subjects.get(`${kind} ${text}`);
    if (before !== undefined) return before;
    const subject = subjectOf(account, principalNamed(account, text, kind, clock()), details, recorder);
    subjects.set(`${kind} ${text}`, subject);
    return subject;
  };
  const made = Object.freeze({
    role: (name) => named(name, 'role'),
    user: (name) => named(name, 'user'),
    token: (jwt) => {
      requireUsableToken(account, jwt, clock());
      return subjectOf(account, principalNamed(account, jwt, undefined, clock()), details, recorder);
    },
    group: (name, options = {}) => {
      requireKnown(options, ['on'], '`group`');
      const jwt = memberToken(account, name, options.on);
      return subjectOf(account, principalNamed(account, jwt, undefined, clock()), details, recorder);
    },
    arn: (arn) => {
      if (typeof arn !== 'string' || !arn.startsWith('arn:')) {
        throw new TestKitError(`\`${String(arn)}\` is no ARN`);
      }
      return named(arn, undefined);
    },
    get root() {
      return named('root', undefined);
    },
    get anonymous() {
      return named('anonymous', undefined);
    },
    pool: (name) => poolNamed(account, name),
    with: (changes) => testAccount(loaded, situationWith(situation, changes), recorder),
    directory: loaded.directory,
    region: loaded.region,
    roleMapping: loaded.roleMapping,
    resourceTags,
  } satisfies TestAccount);
  return madeOf(made, account);
}

function principalNamed(
  account: LoadedAccount,
  text: string,
  kind: 'role' | 'user' | undefined,
  now: number,
): NamedPrincipal {
  if (typeof text !== 'string' || text === '')
    throw new TestKitError(`expected the name of a ${kind ?? 'principal'}`);
  const isArn = text.startsWith('arn:');
  if (isArn && kind !== undefined && !text.includes(`:${kind}/`))
    throw new TestKitError(`\`${text}\` is the ARN of no ${kind}`);
  const name = kind === undefined || isArn ? text : `${kind}/${logicalName(account, kind, text)}`;
  const found = principalByName(account, name, now);
  if (isProblem(found)) throw new TestKitError(found.problem);
  return found;
}

/** In a template a role without a name has one that is made of its logical id. */
function logicalName({ directory }: LoadedAccount, kind: 'role' | 'user', text: string): string {
  const entries = kind === 'role' ? directory.roles : directory.users;
  if (entries.some(({ name }) => name === text)) return text;
  const made = entries.filter(
    ({ name }) => name.endsWith(`-${text}${name.slice(-13)}`) && /-[A-Z0-9]{12}$/.test(name),
  );
  const [one, another] = made;
  return one !== undefined && another === undefined ? one.name : text;
}

/** The tokens of each pool have the roles of its own groups. */
function withPoolIssuers(loaded: LoadedAccount): LoadedAccount {
  const own = loaded.config?.issuers ?? [];
  const made = [...loaded.poolRoleMappings].map(([poolId, roleMapping]) => ({
    ...{ issuer: poolNamed(loaded, poolId).issuer, jwks: { keys: [] }, audience: null, poolId, roleMapping },
  }));
  const issuers = [...own, ...made.filter(({ issuer }) => own.every((one) => one.issuer !== issuer))];
  return { ...loaded, config: { clients: {}, ...loaded.config, issuers } };
}
