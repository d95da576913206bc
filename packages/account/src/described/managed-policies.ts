import { awsManagedPolicies, awsManagedPolicyArn, unresolvedStatement } from '@cognito-iam/core';
import type { DescribedSource } from './described-source.js';
import type { DescribedDocument } from './policy-document.js';
import type { Draft } from './principals.js';
import { type Resolved, textOf } from './resolved-value.js';

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
export function knownManagedPolicies(file: DescribedSource, arns: Iterable<string>): ReadonlySet<string> {
  const builtIn = [...awsManagedPolicies.values()].flatMap((policy) => [
    policy.name,
    awsManagedPolicyArn(policy, file.partition),
  ]);
  const owner = `arn:${file.partition}:iam::${file.context.account}:policy/`;
  const given = (file.context.managedPolicies ?? []).flatMap((name) =>
    name.startsWith('arn:') ? [name] : [name, owner + name],
  );
  return new Set([...arns, ...builtIn, ...given]);
}

/** Whether the document of an AWS managed policy is built in. */
export function isBuiltInPolicy({ partition }: DescribedSource, arn: string): boolean {
  return [...awsManagedPolicies.values()].some((policy) => awsManagedPolicyArn(policy, partition) === arn);
}

/** Attaches what a file names as a managed policy; one whose document is not known is left out and reported. */
export function attachManagedPolicy(
  file: DescribedSource,
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
  file.report(policy.pointer, {
    severity: 'warning',
    code: 'unknown-managed-policy',
    message: `${whatPolicy(policy, name)} of \`${draft.name}\` is left out: ${why(policy)}`,
    mend: mendOf(policy),
  });
}

/**
 * Sets the permissions boundary. One that cannot be told is replaced by one that allows nothing, as without it the
 * principal might do what it may not: `addPolicy` is given the document of that one, which is called `standIn`.
 */
export function setBoundary(
  file: DescribedSource,
  draft: Draft,
  boundary: Resolved,
  known: ReadonlySet<string>,
  standIn: string,
  addPolicy: (name: string, policy: DescribedDocument) => void,
): void {
  const name = textOf(boundary);
  if (name !== undefined && known.has(name)) {
    draft.permissionsBoundary = name;
    return;
  }
  const document = { Version: '2012-10-17', Statement: [unresolvedStatement('Allow', undefined)] } as const;
  addPolicy(standIn, { document, writtenAt: () => boundary.pointer });
  draft.permissionsBoundary = standIn;
  file.report(boundary.pointer, {
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
