import { describe, expect, it } from 'vitest';
import * as assertions from '../src/assert.js';
import { createTestAccount, fromConfig, matchers, TestKitError } from '../src/index.js';
import '../src/vitest.js';

const folder = new URL('files', import.meta.url).pathname;
const on = 'us-east-1_AbCdEfGhI';
const account = await createTestAccount(fromConfig('cognito-iam.yaml', { folder }));
const support = account.role('Support');
const bounded = account.role('Bounded');

/** What a failing assertion says. */
function failure(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    if (error instanceof Error && !(error instanceof TestKitError)) return error.message;
    throw error;
  }
  throw new Error('the assertion holds');
}

describe('toAllow', () => {
  it('holds for one, for a list, and for all that wildcards are like', () => {
    expect(support).toAllow('AdminGetUser', { on });
    expect(support).toAllow(['cognito-idp:AdminGetUser', 'listusers'], { on });
    expect(bounded).toAllow('AdminGet*', { on });
    expect(support).not.toAllow('AdminDelete*', { on });
  });

  it('fails with the statement that denies, its place, and what would allow it', () => {
    const message = failure(() => expect(support).toAllow('AdminDeleteUser', { on }));
    expect(message).toMatch(/^expected role\/Support to be allowed AdminDeleteUser on us-east-1_AbCdEfGhI\n/);
    expect(message).toContain('NeverDelete of HelpUsers (policies/support.json:32:5) denies it');
    expect(message).toContain('"Action": "cognito-idp:AdminDeleteUser"');
  });

  it('fails with the nearest miss and the keys that are missing', () => {
    const message = failure(() => expect(support).toAllow('AdminUpdateUserAttributes', { on }));
    expect(message).toContain('Nearest miss\n  ReadUsers of HelpUsers would allow it but for Action');
    expect(message).toContain('policies/support.json:7:7');
    const missing = failure(() => expect(support).toAllow('AdminResetUserPassword', { on }));
    expect(missing).toContain('aws:MultiFactorAuthAge');
    expect(missing).toContain('give it with `context`');
    expect(missing).not.toContain('--context');
  });

  it.each([
    [
      'StringEquals',
      '2012-10-17',
      "; ${aws:PrincipalTag/team} is blue; ${aws:PrincipalTag/none, 'all'} is all; ${aws:CurrentTime} is 2026-01-31T12:00:00Z; ${aws:SourceVpc} has no value in the request",
    ],
    ['StringEquals', undefined, ''],
    ['NumericEquals', '2012-10-17', ''],
  ] as const)(
    'fails with what policy variables stood for, of %s in version %s',
    async (operator, Version, variables) => {
      const values = [
        '${aws:PrincipalTag/team}',
        "${aws:PrincipalTag/none, 'all'}",
        '${aws:SourceVpc}',
        '${aws:CurrentTime}',
      ];
      const Condition = { [operator]: { 'aws:ResourceTag/team': values } };
      const Statement = {
        Effect: 'Allow',
        Action: 'cognito-idp:AdminGetUser',
        Resource: '*',
        Condition,
      } as const;
      const document = { ...(Version && { Version }), Statement };
      const tagged = await createTestAccount({
        userPools: { Users: on },
        roles: { Tagged: { tags: { Team: 'blue' }, inlinePolicies: { Own: document } } },
      });
      const resourceTags = { Users: { team: 'red' } };
      const message = failure(() =>
        expect(tagged.with({ resourceTags, now: '2026-01-31T12:00:00Z' }).role('Tagged')).toAllow(
          'AdminGetUser',
          { on },
        ),
      ).replace(/\s+/g, ' ');
      expect(message).toContain(
        `Nearest miss statement 1 of Own would allow it but for ${operator} aws:ResourceTag/team: the request has red, the policy ${values.join(', ')}${variables} `,
      );
    },
  );

  it('the statement that a failure names is enough to mend it', async () => {
    const mend = async (action: string) => {
      const [suggestion] = support.can(action, { on }).explain().suggestions;
      if (suggestion?.change !== 'allow') throw new Error('there is no statement to add');
      const document = { Version: '2012-10-17', Statement: suggestion.statement } as const;
      return createTestAccount({ roles: { Support: { inlinePolicies: { Mend: document } } } });
    };
    const mended = await mend('AdminUpdateUserAttributes');
    expect(mended.role('Support')).toAllowOnly('AdminUpdateUserAttributes', { on });
  });

  it('fails for several with one line each', () => {
    const message = failure(() => expect(support).toAllow('List*', { on }));
    expect(message).toMatch(
      /\n {2}ListGroups: implicitDeny, nothing in the identity-based policies allows it/,
    );
    expect(message).not.toMatch(/\n {2}ListUsers:/);
  });

  it('with `.not` fails where one is allowed', () => {
    expect(failure(() => expect(support).not.toAllow('List*', { on }))).toContain(
      'expected role/Support not to be allowed ListUsers on us-east-1_AbCdEfGhI',
    );
  });
});

