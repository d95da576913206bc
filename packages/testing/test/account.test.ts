import { describe, expect, it, vi } from 'vitest';
import { assertDenies } from '../src/assert.js';
import {
  createTestAccount,
  createTestIssuer,
  everyAction,
  fromCloudFormation,
  fromConfig,
  fromTerraform,
  type Situation,
  TestKitError,
} from '../src/index.js';
import '../src/vitest.js';

const folder = new URL('files', import.meta.url).pathname;
const on = 'us-east-1_AbCdEfGhI';
const configured = await createTestAccount(fromConfig('cognito-iam.yaml', { folder }));
const deployed = await createTestAccount(fromCloudFormation('template.yaml', { folder }));
const oneLine = await createTestAccount({
  roles: { Support: { managedPolicies: ['AmazonCognitoReadOnly'] } },
});

const everything = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
} as const;

describe('an account of options', () => {
  it('is one line', () => {
    expect(oneLine.role('Support').can('ListUsers', { on }).allowed).toBe(true);
    expect(oneLine.role('Support').can('AdminDeleteUser', { on }).decision.decision).toBe('implicitDeny');
  });

  it('has root and anonymous, a region, and pools by name', async () => {
    const account = await createTestAccount({
      region: 'eu-west-1',
      userPools: { Users: 'eu-west-1_AbCdEfGhI' },
    });
    expect(account.pool('Users')).toEqual({
      poolId: 'eu-west-1_AbCdEfGhI',
      arn: 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEfGhI',
      issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI',
    });
    expect(account.root).toAllow('AdminDeleteUser');
    expect(account.anonymous).toDeny('AdminDeleteUser', { on: account.pool('Users') });
    expect(account.root.can('ListUserPools').request.resource).toBe('*');
  });

  it('rejects what core rejects, and pools that have no id', async () => {
    await expect(createTestAccount({ roles: { Support: { managedPolicies: ['Nothing'] } } })).rejects.toThrow(
      'Nothing',
    );
    await expect(async () => createTestAccount({ userPools: { Users: 'users' } })).rejects.toThrow(
      'userPools/Users: expected an id such as `us-east-1_AbCdEfGhI`, got `users`',
    );
    const list: object = ['us-east-1_AbCdEfGhI'];
    for (const userPools of [list, null, { Users: ['us-east-1_AbCdEfGhI'] }]) {
      const options: object = { userPools };
      await expect(async () => createTestAccount(options)).rejects.toThrow('userPools');
    }
  });

  it('has the issuers of China where it is in China', async () => {
    const { pool } = await createTestAccount({ partition: 'aws-cn', region: 'cn-north-1' });
    expect(pool('cn-north-1_AbCdEfGhI')).toEqual({
      poolId: 'cn-north-1_AbCdEfGhI',
      arn: 'arn:aws-cn:cognito-idp:cn-north-1:123456789012:userpool/cn-north-1_AbCdEfGhI',
      issuer: 'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbCdEfGhI',
    });
  });
});

describe('an account of a configuration', () => {
  it('has its roles and users, with the places of their statements', () => {
    const answer = configured.role('Support').can('AdminGetUser', { on });
    expect(answer.allowed).toBe(true);
    expect(answer.explain().layers[0]?.policies[0]?.statements[0]?.place).toEqual({
      file: 'policies/support.json',
      line: 4,
      column: 5,
    });
    expect(configured.user('alice').principal.arn).toBe('arn:aws:iam::123456789012:user/alice');
    expect(configured.role('arn:aws:iam::123456789012:role/Support').name).toBe('role/Support');
  });
});

