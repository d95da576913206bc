import type { DescribedPoolGroup, DescribedUserPool } from '../account-part.js';
import { leftOut } from '../described/left-out.js';
import { firstUnresolved, type Resolved, textOf } from '../described/resolved-value.js';
import { tagsOf } from '../described/tags.js';
import { localPoolId } from '../local-pool-id.js';
import type { Plan, PlanResource } from './plan.js';

/** The user pools of a plan or state, with those that it reads from the account. */
export function userPools(plan: Plan): readonly DescribedUserPool[] {
  const pools = plan.resources.filter(({ type }) => type === 'aws_cognito_user_pool');
  const managed = pools.filter(({ mode }) => mode === 'managed');
  const ids = new Set<unknown>(managed.flatMap((pool) => pool.values.get('id') ?? []));
  const read = pools.filter(({ mode, values }) => mode === 'data' && !ids.has(values.get('user_pool_id')));
  return [...managed, ...read].map((resource) => {
    const { address, pointer } = resource;
    const name = resource.text('name');
    return {
      id: address,
      ...(name !== undefined && { name }),
      ...localPoolId(plan.context, address, name),
      tags: tagsOf(plan, allTags(resource), `the user pool \`${address}\``),
      place: plan.source.placeOf(pointer),
    };
  });
}

/** The tags of a resource with those that the provider adds to all. */
function allTags(resource: PlanResource): Resolved | undefined {
  const all = resource.attribute('tags_all');
  return all === undefined || all.kind === 'unresolved' ? resource.attribute('tags') : all;
}

/** The groups of user pools. One of which pool, name or role cannot be told is left out and reported. */
export function poolGroups(plan: Plan): readonly DescribedPoolGroup[] {
  return plan.typed('aws_cognito_user_group').flatMap((resource): readonly DescribedPoolGroup[] => {
    const { address, pointer } = resource;
    const values = ['user_pool_id', 'name', 'role_arn', 'precedence'].map((name) => resource.attribute(name));
    const unknown = values.flatMap((value) => (value && firstUnresolved(value)) ?? []).at(0);
    const [poolId, group, role, precedence] = values.map(textOf);
    if (unknown !== undefined || poolId === undefined || group === undefined) {
      leftOut(plan, `the user pool group \`${address}\``, unknown, pointer);
      return [];
    }
    const number = Number(precedence);
    const configured = new Map(Object.entries(plan.context.pools ?? {})).get(poolId);
    return [
      {
        poolId: configured ?? poolId,
        group,
        ...(role !== undefined && role !== '' && { role }),
        ...(precedence !== undefined && Number.isInteger(number) && { precedence: number }),
        place: plan.source.placeOf(pointer),
      },
    ];
  });
}
