import type { GroupRole, RoleMappingOptions } from '@cognito-iam/core';
import type { AccountPart, DescribedPoolGroup } from './account-part.js';
import type { Finding } from './finding.js';
import { formatPlace, type Place } from './place.js';
import type { SourceFile } from './source-file.js';

/** An account part as far as it maps tokens to roles, with the file that it was read from. */
export interface MappingPart {
  readonly source: Pick<SourceFile, 'placeOf'>;
  readonly part: Pick<AccountPart, 'poolGroups' | 'roleMapping'>;
}

/** How tokens become roles by what templates and plans say. */
export interface DescribedRoleMappings {
  /** For tokens of any pool: the groups of all of them, but for a name that means different roles in two pools. */
  readonly common: RoleMappingOptions | undefined;
  /** For tokens of one pool, by its id: its own groups, as a group of one pool means nothing in another. */
  readonly byPool: ReadonlyMap<string, RoleMappingOptions>;
  /** Where the items of `groups` are written, by identity. */
  readonly groupPlaces: ReadonlyMap<unknown, Place>;
  readonly findings: readonly Finding[];
}

/** Makes role mappings of the groups of user pools and of the identity pool. */
export function describedRoleMappings(parts: readonly MappingPart[]): DescribedRoleMappings {
  const identityPools = parts.filter(({ part }) => part.roleMapping !== undefined);
  const base: Partial<RoleMappingOptions> = identityPools[0]?.part.roleMapping ?? {};
  const groupPlaces = new Map<unknown, Place>();
  const groupRole = ({ group, role = '', precedence, place }: DescribedPoolGroup): GroupRole => {
    const read = { group, role, ...(precedence !== undefined && { precedence }) };
    groupPlaces.set(read, place);
    return read;
  };
  const mappingOf = (groups: readonly DescribedPoolGroup[]): RoleMappingOptions => ({
    ambiguousRoleResolution: 'Deny',
    ...base,
    // Rules alone do not look at groups.
    ...(groups.length > 0 && base.type !== 'Rules' && { groups: groups.map(groupRole) }),
  });
  const groups = parts.flatMap(({ part }) => part.poolGroups).filter(({ role }) => role !== undefined);
  const byPool = new Map<string, DescribedPoolGroup[]>();
  for (const group of groups) byPool.set(group.poolId, [...(byPool.get(group.poolId) ?? []), group]);
  const findings = identityPools.slice(1).map(
    ({ source }): Finding => ({
      severity: 'error',
      code: 'identity-pool-twice',
      message: 'the files map tokens to roles in more than one identity pool',
      mend: 'write the `roleMapping` that counts into the configuration',
      place: source.placeOf(''),
    }),
  );
  const { told, clashes } = commonGroups(groups);
  const none = groups.length === 0 && identityPools.length === 0;
  return {
    common: none ? undefined : mappingOf(told),
    byPool: new Map([...byPool].map(([poolId, own]) => [poolId, mappingOf(own)])),
    groupPlaces,
    findings: [...findings, ...clashes],
  };
}

/** Groups of all pools by name; one that means different roles in two is told of. */
function commonGroups(groups: readonly DescribedPoolGroup[]): {
  readonly told: readonly DescribedPoolGroup[];
  readonly clashes: readonly Finding[];
} {
  const byName = new Map<string, DescribedPoolGroup[]>();
  for (const group of groups) byName.set(group.group, [...(byName.get(group.group) ?? []), group]);
  const told: DescribedPoolGroup[] = [];
  const clashes: Finding[] = [];
  for (const [name, [first, ...others]] of byName) {
    if (first === undefined) continue;
    const other = others.find(
      ({ role, precedence }) => role !== first.role || precedence !== first.precedence,
    );
    if (other === undefined) told.push(first);
    else clashes.push(clash(name, first, other));
  }
  return { told, clashes };
}

function clash(name: string, { place }: DescribedPoolGroup, other: DescribedPoolGroup): Finding {
  return {
    severity: 'warning',
    code: 'group-of-two-pools',
    message: `the group \`${name}\` is another one here than at ${formatPlace(place)}: it counts for tokens of an issuer whose pool is known, and for no others`,
    mend: 'write a `roleMapping` into the configuration, or one for each issuer',
    place: other.place,
  };
}