describe('an account of a template', () => {
  it('has roles and pools by logical id and by name', () => {
    expect(deployed.role('SupportRole')).toAllow('AdminGetUser');
    expect(deployed.pool('users-dev')).toEqual(deployed.pool('Users'));
    const name = /role\/(.+)/.exec(deployed.role('SupportRole').name)?.[1] ?? '';
    expect(deployed.role(name).principal).toEqual(deployed.role('SupportRole').principal);
  });

  it('takes parameters, pools and the account', async () => {
    const pools = { Users: on };
    const options = {
      folder,
      parameters: { Stage: 'prod' },
      pools,
      account: '999999999999',
      stackName: 'shop',
    };
    const account = await createTestAccount(fromCloudFormation('template.yaml', options));
    expect(account.pool('users-prod').arn).toBe(`arn:aws:cognito-idp:us-east-1:999999999999:userpool/${on}`);
    expect(account.role('SupportRole').name).toMatch(/^role\/shop-SupportRole-/);
  });

  it('maps the tokens of each pool by its own groups', async () => {
    const issuer = await createTestIssuer({ pool: deployed.pool('Users') });
    const member = deployed.token(await issuer.accessToken('ann', { groups: ['support'] }));
    expect(member).toAllow('AdminGetUser', { on: 'Users' });
    const other = await createTestIssuer();
    const token = await other.accessToken('ann', { groups: ['support'] });
    expect(() => deployed.token(token)).toThrow(
      'the token is of `https://cognito-idp.us-east-1.amazonaws.com/us-east-1_TestPool1`',
    );
    const emulated = await createTestIssuer({
      pool: 'us-east-1_Users',
      issuer: 'http://localhost:9229/us-east-1_Users',
    });
    expect(deployed.token(await emulated.idToken('ann', { groups: ['support'] }))).toAllow('ListUsers');
    expect(() => deployed.with({}).token('e30.e30.x')).toThrow('the token is of nobody');
  });

  it('rejects one that is not there, and one that cannot be read whole, unless that is accepted', async () => {
    await expect(createTestAccount(fromCloudFormation('none.yaml', { folder }))).rejects.toThrow('none.yaml');
    const source = fromCloudFormation('unresolved.yaml', { folder });
    await expect(createTestAccount(source)).rejects.toThrow(
      /acceptWarnings[\s\S]*unresolved\.yaml:12:59 .*`imports`/,
    );
    const account = await createTestAccount(source, { acceptWarnings: ['unresolved-statement'] });
    expect(account.role('Support')).toDeny('*', { on });
    const imports = { 'shared-pool': `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${on}` };
    const whole = await createTestAccount(fromCloudFormation('unresolved.yaml', { folder, imports }));
    expect(whole.role('Support')).toAllow('AdminGetUser', { on });
  });
});

describe('an account of Terraform', () => {
  it('has roles and pools by name', async () => {
    const account = await createTestAccount(
      fromTerraform('state.json', { folder, pools: { customers: on } }),
    );
    expect(account.pool('customers').poolId).toBe(on);
    expect(account.role('Support')).toAllowOnly('AdminGetUser', { on: 'customers' });
    const text = account.role('Support').can('AdminDeleteUser').toString();
    expect(text).toContain('nearest is statement 1 of HelpUsers (state.json:');
    await expect(createTestAccount(fromTerraform('template.yaml', { folder }))).rejects.toThrow(
      'template.yaml',
    );
  });
});

