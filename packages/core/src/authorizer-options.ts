import { configuredContext } from './cognito/configured-context.js';
import { type Directory, isDirectory } from './cognito/directory.js';
import { userPoolIdViolations } from './cognito/resources-constraints.js';
import { type RoleMappingOptions, roleMappingOptions } from './cognito/role-mapping-options.js';
import { tags } from './cognito/tags.js';
import { ConfigurationError } from './errors.js';
import type { AccessTokenStatusHook } from './http/access-token.js';
import type { DecisionCacheLimits } from './http/decision-cache.js';
import type { OnDecision } from './http/decision-event.js';
import type { AuthorizationReading } from './http/find-caller.js';
import type { Log } from './http/log.js';
import type { RouteTable } from './http/operation-request.js';
import type { Render, RenderFunction } from './http/render.js';
import { type IssuerOptions, type ReadIssuer, readIssuers } from './http/trusted-issuer.js';
import {
  boolean,
  changesOf,
  functionOf,
  integer,
  invalid,
  type OptionReader,
  type OptionReaders,
  oneOf,
  optional,
  optionsOf,
  recordOf,
  text,
} from './options.js';
import type { ContextValue } from './policy/index.js';

/** What {@link createAuthorizer} takes. A setting that loosens a check has to be written down; none is loose by default. */
export interface AuthorizerOptions {
  /** The region that the API stands for: in ARNs, and the value of `aws:RequestedRegion`. */
  readonly region: string;
  /** The account: its roles, users and policies. Made by `createDirectory`. */
  readonly directory: Directory;
  /** `enforce` by default; `audit` logs what `enforce` would have refused for want of credentials or permission, and lets it through. */
  readonly mode?: 'enforce' | 'audit';
  /**
   * Which operations IAM is asked about: `aws` by default, `everyAction` for all of them. There a request without
   * `Authorization` header is that of its access token in the body, or else of `anonymous`, who has no policies; an
   * operation that names no pool is asked about `*`.
   */
  readonly authorization?: AuthorizationReading;
  /** Whose tokens are believed. */
  readonly issuers: readonly IssuerOptions[];
  /** How tokens become roles. Required, unless every issuer, if any, has a mapping of its own or `inlinePolicyClaim` is set. */
  readonly roleMapping?: RoleMappingOptions;
  /**
   * The claim whose policy documents add to what the bearer may do: for tests that mint tokens with their own
   * policies. Whoever can sign such a token may do anything. Off by default.
   */
  readonly inlinePolicyClaim?: string;
  /** How requests name operations: those of the AWS SDKs by default, a REST mock's with `rest(…)`. */
  readonly routes?: RouteTable;
  /**
   * What a refused request is answered: AWS's bytes by default, `problem+json` (RFC 9457), or what a function makes
   * of the refusal. Requests with `X-Amz-Target` get AWS's bytes in any case, since only those mean anything to an SDK.
   */
  readonly render?: Render;
  /** Tags of user pools by pool id: values of `aws:ResourceTag/…`. */
  readonly resourceTags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Condition keys that every request has, beside those that it brings: `{ 'aws:SourceVpc': 'vpc-1' }`. */
  readonly context?: Readonly<Record<string, ContextValue>>;
  /** Whether browsers may call: preflights are answered and every answer is open to any origin. `true` by default. */
  readonly cors?: boolean;
  /**
   * Whether signatures of requests with access keys are verified: `true` by default. With `false` whoever knows an
   * access key id is its owner; deactivated and expired credentials are refused all the same.
   */
  readonly verifySignatures?: boolean;
  /** How far the time of a signature may lie from now, in milliseconds; five minutes by default, as in AWS. */
  readonly signatureWindow?: number;
  /** The largest body that is read, in bytes; 1 MiB by default. */
  readonly bodyLimit?: number;
  /** The longest that fetching keys, or a hook, may take, in milliseconds; 5,000 by default. */
  readonly timeLimit?: number;
  /** Verified tokens that are remembered: at most `maxEntries` (1,000), for at most `maxAge` milliseconds (five minutes; a day is the longest) and never beyond their `exp`. */
  readonly tokenCache?: { readonly maxEntries?: number; readonly maxAge?: number };
  /** Decisions that are remembered: for at most `principals` (500), `decisionsPerPrincipal` (200) each; `false` for none. */
  readonly decisionCache?: false | Partial<DecisionCacheLimits>;
  /** Asked about every access token in a body that is otherwise good. */
  readonly accessTokenStatus?: AccessTokenStatusHook;
  /** Whether the message of an explicit deny ends in the ARN of the policy, as AWS has begun to do. `false` by default. */
  readonly policyArnInMessage?: boolean;
  /** Whether refusals say why in a header `x-cognito-iam-reason`: for development, since it tells what policies hold. `false` by default. */
  readonly reasonHeader?: boolean;
  /** Gets every decision, as a frozen {@link DecisionEvent} without tokens and secrets. Must not take long. */
  readonly onDecision?: OnDecision;
  /** Where the log goes: to stderr by default, one line an entry. */
  readonly log?: Log;
  /** The time in milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
}

/** {@link AuthorizerOptions} as they are read: with the issuers' keys. */
export interface ReadAuthorizerOptions extends Omit<AuthorizerOptions, 'issuers'> {
  readonly issuers: readonly ReadIssuer[];
}

const region: OptionReader<string> = (value, path) => {
  const name = text(value, path);
  if (/^[a-z0-9-]+$/.test(name)) return name;
  throw invalid(path, `expected a region such as \`us-east-1\`, got \`${name}\``);
};

const directory: OptionReader<Directory> = (value, path) => {
  if (isDirectory(value)) return value;
  throw invalid(path, 'expected a directory; make one with `createDirectory`');
};

const routes: OptionReader<RouteTable> = (value, path) => {
  // An array of routes has a `find` and is no table.
  if (typeof value === 'object' && value !== null && 'passes' in value) return value as RouteTable;
  throw invalid(path, 'expected routes; make them with `rest`');
};

const renderName = oneOf('aws', 'problem+json');
const renderFunction = functionOf<RenderFunction>();
const render: OptionReader<Render> = (value, path) =>
  typeof value === 'string' ? renderName(value, path) : renderFunction(value, path);

const decisionCacheLimits = optionsOf<Partial<DecisionCacheLimits>>({
  principals: optional(integer(1, 1_000_000)),
  decisionsPerPrincipal: optional(integer(1, 1_000_000)),
});

const tagsByPool = recordOf(tags);

/** Keyed otherwise, by ARN for instance, the tags would be those of no pool, and a Deny on a tag would not be met. */
const poolTags: OptionReader<Readonly<Record<string, Readonly<Record<string, string>>>>> = (value, path) => {
  const read = tagsByPool(value, path);
  const wrong = Object.keys(read).find((poolId) => userPoolIdViolations(poolId).length > 0);
  if (wrong === undefined) return read;
  throw invalid(path, `the keys are ids of user pools, such as \`us-east-1_AbCdEfGhI\`; got \`${wrong}\``);
};

const readers: OptionReaders<ReadAuthorizerOptions> = {
  region,
  directory,
  mode: optional(oneOf('enforce', 'audit')),
  authorization: optional(oneOf('aws', 'everyAction')),
  issuers: readIssuers,
  roleMapping: optional(roleMappingOptions),
  inlinePolicyClaim: optional(text),
  routes: optional(routes),
  render: optional(render),
  resourceTags: optional(poolTags),
  context: optional(configuredContext),
  cors: optional(boolean),
  verifySignatures: optional(boolean),
  signatureWindow: optional(integer(1_000, 24 * 60 * 60_000)),
  bodyLimit: optional(integer(1, 64 * 1024 * 1024)),
  timeLimit: optional(integer(1, 60_000)),
  tokenCache: optional(
    optionsOf<{ maxEntries?: number; maxAge?: number }>({
      maxEntries: optional(integer(1, 1_000_000)),
      maxAge: optional(integer(0, 24 * 60 * 60_000)),
    }),
  ),
  decisionCache: optional((value, path) => (value === false ? value : decisionCacheLimits(value, path))),
  accessTokenStatus: optional(functionOf<AccessTokenStatusHook>()),
  policyArnInMessage: optional(boolean),
  reasonHeader: optional(boolean),
  onDecision: optional(functionOf<OnDecision>()),
  log: optional(functionOf<Log>()),
  now: optional(functionOf<() => number>()),
};

const readAll = optionsOf(readers);

/** Reads the options of an authorizer. Throws a {@link ConfigurationError} that names the first that cannot be used. */
export const readAuthorizerOptions: OptionReader<ReadAuthorizerOptions> = (value, path) =>
  withRoles(readAll(value, path), path);

/** What `reload` takes: any option but `bodyLimit`, by which adapters read bodies from the first on. */
export type AuthorizerChanges = {
  readonly [Name in Exclude<keyof AuthorizerOptions, 'bodyLimit'>]?: AuthorizerOptions[Name] | undefined;
};

const { bodyLimit: _, ...changeable } = readers;
const readChanges = changesOf<ReadAuthorizerOptions>(changeable);

/**
 * Reads changes to options: those that are named and no others, so that what has become of the values given for the
 * others does not matter. Throws a {@link ConfigurationError}.
 */
export function readAuthorizerChanges(
  before: ReadAuthorizerOptions,
  changes: unknown,
): ReadAuthorizerOptions {
  if (typeof changes === 'object' && changes !== null && 'bodyLimit' in changes) {
    throw invalid('/bodyLimit', 'the limit cannot change: make a new authorizer and mount it anew');
  }
  return withRoles(readChanges(before, changes), '');
}

function withRoles(options: ReadAuthorizerOptions, path: string): ReadAuthorizerOptions {
  const unmapped = options.issuers.some((issuer) => issuer.roleMapping === undefined);
  if (unmapped && options.roleMapping === undefined && options.inlinePolicyClaim === undefined) {
    throw new ConfigurationError(
      'ERR_OPTION_MISSING',
      `${path}/roleMapping`,
      '`roleMapping` is required: without it no token leads to a role',
    );
  }
  return options;
}
