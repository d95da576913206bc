import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/cognito/create-directory.js';
import { type Directory, isDirectory } from '../../src/cognito/directory.js';
import type { DirectoryOptions } from '../../src/cognito/directory-options.js';
import { ConfigurationError } from '../../src/errors.js';
import { evaluate, type PolicyDocument, PolicyError, type PolicySet } from '../../src/policy/index.js';

const account = '123456789012';
const pool = `arn:aws:cognito-idp:us-east-1:${account}:userpool/us-east-1_abc`;

function policy(effect: 'Allow' | 'Deny', action: string): PolicyDocument {
  return { Version: '2012-10-17', Statement: { Effect: effect, Action: action, Resource: '*' } };
}

const get = policy('Allow', 'cognito-idp:AdminGetUser');
const all = policy('Allow', 'cognito-idp:*');

function decide(
  policies: PolicySet,
  operation: string,
  arn = `arn:aws:sts::${account}:assumed-role/R/s`,
): string {
  return evaluate(policies, { action: `cognito-idp:${operation}`, resource: pool, principal: { arn } })
    .decision;
}

function matched(directory: Directory, role: string, operation: string): unknown {
  const { matchedStatements } = evaluate(directory.role(role)!.policies, {
    action: `cognito-idp:${operation}`,
    resource: pool,
  });
  return matchedStatements.map(({ policyType, policy, policyArn }) => [policyType, policy, policyArn]);
}

describe('createDirectory', () => {
  it('finds roles and users by name and by ARN', () => {
    const directory = createDirectory({
      account,
      roles: { Support: { path: '/service/' }, constructor: {} },
      users: { 'deploy@ci': {} },
    });
    const support = directory.role('Support');
    expect(support).toMatchObject({
      kind: 'role',
      name: 'Support',
      arn: `arn:aws:iam::${account}:role/service/Support`,
      account,
      partition: 'aws',
      tags: {},
    });
    expect(directory.role(`arn:aws:iam::${account}:role/service/Support`)).toBe(support);
    expect(directory.role(`arn:aws:iam::${account}:role/Support`)).toBeUndefined();
    expect(directory.role('support')).toBeUndefined();
    expect(directory.role('deploy@ci')).toBeUndefined();
    expect(directory.role('toString')).toBeUndefined();
    expect(directory.role('constructor')?.name).toBe('constructor');
    expect(directory.user('deploy@ci')).toBe(directory.user(`arn:aws:iam::${account}:user/deploy@ci`));
    expect(directory.user('deploy@ci')).toMatchObject({ kind: 'user', name: 'deploy@ci' });
    expect(directory.roles.map(({ name }) => name)).toEqual(['Support', 'constructor']);
    expect(directory.users.map(({ name }) => name)).toEqual(['deploy@ci']);
  });

  it.each([
    'aws',
    'aws-cn',
    'aws-us-gov',
    'aws-iso',
    'aws-iso-b',
    'aws-iso-e',
    'aws-iso-f',
    'aws-eusc',
  ] as const)('takes the partition %s, and policies about it', (partition) => {
    const Statement = {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `arn:${partition}:s3:::b/*`,
    } as const;
    const inlinePolicies = { read: { Version: '2012-10-17', Statement } as const };
    const { role } = createDirectory({ account, partition, roles: { R: { inlinePolicies } } });
    expect(role('R')?.arn).toBe(`arn:${partition}:iam::${account}:role/R`);
  });

  it('knows its account, partition and organization', () => {
    const organization = { id: 'o-a1b2c3d4e5', path: 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/' };
    expect(createDirectory({ account, partition: 'aws-us-gov', organization })).toMatchObject({
      account,
      partition: 'aws-us-gov',
      organization,
    });
    expect(createDirectory({ account }).organization).toBeUndefined();
  });

  it('gives ids in the form of AWS, the same in every run, unless the options name one', () => {
    const make = (): Directory =>
      createDirectory({
        account,
        roles: { A: {}, B: {}, C: { id: 'AROAEXAMPLEEXAMPLE123' } },
        users: { A: {} },
      });
    expect(make().role('A')?.id).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(make().user('A')?.id).toMatch(/^AIDA[A-Z2-7]{17}$/);
    expect(make().role('A')?.id).toBe(make().role('A')?.id);
    expect(make().role('A')?.id).not.toBe(make().role('B')?.id);
    expect(make().role('C')?.id).toBe('AROAEXAMPLEEXAMPLE123');
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`role-${index}`, {}]));
    expect(new Set(createDirectory({ account, roles: many }).roles.map(({ id }) => id)).size).toBe(2000);
  });

  it('hands out one policy set for one principal', () => {
    const directory = createDirectory({
      account,
      roles: { A: { inlinePolicies: { get } } },
      users: { U: {} },
    });
    expect(directory.role('A')?.policies).toBe(directory.role(`arn:aws:iam::${account}:role/A`)?.policies);
    expect(directory.user('U')?.policies).toBe(directory.user('U')?.policies);
  });

  it('does not follow later changes of its options', () => {
    const inlinePolicies: Record<string, PolicyDocument> = { get: structuredClone(get) };
    const directory = createDirectory({ account, roles: { A: { inlinePolicies } } });
    inlinePolicies['all'] = all;
    Object.assign(inlinePolicies['get']!.Statement, { Action: 'cognito-idp:*' });
    expect(decide(directory.role('A')!.policies, 'AdminDeleteUser')).toBe('implicitDeny');
    expect(decide(directory.policiesOf(directory.role('A')!, {}), 'AdminDeleteUser')).toBe('implicitDeny');
  });
});

