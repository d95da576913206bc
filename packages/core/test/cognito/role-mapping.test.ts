import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from '../../../../test/cases/role-mapping.json' with { type: 'json' };
import { createDirectory } from '../../src/cognito/create-directory.js';
import { createRoleMapping, type RoleMapping } from '../../src/cognito/role-mapping.js';
import type { RoleMappingOptions } from '../../src/cognito/role-mapping-options.js';
import { ConfigurationError } from '../../src/errors.js';

const directory = createDirectory({ account: cases.account, roles: cases.roles });
const mappings = new Map<string, RoleMapping>(
  Object.entries(cases.mappings).map(([name, options]) => [
    name,
    createRoleMapping(options as RoleMappingOptions, directory),
  ]),
);
const byName = (name: string): RoleMapping => mappings.get(name)!;

describe('createRoleMapping', () => {
  for (const { id, mapping, claims, role, denied, sessionName } of cases.cases as readonly {
    id: string;
    mapping: string;
    claims: Record<string, unknown>;
    role?: string;
    denied?: string;
    sessionName?: string;
  }[]) {
    it(id, () => {
      const result = byName(mapping)(claims);
      const found =
        'denied' in result
          ? { denied: result.denied }
          : { role: result.role.name, ...(sessionName !== undefined && { sessionName: result.sessionName }) };
      expect(found).toEqual(
        denied === undefined ? { role, ...(sessionName !== undefined && { sessionName }) } : { denied },
      );
    });
  }

  it('gives the same role object every time', () => {
    const [first, second] = [0, 1].map(() => byName('groups')({ 'cognito:groups': ['admins'] }));
    expect(first).toEqual(second);
    expect(first).toHaveProperty('role', directory.role('Admin'));
  });

  it('takes a claim of 10,000 groups', () => {
    const groups = Array.from({ length: 10_000 }, (_, index) => `group-${index}`);
    const started = performance.now();
    for (const list of [
      [...groups, 'admins'],
      `${groups.join(',')},admins`,
      `[${groups.join(' ')} admins]`,
    ]) {
      expect(byName('groups')({ 'cognito:groups': list })).toHaveProperty('role.name', 'Admin');
    }
    const result = byName('groupsNoDefault')({ 'cognito:groups': groups });
    expect(result).toHaveProperty('denied', 'noRole');
    expect(result).toHaveProperty('message', expect.stringContaining('its groups are `'));
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('names the groups of a token without role, and those that have one', () => {
    expect(byName('groupsNoDefault')({ 'cognito:groups': ['nobodies', 'others'] })).toHaveProperty(
      'message',
      expect.stringContaining('its groups are `nobodies`, `others`, those with a role `admins`'),
    );
    expect(byName('groupsNoDefault')({})).toHaveProperty(
      'message',
      expect.stringContaining('its groups are none, those with a role `admins`'),
    );
  });

  it('names the claim that it cannot read', () => {
    for (const claim of ['cognito:groups', 'cognito:roles', 'cognito:preferred_role']) {
      const expected = `claim \`${claim}\` is neither text nor a list of text`;
      expect(byName('groups')({ [claim]: 1 })).toHaveProperty('message', expected);
    }
  });

  it('tells the place in its options alone, where no other is given', () => {
    const options: RoleMappingOptions = { type: 'Rules', ambiguousRoleResolution: 'Deny' };
    expect(() => createRoleMapping(options, directory)).toThrow(expect.objectContaining({ path: '/rules' }));
  });

  it('keeps a very long role name out of the message', () => {
    const result = byName('token')({ 'cognito:preferred_role': 'x'.repeat(100_000) });
    expect('denied' in result && result.message.length).toBeLessThan(400);
  });
});

describe('laws', () => {
  const name = fc.constantFrom(
    'admins',
    'support',
    'helpdesk',
    'auditors',
    'readers',
    'visitors',
    'constructor',
    'x',
  );
  const roleOf = (claims: Record<string, unknown>, mapping = 'groups'): unknown => {
    const result = byName(mapping)(claims);
    return 'denied' in result ? result.denied : result.role.name;
  };

  it('the order of groups never matters', () => {
    fc.assert(
      fc.property(fc.array(name), fc.array(name), (head, tail) => {
        const groups = [...head, ...tail];
        const expected = roleOf({ 'cognito:groups': groups });
        expect(roleOf({ 'cognito:groups': [...tail, ...head] })).toBe(expected);
        expect(roleOf({ 'cognito:groups': groups.toReversed() })).toBe(expected);
        expect(roleOf({ 'cognito:groups': [...groups, ...groups] })).toBe(expected);
      }),
    );
  });

  it('a list means the same in every form', () => {
    fc.assert(
      fc.property(fc.array(name), (groups) => {
        const expected = roleOf({ 'cognito:groups': groups });
        for (const text of [
          groups.join(','),
          groups.join(' '),
          `[${groups.join(' ')}]`,
          JSON.stringify(groups),
        ]) {
          expect(roleOf({ 'cognito:groups': text })).toBe(expected);
        }
      }),
    );
  });

  it('any claims lead to a role of the directory or a refusal', () => {
    const claim = fc.constantFrom(
      'cognito:preferred_role',
      'cognito:roles',
      'cognito:groups',
      'cognito:username',
      'scope',
      'custom:tier',
      '__proto__',
      'constructor',
    );
    const value = fc.oneof(
      fc.anything(),
      fc.string(),
      fc.array(fc.string()),
      fc.constantFrom('[', '[[', '["', '[]'),
    );
    fc.assert(
      fc.property(fc.dictionary(claim, value), fc.constantFrom(...mappings.keys()), (claims, mapping) => {
        const result = byName(mapping)(claims);
        if ('denied' in result) {
          expect(result.message).not.toBe('');
        } else {
          expect(directory.roles).toContain(result.role);
          expect(result.sessionName).toMatch(/^[\w+=,.@-]{2,64}$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a role that the directory lacks is never replaced by another', () => {
    const unknown = fc.string({ minLength: 1 }).filter((text) => directory.role(text) === undefined);
    fc.assert(
      fc.property(unknown, fc.constantFrom('token', 'tokenWithDefault', 'groups'), (role, mapping) => {
        expect(roleOf({ 'cognito:preferred_role': role, 'cognito:groups': ['admins'] }, mapping)).toBe(
          'unknownRole',
        );
        expect(roleOf({ 'cognito:roles': [role, 'Admin'] }, mapping)).toBe('unknownRole');
      }),
    );
  });
});

describe('options', () => {
  const ambiguousRoleResolution = 'Deny';
  const rule = { claim: 'c', match: 'Equals', value: 'v', role: 'Admin' };

  it.each([
    [{}, 'ERR_OPTION_MISSING', '/m/ambiguousRoleResolution', '`ambiguousRoleResolution` is required'],
    [
      { ambiguousRoleResolution: 'deny' },
      'ERR_OPTION_INVALID',
      '/m/ambiguousRoleResolution',
      'expected `AuthenticatedRole` or `Deny`',
    ],
    [{ ambiguousRoleResolution, role: [] }, 'ERR_OPTION_UNKNOWN', '/m/role', 'did you mean `rules`?'],
    [
      { ambiguousRoleResolution, groups: [{ group: 'g', role: 'Amdin' }] },
      'ERR_ROLE_UNKNOWN',
      '/m/groups/0/role',
      'did you mean `Admin`?',
    ],
    [
      { ambiguousRoleResolution, rules: [rule, { ...rule, role: 'arn:aws:iam::123456789012:role/Support' }] },
      'ERR_ROLE_UNKNOWN',
      '/m/rules/1/role',
      'did you mean `arn:aws:iam::123456789012:role/service/Support`?',
    ],
    [
      { ambiguousRoleResolution, authenticatedRole: 'constructor' },
      'ERR_ROLE_UNKNOWN',
      '/m/authenticatedRole',
      'known: `Admin`, `Support`',
    ],
    [
      { ambiguousRoleResolution: 'AuthenticatedRole' },
      'ERR_OPTION_MISSING',
      '/m/authenticatedRole',
      'is required where',
    ],
    [
      { ambiguousRoleResolution, rules: [{ ...rule, match: 'Like' }] },
      'ERR_OPTION_INVALID',
      '/m/rules/0/match',
      'got `Like`',
    ],
    [
      { ambiguousRoleResolution, rules: [{ claim: 'c', match: 'Equals', role: 'Admin' }] },
      'ERR_OPTION_MISSING',
      '/m/rules/0/value',
      '`value` is required',
    ],
    [
      { ambiguousRoleResolution, groups: [{ group: 'g', role: 'Admin', precedence: -1 }] },
      'ERR_OPTION_INVALID',
      '/m/groups/0/precedence',
      'from 0',
    ],
    [
      { ambiguousRoleResolution, groups: [{ group: 'g', role: 'Admin', precedence: 2 ** 31 }] },
      'ERR_OPTION_INVALID',
      '/m/groups/0/precedence',
      'from 0',
    ],
    [
      {
        ambiguousRoleResolution,
        groups: [
          { group: 'g', role: 'Admin' },
          { group: 'g', role: 'Reader' },
        ],
      },
      'ERR_OPTION_INVALID',
      '/m/groups/1/group',
      'there twice',
    ],
    [
      { ambiguousRoleResolution, type: 'Token', rules: [rule] },
      'ERR_OPTION_INVALID',
      '/m/rules',
      '`rules` means nothing in type `Token`',
    ],
    [
      { ambiguousRoleResolution, type: 'Rules', rules: [rule], groups: [] },
      'ERR_OPTION_INVALID',
      '/m/groups',
      '`groups` means nothing in type `Rules`',
    ],
    [
      { ambiguousRoleResolution, type: 'Rules' },
      'ERR_OPTION_MISSING',
      '/m/rules',
      'required in type `Rules`',
    ],
    [
      { ambiguousRoleResolution, sessionName: 'sub' },
      'ERR_OPTION_INVALID',
      '/m/sessionName',
      'expected an object',
    ],
    [
      { ambiguousRoleResolution, principalTags: { 'aws:x': 'sub' } },
      'ERR_OPTION_INVALID',
      '/m/principalTags',
      'is not a tag key',
    ],
  ])('refuses %j', (options, code, path, message) => {
    const make = (): unknown => createRoleMapping(options as unknown as RoleMappingOptions, directory, '/m');
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(expect.objectContaining({ code, path, message: expect.stringContaining(message) }));
  });
});