describe('the situation', () => {
  const met: Situation = {
    now: '2026-06-01T00:00:00Z',
    sourceIp: '10.1.2.3',
    mfaAge: 60,
    principalTags: { team: 'help' },
    resourceTags: { [on]: { env: 'dev' } },
  };
  const reset = (situation: Situation) =>
    configured.with(situation).role('Support').can('AdminResetUserPassword', { on }).allowed;

  it('is the context of every question', () => {
    expect(reset(met)).toBe(true);
    const { context } = configured.with(met).role('Support').can('AdminGetUser', { on }).request;
    expect(context).toMatchObject({
      'aws:CurrentTime': new Date('2026-06-01T00:00:00Z'),
      'aws:SourceIp': '10.1.2.3',
      'aws:MultiFactorAuthAge': 60,
      'aws:MultiFactorAuthPresent': true,
      'aws:PrincipalTag/team': 'help',
      'aws:ResourceTag/env': 'dev',
    });
  });

  it.each<[string, Situation]>([
    ['now', { now: () => Date.UTC(2027, 5, 1) }],
    ['sourceIp', { sourceIp: '192.0.2.1' }],
    ['mfaAge', { mfaAge: 300 }],
    ['principalTags', { principalTags: { team: 'sales' } }],
    ['resourceTags', { resourceTags: { [on]: { env: 'prod' } } }],
    ['context', { context: { 'AWS:sourceip': '192.0.2.1' } }],
  ])('differs by %s', (_, changes) => {
    expect(reset({ ...met, ...changes })).toBe(false);
  });

  it('has the tags of a request', () => {
    const tag = (requestTags: Readonly<Record<string, string>>) =>
      configured.with({ requestTags }).role('Support').can('TagResource', { on }).allowed;
    expect(tag({ team: 'help' })).toBe(true);
    expect(tag({ team: 'help', owner: 'x' })).toBe(false);
  });

  it('has them where requests for the action carry tags, and nowhere else', async () => {
    const tagged = { StringEquals: { 'aws:RequestTag/team': 'help' } };
    const account = await createTestAccount({
      userPools: { Users: 'us-east-1_AbCdEfGhI' },
      roles: {
        Tagger: {
          inlinePolicies: {
            Tag: {
              Version: '2012-10-17',
              Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: tagged },
            },
          },
        },
      },
    });
    const tagger = account.with({ requestTags: { team: 'help' } }).role('Tagger');
    expect(tagger).toAllowOnly(['CreateUserPool', 'TagResource', 'UpdateUserPool']);
    const context = { 'aws:RequestTag/team': 'help' };
    expect(account.role('Tagger')).toAllowOnly(['CreateUserPool', 'TagResource', 'UpdateUserPool'], {
      context,
    });
    expect(() => account.role('Tagger').can('AdminGetUser', { context })).toThrow(
      'no request for cognito-idp:AdminGetUser carries `aws:RequestTag/team`; those for CreateUserPool, TagResource, UpdateUserPool do',
    );
    expect(() => account.role('Tagger').answers(['AdminGetUser', 'ListUsers'], { context })).toThrow(
      'no request for any of these 2 actions carries',
    );
    expect(() => account.role('Tagger').can('UntagResource', { context })).toThrow('no request for');
    const ofPool = { 'aws:ResourceTag/team': 'help' };
    expect(() => account.role('Tagger').can('ListUserPools', { context: ofPool })).toThrow(
      /^no request for cognito-idp:ListUserPools carries `aws:ResourceTag\/team`; those for [\w, ]+ and \d+ others do$/,
    );
    const without: object = { context: { 'aws:TagKeys': null } };
    expect(account.role('Tagger').can('AdminGetUser', without).allowed).toBe(false);
  });

  it('stays as it is, and a question may have a context of its own', () => {
    const account = configured.with(met);
    expect(account.with({ sourceIp: '192.0.2.1' })).not.toBe(account);
    expect(account.role('Support')).toAllow('AdminResetUserPassword', { on });
    expect(account.role('Support')).toDeny('AdminResetUserPassword', {
      on,
      context: { 'aws:sourceIp': '192.0.2.1' },
    });
  });

  it('is given with the account too, and goes by the fake timers of a runner', async () => {
    const { now: _, ...others } = met;
    const account = await createTestAccount(fromConfig('cognito-iam.yaml', { folder }), others);
    vi.useFakeTimers({ now: Date.UTC(2026, 11, 31) });
    try {
      expect(account.role('Support')).toAllow('AdminResetUserPassword', { on });
      vi.setSystemTime(Date.UTC(2027, 0, 1));
      expect(account.role('Support')).toDeny('AdminResetUserPassword', { on });
    } finally {
      vi.useRealTimers();
    }
  });

  it.each<[string, object, string]>([
    [
      'a misspelt member',
      { sourceIP: '10.0.0.1' },
      '`sourceIP` is no option of a situation; did you mean `sourceIp`?',
    ],
    ['no age', { mfaAge: -1 }, '`mfaAge` is a whole number of seconds; got -1'],
    ['no address', { sourceIp: '10.1.2.300' }, '`sourceIp` is an IP address such as 10.1.2.3'],
    ['a range of addresses', { sourceIp: '10.0.0.0/8' }, 'got 10.0.0.0/8'],
    ['a list of tags', { principalTags: ['team'] }, '`principalTags` is tags by key'],
    ['tags that are no text', { requestTags: { a: 1 } }, '`requestTags` is tags by key'],
    ['pools without tags', { resourceTags: { Users: 'shop' } }, '`resourceTags.Users` is tags by key'],
    ['what is no condition key', { context: { sourceVpce: 'a' } }, '`sourceVpce` is no condition key'],
    ['what is no value', { context: { 'aws:SourceVpce': {} } }, 'got [object Object]'],
    ['no instant', { now: 'tomorrow' }, '`tomorrow` is no instant'],
    ['seconds', { now: 1_790_000_000 }, 'this looks like seconds; write 1790000000 * 1000'],
    ['a date of seconds', { now: new Date(1_790_000_000) }, 'write new Date(1790000000 * 1000)'],
    ['a misspelt key', { context: { 'aws:SorceVpce': 'vpce-1' } }, 'did you mean `aws:SourceVpce`?'],
    ['a tag without a name', { principalTags: { '': 'a' } }, '`principalTags` is tags by key'],
    ['no tags', { resourceTags: null }, '`resourceTags` is tags by user pool'],
    ['an unknown pool', { resourceTags: { Usrs: {} } }, 'there is no user pool `Usrs`'],
  ])('cannot have %s', (_, changes, message) => {
    expect(() => deployed.with(changes)).toThrow(message);
  });
});