describe('policies of an entry', () => {
  it('are documents: what the CLI of AWS prints around one is told, be it an object', () => {
    const printed: object = { PolicyDocument: get, PolicyName: 'Get' };
    const make = (inline: object) =>
      createDirectory({ account, roles: { R: { inlinePolicies: { Get: inline as PolicyDocument } } } });
    expect(() => make(printed)).toThrow('expected a policy document: give what stands in `PolicyDocument`');
    expect(() => make(get)).not.toThrow();
  });

  it('are its inline and managed ones, with the names that decisions report', () => {
    const directory = createDirectory({
      account,
      managedPolicies: { Team: get, [`arn:aws:iam::${account}:policy/it/Path`]: get },
      roles: {
        R: {
          inlinePolicies: { mine: JSON.stringify(get) },
          managedPolicies: ['Team', `arn:aws:iam::${account}:policy/it/Path`, 'AmazonCognitoReadOnly'],
        },
      },
    });
    expect(matched(directory, 'R', 'AdminGetUser')).toEqual([
      ['identity', 'mine', undefined],
      ['identity', 'Team', `arn:aws:iam::${account}:policy/Team`],
      ['identity', 'Path', `arn:aws:iam::${account}:policy/it/Path`],
      ['identity', 'AmazonCognitoReadOnly', 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly'],
    ]);
  });

  it('find managed policies by name and by ARN', () => {
    const directory = createDirectory({
      account,
      partition: 'aws-cn',
      managedPolicies: {
        Team: get,
        'arn:aws-cn:iam::aws:policy/ReadOnlyAccess': get,
        'arn:aws-cn:iam::aws:policy/AmazonCognitoPowerUser': get,
        AmazonCognitoReadOnly: all,
      },
      roles: {
        byArn: { managedPolicies: [`arn:aws-cn:iam::${account}:policy/Team`] },
        given: { managedPolicies: ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess', 'ReadOnlyAccess'] },
        serviceLinked: {
          managedPolicies: ['arn:aws-cn:iam::aws:policy/aws-service-role/AmazonCognitoIdpServiceRolePolicy'],
        },
        replaced: { managedPolicies: ['arn:aws-cn:iam::aws:policy/AmazonCognitoPowerUser'] },
        own: { managedPolicies: ['AmazonCognitoReadOnly'] },
        aws: { managedPolicies: ['arn:aws-cn:iam::aws:policy/AmazonCognitoReadOnly'] },
      },
    });
    const may = (role: string, operation: string): string =>
      decide(directory.role(role)!.policies, operation);
    expect(may('byArn', 'AdminGetUser')).toBe('allowed');
    expect(may('given', 'AdminGetUser')).toBe('allowed');
    expect(directory.role('given')!.layers.identity).toHaveLength(1);
    expect(may('serviceLinked', 'DescribeUserPool')).toBe('allowed');
    expect(may('replaced', 'AdminDeleteUser')).toBe('implicitDeny');
    expect(may('own', 'AdminDeleteUser')).toBe('allowed');
    expect(may('aws', 'AdminDeleteUser')).toBe('implicitDeny');
  });

  it('of a user are those of its groups too', () => {
    const directory = createDirectory({
      account,
      groups: {
        constructor: { inlinePolicies: { get } },
        Managed: { managedPolicies: ['AmazonCognitoReadOnly'] },
      },
      users: { U: { groups: ['constructor', 'Managed'], managedPolicies: ['AmazonCognitoReadOnly'] }, V: {} },
    });
    const user = directory.user('U')!;
    expect(decide(user.policies, 'AdminGetUser')).toBe('allowed');
    expect(decide(user.policies, 'ListUsers')).toBe('allowed');
    expect(user.layers.identity).toHaveLength(2);
    expect(decide(directory.user('V')!.policies, 'AdminGetUser')).toBe('implicitDeny');
  });

  it('are limited by the boundary and by control policies', () => {
    const directory = createDirectory({
      account,
      managedPolicies: { Limit: get },
      roles: {
        free: { inlinePolicies: { all } },
        bound: { inlinePolicies: { all }, permissionsBoundary: 'Limit' },
      },
      serviceControlPolicies: [
        [{ name: 'FullAWSAccess', document: policy('Allow', '*') }],
        [policy('Allow', '*'), { name: 'NoDelete', document: policy('Deny', 'cognito-idp:AdminDeleteUser') }],
      ],
      resourceControlPolicies: [
        [
          {
            Version: '2012-10-17',
            Statement: {
              Effect: 'Deny',
              Principal: '*',
              Action: 'cognito-idp:AdminDisableUser',
              Resource: '*',
            },
          },
        ],
      ],
    });
    const policies = (role: string): PolicySet => directory.role(role)!.policies;
    expect(decide(policies('free'), 'AdminGetUser')).toBe('allowed');
    expect(decide(policies('free'), 'AdminEnableUser')).toBe('allowed');
    expect(decide(policies('bound'), 'AdminEnableUser')).toBe('implicitDeny');
    expect(matched(directory, 'free', 'AdminDeleteUser')).toEqual([
      ['serviceControl', 'NoDelete', undefined],
    ]);
    expect(matched(directory, 'free', 'AdminDisableUser')).toEqual([
      ['resourceControl', '/resourceControlPolicies/0/0', undefined],
    ]);
    const root = `arn:aws:iam::${account}:root`;
    expect(decide(directory.root.policies, 'AdminGetUser', root)).toBe('allowed');
    expect(decide(directory.root.policies, 'AdminDeleteUser', root)).toBe('explicitDeny');
    expect(decide(directory.anonymous.policies, 'AdminGetUser', 'anonymous')).toBe('implicitDeny');
    expect(decide(directory.anonymous.policies, 'AdminDisableUser', 'anonymous')).toBe('explicitDeny');
    expect(decide(directory.anonymous.policies, 'AdminDeleteUser', 'anonymous')).toBe('implicitDeny');
  });

  it('are blocked by a level without service control policies', () => {
    const directory = createDirectory({
      account,
      roles: { R: { inlinePolicies: { all } } },
      serviceControlPolicies: [[JSON.stringify(policy('Allow', '*'))], []],
    });
    expect(decide(directory.role('R')!.policies, 'AdminGetUser')).toBe('implicitDeny');
  });

  it('take more identity and session policies beside them', () => {
    const directory = createDirectory({
      account,
      roles: { R: { inlinePolicies: { get } } },
      serviceControlPolicies: [[policy('Allow', 'cognito-idp:Admin*')]],
    });
    const role = directory.role('R')!;
    const extra = directory.policiesOf(role, { identity: [{ name: 'claim', document: all }] });
    expect(decide(extra, 'AdminDeleteUser')).toBe('allowed');
    expect(decide(extra, 'ListUsers')).toBe('implicitDeny');
    expect(decide(role.policies, 'AdminDeleteUser')).toBe('implicitDeny');
    const session = directory.policiesOf(role, { session: [policy('Allow', 'cognito-idp:List*')] });
    expect(decide(session, 'AdminGetUser')).toBe('implicitDeny');
    expect(decide(directory.policiesOf(role, { session: [all] }), 'AdminGetUser')).toBe('allowed');
    expect(decide(directory.policiesOf(role, { session: [] }), 'AdminGetUser')).toBe('implicitDeny');
    expect(() => directory.policiesOf(role, { identity: ['{}'] })).toThrow(PolicyError);
  });
});

describe('options', () => {
  const roles = (role: unknown): object => ({ account, roles: { R: role } });
  const fifty = (count: number): object =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

  it.each([
    [{}, 'ERR_OPTION_MISSING', '/account', '`account` is required'],
    [{ account: 123456789012 }, 'ERR_OPTION_INVALID', '/account', '12 digits in quotes, got number'],
    [{ account: '12345678901' }, 'ERR_OPTION_INVALID', '/account', 'got `12345678901`'],
    [{ account: '1234567890123' }, 'ERR_OPTION_INVALID', '/account', 'got `1234567890123`'],
    [{ account, partition: 'awz' }, 'ERR_OPTION_INVALID', '/partition', 'got `awz`'],
    [{ account, role: {} }, 'ERR_OPTION_UNKNOWN', '/role', 'did you mean `roles`?'],
    [{ account, scps: [] }, 'ERR_OPTION_UNKNOWN', '/scps', 'known: '],
    [
      { account, organization: { id: 'o-a1b2c3d4e5', path: 'to-a1b2c3d4e5/r-ab12/' } },
      'ERR_OPTION_INVALID',
      '/organization/path',
      'ends with `/`',
    ],
    [roles({ policies: [] }), 'ERR_OPTION_UNKNOWN', '/roles/R/policies', 'is not an option'],
    [
      roles({ inlinePolices: {} }),
      'ERR_OPTION_UNKNOWN',
      '/roles/R/inlinePolices',
      'did you mean `inlinePolicies`?',
    ],
    [roles({ groups: [] }), 'ERR_OPTION_UNKNOWN', '/roles/R/groups', 'is not an option'],
    [roles({ inlinePolicies: [] }), 'ERR_OPTION_INVALID', '/roles/R/inlinePolicies', 'expected an object'],
    [
      roles({ inlinePolicies: { a: null } }),
      'ERR_OPTION_INVALID',
      '/roles/R/inlinePolicies/a',
      'policy document',
    ],
    [
      roles({ inlinePolicies: { a: './policy.json' } }),
      'ERR_OPTION_INVALID',
      '/roles/R/inlinePolicies/a',
      'read a file with `readFileSync(file, "utf8")`',
    ],
    [
      roles({ inlinePolicies: { 'a b': get } }),
      'ERR_OPTION_INVALID',
      '/roles/R/inlinePolicies/a b',
      'policy name',
    ],
    [roles({ path: 'service' }), 'ERR_OPTION_INVALID', '/roles/R/path', 'begins and ends with `/`'],
    [roles({ path: '/service' }), 'ERR_OPTION_INVALID', '/roles/R/path', 'begins and ends with `/`'],
    [roles({ path: '/a b/' }), 'ERR_OPTION_INVALID', '/roles/R/path', 'begins and ends with `/`'],
    [roles({ id: 'AROAEXAMPLEEXAMPLE12.' }), 'ERR_OPTION_INVALID', '/roles/R/id', 'unique id'],
    [roles({ id: 'AROA' }), 'ERR_OPTION_INVALID', '/roles/R/id', 'unique id'],
    [roles({ tags: { 'aws:x': 'y' } }), 'ERR_OPTION_INVALID', '/roles/R/tags', 'is not a tag key'],
    [roles({ tags: { a: 1 } }), 'ERR_OPTION_INVALID', '/roles/R/tags/a', 'expected a tag value'],
    [roles({ tags: { a: '*' } }), 'ERR_OPTION_INVALID', '/roles/R/tags/a', 'expected a tag value'],
    [roles({ tags: { a: 'x'.repeat(257) } }), 'ERR_OPTION_INVALID', '/roles/R/tags/a', '256'],
    [roles({ tags: { ['k'.repeat(129)]: '' } }), 'ERR_OPTION_INVALID', '/roles/R/tags', '128'],
    [roles({ tags: { a: 'x', A: 'y' } }), 'ERR_OPTION_INVALID', '/roles/R/tags', 'there twice'],
    [roles({ tags: fifty(51) }), 'ERR_OPTION_INVALID', '/roles/R/tags', 'at most 50'],
    [
      roles({ managedPolicies: ['Nope'] }),
      'ERR_MANAGED_POLICY_UNKNOWN',
      '/roles/R/managedPolicies/0',
      '`aws`; add its document',
    ],
    [
      roles({ managedPolicies: ['AmazonCognitoReadonly'] }),
      'ERR_MANAGED_POLICY_UNKNOWN',
      '/roles/R/managedPolicies/0',
      'did you mean `AmazonCognitoReadOnly`?',
    ],
    [
      roles({ managedPolicies: ['arn:aws-cn:iam::aws:policy/AmazonCognitoReadOnly'] }),
      'ERR_MANAGED_POLICY_UNKNOWN',
      '/roles/R/managedPolicies/0',
      'in partition `aws`',
    ],
    [
      roles({ permissionsBoundary: 'constructor' }),
      'ERR_MANAGED_POLICY_UNKNOWN',
      '/roles/R/permissionsBoundary',
      'no managed policy `constructor`',
    ],
    [{ account, roles: { 'a/b': {} } }, 'ERR_OPTION_INVALID', '/roles/a~1b', 'a path goes into `path`'],
    [
      { account, roles: { ['r'.repeat(65)]: {} } },
      'ERR_OPTION_INVALID',
      `/roles/${'r'.repeat(65)}`,
      'up to 64',
    ],
    [
      { account, roles: { Admin: {}, admin: { path: '/x/' } } },
      'ERR_OPTION_INVALID',
      '/roles/admin',
      'has the name of `Admin`',
    ],
    [
      { account, roles: { A: { id: 'AROAEXAMPLEEXAMPLE123' }, B: { id: 'AROAEXAMPLEEXAMPLE123' } } },
      'ERR_OPTION_INVALID',
      '/roles/B',
      'has the id of `A`',
    ],
    [
      { account, users: { U: { groups: ['Adminz'] } }, groups: { Admins: {} } },
      'ERR_GROUP_UNKNOWN',
      '/users/U/groups/0',
      'did you mean `Admins`?',
    ],
    [
      { account, users: { U: { groups: ['constructor'] } } },
      'ERR_GROUP_UNKNOWN',
      '/users/U/groups/0',
      'none is known here',
    ],
    [
      { account, managedPolicies: { 'arn:aws:iam::999999999999:policy/x': get } },
      'ERR_OPTION_INVALID',
      '/managedPolicies/arn:aws:iam::999999999999:policy~1x',
      'neither a policy name nor an ARN',
    ],
    [
      { account, managedPolicies: { 'arn:aws:iam': get } },
      'ERR_OPTION_INVALID',
      '/managedPolicies/arn:aws:iam',
      'neither',
    ],
    [{ account, managedPolicies: { 'a/b': get } }, 'ERR_OPTION_INVALID', '/managedPolicies/a~1b', 'neither'],
    [
      { account, managedPolicies: { T: get, [`arn:aws:iam::${account}:policy/T`]: get } },
      'ERR_OPTION_INVALID',
      `/managedPolicies/arn:aws:iam::${account}:policy~1T`,
      'there twice',
    ],
    [
      { account, organization: { id: 'o-1' } },
      'ERR_OPTION_INVALID',
      '/organization/id',
      'expected an organization id such as `o-a1b2c3d4e5`, got `o-1`',
    ],
    [
      { account, organization: { id: 'o-a1b2c3d4e5', path: 'o-a1b2c3d4e5/r-ab12' } },
      'ERR_OPTION_INVALID',
      '/organization/path',
      'ends with `/`',
    ],
    [
      { account, organization: { id: 'o-a1b2c3d4e5', path: 'o-b1b2c3d4e5/r-ab12/' } },
      'ERR_OPTION_INVALID',
      '/organization/path',
      'begins with `o-a1b2c3d4e5/`',
    ],
    [
      { account, serviceControlPolicies: [get] },
      'ERR_OPTION_INVALID',
      '/serviceControlPolicies/0',
      'expected an array',
    ],
    [
      { account, serviceControlPolicies: [[{ document: get }]] },
      'ERR_OPTION_INVALID',
      '/serviceControlPolicies/0/0',
      'needs a `name`',
    ],
  ])('refuses %j', (options, code, path, message) => {
    const make = (): unknown => createDirectory(options as unknown as DirectoryOptions);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(expect.objectContaining({ code, path, message: expect.stringContaining(message) }));
  });

  it('puts a path before every place', () => {
    expect(() => createDirectory({ account: 'x' }, '/directory')).toThrow(
      expect.objectContaining({ path: '/directory/account' }),
    );
    expect(() =>
      createDirectory({ account, roles: { R: { managedPolicies: ['x'] } } }, '/directory'),
    ).toThrow(expect.objectContaining({ path: '/directory/roles/R/managedPolicies/0' }));
  });

  const broken = { Version: '2012-10-17', Statement: { Effect: 'Allow', Resource: '*' } } as const;

  it.each<[Partial<DirectoryOptions>, string]>([
    [{ roles: { R: { inlinePolicies: { 'a.b': broken } } } }, '/roles/R/inlinePolicies/a.b'],
    [{ groups: { G: { inlinePolicies: { p: broken } } } }, '/groups/G/inlinePolicies/p'],
    [{ users: { U: { inlinePolicies: { p: '{"Version":' } } } }, '/users/U/inlinePolicies/p'],
    [{ managedPolicies: { M: broken } }, '/managedPolicies/M'],
    [{ serviceControlPolicies: [[all], [broken]] }, '/serviceControlPolicies/1/0'],
    [{ resourceControlPolicies: [[all]] }, '/resourceControlPolicies/0/0'],
  ])('names the place of a malformed policy: %j', (options, place) => {
    const make = (): unknown => createDirectory({ account, ...options });
    expect(make).toThrow(PolicyError);
    expect(make).toThrow(`policy \`${place}\``);
  });

  it('is a directory, a ConfigurationError or a PolicyError, whatever the options', () => {
    const options = fc.record(
      {
        account: fc.oneof(fc.constant(account), fc.anything()),
        roles: fc.oneof(
          fc.dictionary(
            fc.string(),
            fc.record({ path: fc.anything(), inlinePolicies: fc.anything() }, { requiredKeys: [] }),
          ),
          fc.anything(),
        ),
        managedPolicies: fc.oneof(fc.dictionary(fc.string(), fc.anything()), fc.anything()),
        serviceControlPolicies: fc.oneof(fc.array(fc.array(fc.anything())), fc.anything()),
      },
      { requiredKeys: ['account'] },
    );
    fc.assert(
      fc.property(options, (value) => {
        try {
          createDirectory(value as DirectoryOptions);
        } catch (error) {
          expect(error instanceof ConfigurationError || error instanceof PolicyError).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

it('takes names as long as IAM does', () => {
  const names = { users: { ['u'.repeat(64)]: {} }, roles: { ['r'.repeat(64)]: {} } };
  const inlinePolicies = { ['p'.repeat(128)]: get };
  const { user, role } = createDirectory({
    account,
    ...names,
    groups: { ['g'.repeat(128)]: { inlinePolicies } },
  });
  expect(user('u'.repeat(64))?.name).toHaveLength(64);
  expect(role('r'.repeat(64))?.name).toHaveLength(64);
});

describe('isDirectory', () => {
  const directory = createDirectory({ account, roles: { R: {} } });

  it('takes one that is made, and one that wraps it', () => {
    expect(isDirectory(directory)).toBe(true);
    expect(isDirectory({ ...directory, role: () => undefined })).toBe(true);
  });

  it.each(Object.keys(directory).filter((name) => name !== 'organization'))(
    'takes nothing without `%s`',
    (name) => {
      expect(isDirectory({ ...directory, [name]: undefined })).toBe(false);
      expect(isDirectory({ ...directory, [name]: null })).toBe(false);
    },
  );

  it.each([undefined, null, 'x', () => directory, {}, { account }])('does not take %s', (value) => {
    expect(isDirectory(value)).toBe(false);
  });
});
