import {
  accessRequests,
  anyPool,
  matrixResources,
  type NamedPrincipal,
  type PrincipalAccess,
  principalAccess,
} from '@cognito-iam/account';
import {
  type ContextValue,
  compilePolicies,
  evaluate,
  type PolicySet,
  type Principal,
} from '@cognito-iam/core';
import type { CoverageRecorder } from '../coverage/recorder.js';
import { didYouMean, requireKnown, TestKitError } from '../kit-error.js';
import type { LoadedAccount } from './account-source.js';
import { Answer } from './answer.js';
import { type ActionName, askedActions } from './asked-actions.js';
import { carriedContext, requireCarried } from './carried-tags.js';
import type { questionDetails } from './situation.js';
import { poolNamed, resourceOf, type Target, targetName } from './test-pool.js';

/** What is asked about, and how. */
export interface QuestionOptions {
  /** The user pool; may be left out where the account has one, and for actions that have no resource type. */
  readonly on?: Target;
  /**
   * Condition keys of this question, before those of the account's situation. Those of request tags must be carried by
   * requests for the action, or for one of the actions.
   */
  readonly context?: Readonly<Record<string, ContextValue>>;
}

/** Somebody who can be asked about: a role, a user, the bearer of a token, root, or nobody known. */
export interface Subject {
  /** As people call it: `role/Support`. */
  readonly name: string;
  readonly principal: Principal;
  /** The answer to one question. Throws a {@link TestKitError} where the action or the pool does not exist. */
  can(action: ActionName, options?: QuestionOptions): Answer;
  /** The answers for every action of a list, or that wildcards are like; those of AWS's own order of names. */
  answers(actions: ActionName | readonly ActionName[], options?: QuestionOptions): readonly Answer[];
  /** User pools of the account, for questions about each of them. */
  readonly pools: readonly string[];
  /** What the policies say, whatever the circumstances. */
  readonly permissions: SubjectPermissions;
}

/** What the policies say of somebody in whatever circumstances. */
export interface SubjectPermissions {
  /** Ids of the pools that the account knows, and of those that policies name. */
  readonly pools: readonly string[];
  /** What the ARNs of pools in the account's region begin with. */
  readonly poolPrefix: string;
  /** The id of what `account.pool` takes; throws a {@link TestKitError} where there is no such pool. */
  readonly poolId: (on: Target) => string;
  /** The ARN of a pool by its id: in the region that a policy or a question names it in, or else in the account's. */
  readonly poolArn: (id: string) => string;
  /** What stands for any pool, in whatever region, that nobody has named. */
  readonly anyPool: string;
  /** Decides about an action, with its prefix, on a resource: `*`, the ARN of a pool, or `anyPool`. */
  readonly accessTo: PrincipalAccess;
}

/** A subject of an account; `details` are what all its questions have in common, and `recorder` is told of each. */
export function subjectOf(
  account: LoadedAccount,
  named: NamedPrincipal,
  details: ReturnType<typeof questionDetails>,
  recorder: CoverageRecorder | undefined,
): Subject {
  const { name, principal, layers } = named;
  const requestFor = accessRequests(account, principal);
  let compiled: PolicySet | undefined;
  const resources = new Map<string, string>();
  let permissions: SubjectPermissions | undefined;
  const ask = (action: string, { on, context }: QuestionOptions): Answer => {
    const key = `${action} ${on === undefined ? on : targetName(on)}`;
    const resource = resources.get(key) ?? resourceOf(account, on, action);
    resources.set(key, resource);
    compiled ??= compilePolicies(layers);
    const { context: circumstances = {}, ...others } = details(context);
    const request = requestFor(action, resource, {
      ...others,
      context: carriedContext(action, circumstances),
    });
    const decision = evaluate(compiled, request);
    recorder?.record(account, named, compiled, request, decision);
    return new Answer(named, request, decision);
  };
  return Object.freeze({
    name,
    principal,
    pools: account.userPools.map(({ poolId }) => poolId),
    get permissions() {
      permissions ??= permissionsOf(account, named);
      return permissions;
    },
    can(action, options = {}) {
      requireKnown(options, ['on', 'context'], '`can`');
      const [only, ...others] = askedActions(action);
      if (only !== undefined && others.length === 0) {
        requireCarried([only], options.context);
        return ask(only, options);
      }
      throw new TestKitError(`\`${action}\` is several actions, and \`can\` answers for one`);
    },
    answers(actions, options = {}) {
      const asked = askedActions(actions);
      requireCarried(asked, options.context);
      return asked.map((action) => ask(action, options));
    },
  } satisfies Subject);
}

function permissionsOf(account: LoadedAccount, named: NamedPrincipal): SubjectPermissions {
  const poolPrefix = anyPool(account).slice(0, -1);
  const arns = new Map(
    matrixResources(account)
      .filter(({ resource }) => resource !== '*' && !resource.endsWith('*'))
      .map(({ resource }) => [resource.slice(resource.indexOf('/') + 1), resource]),
  );
  const pools = [...arns.keys()];
  const poolId = (on: Target): string => {
    const pool = poolNamed(account, targetName(on));
    arns.set(pool.poolId, pool.arn);
    return pool.poolId;
  };
  const poolArn = (id: string): string => arns.get(id) ?? `${poolPrefix}${id}`;
  return {
    ...{ pools, poolPrefix, poolId, poolArn },
    anyPool: anyPool(account, 'anywhere'),
    accessTo: principalAccess(account, named, 'anywhere'),
  };
}

/** The value, if it is a subject; throws a {@link TestKitError} that says what was expected. */
export function requireSubject(value: unknown): Subject {
  if (isSubject(value)) return value;
  const hint = value instanceof Promise ? 'a promise: await `createTestAccount`' : kindOf(value);
  throw new TestKitError(
    `expected somebody of a test account, such as \`account.role('Support')\`; got ${hint}`,
  );
}

function isSubject(value: unknown): value is Subject {
  return typeof value === 'object' && value !== null && 'answers' in value && 'principal' in value;
}

function kindOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'role' in value) {
    return 'a whole account: name who asks';
  }
  return value === null ? 'null' : typeof value;
}

/** The name, if it is one of those known; throws a {@link TestKitError}. */
export function requireOneOf<T extends string>(name: string, known: readonly T[], what: string): T {
  const one = known.find((each) => each === name);
  if (one !== undefined) return one;
  throw new TestKitError(`\`${String(name)}\` is no ${what}; ${didYouMean(String(name), known)}`);
}