describe('the context of a question', () => {
  it.each<[string, object, string]>([
    ['a circumstance', { mfaAge: 60 }, '`account.with({ mfaAge: … })`, or write the key'],
    ['a tag without a name', { 'aws:PrincipalTag/': 'a' }, '`aws:PrincipalTag/` is no condition key'],
    ['a key without prefix', { SourceVpce: 'a' }, 'expected one such as `aws:SourceVpce`'],
    ['an object', { 'aws:SourceVpce': {} }, '`aws:SourceVpce` in `context` is text'],
    ['no number', { 'aws:MultiFactorAuthAge': Number.NaN }, 'got NaN'],
    ['no date', { 'aws:CurrentTime': [new Date('tomorrow')] }, 'got Invalid Date'],
    [
      'a misspelt key',
      { 'AWS:sourceipp': '10.0.0.1' },
      'there is no condition key `AWS:sourceipp`; did you mean `aws:SourceIp`?',
    ],
    [
      'a key of a tag without slash',
      { 'aws:PrincipalTagteam': 'a' },
      'did you mean `aws:PrincipalTag/<key>`?',
    ],
    ['a key that AWS does not have', { 'aws:Nothing/like/it': 'a' }, 'no request carries it'],
    [
      'a key of user pools',
      { 'cognito-idp:UserPoolId': 'a' },
      'Amazon Cognito user pools have no keys of their own',
    ],
    [
      'a date in words',
      { 'aws:CurrentTime': 'tomorrow' },
      '`aws:CurrentTime` is a date such as 2027-03-01T12:00:00Z; got tomorrow',
    ],
    ['milliseconds', { 'aws:EpochTime': 1_790_000_000_000 }, 'write 1790000000, or a `Date`'],
    [
      'a number in words',
      { 'aws:MultiFactorAuthAge': 'ten' },
      '`aws:MultiFactorAuthAge` is a number; got ten',
    ],
    [
      'an address that is none',
      { 'aws:sourceip': '10.0.0.300' },
      'is an IP address such as 10.1.2.3 or 2001:db8::1; got 10.0.0.300',
    ],
    ['one of several', { 'aws:VpcSourceIp': ['10.0.0.1', 'x'] }, 'got x'],
    [
      'a word for true',
      { 'aws:SecureTransport': 'yes' },
      '`aws:SecureTransport` is `true` or `false`; got yes',
    ],
  ])('that has %s would let a refusal pass for that alone', (_, context, message) => {
    const options: object = { on, context };
    expect(() => expect(configured.role('Support')).toDeny('AdminDeleteUser', options)).toThrow(message);
  });
});

it.each<[string, unknown, string]>([
  ['options that are none', null, 'the options of this assertion are an object'],
  ['a number for options', 5, 'the options of this assertion are an object'],
  ['no pool', { on: null }, '`on` is a user pool'],
  ['a pool without name', { on: {} }, '`on` is a user pool'],
  ['no context', { on, context: null }, '`context` is values by condition key'],
  ['a list for context', { on, context: [] }, '`context` is values by condition key'],
  ['no reason', { on, because: null }, '`null` is no reason of a refusal'],
])('a question with %s is a mistake of the test', (_, options, message) => {
  const support = configured.role('Support');
  const asked = (): void => Reflect.apply(assertDenies, undefined, [support, 'AdminDeleteUser', options]);
  expect(asked).toThrow(TestKitError);
  expect(asked).toThrow(message);
});

it('the context of a question is looked at however often its keys were given before', () => {
  const asked = (key: string, value: string) => () =>
    configured.role('Support').can('AdminDeleteUser', { on, context: { [key]: value } });
  for (const _ of ['once', 'again']) {
    expect(asked('aws:SorceIp', '10.0.0.1')).toThrow('did you mean `aws:SourceIp`?');
    expect(asked('aws:SourceIp', '10.0.0.1')).not.toThrow();
    expect(asked('aws:SourceIp', '10.0.0.300')).toThrow('got 10.0.0.300');
  }
});