describe('toDeny', () => {
  it('holds for the reason that is given', () => {
    expect(support).toDeny('AdminDeleteUser', { on, because: 'explicit' });
    expect(support).toDeny('AdminDeleteUser', { on, because: 'identity' });
    expect(support).toDeny('AdminSetUserPassword', { on, because: 'implicit' });
    expect(bounded).toDeny('AdminDeleteUser', { on, because: 'boundary' });
    expect(support).not.toDeny('AdminDeleteUser', { on, because: 'implicit' });
    expect(support).not.toDeny('AdminGetUser', { on });
  });

  it('fails with what allows it and what would deny it', () => {
    const message = failure(() => expect(support).toDeny('AdminGetUser', { on }));
    expect(message).toContain('expected role/Support to be refused AdminGetUser');
    expect(message).toContain('ReadUsers of HelpUsers allows it (policies/support.json:4:5)');
    expect(message).toMatch(/To deny it[\s\S]*"Effect": "Deny",\n +"Action": "cognito-idp:AdminGetUser"/);
  });

  it('fails where the reason is another', () => {
    expect(failure(() => expect(support).toDeny('AdminDeleteUser', { on, because: 'implicit' }))).toMatch(
      /^expected .* \(because: implicit\); it is refused otherwise: explicitDeny, identity\n/,
    );
    expect(failure(() => expect(support).not.toDeny('AdminDeleteUser', { on }))).toContain(
      'not to be refused',
    );
  });

  it('says nothing of how to allow it where only the reason is another', () => {
    const implicit = failure(() => expect(support).toDeny('AdminDeleteUser', { on, because: 'implicit' }));
    expect(implicit).toContain('NeverDelete');
    expect(implicit).not.toMatch(/To allow it|To deny it/);
    const explicit = failure(() =>
      expect(support).toDeny('AdminSetUserPassword', { on, because: 'explicit' }),
    );
    expect(explicit).toMatch(
      /To deny it explicitly, add\n.* role\/Support\n[\s\S]*"Effect": "Deny",\n +"Action": "cognito-idp:AdminSetUserPassword"/,
    );
    expect(explicit).not.toMatch(/To allow it|Nearest miss/);
  });
});

describe('toAllowOnly', () => {
  it('asks about the whole catalogue', () => {
    expect(support).toAllowOnly(['AdminGetUser', 'ListUsers'], { on });
    expect(account.anonymous).toAllowOnly([], { on });
    expect(account.root).toAllowOnly('*', { on });
    expect(support).not.toAllowOnly(['AdminGetUser'], { on });
  });

  it('fails with what is beyond and what is lacking', () => {
    const message = failure(() => expect(support).toAllowOnly(['AdminGetUser', 'AdminListDevices'], { on }));
    expect(message).toMatch(
      /only 2 of \d+ actions on .*; allowed beyond them: ListUsers; not allowed: AdminListDevices\n/,
    );
    expect(message).toContain('policies/support.json:4:5');
    expect(failure(() => expect(support).not.toAllowOnly(['AdminGetUser', 'ListUsers'], { on }))).toContain(
      'not to be',
    );
  });
});

