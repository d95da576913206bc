import { generatedName, letters, uuidOf } from '../described/generated-name.js';
import { textOf } from '../described/resolved-value.js';
import type { Resource } from './resource.js';
import type { Stack } from './stack.js';

/** The names that things have here: the template's where it gives one that can be told, else one that is made up. */
function nameOf(property: string, longest: number): (stack: Stack, resource: Resource) => string {
  return ({ context }, resource) =>
    textOf(resource.property(property)) ?? generatedName(context.stackName, resource.id, longest);
}

// The longest names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
/** The name of an `AWS::IAM::Role`. */
export const roleName: (stack: Stack, resource: Resource) => string = nameOf('RoleName', 64);
/** The name of an `AWS::IAM::User`. */
export const userName: (stack: Stack, resource: Resource) => string = nameOf('UserName', 64);
/** The name of an `AWS::IAM::Group`. */
export const groupName: (stack: Stack, resource: Resource) => string = nameOf('GroupName', 128);
/** The name of an `AWS::IAM::ManagedPolicy`. */
export const managedPolicyName: (stack: Stack, resource: Resource) => string = nameOf(
  'ManagedPolicyName',
  128,
);

/** The IAM path of a resource, `/` where it has none that can be told. */
export function iamPath(resource: Resource): string {
  return textOf(resource.property('Path')) ?? '/';
}

/** The ARN of a role, user or group. */
export function principalArn(stack: Stack, kind: 'role' | 'user' | 'group', resource: Resource): string {
  const name = { role: roleName, user: userName, group: groupName }[kind](stack, resource);
  return `arn:${stack.partition}:iam::${stack.context.account}:${kind}${iamPath(resource)}${name}`;
}

/** The unique id of a role: AWS's is random, this one follows from the ARN. */
export function roleId(stack: Stack, resource: Resource): string {
  const arn = principalArn(stack, 'role', resource);
  return `AROA${letters(arn, 17, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
}

/** The ARN of an `AWS::IAM::ManagedPolicy`. */
export function managedPolicyArn(stack: Stack, resource: Resource): string {
  const name = managedPolicyName(stack, resource);
  return `arn:${stack.partition}:iam::${stack.context.account}:policy${iamPath(resource)}${name}`;
}

/** The name of an `AWS::Cognito::UserPool`, where the template gives one. */
export function userPoolName(resource: Resource): string | undefined {
  return textOf(resource.property('UserPoolName'));
}

/** The id of an `AWS::Cognito::IdentityPool`: that of `pools`, else a made up one. */
export function identityPoolId({ context }: Stack, { id }: Resource): string {
  const configured = new Map(Object.entries(context.pools ?? {})).get(id);
  return configured ?? `${context.region}:${uuidOf(`${context.stackName}/${id}`)}`;
}
