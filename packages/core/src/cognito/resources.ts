import { catalog } from './catalog.js';
import type { Operation } from './operations.js';
import {
  type ConstraintViolation,
  type InvalidRequest,
  invalidParameter,
  missingMember,
  ownPoolArnViolations,
  resourceArnViolations,
  userPoolIdViolations,
} from './resources-constraints.js';
import { hasReadableTags, isObject, ownMember } from './resources-tags.js';

export type { ConstraintViolation, InvalidRequest } from './resources-constraints.js';
export { requestTagKeys, requestTags } from './resources-tags.js';

/** Where user pools live: what an ARN says beside the pool's id. Comes from configuration, never from the request. */
export interface ResourceScope {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** The resources that IAM is asked about, every one of which must be allowed, or why AWS refuses the request before. */
export type RequestResources =
  | { readonly resources: readonly string[] }
  | { readonly invalid: InvalidRequest };

const unreadable: RequestResources = { invalid: { error: 'SerializationException' } };
const everything: RequestResources = { resources: ['*'] };

/**
 * The resources of a request (`members`: its parsed JSON body), after AWS's checks of what IAM's question is built from: the
 * pool's id, the ARN and the tags. Never throws, and reads no other member. For an operation that AWS does not ask IAM about,
 * the pool that the request must name, else `*`.
 */
export function requestResources(
  operation: Operation,
  members: unknown,
  scope: ResourceScope,
): RequestResources {
  if (!isObject(members) || !hasReadableTags(operation, members)) return unreadable;
  const { resourceFrom, requiredMembers } = catalog.operation(operation);
  const member = resourceFrom ?? (requiredMembers.includes('UserPoolId') ? 'UserPoolId' : '*');
  if (member === '*') return everything;
  const value = ownMember(members, member);
  if (value === undefined) {
    return requiredMembers.includes(member)
      ? { invalid: invalidParameter([missingMember(member)]) }
      : everything;
  }
  if (typeof value !== 'string') return unreadable;
  const violations = member === 'UserPoolId' ? userPoolIdViolations(value) : arnViolations(value, scope);
  if (violations.length > 0) return { invalid: invalidParameter(violations) };
  return { resources: [member === 'UserPoolId' ? userPoolArn(value, scope) : value] };
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