describe('toHaveSamePermissionsAs', () => {
  it('compares on a pool, or on every pool of the account', async () => {
    expect(account.user('alice')).toHaveSamePermissionsAs(support, { on });
    expect(bounded).not.toHaveSamePermissionsAs(support, { on });
    const statement = (Action: string) =>
      ({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action,
          Resource: 'arn:aws:cognito-idp:*:*:userpool/us-east-1_AAAAAAAAA',
        },
      }) as const;
    const pools = { userPools: { A: 'us-east-1_AAAAAAAAA', B: 'us-east-1_BBBBBBBBB' } };
    const of = (policy: object) =>
      createTestAccount({ ...pools, roles: { R: { inlinePolicies: { P: policy as never } } } });
    const one = (await of(statement('cognito-idp:AdminGetUser'))).role('R');
    const two = (await of(statement('cognito-idp:AdminGetUse?'))).role('R');
    const more = (await of(statement('cognito-idp:AdminGetUser*'))).role('R');
    expect(one).toHaveSamePermissionsAs(two);
    expect(one).not.toHaveSamePermissionsAs(more);
    expect(one).toHaveSamePermissionsAs(more, { on: 'B' });
    const message = failure(() => expect(one).toHaveSamePermissionsAs(more));
    expect(message).toContain('may less: AdminGetUserAuthFactors');
    expect(failure(() => expect(more).toHaveSamePermissionsAs(one))).toContain(
      'may more: AdminGetUserAuthFactors',
    );
    expect(failure(() => expect(one).not.toHaveSamePermissionsAs(two))).toContain(
      'not to have the same permissions',
    );
    expect(() => expect(one).toHaveSamePermissionsAs(support)).toThrow('different user pools');
    expect(() => expect(one).toHaveSamePermissionsAs(support, { context: {} })).toThrow(
      'different user pools',
    );
  });

  const ofStatements = async (roles: Readonly<Record<string, readonly object[]>>, others: object = {}) =>
    createTestAccount({
      roles: Object.fromEntries(
        Object.entries(roles).map(([name, Statement]) => [
          name,
          {
            inlinePolicies:
              Statement.length === 0 ? {} : { P: { Version: '2012-10-17', Statement } as never },
            tags: { team: name },
          },
        ]),
      ),
      ...others,
    });
  const allow = (Condition: object = {}, Resource: string | readonly string[] = '*') => ({
    ...{ Effect: 'Allow', Action: 'cognito-idp:AdminGetUser', Resource },
    ...(Object.keys(Condition).length > 0 && { Condition }),
  });
  const office = { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } };
  const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

  it('sees what only other circumstances would show, and says on which conditions', async () => {
    const made = await ofStatements({
      None: [],
      Free: [allow()],
      Office: [allow(office)],
      Again: [allow({ IpAddress: { 'AWS:sourceip': '10.0.0.0/8' } })],
      Either: [allow(office), allow(mfa)],
      Turned: [allow(mfa), allow(office), allow({ ...office, ...mfa })],
      Denied: [allow(), { ...allow({ NotIpAddress: office.IpAddress }), Effect: 'Deny' }],
    });
    const roles = new Map(
      ['None', 'Free', 'Office', 'Again', 'Either', 'Turned', 'Denied'].map((name) => [
        name,
        made.role(name),
      ]),
    );
    const same = (one: string, two: string) =>
      expect(roles.get(one)).toHaveSamePermissionsAs(roles.get(two) ?? support);
    same('Office', 'Again');
    same('Either', 'Turned');
    expect(failure(() => same('None', 'Office'))).toBe(
      [
        'expected role/None to have the same permissions as role/Office; may less: AdminGetUser',
        '',
        '  role/None: denied',
        '  role/Office: allowed if IpAddress aws:SourceIp 10.0.0.0/8',
        '    AdminGetUser on any other pool',
      ].join('\n'),
    );
    expect(failure(() => same('Free', 'Denied'))).toContain('may more: AdminGetUser\n');
    expect(failure(() => same('Denied', 'Free'))).toContain(
      '  role/Denied: allowed unless NotIpAddress aws:SourceIp 10.0.0.0/8\n  role/Free: allowed\n',
    );
    expect(failure(() => same('Either', 'Office'))).toContain(
      'may more: AdminGetUser\n\n  role/Either: allowed if Bool aws:MultiFactorAuthPresent true or IpAddress',
    );
    const other = await ofStatements({ Mfa: [allow(mfa)], Office: [allow(office)] });
    expect(failure(() => expect(other.role('Mfa')).toHaveSamePermissionsAs(other.role('Office')))).toContain(
      'may on other conditions: AdminGetUser\n',
    );
    // In the circumstances of the account nobody has a second factor.
    expect(roles.get('None')).toHaveSamePermissionsAs(other.role('Mfa'), { on, context: {} });
    expect(roles.get('None')).not.toHaveSamePermissionsAs(other.role('Mfa'), { on });
    expect(roles.get('Free')).not.toHaveSamePermissionsAs(roles.get('None') ?? support, { on, context: {} });
  });

  it('sees the pools that policies name, and explains the first difference on one', async () => {
    const arn = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${on}`;
    const made = await ofStatements({ One: [allow({}, arn)], All: [allow()] });
    const message = failure(() => expect(made.role('One')).toHaveSamePermissionsAs(made.role('All')));
    expect(message).toContain('\n    AdminGetUser on any other pool');
    expect(message).not.toContain(`AdminGetUser on ${on}`);
    const mine = failure(() => expect(made.role('One')).toHaveSamePermissionsAs(made.anonymous));
    expect(mine).toContain(`    AdminGetUser on ${on}\n\n✓ allowed  role/One may AdminGetUser on ${on}`);
    const wide = await ofStatements({ R: [{ ...allow(), Action: 'cognito-idp:*' }], None: [] });
    expect(failure(() => expect(wide.role('R')).toHaveSamePermissionsAs(wide.role('None')))).toMatch(
      /may more: AddCustomAttributes, (?:\w+, ){8}\w+ and \d+ more\n[\s\S]*\n {4}[\w, ]+ and \d+ more on any other pool\n/,
    );
  });

  it('sees the pools in other regions that policies and questions name', async () => {
    const there = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_X';
    const here = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_X';
    const made = await ofStatements({ A: [allow({}, here)], B: [allow({}, [here, there])] });
    expect(made.role('A')).not.toHaveSamePermissionsAs(made.role('B'));
    expect(made.role('A')).not.toHaveSamePermissionsAs(made.role('B'), { on: there });
    expect(made.role('A')).toHaveSamePermissionsAs(made.role('B'), { on: here });
    const message = failure(() => expect(made.role('B')).toHaveSamePermissionsAs(made.role('A')));
    expect(message).toContain('may more: AdminGetUser');
    expect(message).toContain(there);
  });

  it('compares who they are by what follows from it', async () => {
    const own = { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } };
    const fixed = { StringEquals: { 'aws:ResourceTag/team': 'A' } };
    const made = await ofStatements({ A: [allow(own)], B: [allow(own)], C: [allow(fixed)] });
    expect(made.role('A')).not.toHaveSamePermissionsAs(made.role('B'));
    expect(made.role('A')).toHaveSamePermissionsAs(made.role('C'));
    const fallback = { StringEquals: { 'aws:ResourceTag/team': "${aws:PrincipalTag/team, 'A'}" } };
    const either = await ofStatements({ A: [allow(fallback)], B: [allow(fallback)], C: [allow(fixed)] });
    expect(either.role('A')).not.toHaveSamePermissionsAs(either.role('B'));
    expect(either.role('A')).toHaveSamePermissionsAs(either.role('C'));
  });

  it('compares two accounts by their pools of one name', async () => {
    const policy = (account: string, pool: string) =>
      ofStatements(
        {
          R: [
            allow(office, [
              `arn:aws:cognito-idp:us-east-1:${account}:userpool/${pool}`,
              `arn:aws:cognito-idp:us-east-1:${account}:userpool/us-east-1_X*`,
            ]),
          ],
        },
        { account, userPools: { Users: pool } },
      );
    const one = (await policy('123456789012', 'us-east-1_AAAAAAAAA')).role('R');
    const two = (await policy('999999999999', 'us-east-1_BBBBBBBBB')).role('R');
    expect(one).toHaveSamePermissionsAs(two, { on: 'Users' });
    const same = (await policy('999999999999', 'us-east-1_AAAAAAAAA')).role('R');
    expect(one).toHaveSamePermissionsAs(same);
  });
});

describe('a test that would prove nothing throws, with `.not` too', () => {
  it.each<[string, () => unknown, string]>([
    ['toAllow', () => expect(support).not.toAllow('AdminGetUsr', { on }), 'did you mean `AdminGetUser`?'],
    ['toDeny', () => expect(support).toDeny('AdminGetUsr', { on }), 'did you mean `AdminGetUser`?'],
    [
      'toDeny of a list',
      () => expect(support).toDeny(['AdminDeleteUser', 'AdminGetUsr'], { on }),
      'AdminGetUsr',
    ],
    ['toAllowOnly', () => expect(support).not.toAllowOnly(['AdminGetUsr'], { on }), 'AdminGetUsr'],
    ['nothing', () => expect(support).toAllow([], { on }), 'the list of actions is empty'],
    ['nothing denied', () => expect(support).toDeny([], { on }), 'the list of actions is empty'],
    ['no name', () => expect(support).toDeny(1 as never, { on }), 'expected the name of an action or a list'],
    [
      'a list without names',
      () => expect(support).toDeny([1 as never], { on }),
      'expected the name of an action, got number',
    ],
    [
      'a reason',
      () => expect(support).toDeny('AdminDeleteUser', { on, because: 'boundry' as never }),
      'did you mean `boundary`?',
    ],
    [
      'an option',
      () => expect(support).toDeny('AdminDeleteUser', { on, becuase: 'implicit' } as object),
      'did you mean `because`?',
    ],
    [
      'what is no condition key',
      () => expect(support).toDeny('AdminDeleteUser', { on, context: { sourceIp: '10.0.0.1' } }),
      '`sourceIp` is no condition key: give it to the account',
    ],
    [
      'nor one for an account',
      () => account.with({ context: { mfaAge: 60 } }),
      '`mfaAge` is no condition key',
    ],
    [
      'no subject',
      () => expect('Support').toDeny('AdminDeleteUser', { on }),
      "such as `account.role('Support')`; got string",
    ],
    ['an account', () => expect(account).toDeny('AdminDeleteUser', { on }), 'a whole account: name who asks'],
    ['nothing at all', () => expect(null).toDeny('AdminDeleteUser', { on }), 'got null'],
    [
      'a promise',
      () => expect(Promise.resolve(account)).toDeny('AdminDeleteUser', { on }),
      'await `createTestAccount`',
    ],
    ['another', () => expect(support).not.toHaveSamePermissionsAs('Support' as never, { on }), 'got string'],
  ])('%s', (_, assertion, message) => {
    expect(assertion).toThrow(TestKitError);
    expect(assertion).toThrow(message);
  });
});

describe('plain assertions', () => {
  it('hold as the matchers do', () => {
    assertions.assertAllows(support, 'AdminGetUser', { on });
    assertions.assertDenies(support, 'AdminDeleteUser', { on, because: 'explicit' });
    assertions.assertAllowsOnly(support, ['AdminGetUser', 'ListUsers'], { on });
    assertions.assertSamePermissions(support, account.user('alice'), { on });
  });

  it.each<[string, () => unknown]>([
    ['assertAllows', () => assertions.assertAllows(support, 'AdminDeleteUser', { on })],
    ['assertDenies', () => assertions.assertDenies(support, 'AdminGetUser', { on })],
    ['assertAllowsOnly', () => assertions.assertAllowsOnly(support, [], { on })],
    ['assertSamePermissions', () => assertions.assertSamePermissions(support, bounded, { on })],
  ])('%s throws an AssertionError with the explanation', (operator, assertion) => {
    expect(assertion).toThrow(
      expect.objectContaining({ name: 'AssertionError', code: 'ERR_ASSERTION', operator }),
    );
    expect(failure(assertion)).toMatch(/^expected role\/Support[\s\S]*policies\/support\.json:\d+:\d+/);
  });
});

it('the matchers go by the `this` of the runner', () => {
  expect(matchers.toAllow.call({}, support, 'AdminGetUser', { on }).pass).toBe(true);
  expect(matchers.toAllow.call({ isNot: true }, support, 'AdminDeleteUser', { on }).pass).toBe(false);
});
