import type { DescribedPoolGroup, DescribedUserPool } from '../account-part.js';
import { generatedName } from '../described/generated-name.js';
import { leftOut } from '../described/left-out.js';
import { firstUnresolved, textOf } from '../described/resolved-value.js';
import { tagsOf } from '../described/tags.js';
import { localPoolId } from '../local-pool-id.js';
import { userPoolName } from './physical-names.js';
import type { Resource } from './resource.js';
import type { Stack } from './stack.js';

/** The user pools of a template. */
export function userPools(stack: Stack): readonly DescribedUserPool[] {
  return typed(stack, 'AWS::Cognito::UserPool').map((resource) => {
    const { id, pointer } = resource;
    const name = userPoolName(resource);
    const tags = {
      ...tagsOf(stack, resource.property('UserPoolTags'), `the user pool \`${id}\``),
      ...tagsOf(stack, resource.property('Tags'), `the user pool \`${id}\``),
    };
    const local = localPoolId(stack.context, id, name, stack.path);
    return { id, ...(name !== undefined && { name }), ...local, tags, place: stack.source.placeOf(pointer) };
  });
}

/** The groups of user pools. One of which pool, name or role cannot be told is left out and reported. */
export function poolGroups(stack: Stack): readonly DescribedPoolGroup[] {
  return typed(stack, 'AWS::Cognito::UserPoolGroup').flatMap((resource): readonly DescribedPoolGroup[] => {
    const { id, pointer, present } = resource;
    const [pool, group, role, precedence] = ['UserPoolId', 'GroupName', 'RoleArn', 'Precedence'].map((name) =>
      resource.property(name),
    );
    const unknown = [present === true ? undefined : present, pool, group, role, precedence]
      .flatMap((value) => (value && firstUnresolved(value)) ?? [])
      .at(0);
    const written = textOf(pool);
    if (unknown !== undefined || written === undefined) {
      leftOut(stack, `the user pool group \`${id}\``, unknown ?? pool, pointer);
      return [];
    }
    const name = textOf(group) ?? generatedName(stack.context.stackName, id, 128);
    const roleArn = textOf(role);
    const number = Number(textOf(precedence));
    const configured = new Map(Object.entries(stack.context.pools ?? {})).get(written);
    return [
      {
        poolId: configured ?? written,
        group: name,
        ...(roleArn !== undefined && { role: roleArn }),
        ...(precedence !== undefined && Number.isInteger(number) && { precedence: number }),
        place: stack.source.placeOf(pointer),
      },
    ];
  });
}

/** The resources of a type. */
export function typed(stack: Stack, type: string): readonly Resource[] {
  return [...stack.resources.values()].filter((resource) => resource.type === type);
}