it('the context of a question takes keys of any tag and of anybody, and every value of their types', () => {
  const context = {
    'aws:PrincipalTag/any key': 'x',
    'AWS:REQUESTTAG/y': '',
    'corp:Anything': 'x',
    'sts:ExternalId': 'x',
    'aws:TagKeys': [],
    'aws:securetransport': 'TRUE',
    'aws:ViaAWSService': false,
    'aws:MultiFactorAuthAge': ['0', -1, 1e9],
    'aws:CurrentTime': '2027-03-01',
    'aws:TokenIssueTime': new Date(0),
    'aws:EpochTime': 1_790_000_000,
    'aws:SourceIp': '2001:db8::1',
    'aws:PrincipalArn': '*',
  };
  expect(configured.role('Support').can('UpdateUserPool', { on, context }).allowed).toBe(false);
});

it('a key that is undefined is taken away from those of the account', () => {
  const options: object = { on, context: { 'aws:SourceVpce': undefined } };
  const { request } = configured
    .with({ context: { 'aws:SourceVpce': 'vpce-1' } })
    .role('Support')
    .can('ListUsers', options);
  expect(request.context?.['aws:SourceVpce']).toBeUndefined();
});

describe('what no account is made of', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'an account is made of what `fromConfig`'],
    ['a promise', Promise.resolve({}), 'or of options such as { roles: … }'],
    ['a name of a file', 'template.yaml', "`fromCloudFormation('template.yaml')` reads a template"],
  ])('%s', async (_, source, message) => {
    await expect(createTestAccount(source as never)).rejects.toThrow(message);
  });

  it('a single code of warnings in place of a list', async () => {
    const settings: object = { acceptWarnings: 'unresolved-value' };
    await expect(createTestAccount({}, settings)).rejects.toThrow("write ['unresolved-value']");
  });
});

