import {
  type AuthorizationRequest,
  type ContextValue,
  createSurroundings,
  type RequestPrincipal,
  requestContext,
} from '@cognito-iam/core';
import type { Problem } from './explained-account.js';
import { overlaid, type RequestDetails } from './request-details.js';

/**
 * The question to IAM about policies that belong to no account, as `SimulateCustomPolicy` asks it. With a caller, the
 * ARN of a user, a role, a session or a root user, the context has what follows from it; without one, nothing of it.
 */
export function callerRequest(
  caller: string | undefined,
  action: string,
  resource: string,
  { now, sourceIp, mfa, context = {} }: RequestDetails,
): AuthorizationRequest | Problem {
  const read = caller === undefined ? undefined : callerOf(caller);
  if (read !== undefined && 'problem' in read) return read;
  const [, , , region = '', account = ''] = resource.split(':');
  const owner = read?.account ?? account;
  const facts = { now, resource, sourceIp, secure: true };
  const known: Record<string, ContextValue> = {
    ...requestContext(facts, createSurroundings({ account: owner, organization: undefined }, region)),
    ...(region === '' ? {} : { 'aws:RequestedRegion': region }),
    'aws:ViaAWSService': false,
    'aws:PrincipalIsAWSService': false,
    ...read?.context,
  };
  return {
    action,
    resource,
    ...(read && { principal: read.principal }),
    context: overlaid(known, {
      ...(mfa === undefined ? {} : { 'aws:MultiFactorAuthPresent': mfa }),
      ...context,
    }),
  };
}

interface ReadCaller {
  readonly principal: RequestPrincipal;
  readonly account: string;
  readonly context: Readonly<Record<string, ContextValue>>;
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
function callerOf(arn: string): ReadCaller | Problem {
  const [, partition = '', service = '', account = '', rest = ''] =
    /^arn:([\w-]+):(iam|sts)::(\d{12}):(.+)$/.exec(arn) ?? [];
  const [kind = '', ...names] = rest.split('/');
  const last = names.at(-1) ?? '';
  const of = (
    type: string,
    principal: RequestPrincipal,
    more: Readonly<Record<string, ContextValue>> = {},
  ): ReadCaller => ({
    principal,
    account,
    context: {
      'aws:PrincipalArn': principal.roleArn ?? principal.arn,
      'aws:PrincipalAccount': account,
      'aws:PrincipalType': type,
      ...more,
    },
  });
  switch (`${service} ${kind}`) {
    case 'iam root':
      return of('Account', { arn }, { 'aws:userid': account });
    case 'iam user':
      return of('User', { arn }, { 'aws:username': last });
    case 'iam role':
      return of('AssumedRole', {
        arn: `arn:${partition}:sts::${account}:assumed-role/${last}/session`,
        roleArn: arn,
      });
    case 'sts assumed-role':
      return of('AssumedRole', { arn, roleArn: `arn:${partition}:iam::${account}:role/${names[0] ?? ''}` });
    case 'sts federated-user':
      return of('FederatedUser', { arn });
    default:
      return {
        problem: `\`${arn}\` is no principal here: without a configuration, name the ARN of a user, a role or a session`,
      };
  }
}
