import {
  itemsOf,
  membersOf,
  type Resolved,
  scalar,
  textOf,
  unresolved,
} from '../described/resolved-value.js';
import { type Evaluation, recordOf, type Written } from './evaluation.js';
import type { Resource } from './resource.js';
import { serverlessPolicyTemplates } from './serverless-policy-templates.data.js';

/** The types of SAM that are given a role, with the tag of the role and their part of the section `Globals`. */
const types: ReadonlyMap<string, { readonly globals: string; readonly tag: string }> = new Map([
  ['AWS::Serverless::Function', { globals: 'Function', tag: 'lambda:createdBy' }],
  ['AWS::Serverless::StateMachine', { globals: 'StateMachine', tag: 'stateMachine:createdBy' }],
]);

/**
 * The role that the transform of SAM makes for a function or state machine that names none: `<LogicalId>Role`. The
 * policies that SAM adds by itself, for logs, traces and event sources, hold nothing about Cognito and are left out,
 * and so are connectors: none of their profiles holds an action of Cognito's.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 */
export function serverlessRole(
  resource: Resource,
  globals: ReadonlyMap<string, unknown>,
  evaluation: Evaluation,
): Resource | undefined {
  const type = types.get(resource.type);
  const own = recordOf(resource.written.get('Properties'));
  if (type === undefined || (own.has('Role') && !isNoValue(own.get('Role'), resource.pointer, evaluation))) {
    return undefined;
  }
  const id = `${resource.id}Role`;
  const general = recordOf(globals.get(type.globals));
  const inherited = (name: string): Resolved | undefined =>
    resource.property(name) ?? globalProperty(general, type.globals, name, evaluation);
  const property = (name: string): Resolved | undefined => {
    switch (name) {
      case 'Path':
        return inherited('RolePath');
      case 'PermissionsBoundary':
        return inherited('PermissionsBoundary');
      case 'ManagedPolicyArns':
        return managed(resource);
      case 'Policies':
        return inline(resource, id);
      case 'Tags':
        return tags(resource, type.tag, globalProperty(general, type.globals, 'Tags', evaluation));
      default:
        return undefined;
    }
  };
  const { pointer, present } = resource;
  return { id, type: 'AWS::IAM::Role', pointer, present, property, written: new Map() };
}

function globalProperty(
  general: ReadonlyMap<string, unknown>,
  section: string,
  name: string,
  evaluation: Evaluation,
): Resolved | undefined {
  if (!general.has(name)) return undefined;
  const value = evaluation.resolve({
    value: general.get(name),
    pointer: `/Globals/${section}/${name}`,
    loop: new Map(),
  });
  return value.kind === 'none' ? undefined : value;
}

/** Whether a property is `AWS::NoValue`, itself or as the branch of an `Fn::If`, which SAM looks into. */
function isNoValue(value: unknown, pointer: string, evaluation: Evaluation): boolean {
  const members = recordOf(value);
  if (members.get('Ref') === 'AWS::NoValue') return true;
  const branches = members.get('Fn::If');
  if (!Array.isArray(branches) || typeof branches[0] !== 'string') return false;
  const at: Written = { value, pointer: `${pointer}/Properties/Role`, loop: new Map() };
  const truth = evaluation.condition(branches[0], at);
  return typeof truth === 'boolean' && isNoValue(branches[truth ? 1 : 2], pointer, evaluation);
}

/** Managed policies, by name or ARN; also what may be one. */
function managed(resource: Resource): Resolved {
  const policies = itemsOf(resource.property('Policies'));
  const items = policies.filter(({ kind }) => kind !== 'map' && kind !== 'list');
  return { kind: 'list', pointer: resource.pointer, items };
}

/** Documents, named as SAM names them: by their place in the list. */
function inline(resource: Resource, roleId: string): Resolved {
  const items = itemsOf(resource.property('Policies')).flatMap((policy, index): Resolved[] => {
    const document = documentOf(policy);
    if (document === undefined) return [];
    const members = new Map<string, Resolved>([
      ['PolicyName', scalar(policy.pointer, `${roleId}Policy${index}`)],
      ['PolicyDocument', document],
    ]);
    return [{ kind: 'map', pointer: policy.pointer, members }];
  });
  return { kind: 'list', pointer: resource.pointer, items };
}

function documentOf(policy: Resolved): Resolved | undefined {
  const members = membersOf(policy);
  if (policy.kind !== 'map' || members.has('Statement')) return policy.kind === 'map' ? policy : undefined;
  const [name = ''] = members.keys();
  if (members.size === 1 && serverlessPolicyTemplates.has(name)) return undefined;
  return unresolved(policy.pointer, `SAM's policy template \`${name}\` is not known here`);
}

function tags(resource: Resource, createdBy: string, general: Resolved | undefined): Resolved {
  const { pointer } = resource;
  const own = resource.property('Tags');
  const unknown = [general, own].find((value) => value?.kind === 'unresolved');
  if (unknown !== undefined) return unknown;
  const all = new Map<string, Resolved>([
    [createdBy, scalar(pointer, 'SAM')],
    ...membersOf(general),
    ...membersOf(own),
  ]);
  const items = [...all].map(
    ([key, value]): Resolved => ({
      kind: 'map',
      pointer: value.pointer,
      members: new Map([
        ['Key', scalar(value.pointer, key)],
        ['Value', textOf(value) === undefined ? unresolved(value.pointer, 'the tag has no text') : value],
      ]),
    }),
  );
  return { kind: 'list', pointer, items };
}
