import {
  type AuthorizationRequest,
  type ContextValue,
  createSurroundings,
  type Principal,
  principalContext,
  requestContext,
} from '@cognito-iam/core';
import type { ExplainedAccount } from './explained-account.js';

/** What is said of a request beside who asks for what. */
export interface RequestDetails {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly sourceIp?: string | undefined;
  /** The value of `aws:MultiFactorAuthPresent`; left out, the key is missing unless the session says. */
  readonly mfa?: boolean | undefined;
  /** Condition keys that take the place of all others of their name. */
  readonly context?: Readonly<Record<string, ContextValue>> | undefined;
}

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

/** Keys are the same whatever their letter case. */
function overlaid(
  context: Readonly<Record<string, ContextValue>>,
  over: Readonly<Record<string, ContextValue>>,
): Readonly<Record<string, ContextValue>> {
  const named = new Set(Object.keys(over).map((key) => key.toLowerCase()));
  const kept = Object.entries(context).filter(([key]) => !named.has(key.toLowerCase()));
  return Object.fromEntries([...kept, ...Object.entries(over)]);
}
