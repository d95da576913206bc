import { execSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountError } from '@cognito-iam/account';
import type { PolicyStatement } from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { assertHonoursContract } from '../src/assert.js';
import {
  ContractError,
  contractReport,
  createTestAccount,
  fromCloudFormation,
  permissionContract,
  type TestAccount,
  type TestAccountOptions,
  TestKitError,
  verifyContract,
} from '../src/index.js';
import '../src/vitest.js';

const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-contract-'));
const files = new URL('files', import.meta.url).pathname;
const file = 'permissions.contract.yaml';
const options = { folder };
const arn = (id: string) => `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${id}`;
const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

const policy = (...Statement: PolicyStatement[]) => ({
  inlinePolicies: { P: { Version: '2012-10-17', Statement } as const },
});
const allow = (Action: string | string[], more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  ...{ Effect: 'Allow', Action, Resource: '*' },
  ...more,
});
const deny = (Action: string, more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  ...allow(Action, more),
  Effect: 'Deny',
});
const accountOf = (roles: TestAccountOptions['roles'], more: Partial<TestAccountOptions> = {}) =>
  createTestAccount({ roles: roles ?? {}, ...more });
const support = (...statements: PolicyStatement[]) => accountOf({ Support: policy(...statements) });

/** What differs where a contract was written of one account, and another is held to it. */
function changed(before: TestAccount, after: TestAccount) {
  writeFileSync(join(folder, file), permissionContract(before));
  return verifyContract(after, file, options);
}
const body = (account: TestAccount) => permissionContract(account).replace(/^(?:#.*\n)*/, '');

describe('the text of a contract', () => {
  it('has a permission a line, with its conditions, in one order', async () => {
    const pools = { userPools: { Users: 'us-east-1_Users1', Orders: 'us-east-1_Orders1' } };
    const account = await accountOf(
      {
        Support: policy(
          allow(['cognito-idp:ListUsers', 'cognito-idp:AdminGetUser'], { Resource: arn('us-east-1_Users1') }),
          allow('cognito-idp:AdminDisableUser', { Condition: mfa }),
          allow('cognito-idp:AdminEnableUser', { Resource: arn('us-east-1_O*') }),
          allow('cognito-idp:ListUserPools'),
          allow('cognito-idp:ListGroups'),
          deny('cognito-idp:ListGroups', {
            Condition: { StringEquals: { 'aws:UserAgent': ['b', 'a: "x"'] } },
          }),
        ),
        Admin: { ...policy(allow('cognito-idp:*')), permissionsBoundary: 'Mfa' },
        Other: policy(allow('s3:*')),
      },
      { ...pools, managedPolicies: { Mfa: policy(allow('*', { Condition: mfa })).inlinePolicies.P } },
    );
    expect(
      permissionContract(account),
    ).toBe(`# Who may do what on Amazon Cognito user pools, as the policies say; what is not here is denied.
# \`cognito-iam contract\` holds the policies to it, and with --update writes it anew. Review it like code.
version: 1
pools:
  - Orders
  - Users
principals:
  role/Admin:
    "*":
      every action:
        - if: { Bool: { aws:MultiFactorAuthPresent: "true" } }
    every pool:
      every action:
        - if: { Bool: { aws:MultiFactorAuthPresent: "true" } }
  role/Support:
    "*":
      ListUserPools: allowed
    every pool:
      AdminDisableUser:
        - if: { Bool: { aws:MultiFactorAuthPresent: "true" } }
      ListGroups:
        - unless: { StringEquals: { aws:UserAgent: ["a: \\"x\\"", "b"] } }
    pool Orders:
      AdminEnableUser: allowed
    pool Users:
      AdminGetUser: allowed
      ListUsers: allowed
    other pools:
      AdminEnableUser:
        - if: { Resource: "userpool/us-east-1_O*" }
`);
  });

  it('calls roles and pools what the template does, wherever it is deployed', async () => {
    const template = (more: object) =>
      createTestAccount(fromCloudFormation('template.yaml', { folder: files, ...more }));
    const local = permissionContract(await template({}));
    expect(local).toContain('  role/SupportRole:\n    pool Users:\n      AdminGetUser: allowed\n');
    const deployed = {
      ...{ stackName: 'shop', account: '999999999999', region: 'eu-west-1' },
      pools: { Users: 'eu-west-1_AbCdEfGhI' },
    };
    expect(permissionContract(await template(deployed))).toBe(local);
  });

  it('says nothing of circumstances', async () => {
    const account = await support(allow('cognito-idp:ListUsers', { Condition: mfa }));
    expect(permissionContract(account.with({ mfaAge: 60 }))).toBe(permissionContract(account));
  });

  it('has several alternatives and what each layer asks for', async () => {
    const office = { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };
    const account = await accountOf(
      {
        Support: {
          ...policy(
            allow('cognito-idp:ListUsers', { Condition: mfa }),
            allow('cognito-idp:*', { Condition: office }),
          ),
          permissionsBoundary: 'Tls',
        },
      },
      {
        managedPolicies: {
          Tls: policy(
            allow('cognito-idp:ListUsers', { Condition: { Bool: { 'aws:SecureTransport': true } } }),
          ).inlinePolicies.P,
        },
      },
    );
    expect(body(account)).toBe(`version: 1
pools: []
principals:
  role/Support:
    every pool:
      ListUsers:
        - if: { Bool: { aws:MultiFactorAuthPresent: "true" } }
        - if: { IpAddress: { aws:SourceIp: "192.0.2.0/24" } }
        - and: [{ Bool: { aws:SecureTransport: "true" } }]
`);
    expect(changed(account, account).changes).toEqual([]);
  });

  it('is read back as it was written, whatever is in it', async () => {
    // What IAM takes in a policy.
    const letter = fc.oneof(
      fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom('\t', '\n', '\r', '"', "'", '\\', '#', ':', '\u0085'),
    );
    const text = fc.string({ unit: letter, minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom('aws:UserAgent', 'aws:PrincipalTag/a b', "aws:RequestTag/'é: #"),
          fc.array(text, { maxLength: 3 }),
          { maxKeys: 2 },
        ),
        fc.constantFrom('on', 'a=b@c', '123', 'x.y-z_', '+,'),
        async (StringEquals, name) => {
          const statement = allow('cognito-idp:TagResource', { Condition: { StringEquals } });
          const account = await accountOf({ [name]: policy(statement) });
          expect(changed(account, account)).toMatchObject({ honoured: true, changes: [] });
          expect(verifyContract(account, file, { ...options, update: true }).written).toBe('unchanged');
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a contract', () => {
  it('is honoured by the account that it was written of', async () => {
    const account = await support(
      allow('cognito-idp:List*'),
      deny('cognito-idp:ListUsers', { Condition: mfa }),
    );
    expect(changed(account, account)).toEqual({ file, honoured: true, pools: [], changes: [] });
    expect(account).toHonourContract(file, options);
    assertHonoursContract(account, file, options);
  });

  it('tells what is wider and what is narrower, by whom and why', async () => {
    const before = await support(allow(['cognito-idp:ListUsers', 'cognito-idp:ListGroups']));
    const after = await support(
      allow(['cognito-idp:ListUsers', 'cognito-idp:AdminGetUser'], { Sid: 'Look' }),
    );
    const { honoured, changes } = changed(before, after);
    expect(honoured).toBe(false);
    expect(changes).toEqual([
      {
        ...{ principal: 'role/Support', action: 'AdminGetUser', resource: 'other pools' },
        ...{ before: 'denied', after: 'allowed', widened: true, narrowed: false },
        ...{ because: ['Look of P allows it'], places: [] },
      },
      {
        ...{ principal: 'role/Support', action: 'ListGroups', resource: 'other pools' },
        ...{ before: 'allowed', after: 'denied', widened: false, narrowed: true },
        because: ['nothing in the identity-based policies allows it; nearest is Look of P'],
        places: [],
        contractPlace: { file, line: 8, column: 7 },
      },
    ]);
    const message = contractReport(verifyContract(after, file, options)).join('\n');
    expect(() => expect(after).toHonourContract(file, options)).toThrow(message);
    const thrown = (() => {
      try {
        return assertHonoursContract(after, file, options);
      } catch (error) {
        return error;
      }
    })();
    if (!(thrown instanceof ContractError)) return expect.fail('no ContractError');
    expect(thrown.message).toBe(message);
    expect(thrown.verification.changes).toEqual(changes);
    expect(message).toMatch(
      /Wider:[\s\S]*AdminGetUser\n {6}denied → allowed\n[\s\S]*Narrower:[\s\S]*ListGroups/,
    );
  });

  const list = 'cognito-idp:ListUsers';
  const tls = { Bool: { 'aws:SecureTransport': 'true' } };
  it.each<[string, PolicyStatement[], PolicyStatement[], string]>([
    ['a condition dropped', [allow(list, { Condition: mfa })], [allow(list)], 'wider'],
    ['a condition added', [allow(list)], [allow(list, { Condition: mfa })], 'narrower'],
    ['a condition changed', [allow(list, { Condition: mfa })], [allow(list, { Condition: tls })], 'both'],
    ['a Deny dropped', [allow(list), deny('*', { Condition: mfa })], [allow(list)], 'wider'],
    ['a Deny added', [allow(list)], [allow(list), deny('*', { Condition: mfa })], 'narrower'],
    ['a Deny without condition added', [allow(list)], [allow(list), deny(list)], 'narrower'],
    ['a wildcard in the resource', [allow(list, { Resource: arn('us-east-1_a*') })], [allow(list)], 'wider'],
    [
      'another way of saying the same',
      [allow(list), allow(list, { Condition: mfa })],
      [allow('cognito-idp:List?sers')],
      'same',
    ],
  ])('knows %s', async (_, before, after, expected) => {
    const { changes } = changed(await support(...before), await support(...after));
    const wider = changes.some(({ widened }) => widened);
    const narrower = changes.some(({ narrowed }) => narrowed);
    expect(wider && narrower ? 'both' : wider ? 'wider' : narrower ? 'narrower' : 'same').toBe(expected);
    expect(changes.every(({ because }) => because.length > 0)).toBe(true);
  });

  it('says which Deny came between', async () => {
    const before = await support(allow('cognito-idp:ListUsers'));
    const after = await support(
      allow('cognito-idp:ListUsers'),
      deny('*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } }, Sid: 'Never' }),
    );
    expect(changed(before, after).changes).toMatchObject([
      { after: 'allowed unless Bool aws:SecureTransport true', because: ['Never of P denies it'] },
    ]);
    const bounded = await support(allow('cognito-idp:ListUsers', { Condition: mfa, Sid: 'Some' }));
    expect(changed(before, bounded).changes).toMatchObject([{ because: ['Some of P allows no more'] }]);
  });

  it('counts a new principal as wider, and one that is gone as narrower', async () => {
    const two = await accountOf({
      Support: policy(allow('cognito-idp:ListUsers')),
      Bob: policy(allow('cognito-idp:ListUserPools')),
    });
    const one = await support(allow('cognito-idp:ListUsers'));
    expect(changed(one, two).changes).toMatchObject([
      { principal: 'role/Bob', resource: '*', action: 'ListUserPools', widened: true, narrowed: false },
    ]);
    expect(changed(two, one).changes).toMatchObject([
      { principal: 'role/Bob', narrowed: true, because: ['there is no `role/Bob` any more'] },
    ]);
  });

  it('knows of the pools in other regions that policies name', async () => {
    const ofPools = (...Resource: string[]) => support(allow('cognito-idp:AdminGetUser', { Resource }));
    const here = arn('us-east-1_Users1');
    const there = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Users1';
    expect(changed(await ofPools(here), await ofPools(here, there)).changes).toMatchObject([
      { resource: 'pool eu-west-1_Users1', before: 'denied', after: 'allowed', widened: true },
    ]);
    const foreign = there.replace('123456789012', '999999999999');
    expect(changed(await ofPools(here), await ofPools(here, foreign)).honoured).toBe(true);
  });

  describe('of any region', () => {
    const anywhere = 'arn:aws:cognito-idp:*:123456789012:userpool/*';
    const here = arn('*');
    const region = (...regions: string[]) => ({
      Condition: { StringEquals: { 'aws:RequestedRegion': regions } },
    });
    const not = (...regions: string[]) => ({
      Condition: { StringNotEquals: { 'aws:RequestedRegion': regions } },
    });
    const on = (Resource: string | string[], more = {}) =>
      allow('cognito-idp:ListUsers', { Resource, ...more });
    const pools = allow('cognito-idp:ListUserPools');
    const poolsHere = allow('cognito-idp:ListUserPools', region('us-east-1'));

    it.each<[string, PolicyStatement[], PolicyStatement[]]>([
      ['pools of any region in place of one', [on(here)], [on(anywhere)]],
      ['everything in place of the pools of a region', [on(here)], [on('*')]],
      ['pools of another region, too', [on(here)], [on([here, here.replace('us-east-1', 'eu-west-1')])]],
      [
        'some pools of any region',
        [on(arn('us-east-1_A*'))],
        [on(anywhere.replace('/*', '/*_A*')), on(arn('us-east-1_A*'))],
      ],
      ['a region dropped', [on('*', region('us-east-1'))], [on('*')]],
      ['a region more', [on('*', region('us-east-1'))], [on('*', region('us-east-1', 'eu-west-1'))]],
      ['a region dropped where there is no pool', [poolsHere], [pools]],
      ['a Deny elsewhere dropped', [on('*'), pools, deny('*', not('us-east-1'))], [on('*'), pools]],
      [
        'a Deny on the pools elsewhere dropped',
        [on('*'), { ...deny('*'), Resource: 'arn:aws:cognito-idp:eu-*' }],
        [on('*')],
      ],
    ])('knows %s', async (_, narrow, wide) => {
      const [less, more] = [await support(...narrow), await support(...wide)];
      const wider = changed(less, more).changes;
      expect(wider.map(({ widened, narrowed }) => [widened, narrowed])).toContainEqual([true, false]);
      expect(wider.some(({ narrowed }) => narrowed)).toBe(false);
      expect(wider.every(({ because }) => because.length > 0)).toBe(true);
      const narrower = changed(more, less).changes;
      expect(narrower.length).toBeGreaterThan(0);
      expect(narrower.every(({ widened, narrowed }) => narrowed && !widened)).toBe(true);
    });

    it('says so in its own words, wherever it is deployed', async () => {
      const stack = (where: string, owner: string) => {
        const own = `arn:aws:cognito-idp:${where}:${owner}:userpool/`;
        const roles = {
          Support: policy(
            on(`${own}*`),
            allow('cognito-idp:ListGroups', { Resource: `${own.replace(where, 'eu-*')}*` }),
            allow('cognito-idp:AdminGetUser', region(where)),
            allow('cognito-idp:ListUserPools', region(where, 'us-west-2')),
            allow('cognito-idp:AdminEnableUser', {
              Resource: `arn:aws:cognito-idp:${where}:999999999999:userpool/*`,
            }),
          ),
        };
        return accountOf(roles, { region: where, account: owner, userPools: { Users: `${where}_Users1` } });
      };
      const account = await stack('us-east-1', '123456789012');
      expect(body(account)).toBe(`version: 1
pools:
  - Users
principals:
  role/Support:
    "*":
      ListUserPools:
        - if: { StringEquals: { aws:RequestedRegion: ["<region>", "us-west-2"] } }
    pool Users:
      AdminGetUser: allowed
      ListUsers: allowed
    other pools:
      AdminGetUser:
        - if: { StringEquals: { aws:RequestedRegion: "<region>" } }
      ListGroups:
        - if: { Resource: "eu-*:userpool/*" }
      ListUsers:
        - if: { Resource: "userpool/*" }
`);
      expect(body(await stack('ap-south-1', '999888777666'))).toBe(body(account));
    });

    it('asks about a pool in its own', async () => {
      const there = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Users1';
      const account = await support(on(there, region('eu-west-1')));
      expect(body(account)).toContain('pool eu-west-1_Users1:\n      ListUsers: allowed');
      expect(account.role('Support')).toAllow('ListUsers', { on: there });
      expect(body(await support(on(there, region('us-east-1'))))).not.toContain('ListUsers');
    });

    it('settles the conditions of pools that become known', async () => {
      const roles = {
        Support: policy(
          on('*', region('us-east-1')),
          allow('cognito-idp:ListGroups', not('us-east-1')),
          allow('cognito-idp:AdminGetUser', {
            Resource: arn('*'),
            Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } },
          }),
          allow('cognito-idp:AdminEnableUser', { Resource: arn('us-east-1_${aws:UserAgent}x*') }),
          deny('cognito-idp:AdminEnableUser', { Resource: arn('us-east-2_${aws:UserAgent}*') }),
          deny('cognito-idp:ListUsers', { Resource: arn('eu-west-1_${aws:UserAgent}?') }),
          allow('cognito-idp:ListUsersInGroup', { Resource: arn('us-east-1_${aws:username}*') }),
        ),
      };
      const none = await accountOf(roles);
      const known = { userPools: { Users: 'us-east-1_Users1' } };
      const one = await accountOf(roles, known);
      expect(changed(none, one).changes).toEqual([]);
      const named = await accountOf({ ...roles, Other: policy(on(arn('us-east-1_Abc'))) });
      const gone = changed(named, none).changes;
      expect(gone.map(({ principal }) => principal)).toEqual(['role/Other']);
    });
  });

  it('knows of the tags that its principals have not', async () => {
    const tagged = (value: string) => ({ Condition: { StringEquals: { 'aws:PrincipalTag/team': value } } });
    const ofTeam = await support(allow('cognito-idp:AdminGetUser', tagged('support')));
    expect(body(ofTeam)).toContain('- if: { StringEquals: { aws:PrincipalTag/team: "support" } }');
    expect(changed(await support(allow('s3:*')), ofTeam).changes).toMatchObject([
      { widened: true, narrowed: false },
    ]);
    expect(changed(ofTeam, await support(allow('cognito-idp:AdminGetUser'))).changes).toMatchObject([
      { widened: true, narrowed: false },
    ]);
    const own = (team: string) => ({
      tags: { Team: team },
      ...policy(allow('cognito-idp:AdminGetUser', tagged('support'))),
    });
    expect(body(await accountOf({ Support: own('support') }))).toContain('AdminGetUser: allowed');
    expect(body(await accountOf({ Support: own('billing') }))).toContain('principals: {}');
  });

  it('knows of the tags that its principals have', async () => {
    const ofTeam = allow('cognito-idp:AdminGetUser', {
      Condition: { StringEquals: { 'aws:ResourceTag/team': "${aws:PrincipalTag/team, 'none'}" } },
    });
    const tagged = (tags?: Readonly<Record<string, string>>) =>
      accountOf({ Support: { ...policy(ofTeam), ...(tags && { tags }) } });
    const team = await tagged({ Team: 'support' });
    expect(body(team)).toContain('- if: { StringEquals: { aws:ResourceTag/team: "support" } }');
    expect(changed(team, await tagged({ Team: 'support' })).honoured).toBe(true);
    for (const other of [await tagged({ Team: 'billing' }), await tagged()]) {
      expect(changed(team, other).changes).toMatchObject([{ widened: true, narrowed: true }]);
      expect(changed(other, team).changes).toMatchObject([{ widened: true, narrowed: true }]);
    }
    const sessions = {
      roleMapping: { ambiguousRoleResolution: 'Deny', rules: [], principalTags: { Team: 'team' } },
    } as const;
    const ofSessions = await accountOf(
      { Support: { ...policy(ofTeam), tags: { Team: 'support' } } },
      sessions,
    );
    expect(body(ofSessions)).toContain('${aws:PrincipalTag/team');
  });

  it('takes a pool that it does not know for one of the others', async () => {
    const roles = { Support: policy(allow('cognito-idp:ListUsers', { Resource: arn('us-east-1_A*') })) };
    const none = await accountOf(roles);
    const matching = await accountOf(roles, { userPools: { Users: 'us-east-1_Abc' } });
    expect(changed(none, matching).changes).toEqual([]);
    expect(changed(matching, none).changes).toMatchObject([
      {
        resource: 'pool Users',
        narrowed: true,
        because: [expect.stringContaining('no file names the pool Users'), expect.anything()],
      },
    ]);
    const other = await accountOf(
      {
        Support: policy(
          allow('cognito-idp:ListUsers', { Resource: [arn('us-east-1_A*'), arn('us-east-1_B')] }),
        ),
      },
      { userPools: { Orders: 'us-east-1_B' } },
    );
    expect(changed(none, other).changes).toMatchObject([{ resource: 'pool Orders', widened: true }]);
  });

  it('lets less be allowed where that is said', async () => {
    const [more, less] = [
      await support(allow('cognito-idp:List*')),
      await support(allow('cognito-idp:ListUsers')),
    ];
    const lenient = { ...options, allowNarrowing: true };
    changed(more, less);
    expect(less).toHonourContract(file, lenient);
    expect(contractReport(verifyContract(less, file, lenient))[0]).toMatch(
      /^the policies honour .*: \d+ narrower$/,
    );
    changed(less, more);
    expect(() => expect(more).toHonourContract(file, lenient)).toThrow('wider');
  });

  it('groups what changed alike', async () => {
    const pools = { userPools: { Users: 'us-east-1_Abc' } };
    const before = await accountOf({ Support: policy(allow('cognito-idp:ListUsers')) }, pools);
    const after = await accountOf({ Support: policy(allow('cognito-idp:*', { Sid: 'All' })) }, pools);
    const lines = contractReport(changed(before, after));
    expect(lines.length).toBeLessThan(20);
    expect(lines.join('\n')).toMatch(
      /role\/Support on every pool\n {4}AddCustomAttributes, [\s\S]* and \d+ more\n/,
    );
    expect(lines.join('\n')).toContain('  role/Support\n    CreateUserPool, ');
  });
});

describe('the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const stack = (helpers: string) => {
    const before = readFileSync(join(files, 'template.yaml'), 'utf8');
    const statements = /^ {14}- Sid: ReadUsers\n(?: {16}.*\n)+/m;
    expect(before).toMatch(statements);
    writeFileSync(join(folder, 'template.yaml'), before.replace(statements, helpers));
    return createTestAccount(fromCloudFormation('template.yaml', { folder }));
  };

  it('shows what is written and what is told', async () => {
    const agreed = await stack(`              - Sid: ReadUsers
                Effect: Allow
                Action: [cognito-idp:AdminGetUser, cognito-idp:ListUsers]
                Resource: !GetAtt Users.Arn
              - { Sid: ListPools, Effect: Allow, Action: cognito-idp:ListUserPools, Resource: "*" }
              - Sid: Block
                Effect: Allow
                Action: cognito-idp:AdminDisableUser
                Resource: !GetAtt Users.Arn
                Condition: { Bool: { aws:MultiFactorAuthPresent: true } }
`);
    writeFileSync(join(folder, 'permissions.contract.yaml'), permissionContract(agreed));
    expect(readme).toContain(`\`\`\`yaml\n${body(agreed)}\`\`\`\n`);
    const changes = await stack(`              - Sid: ReadUsers
                Effect: Allow
                Action: cognito-idp:AdminGetUser
                Resource: !GetAtt Users.Arn
              - { Sid: ListPools, Effect: Allow, Action: cognito-idp:ListUserPools, Resource: "*" }
              - Sid: Block
                Effect: Allow
                Action: cognito-idp:AdminDisableUser
                Resource: !GetAtt Users.Arn
`);
    const told = contractReport(verifyContract(changes, 'permissions.contract.yaml', { folder })).join('\n');
    expect(readme).toContain(`\`\`\`\n${told}\n\`\`\`\n`);
  });
});

describe('the file of a contract', () => {
  const written = () => readFileSync(join(folder, 'new.contract.yaml'), 'utf8');

  it('is written only where that is asked for', async () => {
    const account = await support(allow('cognito-idp:ListUsers'));
    const verify = (more: object = {}) =>
      verifyContract(account, 'new.contract.yaml', { ...options, ...more });
    expect(() => verify()).toThrow(TestKitError);
    expect(() => verify()).toThrow('UPDATE_CONTRACT=1');
    expect(() => verify({ allowNarrowing: true })).toThrow('there is no permission contract');
    expect(verify({ update: true })).toMatchObject({ written: 'new', honoured: true, changes: [] });
    expect(written()).toBe(permissionContract(account));
    expect(verify()).toMatchObject({ honoured: true });
    expect(verify({ update: true })).toMatchObject({ written: 'unchanged' });

    const more = await support(allow('cognito-idp:List*'));
    vi.stubEnv('UPDATE_CONTRACT', '0');
    expect(verifyContract(more, 'new.contract.yaml', options).honoured).toBe(false);
    expect(written()).toBe(permissionContract(account));
    vi.stubEnv('UPDATE_CONTRACT', '1');
    expect(more).toHonourContract('new.contract.yaml', options);
    vi.unstubAllEnvs();
    expect(written()).toBe(permissionContract(more));
  });

  it('keeps the comments that it begins with, and is written over where it cannot be read', async () => {
    const account = await support(allow('cognito-idp:ListUsers'));
    const path = join(folder, 'new.contract.yaml');
    writeFileSync(path, `# Ours.\n\n<<<<<<< HEAD\n`);
    const update = () => verifyContract(account, 'new.contract.yaml', { ...options, update: true });
    expect(update()).toMatchObject({ written: 'changed', changes: [] });
    expect(written()).toBe(`# Ours.\n\n${body(account)}`);
    writeFileSync(path, written().replace('ListUsers', 'ListGroups'));
    expect(contractReport(update())[0]).toBe('wrote new.contract.yaml: 1 wider, 1 narrower');
  });

  it('takes no options and values that mean nothing', async () => {
    const account = await accountOf({});
    expect(() => verifyContract(account, 'x.json', options)).toThrow('a contract is written in YAML');
    // @ts-expect-error no such option
    expect(() => verifyContract(account, file, { allowNarowing: true })).toThrow(
      'did you mean `allowNarrowing`?',
    );
    expect(() => expect(account).not.toHonourContract(file, options)).toThrow('any difference would pass');
    expect(() => expect(account.root).toHonourContract(file, options)).toThrow('expected a test account');
    expect(() => expect(createTestAccount({})).toHonourContract(file, options)).toThrow('await');
  });
});

const permissions = (value: unknown) => ({
  version: 1,
  pools: ['Users'],
  principals: { 'role/R': { 'pool Users': { ListUsers: value } } },
});
const of = (resource: string, action: string) => ({
  version: 1,
  principals: { 'role/R': { [resource]: { [action]: 'allowed' } } },
});
const ours = { StringEquals: { k: 'v' } };

describe('what a file must be', () => {
  it('is what the validator was compiled of', () => {
    const cwd = new URL('..', import.meta.url);
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', cwd), 'utf8'));
    const check = `${scripts['generate:contract']} --check`;
    expect(() => execSync(check, { cwd, stdio: 'pipe' })).not.toThrow();
  });

  it.each<[unknown, boolean]>([
    [{ version: 1 }, true],
    [permissions('allowed'), true],
    [
      permissions([{ if: ours }, { if: { Resource: 'userpool/a*' } }, { and: [ours] }, { unless: ours }]),
      true,
    ],
    [
      permissions([{ if: { NumericLessThan: { k: [1, true, 'x'] }, NotResource: ['userpool/a', '*'] } }]),
      true,
    ],
    [permissions([{ if: { StringEquals: { k: [] } } }]), true],
    [[], false],
    [{}, false],
    [{ version: 1, pools: null, principals: null }, true],
    [{ version: null }, false],
    [{ version: 2 }, false],
    [{ version: 1, more: 1 }, false],
    [{ version: 1, pools: 'Users' }, false],
    [{ version: 1, pools: [1] }, false],
    [{ version: 1, pools: ['a', 'a'] }, false],
    [{ version: 1, principals: [] }, false],
    [{ version: 1, principals: { R: {} } }, false],
    [{ version: 1, principals: { 'role/R': [] } }, false],
    [{ version: 1, principals: { 'role/R': { 'every pool': [] } } }, false],
    [{ version: 1, principals: { 'role/R': { somewhere: {} } } }, false],
    [permissions('denied'), false],
    [permissions([]), false],
    [permissions(['if']), false],
    [permissions([{ if: ours, unless: ours }]), false],
    [permissions([{ when: ours }]), false],
    [permissions([{ and: ours }]), false],
    [permissions([{ and: [] }]), false],
    [permissions([{ if: [ours] }]), false],
    [permissions([{ if: {} }]), false],
    [permissions([{ if: { StringEquals: 'v' } }]), false],
    [permissions([{ if: { StringEquals: {} } }]), false],
    [permissions([{ if: { StringEquals: { k: { v: 1 } } } }]), false],
    [permissions([{ if: { StringEquals: { k: [null] } } }]), false],
    [permissions([{ if: { ...ours, Resource: [] } }]), false],
    [permissions([{ unless: { NotResource: 1 } }]), false],
  ])('%j', async (value, expected) => {
    const account = await accountOf({});
    writeFileSync(join(folder, 'checked.yaml'), JSON.stringify(value));
    const read = () => verifyContract(account, 'checked.yaml', options);
    if (expected) expect(read).not.toThrow();
    else {
      expect(read).toThrow(AccountError);
      expect(read).toThrow(/^checked\.yaml:1:\d+ {2}error {2}/);
    }
  });

  it.each([
    [
      permissions([{ if: ours }, { unless: { StringEqualz: { k: 'v' } } }]),
      'there is no condition operator `StringEqualz`; did you mean `StringEquals`?',
    ],
    [permissions([{ and: [{ 'ForAllValue:StringLike': ours.StringEquals }] }]), 'did you mean `StringLike`?'],
    [permissions([{ if: { stringequals: { k: 'v' } } }]), 'there is no condition operator `stringequals`'],
    [permissions([{ if: { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } } }]), '`tomorrow` is not a date'],
    [
      permissions([{ if: { Resource: ['userpool/*', 'Users'] } }]),
      '`Users` is no pattern of pools; expected one such as `userpool/us-east-1_a*`',
    ],
    [of('pool Users', 'ListUsers'), 'there is no resource `pool Users` in this contract'],
    [{ ...of('pool User', 'ListUsers'), pools: ['Users'] }, 'did you mean `pool Users`?'],
    [of('every pol', 'ListUsers'), 'did you mean `every pool`?'],
    [{ version: 1, pools: ['Users', 'Users'] }, 'checked.yaml:1:31  error  /pools/1: `Users` is here twice'],
    [{ version: 2, more: 1 }, 'it has version 2, and what is read here is version 1  (contract)'],
    [of('*', 'ListUsers'), 'AWS asks about `ListUsers` on a pool; write it there'],
    [of('every pool', 'ListUserPools'), 'AWS asks about `ListUserPools` on `*`'],
    [of('every pool', 'ListUser'), 'there is no action `ListUser`; did you mean `ListUsers`?'],
    [of('every pool', 'SignUp'), 'AWS does not ask IAM about `SignUp`'],
    [
      {
        version: 1,
        principals: {
          'role/R': { 'every pool': { 'every action': 'allowed' }, 'other pools': { ListUsers: 'allowed' } },
        },
      },
      '`ListUsers` on other pools is in this contract twice',
    ],
  ])('also %j', async (value, message) => {
    writeFileSync(join(folder, 'checked.yaml'), JSON.stringify(value));
    const account = await accountOf({});
    expect(() => verifyContract(account, 'checked.yaml', options)).toThrow(message);
  });
});
