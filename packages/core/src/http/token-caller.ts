import { LRUCache } from 'lru-cache';
import { createDirectory } from '../cognito/create-directory.js';
import type { Directory } from '../cognito/directory.js';
import type { PolicyHolder } from '../cognito/directory-entries.js';
import type { Caller, Principal } from '../cognito/principal.js';
import { principalFromClaims } from '../cognito/principal-from-claims.js';
import { createRoleMapping, type RoleMapping } from '../cognito/role-mapping.js';
import type { RoleMappingOptions } from '../cognito/role-mapping-options.js';
import type { RoleRefusal } from '../cognito/token-roles.js';
import type { NamedPolicy, PolicySet } from '../policy/index.js';
import { inlinePolicies } from './inline-policies.js';
import { Refusal, refuse } from './refusal.js';
import type { ReadIssuer } from './trusted-issuer.js';
import type { VerifiedToken } from './verified-token.js';

/** What {@link tokenCaller} goes by. */
export interface TokenCallerSettings {
  readonly directory: Directory;
  readonly region: string;
  /** For tokens of issuers without a mapping of their own; left out, such a token needs policies of its own. */
  readonly roleMapping: RoleMappingOptions | undefined;
  readonly issuers: readonly Pick<ReadIssuer, 'issuer' | 'roleMapping'>[];
  /** The claim with a token's own policies; `undefined` for none. */
  readonly inlinePolicyClaim: string | undefined;
}

/** The statements of all policy sets that are kept for tokens that bring policies, those of their roles included. */
const mostStatements = 32_768;

/** The role of tokens that bring policies of their own and lead to no role of the directory. */
const roleForInlinePolicies = 'InlinePolicy';

const noMapping: RoleRefusal = {
  denied: 'noRole',
  message: 'the token brings no policies, and there is no role mapping',
};

/**
 * Gives the caller that a verified token stands for, or AWS's refusal of credentials that stand for nobody. It is
 * worked out once for as long as the token is remembered. Throws a `ConfigurationError` for roles that the
 * directory does not hold.
 */
export function tokenCaller(settings: TokenCallerSettings): (token: VerifiedToken) => Caller | Refusal {
  const { directory, region, inlinePolicyClaim } = settings;
  const mappings = roleMappings(settings);
  const known = new WeakMap<VerifiedToken, Caller | Refusal>();
  const policiesWith = compiledPolicies(directory);

  function callerOf({ claims, issuer }: VerifiedToken): Caller | Refusal {
    const own = inlinePolicyClaim === undefined ? [] : ownPolicies(claims, inlinePolicyClaim);
    if (own instanceof Refusal) return own;
    const { options, roleOf, standIn } = mappings(issuer.issuer);
    const mapped = roleOf?.(claims) ?? noMapping;
    const alone = 'denied' in mapped && mapped.denied === 'noRole' && own.length > 0;
    const assumed = alone && standIn !== undefined ? standIn(claims) : mapped;
    if ('denied' in assumed) return refuse('unrecognizedClient', assumed.message);
    // Like the root user, a session that brings its own policies has none beside them but those that control the account.
    const holder: PolicyHolder = alone ? directory.root : assumed.role;
    const provider = issuer.poolId && userPoolProvider(issuer.poolId, region, directory.partition);
    const principal = principalFromClaims(claims, assumed, options ?? {}, provider);
    if ('denied' in principal) return refuse('unrecognizedClient', principal.message);
    if (own.length === 0) return { principal, policies: holder.policies };
    const text = JSON.stringify(own);
    return new InlineCaller(principal, () => policiesWith(holder, own, text));
  }

  return (token) => {
    const before = known.get(token);
    if (before !== undefined) return before;
    const caller = callerOf(token);
    known.set(token, caller);
    return caller;
  };
}

/** A caller whose policies its token brings. They are looked up, so that a token in the cache holds its own statements alone. */
class InlineCaller implements Caller {
  readonly principal: Principal;
  readonly #read: () => PolicySet;

  constructor(principal: Principal, read: () => PolicySet) {
    this.principal = principal;
    this.#read = read;
  }

  get policies(): PolicySet {
    return this.#read();
  }
}

/** Compiles the policies of an entry with those of a token beside them, once for all tokens that bring the same. */
function compiledPolicies(
  directory: Directory,
): (holder: PolicyHolder, own: readonly NamedPolicy[], text: string) => PolicySet {
  const numbers = new Map<PolicyHolder, number>();
  const kept = new LRUCache<string, PolicySet>({ maxSize: mostStatements });
  return (holder, own, text) => {
    const number = numbers.get(holder) ?? numbers.size;
    numbers.set(holder, number);
    const name = `${number} ${text}`;
    let policies = kept.get(name);
    if (policies === undefined) {
      policies = directory.policiesOf(holder, { identity: own });
      kept.set(name, policies, { size: Math.min(mostStatements, policies.size + 1) });
    }
    return policies;
  };
}

interface IssuerMapping {
  readonly options: RoleMappingOptions | undefined;
  readonly roleOf: RoleMapping | undefined;
  /** For tokens that bring policies of their own and lead to no role. */
  readonly standIn: RoleMapping | undefined;
}

/** The role mapping of each issuer: its own, or the authorizer's. */
function roleMappings(settings: TokenCallerSettings): (issuer: string) => IssuerMapping {
  const { directory, inlinePolicyClaim, issuers } = settings;
  const toMapping = (options: RoleMappingOptions | undefined, path: string): IssuerMapping => ({
    options,
    roleOf: options && createRoleMapping(options, directory, path),
    standIn: inlinePolicyClaim === undefined ? undefined : standInMapping(directory, options),
  });
  const shared = toMapping(settings.roleMapping, '/roleMapping');
  const own = issuers.flatMap(({ issuer, roleMapping }, index): [string, IssuerMapping][] =>
    roleMapping === undefined ? [] : [[issuer, toMapping(roleMapping, `/issuers/${index}/roleMapping`)]],
  );
  const byIssuer = new Map(own);
  return (issuer) => byIssuer.get(issuer) ?? shared;
}

/** The name of a user pool as a provider of identities. https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html */
function userPoolProvider(poolId: string, region: string, partition: string): string {
  return `cognito-idp.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${poolId}`;
}

function ownPolicies(claims: VerifiedToken['claims'], claim: string): readonly NamedPolicy[] | Refusal {
  try {
    return inlinePolicies(claims, claim);
  } catch (error) {
    return refuse('unrecognizedClient', error instanceof Error ? error.message : undefined);
  }
}

/** Gives every token the role for inline policies, with the session name that the role mapping asks for. */
function standInMapping(directory: Directory, roleMapping: RoleMappingOptions | undefined): RoleMapping {
  const { account, partition } = directory;
  const roles = { [roleForInlinePolicies]: {} };
  return createRoleMapping(
    {
      type: 'Rules',
      rules: [],
      ambiguousRoleResolution: 'AuthenticatedRole',
      authenticatedRole: roleForInlinePolicies,
      ...(roleMapping?.sessionName && { sessionName: roleMapping.sessionName }),
    },
    createDirectory({ account, partition, roles }),
  );
}
