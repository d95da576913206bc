import {
  type AuthorizationRequest,
  createSurroundings,
  type Principal,
  principalContext,
  requestContext,
} from '@cognito-iam/core';
import type { ExplainedAccount } from './explained-account.js';
import { overlaid, type RequestDetails } from './request-details.js';

/**
 * The question to IAM that the authorizer would ask for such a request over HTTPS: the context has what is known of
 * principal, account, resource and request, which goes to the region of a pool. `action` has its prefix; `resource` is
 * an ARN or `*`.
 */
export function accessRequest(
  account: ExplainedAccount,
  principal: Principal,
  action: string,
  resource: string,
  details: RequestDetails,
): AuthorizationRequest {
  return accessRequests(account, principal)(action, resource, details);
}

/** Gives questions as {@link accessRequest} does: what they have in common is made once. */
export function accessRequests(
  account: ExplainedAccount,
  principal: Principal,
): (action: string, resource: string, details: RequestDetails) => AuthorizationRequest {
  const surroundings = createSurroundings(account.directory, account.region, account.config?.context);
  const ofPrincipal = principalContext(principal, surroundings);
  const { arn, roleArn } = principal;
  const asker = roleArn === undefined ? { arn } : { arn, roleArn };
  return (action, resource, { now, sourceIp, mfa, context = {} }) => {
    const [, region = account.region, poolId] =
      /^arn:[^:]*:cognito-idp:(?:([^:*]+)|[^:]*):(?:[^:]*:userpool\/(.+)$)?/.exec(resource) ?? [];
    const resourceTags = poolId === undefined ? undefined : tagsOf(account, poolId);
    const facts = { now, resource, sourceIp, secure: true, resourceTags };
    return {
      action,
      resource,
      principal: asker,
      context: overlaid(
        { ...requestContext(facts, surroundings), ...ofPrincipal, 'aws:RequestedRegion': region },
        mfa === undefined ? context : { 'aws:MultiFactorAuthPresent': mfa, ...context },
      ),
    };
  };
}

function tagsOf(
  { resourceTags }: ExplainedAccount,
  poolId: string,
): Readonly<Record<string, string>> | undefined {
  return Object.hasOwn(resourceTags, poolId) ? resourceTags[poolId] : undefined;
}
