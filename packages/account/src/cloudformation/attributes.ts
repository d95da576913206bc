import { letters } from '../described/generated-name.js';
import { type Resolved, scalar, textOf, unresolved } from '../described/resolved-value.js';
import { localPoolId } from '../local-pool-id.js';
import {
  groupName,
  identityPoolId,
  managedPolicyArn,
  principalArn,
  roleId,
  roleName,
  userName,
  userPoolName,
} from './physical-names.js';
import { urlSuffix } from './pseudo-parameters.js';
import type { Resource } from './resource.js';
import type { Stack } from './stack.js';

type Value = (stack: Stack, resource: Resource) => string;

/** What `Ref` and `Fn::GetAtt` give of one type of resource. */
interface Attributes {
  readonly ref: Value;
  readonly others: ReadonlyMap<string, Value>;
}

const poolId: Value = ({ context, path }, resource) =>
  localPoolId(context, resource.id, userPoolName(resource), path).poolId;
const provider: Value = (stack, resource) =>
  `cognito-idp.${stack.context.region}.${urlSuffix(stack.partition)}/${poolId(stack, resource)}`;
// The ids of app clients are 26 letters and digits.
const clientId: Value = ({ context }, { id }) =>
  letters(`${context.stackName}/${id}`, 26, 'abcdefghijklmnopqrstuvwxyz0123456789');

/**
 * The types of which something is known before the stack is deployed: what IAM and Cognito call them, here, where
 * names and ids that AWS would make up are made up too, always the same.
 */
const types: ReadonlyMap<string, Attributes> = new Map<string, Attributes>([
  [
    'AWS::IAM::Role',
    {
      ref: roleName,
      others: new Map<string, Value>([
        ['Arn', (stack, role) => principalArn(stack, 'role', role)],
        ['RoleId', roleId],
      ]),
    },
  ],
  [
    'AWS::IAM::User',
    {
      ref: userName,
      others: new Map<string, Value>([['Arn', (stack, user) => principalArn(stack, 'user', user)]]),
    },
  ],
  [
    'AWS::IAM::Group',
    {
      ref: groupName,
      others: new Map<string, Value>([['Arn', (stack, group) => principalArn(stack, 'group', group)]]),
    },
  ],
  [
    'AWS::IAM::ManagedPolicy',
    { ref: managedPolicyArn, others: new Map<string, Value>([['PolicyArn', managedPolicyArn]]) },
  ],
  [
    'AWS::Cognito::UserPool',
    {
      ref: poolId,
      others: new Map<string, Value>([
        ['UserPoolId', poolId],
        ['ProviderName', provider],
        ['ProviderURL', (stack, pool) => `https://${provider(stack, pool)}`],
        [
          'Arn',
          (stack, pool) => {
            const { account, region } = stack.context;
            return `arn:${stack.partition}:cognito-idp:${region}:${account}:userpool/${poolId(stack, pool)}`;
          },
        ],
      ]),
    },
  ],
  ['AWS::Cognito::UserPoolClient', { ref: clientId, others: new Map([['ClientId', clientId]]) }],
  ['AWS::Cognito::IdentityPool', { ref: identityPoolId, others: new Map([['Id', identityPoolId]]) }],
]);

/** The value of `Ref` to a resource. */
export function referenceValue(stack: Stack, resource: Resource): Resolved {
  const { id, type, pointer } = resource;
  if (type === 'AWS::Cognito::UserPoolGroup') {
    const name = resource.property('GroupName');
    return (
      name ?? unresolved(pointer, `the name of the group \`${id}\` is made up when the stack is deployed`)
    );
  }
  const known = types.get(type);
  return known === undefined ? elsewhere(`\`${id}\``, resource) : scalar(pointer, known.ref(stack, resource));
}

/** The value of an attribute of a resource. */
export function attributeValue(stack: Stack, resource: Resource, name: string): Resolved {
  const value = types.get(resource.type)?.others.get(name);
  if (value !== undefined) return scalar(resource.pointer, value(stack, resource));
  if (isNestedStack(resource) && name.startsWith('Outputs.')) {
    return output(stack, resource, name.slice('Outputs.'.length));
  }
  return elsewhere(`\`${resource.id}.${name}\``, resource);
}

/** Whether a resource is a stack with a template of its own. */
export function isNestedStack({ type }: Resource): boolean {
  return type === 'AWS::CloudFormation::Stack' || type === 'AWS::Serverless::Application';
}

function output(stack: Stack, resource: Resource, name: string): Resolved {
  const nested = stack.nested(resource);
  if (nested === undefined) return elsewhere(`\`${resource.id}.Outputs.${name}\``, resource);
  const { source, evaluation } = nested;
  const written = new Map(Object.entries(outputsOf(source.value))).get(name);
  const value =
    typeof written === 'object' && written !== null && 'Value' in written ? written.Value : undefined;
  const at = { value, pointer: `/Outputs/${name}`, loop: new Map<string, string>() };
  const resolved = evaluation.resolve(at);
  if (resolved.kind === 'unresolved') return resolved;
  const text = textOf(resolved);
  if (text !== undefined) return scalar(resource.pointer, text);
  return unresolved(resource.pointer, `the stack \`${resource.id}\` has no output \`${name}\` that is text`);
}

function outputsOf(template: unknown): object {
  const isTemplate = typeof template === 'object' && template !== null && 'Outputs' in template;
  return isTemplate && typeof template.Outputs === 'object' && template.Outputs !== null
    ? template.Outputs
    : {};
}

function elsewhere(what: string, { type, pointer }: Resource): Resolved {
  return unresolved(pointer, `${what} (${type}) is known only when the stack is deployed`);
}
