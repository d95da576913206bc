import { awsManagedPolicies, awsManagedPolicyArn } from '@cognito-iam/core';
import { unresolvedStatement } from '../unresolved-statement.js';
import { generatedName } from './generated-name.js';
import type { TemplateDocument } from './policy-document.js';
import type { Draft } from './principals.js';
import { type Resolved, textOf } from './resolved-value.js';
import type { Stack } from './stack.js';

/**
 * AWS managed policies that most templates attach to their functions and that hold no action of `cognito-idp`, so that
 * nothing is lost with them.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const withoutCognito: ReadonlySet<string> = new Set([
  'AWSAppSyncPushToCloudWatchLogs',
  'AWSLambdaBasicExecutionRole',
  'AWSLambdaDynamoDBExecutionRole',
  'AWSLambdaExecute',
  'AWSLambdaKinesisExecutionRole',
  'AWSLambdaMSKExecutionRole',
  'AWSLambdaRole',
  'AWSLambdaSQSQueueExecutionRole',
  'AWSLambdaVPCAccessExecutionRole',
  'AWSXRayDaemonWriteAccess',
  'AWSXrayWriteOnlyAccess',
  'AmazonAPIGatewayPushToCloudWatchLogs',
  'AmazonECSTaskExecutionRolePolicy',
  'AmazonSSMManagedInstanceCore',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
]);

/** Names and ARNs of the managed policies whose documents are known. */
export function knownManagedPolicies(stack: Stack, arns: Iterable<string>): ReadonlySet<string> {
  const builtIn = [...awsManagedPolicies.values()].flatMap((policy) => [
    policy.name,
    awsManagedPolicyArn(policy, stack.partition),
  ]);
  const owner = `arn:${stack.partition}:iam::${stack.context.account}:policy/`;
  const given = (stack.context.managedPolicies ?? []).flatMap((name) =>
    name.startsWith('arn:') ? [name] : [name, owner + name],
  );
  return new Set([...arns, ...builtIn, ...given]);
}

/** Attaches what a template names as a managed policy; one whose document is not known is left out and reported. */
export function attachManagedPolicy(
  stack: Stack,
  draft: Draft,
  policy: Resolved,
  known: ReadonlySet<string>,
): void {
  const name = textOf(policy);
  if (name !== undefined && known.has(name)) {
    draft.managedPolicies.add(name);
    return;
  }
  if (name !== undefined && isWithoutCognito(name)) return;
  stack.report(policy.pointer, {
    severity: 'warning',
    code: 'unknown-managed-policy',
    message: `${whatPolicy(policy, name)} of \`${draft.name}\` is left out: ${why(policy)}`,
    mend: mendOf(policy),
  });
}

/**
 * Sets the permissions boundary. One that cannot be told is replaced by one that allows nothing, as without it the
 * principal might do what it may not: `addPolicy` is given the document of that one.
 */
export function setBoundary(
  stack: Stack,
  draft: Draft,
  boundary: Resolved,
  known: ReadonlySet<string>,
  addPolicy: (name: string, policy: TemplateDocument) => void,
): void {
  const name = textOf(boundary);
  if (name !== undefined && known.has(name)) {
    draft.permissionsBoundary = name;
    return;
  }
  const document = { Version: '2012-10-17', Statement: [unresolvedStatement('Allow', undefined)] } as const;
  const standIn = generatedName(stack.context.stackName, 'UnresolvedBoundary', 128);
  addPolicy(standIn, { document, writtenAt: () => boundary.pointer });
  draft.permissionsBoundary = standIn;
  stack.report(boundary.pointer, {
    severity: 'warning',
    code: 'unknown-boundary',
    message: `the permissions boundary of \`${draft.name}\` is not known, so it may do nothing here: ${why(boundary)}`,
    mend: mendOf(boundary),
  });
}

function isWithoutCognito(name: string): boolean {
  const [prefix = '', ...rest] = name.split('/');
  const isAws = rest.length === 0 || /^arn:[a-z-]+:iam::aws:policy$/.test(prefix);
  return isAws && withoutCognito.has(name.slice(name.lastIndexOf('/') + 1));
}

function whatPolicy(policy: Resolved, name: string | undefined): string {
  return name === undefined || policy.kind === 'unresolved'
    ? 'a managed policy'
    : `the managed policy \`${name}\``;
}

function why(policy: Resolved): string {
  return policy.kind === 'unresolved' ? policy.reason : 'its content is not known';
}

function mendOf(policy: Resolved): string {
  return (policy.kind === 'unresolved' ? policy.mend : undefined) ?? 'give its document in `managedPolicies`';
}
