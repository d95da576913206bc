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
 * principal, account, resource and request. `action` has its prefix; `resource` is an ARN or `*`.
 */
export function accessRequest(
  account: ExplainedAccount,
  principal: Principal,
  action: string,
  resource: string,
  { now, sourceIp, mfa, context = {} }: RequestDetails,
): AuthorizationRequest {
  const surroundings = createSurroundings(account.directory, account.region, account.config?.context);
  const poolId = /^arn:[^:]*:cognito-idp:[^:]*:[^:]*:userpool\/(.+)$/.exec(resource)?.[1];
  const resourceTags = poolId === undefined ? undefined : tagsOf(account, poolId);
  const facts = { now, resource, sourceIp, secure: true, resourceTags };
  const { arn, roleArn } = principal;
  return {
    action,
    resource,
    principal: roleArn === undefined ? { arn } : { arn, roleArn },
    context: overlaid(
      { ...requestContext(facts, surroundings), ...principalContext(principal, surroundings) },
      { ...(mfa === undefined ? {} : { 'aws:MultiFactorAuthPresent': mfa }), ...context },
    ),
  };
}

function tagsOf(
  { resourceTags }: ExplainedAccount,
  poolId: string,
): Readonly<Record<string, string>> | undefined {
  return Object.hasOwn(resourceTags, poolId) ? resourceTags[poolId] : undefined;
}
