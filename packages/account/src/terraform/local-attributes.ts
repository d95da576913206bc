import { letters, uuidOf } from '../described/generated-name.js';
import { type Resolved, scalar, textOf } from '../described/resolved-value.js';
import { localPoolId } from '../local-pool-id.js';
import type { Plan, PlanResource } from './plan.js';
import { policyDocumentOf } from './policy-documents.js';

type Value = (plan: Plan, resource: PlanResource) => string | undefined;

/** The name of a role, user, group or policy: its own, or one in the form of those that the provider makes up. */
export function nameOf(resource: PlanResource): string {
  const { address } = resource;
  const name = resource.text('name');
  if (name !== undefined && name !== '') return name;
  return `${resource.text('name_prefix') ?? 'terraform-'}${letters(address, 26, '0123456789')}`;
}

/** The IAM path, `/` where it has none that can be told. */
export function pathOf(resource: PlanResource): string {
  return resource.text('path') || '/';
}

/** The ARN that a role, user, group or policy has here. */
export function iamArn({ partition, context }: Plan, kind: string, resource: PlanResource): string {
  return `arn:${partition}:iam::${context.account}:${kind}${pathOf(resource)}${nameOf(resource)}`;
}

/** The id of the local pool that a user pool stands for. */
export function poolIdOf({ context }: Plan, resource: PlanResource): string {
  return localPoolId(context, resource.address, textOf(resource.attribute('name'))).poolId;
}

/** The id of an identity pool: that of `pools`, its own, or a made up one. */
export function identityPoolId({ context }: Plan, resource: PlanResource): string {
  const configured = new Map(Object.entries(context.pools ?? {})).get(resource.address);
  return configured ?? resource.text('id') ?? `${context.region}:${uuidOf(resource.address)}`;
}

const principal = (kind: string): ReadonlyMap<string, Value> =>
  new Map<string, Value>([
    ['id', (_, resource) => nameOf(resource)],
    ['name', (_, resource) => nameOf(resource)],
    ['arn', (plan, resource) => iamArn(plan, kind, resource)],
  ]);

const policyName: Value = (_, resource) => nameOf(resource);
const inlinePolicy: ReadonlyMap<string, Value> = new Map([['name', policyName]]);

const types: ReadonlyMap<string, ReadonlyMap<string, Value>> = new Map<string, ReadonlyMap<string, Value>>([
  ['aws_iam_role', principal('role')],
  ['aws_iam_user', principal('user')],
  ['aws_iam_group', principal('group')],
  [
    'aws_iam_policy',
    new Map<string, Value>([
      ['id', (plan, resource) => iamArn(plan, 'policy', resource)],
      ['arn', (plan, resource) => iamArn(plan, 'policy', resource)],
      ['name', policyName],
    ]),
  ],
  ['aws_iam_role_policy', inlinePolicy],
  ['aws_iam_user_policy', inlinePolicy],
  ['aws_iam_group_policy', inlinePolicy],
  [
    'aws_cognito_user_pool',
    new Map<string, Value>([
      ['id', poolIdOf],
      [
        'arn',
        (plan, pool) => {
          const { account, region } = plan.context;
          return `arn:${plan.partition}:cognito-idp:${region}:${account}:userpool/${poolIdOf(plan, pool)}`;
        },
      ],
    ]),
  ],
  ['aws_cognito_identity_pool', new Map<string, Value>([['id', identityPoolId]])],
]);

/** An attribute that follows from what a resource is called here; `undefined` for all others. */
export function localAttribute(plan: Plan, resource: PlanResource, name: string): Resolved | undefined {
  if (resource.type === 'aws_iam_policy_document') return policyDocumentOf(plan, resource, name);
  // What a data source gives is of the deployed account, and known.
  if (resource.mode === 'data') return undefined;
  const value = types.get(resource.type)?.get(name)?.(plan, resource);
  return value === undefined ? undefined : scalar(resource.pointer, value);
}