describe('what there is not', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a role',
      () => configured.role('Suport'),
      'there is no role `Suport` in the account; did you mean `role/Support`?',
    ],
    [
      'a user',
      () => configured.user('alise'),
      'there is no user `alise` in the account; did you mean `user/alice`?',
    ],
    ['a role that is a user', () => configured.role('alice'), 'there is no role `alice`'],
    [
      'the ARN of another kind',
      () => configured.role('arn:aws:iam::123456789012:user/alice'),
      'is the ARN of no role',
    ],
    ['nobody', () => configured.role(''), 'expected the name of a role'],
    ['a pool', () => deployed.pool('Usrs'), 'there is no user pool `Usrs`; did you mean `Users`?'],
    ['a pool at all', () => configured.pool('Users'), 'there is no user pool `Users`'],
    ['no token', () => configured.token('Support'), '`token` takes a JWT'],
    [
      'an action',
      () => configured.role('Support').can('AdminGetUsr', { on }),
      'did you mean `AdminGetUser`?',
    ],
    [
      'wildcards of nothing',
      () => configured.role('Support').can('Foo*', { on }),
      'no action of Cognito user pools is like `Foo*`',
    ],
    [
      'near wildcards',
      () => configured.role('Support').can('ListUsrs*', { on }),
      'is like `ListUsrs*`; did you mean `ListUsers`?',
    ],
    [
      'another service',
      () => configured.role('Support').can('s3:GetObject', { on }),
      'no action of Cognito user pools',
    ],
    [
      'a misspelt service',
      () => configured.role('Support').can('cognito-ipd:AdminGetUser', { on }),
      'they begin with `cognito-idp:`',
    ],
    [
      'a public operation',
      () => configured.role('Support').can('InitiateAuth', { on }),
      'AWS does not ask IAM about InitiateAuth',
    ],
    [
      'an operation by token',
      () => configured.role('Support').can('GetUser', { on }),
      'it goes by the token',
    ],
    ['several actions', () => configured.role('Support').can('Admin*', { on }), '`can` answers for one'],
    [
      'a misspelt option',
      () => configured.role('Support').can('AdminGetUser', { On: on } as object),
      '`On` is no option of `can`; did you mean `on`?',
    ],
    ['no pool', () => configured.role('Support').can('AdminGetUser'), 'name it with `on`, by its id or ARN'],
    ['every pool', () => configured.role('Support').can('AdminGetUser', { on: '*' }), 'never about `*`'],
    [
      'an empty pool',
      () => configured.role('Support').can('AdminGetUser', { on: '' }),
      '`on` is a user pool',
    ],
    [
      'a pattern',
      () =>
        configured
          .role('Support')
          .can('AdminGetUser', { on: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/*' }),
      'the ARN of neither',
    ],
    [
      'another account',
      () =>
        configured
          .role('Support')
          .can('AdminGetUser', { on: `arn:aws:cognito-idp:us-east-1:999999999999:userpool/${on}` }),
      'of another account',
    ],
    [
      'a web ACL as pool',
      () => configured.pool('arn:aws:wafv2:us-east-1:123456789012:regional/webacl/one/id'),
      'is no user pool',
    ],
    [
      'an option of a source',
      () => fromConfig('x', { foldr: '.' } as object),
      '`foldr` is no option of fromConfig; did you mean `folder`?',
    ],
    [
      'an option of a template',
      () => fromCloudFormation('x', { parameter: {} } as object),
      'did you mean `parameters`?',
    ],
  ])('%s is told at once', (_, ask, message) => {
    expect(ask).toThrow(message);
  });

  it('is never taken for a pool of another name', async () => {
    const account = await createTestAccount({
      userPools: { A: 'us-east-1_AAAAAAAAA', B: 'us-east-1_BBBBBBBBB' },
    });
    expect(() => account.root.can('AdminGetUser')).toThrow('name it with `on`, one of A, B');
    expect(() => account.root.can('AdminGetUser', { on: 'us-east-1_AAAAAAAAB' })).toThrow('did you mean');
    expect(account.root).toAllow('AdminGetUser', {
      on: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AAAAAAAAB',
    });
    expect(account.root).toAllow('AdminGetUser', { on: 'eu-central-1_1234567' });
  });
});

describe('tokens', () => {
  const now = '2026-03-01T12:00:00Z';
  it('stand for a role while they count', async () => {
    const issuer = await createTestIssuer({ now });
    const account = configured.with({ now });
    const bearer = account.token(`Bearer ${await issuer.accessToken('ann', { groups: ['support'] })}`);
    expect(bearer.principal.arn).toBe('arn:aws:sts::123456789012:assumed-role/Support/ann');
    expect(bearer).toAllow('ListUsers', { on });
    const expired = await issuer.idToken('ann', { groups: ['support'], expired: true });
    expect(() => account.token(expired)).toThrow(
      'has expired at 2026-03-01T11:59:00.000Z, and it is 2026-03-01T12:00:00.000Z',
    );
    const early = await issuer.idToken('ann', { groups: ['support'], notYetValid: true });
    expect(() => account.token(early)).toThrow('counts from 2026-03-01T13:00:00.000Z');
    expect(account.with({ now: '2026-03-01T13:30:00Z' }).token(early).name).toBe('role/Support');
  });

  it('of no group stand for nobody', async () => {
    const issuer = await createTestIssuer();
    const token = await issuer.accessToken('ann');
    expect(() => configured.token(token)).toThrow('the token stands for nobody');
  });
});

it('every action that AWS asks IAM about is known, those of the sign-in are not among them', () => {
  expect(everyAction).toContain('cognito-idp:AdminGetUser');
  expect(everyAction).toContain('cognito-idp:AssociateWebACL');
  expect(everyAction).toContain('cognito-idp:AdminListUserSessions');
  expect(everyAction).not.toContain('cognito-idp:ListResourcesForWebACL');
  expect(everyAction).not.toContain('cognito-idp:InitiateAuth');
});

it('an action on web ACLs alone is asked about one', () => {
  const arn = 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/one/id';
  const list = (target?: object) =>
    oneLine.role('Support').can('ListResourcesForWebACL', target).request.resource;
  expect(list({ on: arn })).toBe(arn);
  expect(() => list({ on })).toThrow('is asked about a web ACL: give its ARN with `on`');
  expect(() => list()).toThrow('is asked about a web ACL');
});

it('an allowed answer says what would deny it, unless nothing could', async () => {
  const account = await createTestAccount({ roles: { Any: { inlinePolicies: { Any: everything } } } });
  expect(account.role('Any').can('AdminGetUser', { on }).toString()).toContain('"Effect": "Deny"');
  expect(account.root.can('AdminGetUser', { on }).toString()).not.toContain('Deny');
});
