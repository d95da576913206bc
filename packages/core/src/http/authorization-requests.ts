import type { OperationEntry } from '../cognito/catalog-entries.js';
import type { Caller } from '../cognito/principal.js';
import { requestContext, type Surroundings } from '../cognito/request-context.js';
import {
  type ResourceScope,
  requestResources,
  requestTagKeys,
  requestTags,
  userPoolArn,
} from '../cognito/resources.js';
import type { AuthorizationRequest } from '../policy/index.js';
import type { Members } from './body.js';
import { type Refusal, refuse, refuseWith } from './refusal.js';
import type { HttpRequest } from './request.js';

/** What {@link authorizationRequests} goes by. */
export interface QuestionSettings {
  readonly scope: ResourceScope;
  readonly surroundings: Surroundings;
  /** Tags of user pools, by pool id. */
  readonly resourceTags: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly now: () => number;
}

/** Gives what IAM is asked about a request, one question for each resource, or the refusal of a request that AWS would not understand. */
export type AuthorizationRequests = (
  operation: OperationEntry,
  members: Members,
  caller: Caller,
  request: HttpRequest,
) => readonly AuthorizationRequest[] | Refusal;

/**
 * Makes requests to this API into questions to IAM. The context is what differs from request to request; what stays
 * the same for a caller is bound to its policies.
 */
export function authorizationRequests(settings: QuestionSettings): AuthorizationRequests {
  const { scope, surroundings, now } = settings;
  const tagsByArn = new Map(
    Object.entries(settings.resourceTags).map(([poolId, tags]) => [userPoolArn(poolId, scope), tags]),
  );
  return (operation, members, { principal }, request) => {
    const asked = requestResources(operation.operation, members, scope);
    if ('invalid' in asked) {
      return asked.invalid.error === 'SerializationException'
        ? refuse('serialization', 'a member of the body has another type than it should')
        : refuseWith('invalidParameter', asked.invalid.message);
    }
    const facts = {
      now: now(),
      sourceIp: request.sourceIp,
      secure: request.secure,
      userAgent: oneHeader(request, 'user-agent'),
      referer: oneHeader(request, 'referer'),
      requestTags: requestTags(operation.operation, members),
      tagKeys: requestTagKeys(operation.operation, members),
    };
    const { arn, roleArn } = principal;
    return asked.resources.map((resource) => ({
      action: operation.action,
      resource,
      principal: roleArn === undefined ? { arn } : { arn, roleArn },
      context: requestContext({ ...facts, resource, resourceTags: tagsByArn.get(resource) }, surroundings),
    }));
  };
}

/** Only these two headers reach the context: no header of a client may set a condition key. */
function oneHeader(request: HttpRequest, name: 'user-agent' | 'referer'): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.join(', ');
}
