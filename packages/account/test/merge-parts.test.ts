import { describe, expect, it } from 'vitest';
import type { AccountPart, Place } from '../src/index.js';
import { formatFinding, formatPlace, readSource } from '../src/index.js';
import { mergeParts } from '../src/merge-parts.js';
import { describedRoleMappings } from '../src/pool-role-mappings.js';

const config = readSource('c.yaml', "account: '123456789012'\nroles:\n  Support: {}\n");
const account = '123456789012';

function part(directory: AccountPart['directory'], more: Partial<AccountPart> = {}) {
  const source = readSource('t.yaml', 'Resources:\n  Role: {}\n');
  const empty: AccountPart = {
    directory: {},
    userPools: [],
    poolGroups: [],
    policyPlaces: new Map(),
    findings: [],
  };
  return { source, part: { ...empty, ...more, directory } };
}

const at = (line: number): Place => ({ file: 't.yaml', line, column: 3 });

describe('what several sources say', () => {
  it('is put together, each with its place', () => {
    const policy = { Statement: { Effect: 'Allow', Action: 'a:b', Resource: '*' } } as const;
    const described = part(
      { roles: { Admin: { inlinePolicies: { P: policy } } }, managedPolicies: { M: policy } },
      {
        policyPlaces: new Map([['/roles/Admin/inlinePolicies/P', () => at(7)]]),
        entryPlaces: new Map([['/managedPolicies/M', at(9)]]),
      },
    );
    const merged = mergeParts(config, { account, roles: { Support: {} } }, new Map(), [described]);
    expect(merged.findings).toEqual([]);
    expect(Object.keys(merged.directoryOptions.roles ?? {})).toEqual(['Support', 'Admin']);
    expect(merged.directoryOptions.managedPolicies).toEqual({ M: policy });
    const places = ['/roles/Support/path', '/roles/Admin/path', '/managedPolicies/M', '/users'];
    expect(places.map((pointer) => formatPlace(merged.placeOf(pointer)))).toEqual([
      'c.yaml:3:3',
      't.yaml:7:3',
      't.yaml:9:3',
      'c.yaml:1:1',
    ]);
    expect([...merged.policyPlaces.keys()]).toEqual(['/roles/Admin/inlinePolicies/P']);
  });

  it('is refused where two define a name', () => {
    const first = part({ roles: { Support: {}, Admin: {} }, users: { constructor: {} } });
    const second = part({ roles: { Admin: {} } }, { entryPlaces: new Map([['/roles/Admin', at(5)]]) });
    const merged = mergeParts(config, { account, roles: { Support: {} } }, new Map(), [first, second]);
    expect(merged.findings.map(formatFinding)).toEqual([
      't.yaml:1:1  error  the role `Support` is defined here and at c.yaml:3:3; keep one of the two  (defined-twice)',
      't.yaml:5:3  error  the role `Admin` is defined here and at t.yaml:1:1; keep one of the two  (defined-twice)',
    ]);
    expect(Object.keys(merged.directoryOptions.users ?? {})).toEqual(['constructor']);
  });
});

describe('the role mapping that templates describe', () => {
  const group = (poolId: string, name: string, role: string | undefined, line: number) => ({
    poolId,
    group: name,
    ...(role !== undefined && { role }),
    precedence: line,
    place: at(line),
  });

  it('is none where there are no groups and no identity pool', () => {
    expect(describedRoleMappings([part({})])).toMatchObject({ common: undefined, findings: [] });
    const groups = [group('p1', 'staff', undefined, 1)];
    expect(describedRoleMappings([part({}, { poolGroups: groups })]).common).toBeUndefined();
  });

  it('has the groups of every pool, and for each pool its own', () => {
    const poolGroups = [group('p1', 'staff', 'Support', 1), group('p2', 'admins', 'Admin', 2)];
    const roleMapping = { ambiguousRoleResolution: 'AuthenticatedRole', authenticatedRole: 'User' } as const;
    const { common, byPool, groupPlaces } = describedRoleMappings([part({}, { poolGroups, roleMapping })]);
    const staff = { group: 'staff', role: 'Support', precedence: 1 };
    const admins = { group: 'admins', role: 'Admin', precedence: 2 };
    expect(common).toEqual({ ...roleMapping, groups: [staff, admins] });
    expect(byPool.get('p1')).toEqual({ ...roleMapping, groups: [staff] });
    expect(byPool.get('p2')).toEqual({ ...roleMapping, groups: [admins] });
    expect(groupPlaces.get(common?.groups?.[1])).toEqual(at(2));
  });

  it('leaves a group that means two things to the pools, and says so', () => {
    const poolGroups = [group('p1', 'staff', 'Support', 1), group('p2', 'staff', 'Admin', 2)];
    const { common, byPool, findings } = describedRoleMappings([part({}, { poolGroups })]);
    expect(common).toEqual({ ambiguousRoleResolution: 'Deny' });
    expect(byPool.get('p2')?.groups?.[0]?.role).toBe('Admin');
    expect(findings).toMatchObject([{ severity: 'warning', code: 'group-of-two-pools', place: at(2) }]);
  });

  it('is refused where there are two identity pools', () => {
    const one = part({}, { roleMapping: { authenticatedRole: 'User' } });
    expect(describedRoleMappings([one, one]).findings).toMatchObject([
      { severity: 'error', code: 'identity-pool-twice' },
    ]);
  });

  it('has no groups beside rules alone', () => {
    const rules = [{ claim: 'a', match: 'Equals', value: 'b', role: 'Support' }] as const;
    const roleMapping = { type: 'Rules', rules } as const;
    const poolGroups = [group('p1', 'staff', 'Support', 1)];
    expect(describedRoleMappings([part({}, { poolGroups, roleMapping })]).common).toEqual({
      ...roleMapping,
      ambiguousRoleResolution: 'Deny',
    });
  });
});
