import { catalog } from './catalog.js';
import type { OperationEntry } from './catalog-entries.js';
import {
  type ConstraintViolation,
  type InvalidRequest,
  invalidParameter,
  missingMember,
  ownPoolArnViolations,
  resourceArnViolations,
  userPoolIdViolations,
} from './resources-constraints.js';
import { brokenTags, isObject, ownMember } from './resources-tags.js';

export type { ConstraintViolation, InvalidRequest } from './resources-constraints.js';
export { requestTagKeys, requestTags } from './resources-tags.js';

/** Where user pools live: what an ARN says beside the pool's id. Comes from configuration, never from the request. */
export interface ResourceScope {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** The resource that IAM is asked about, or why AWS refuses the request before. */
export type RequestResource = { readonly resource: string } | { readonly invalid: InvalidRequest };

/** Gives the resource of a request from the operation and the members, its parsed JSON body. Never throws. */
export type ResourceReader = (operation: OperationEntry, members: unknown) => RequestResource;

/** The ARNs of user pools by their ids: `get` and `set` of a map that may forget. */
export interface PoolMemory {
  get(userPoolId: string): string | undefined;
  set(userPoolId: string, arn: string): unknown;
}

const unreadable: RequestResource = { invalid: { error: 'SerializationException' } };
const everything: RequestResource = { resource: '*' };

/**
 * A reader that makes AWS's checks of what IAM's question is built from: the pool's id, the ARN and the tags. It reads no
 * other member. For an operation that AWS does not ask IAM about it gives the pool that the request must name, else `*`.
 * Pools whose ids are sound go into `pools`, so that they need not be checked again.
 */
export function resourceReader(scope: ResourceScope, pools: PoolMemory): ResourceReader {
  return (operation, members) => {
    const broken = isObject(members) ? brokenTags(operation.operation, members) : undefined;
    if (broken === undefined) return unreadable;
    const found = addressed(operation, members, scope, pools);
    if (broken.length === 0 || found === unreadable) return found;
    const others = 'invalid' in found && 'violations' in found.invalid ? found.invalid.violations : [];
    return { invalid: invalidParameter([...others, ...broken]) };
  };
}

function addressed(
  { resourceFrom, requiredMembers }: OperationEntry,
  members: unknown,
  scope: ResourceScope,
  pools: PoolMemory,
): RequestResource {
  const member = resourceFrom ?? (requiredMembers.includes('UserPoolId') ? 'UserPoolId' : '*');
  if (member === '*') return everything;
  const value = ownMember(members, member);
  if (value === undefined) {
    return requiredMembers.includes(member)
      ? { invalid: invalidParameter([missingMember(member)]) }
      : everything;
  }
  if (typeof value !== 'string') return unreadable;
  if (member === 'UserPoolId') return poolResource(value, scope, pools);
  const violations = arnViolations(value, scope);
  return violations.length > 0 ? { invalid: invalidParameter(violations) } : { resource: value };
}

function poolResource(id: string, scope: ResourceScope, pools: PoolMemory): RequestResource {
  const known = pools.get(id);
  if (known !== undefined) return { resource: known };
  const violations = userPoolIdViolations(id);
  if (violations.length > 0) return { invalid: invalidParameter(violations) };
  const resource = userPoolArn(id, scope);
  pools.set(id, resource);
  return { resource };
}

/** An ARN of another account is taken as it is: IAM denies it, as it does everything across accounts. */
function arnViolations(arn: string, scope: ResourceScope): readonly ConstraintViolation[] {
  const violations = resourceArnViolations(arn);
  if (violations.length > 0 || arn.split(':')[4] !== scope.account) return violations;
  return ownPoolArnViolations(arn, userPoolArn('', scope));
}

/** The ARN of a user pool. */
export function userPoolArn(userPoolId: string, { partition, region, account }: ResourceScope): string {
  return `arn:${partition}:cognito-idp:${region}:${account}:userpool/${userPoolId}`;
}

/**
 * The resources of an action whose ARNs are known by resource type: `AssociateWebACL` needs `userpool` and `webacl`. `*` for an
 * action without resource type; `missing` names the required types that have no ARN. `undefined` for an unlisted action.
 */
export function actionResources(
  action: string,
  arns: ReadonlyMap<string, string>,
): { readonly resources: readonly string[] } | { readonly missing: readonly string[] } | undefined {
  const entry = catalog.action(action);
  if (entry === undefined) return undefined;
  const missing = entry.resourceTypes.filter(({ type, required }) => required && !arns.has(type));
  if (missing.length > 0) return { missing: missing.map(({ type }) => type) };
  const resources = entry.resourceTypes.flatMap(({ type }) => arns.get(type) ?? []);
  return { resources: resources.length === 0 ? ['*'] : resources };
}
