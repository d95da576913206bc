import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from '@cognito-iam/core';
import { UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  type Account,
  accessRequest,
  actionNames,
  callerRequest,
  explainAccess,
  formatPlace,
  isProblem,
  loadAccount,
  type NamedPrincipal,
  principalByName,
  resourceName,
  statementPlace,
  valueEnd,
} from '../../src/index.js';

const config = `account: '123456789012'
region: eu-west-1
managedPolicies:
  Limits:
    Version: '2012-10-17'
    Statement: { Effect: Allow, Action: 'cognito-idp:List*', Resource: '*' }
serviceControlPolicies:
  - - FullAWSAccess
    - { file: guard.json }
roles:
  Support:
    tags: { team: support }
    inlinePolicies:
      Same:
        Version: '2012-10-17'
        Statement:
          - Sid: First
            Effect: Allow
            Action: cognito-idp:AdminGetUser
            Resource: '*'
  Deploy: { path: /ci/, managedPolicies: [Limits] }
users:
  alice:
    groups: [Ops]
    inlinePolicies:
      Same:
        Version: '2012-10-17'
        Statement: { Effect: Allow, Action: 'cognito-idp:ListUsers', Resource: '*' }
groups:
  Ops:
    managedPolicies: [Limits]
    inlinePolicies:
      Same:
        Version: '2012-10-17'
        Statement: { Effect: Deny, Action: 'cognito-idp:DeleteUserPool', Resource: '*' }
sessions:
  - role: Support
    sessionName: narrow
    accessKeyId: ASIANARROW
    secretAccessKey: secret
    sessionToken: token
    expiration: null
    tags: { team: guests }
    sessionPolicies:
      managedPolicies: [Limits]
      inlinePolicies:
        Own:
          Version: '2012-10-17'
          Statement: { Effect: Allow, Action: 'cognito-idp:AdminGetUser', Resource: '*' }
`;
const guard = `{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "Guard",
    "Effect": "Deny",
    "Action": "cognito-idp:DeleteUserPool",
    "Resource": "*"
  }
}
`;
const now = Date.parse('2026-01-31T12:00:00Z');
const pool = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc';

const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-explanation-'));
writeFileSync(join(folder, 'cognito-iam.yaml'), config);
writeFileSync(join(folder, 'guard.json'), guard);
const read = await loadAccount('cognito-iam.yaml', { folder });
const account: Account = {
  ...read,
  roleMapping: {
    groups: [{ group: 'support', role: 'Support' }],
    ambiguousRoleResolution: 'Deny',
    principalTags: { team: 'custom:team' },
  },
};

function named(text: string): NamedPrincipal {
  const found = principalByName(account, text, now);
  if (isProblem(found)) throw new Error(found.problem);
  return found;
}

function problem(text: string): string {
  const found = principalByName(account, text, now);
  return isProblem(found) ? found.problem : `found ${found.name}`;
}

function explained(text: string, action: string) {
  const { principal, layers, policies } = named(text);
  const request = accessRequest(account, principal, `cognito-idp:${action}`, pool, { now });
  return { ...explainAccess({ request, layers, policies }), context: request.context ?? {} };
}

describe('principalByName', () => {
  it.each([
    ['Support', 'role/Support', 'arn:aws:sts::123456789012:assumed-role/Support/session'],
    ['role/Support', 'role/Support', 'arn:aws:sts::123456789012:assumed-role/Support/session'],
    ['role/ci/Deploy', 'role/Deploy', 'arn:aws:sts::123456789012:assumed-role/Deploy/session'],
    [
      'arn:aws:iam::123456789012:role/ci/Deploy',
      'role/Deploy',
      'arn:aws:sts::123456789012:assumed-role/Deploy/session',
    ],
    ['user/alice', 'user/alice', 'arn:aws:iam::123456789012:user/alice'],
    ['alice', 'user/alice', 'arn:aws:iam::123456789012:user/alice'],
    ['arn:aws:iam::123456789012:user/alice', 'user/alice', 'arn:aws:iam::123456789012:user/alice'],
    [
      'arn:aws:sts::123456789012:assumed-role/Support/me',
      'role/Support',
      'arn:aws:sts::123456789012:assumed-role/Support/me',
    ],
    [
      'assumed-role/Support/narrow',
      'assumed-role/Support/narrow',
      'arn:aws:sts::123456789012:assumed-role/Support/narrow',
    ],
    ['root', 'root', 'arn:aws:iam::123456789012:root'],
    ['anonymous', 'anonymous', 'anonymous'],
  ])('%s is %s', (text, name, arn) => {
    const found = named(text);
    expect([found.name, found.principal.arn, found.notes]).toEqual([name, arn, []]);
  });

  it.each([
    ['Suport', 'there is no role or user `Suport` in the account; did you mean `role/Support`?'],
    ['user/alicia', 'there is no user `alicia` in the account; did you mean `user/alice`?'],
    ['role/Nobody9', 'there is no role `Nobody9` in the account; known: role/Support, role/Deploy'],
    [
      'arn:aws:iam::123456789012:role/Deploy',
      'there is no role or user `arn:aws:iam::123456789012:role/Deploy` in the account; did you mean `role/Deploy`?',
    ],
    [
      'arn:aws:iam::210987654321:role/Support',
      '`arn:aws:iam::210987654321:role/Support` is of another account than 123456789012, and user pools allow no other account anything',
    ],
    [
      'arn:aws:sts::210987654321:assumed-role/Support/me',
      '`arn:aws:sts::210987654321:assumed-role/Support/me` is of another account than 123456789012, and user pools allow no other account anything',
    ],
    [
      'eyJhbGciOiJub25lIn0.e30.',
      'the token stands for nobody: the token leads to no role: its groups are none, those with a role `support`',
    ],
    ['eyJhbGciOiJub25lIn0.eyJ.', 'the token cannot be decoded: it is no JWT whose payload is JSON'],
  ])('%s is a problem', (text, said) => {
    expect(problem(text)).toBe(said);
  });

  it('a token is decoded, mapped and given its tags, and that it was not verified is said', () => {
    const claims = {
      iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc',
      sub: 's',
      exp: 1,
      'cognito:groups': ['support'],
      'custom:team': 'ops',
    };
    const token = new UnsecuredJWT(claims).encode();
    const found = named(`Bearer ${token}`);
    expect(found.name).toBe('role/Support');
    expect(found.principal.tags).toEqual({ team: 'ops' });
    expect(found.notes).toEqual([
      'the token was decoded, not verified: signature, issuer and expiry were not looked at',
      'the token has expired: a request with it would be refused',
    ]);
    expect(found.principal.sessionContext['cognito-identity.amazonaws.com:amr']).toContain(
      'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc',
    );
  });

  it('a token stands for nobody where no role mapping is', () => {
    const found = principalByName(read, new UnsecuredJWT({ sub: 's' }).encode(), now);
    expect(found).toEqual({ problem: 'no token stands for a role: the account has no `roleMapping`' });
  });

  it('temporary credentials of the account have their own tags and session policies', () => {
    const { layers, principal, policies } = named('assumed-role/Support/narrow');
    expect(principal.tags).toEqual({ team: 'guests' });
    expect(layers.session).toHaveLength(2);
    const own = policies.filter(({ policyType }) => policyType === 'session');
    expect(
      own.map(({ policy, places }) => [policy.name, places && formatPlace(places('/Statement'))]),
    ).toEqual([
      ['Own', 'cognito-iam.yaml:49:11'],
      ['Limits', 'cognito-iam.yaml:6:5'],
    ]);
    const credential = account.directory.credential('ASIANARROW');
    const { principal: asked, layers: _, policies: placed } = named('assumed-role/Support/narrow');
    for (const action of ['AdminGetUser', 'ListUsers', 'AdminDeleteUser']) {
      const request = accessRequest(account, asked, `cognito-idp:${action}`, pool, { now });
      expect(explainAccess({ request, layers, policies: placed }).decision).toBe(
        evaluate(credential!.caller.policies, request).decision,
      );
    }
  });
});

describe('accessRequest', () => {
  it('has the keys that the authorizer gives, and those that are named in their place', () => {
    const { principal } = named('user/alice');
    const { context } = accessRequest(
      { ...account, resourceTags: { 'eu-west-1_abc': { stage: 'dev' } } },
      principal,
      'cognito-idp:ListUsers',
      pool,
      {
        now,
        sourceIp: '::ffff:192.0.2.7',
        mfa: true,
        context: { 'AWS:currenttime': '2030-01-01T00:00:00Z', 'aws:TagKeys': ['a', 'b'] },
      },
    );
    expect(context).toEqual({
      'AWS:currenttime': '2030-01-01T00:00:00Z',
      'aws:EpochTime': now / 1000,
      'aws:SecureTransport': true,
      'aws:SourceIp': '192.0.2.7',
      'aws:ResourceAccount': '123456789012',
      'aws:ResourceTag/stage': 'dev',
      'aws:PrincipalType': 'User',
      'aws:userid': principal.userId,
      'aws:username': 'alice',
      'aws:PrincipalArn': 'arn:aws:iam::123456789012:user/alice',
      'aws:PrincipalAccount': '123456789012',
      'aws:PrincipalIsAWSService': false,
      'aws:ViaAWSService': false,
      'aws:RequestedRegion': 'eu-west-1',
      'aws:MultiFactorAuthPresent': true,
      'aws:TagKeys': ['a', 'b'],
    });
  });
});

describe('places', () => {
  it('of a role, a control policy and a managed policy', () => {
    expect(explained('Support', 'AdminGetUser').layers[1]?.policies[0]?.statements[0]?.place).toEqual({
      file: 'cognito-iam.yaml',
      line: 17,
      column: 13,
    });
    const [control] = explained('Support', 'DeleteUserPool').layers;
    expect(control?.policies.map(({ name, place }) => [name, place && formatPlace(place)])).toEqual([
      ['FullAWSAccess', undefined],
      ['guard', 'guard.json:1:1'],
    ]);
    expect(control?.policies[1]?.statements[0]?.place).toEqual({ file: 'guard.json', line: 3, column: 3 });
    const failed = explained('Deploy', 'AdminGetUser').layers[1]?.policies[0]?.statements[0];
    expect(failed?.failedAt && formatPlace(failed.failedAt)).toBe('cognito-iam.yaml:6:33');
  });

  it('of a user and its group, whose policies have one name', () => {
    const { layers, matchedStatements } = explained('user/alice', 'DeleteUserPool');
    const own = layers[1]?.policies.map(({ name, attachment, statements }) => [
      name,
      attachment,
      statements[0]?.place?.line,
    ]);
    expect(own).toEqual([
      ['Same', 'user', 28],
      ['Same', 'group', 35],
      ['Limits', 'user-managed', 6],
    ]);
    const alice = account.directory.user('alice')!;
    expect(matchedStatements.map((one) => statementPlace(account, alice, one)?.line)).toEqual([3, 35]);
    expect(
      statementPlace(account, alice, { policyType: 'identity', policy: 'Other', index: 0, effect: 'Allow' }),
    ).toBeUndefined();
  });

  it('end after the last character of the statement', () => {
    expect(valueEnd(guard, { file: 'guard.json', line: 3, column: 3 })).toEqual({ line: 8, column: 4 });
    expect(valueEnd(guard, { file: 'guard.json', line: 1, column: 1 })).toEqual({ line: 9, column: 2 });
    expect(valueEnd(guard, { file: 'guard.json', line: 4, column: 2 })).toBeUndefined();
    expect(valueEnd(config, { file: 'a.yaml', line: 17, column: 13 })).toEqual({ line: 20, column: 26 });
    expect(valueEnd(config, { file: 'a.yaml', line: 6, column: 5 })).toEqual({ line: 6, column: 77 });
    expect(valueEnd(config, { file: 'a.yaml', line: 6, column: 4 })).toBeUndefined();
  });
});

describe('actionNames', () => {
  it.each([
    ['admingetuser', ['cognito-idp:AdminGetUser']],
    ['Cognito-IDP:AdminGetUser', ['cognito-idp:AdminGetUser']],
    ['AdminList*Events', ['cognito-idp:AdminListUserAuthEvents']],
    ['s3:GetObject', ['s3:GetObject']],
    ['ChangePassword', ['cognito-idp:ChangePassword']],
  ])('%s', (text, names) => {
    expect(actionNames(text)).toEqual(names);
  });

  it.each([
    ['AdminGetUsr', 'Cognito user pools have no action `AdminGetUsr`; did you mean `AdminGetUser`?'],
    ['Fly', 'Cognito user pools have no action `Fly`; `cognito-iam actions` lists them'],
    ['Fly*', 'no action of Cognito user pools is like `Fly*`'],
    [
      's3:',
      '`s3:` is no action: expected `AdminGetUser`, `cognito-idp:Admin*` or an action of another service',
    ],
  ])('%s is a problem', (text, said) => {
    expect(actionNames(text)).toEqual({ problem: said });
  });

  it('wildcards leave out what AWS does not ask IAM about', () => {
    expect(actionNames('ChangePass*')).toEqual({
      problem: 'no action of Cognito user pools is like `ChangePass*`',
    });
  });
});

describe('resourceName', () => {
  const place = { file: 'template.yaml', line: 1, column: 1 };
  const described = [
    { id: 'Pool', name: 'customers', poolId: 'eu-west-1_abc', madeUp: false, tags: {}, place },
    { id: 'Staff', poolId: 'eu-west-1_def', madeUp: false, tags: {}, place },
  ];
  const two = { ...account, userPools: described };
  const one = { ...account, userPools: described.slice(0, 1) };
  const get = 'cognito-idp:AdminGetUser';
  it.each([
    ['*', two, '*'],
    [pool, two, pool],
    ['eu-west-1_xyz', two, 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_xyz'],
    ['Pool', two, pool],
    ['customers', two, pool],
    [undefined, one, pool],
    ['custommers', two, { problem: 'there is no user pool `custommers`; did you mean `customers`?' }],
    [
      'else',
      two,
      {
        problem:
          'there is no user pool `else`; name an ARN, `*` or a pool id such as `us-east-1_AbCdEfGhI`; known are Pool (customers) = eu-west-1_abc, Staff = eu-west-1_def',
      },
    ],
    [
      'else',
      account,
      {
        problem: 'there is no user pool `else`; name an ARN, `*` or a pool id such as `us-east-1_AbCdEfGhI`',
      },
    ],
    [
      undefined,
      two,
      {
        problem:
          '`cognito-idp:AdminGetUser` is asked about a user pool: name it with `--resource`, an ARN, a pool id or one of Pool (customers) = eu-west-1_abc, Staff = eu-west-1_def',
      },
    ],
    [
      undefined,
      account,
      {
        problem:
          '`cognito-idp:AdminGetUser` is asked about a user pool: name it with `--resource`, an ARN or a pool id',
      },
    ],
  ])('%s', (text, of, expected) => {
    expect(resourceName(of, text, get)).toEqual(expected);
  });

  it('is * for what has no resource type', () => {
    expect(resourceName(account, undefined, 'cognito-idp:ListUserPools')).toBe('*');
    expect(resourceName(account, undefined, 's3:ListAllMyBuckets')).toBe('*');
  });

  it('a name that two pools have names neither', () => {
    const same = described.map((each) => ({ ...each, name: 'both' }));
    expect(resourceName({ ...account, userPools: same }, 'both', get)).toEqual({
      problem:
        'several pools are called `both`: Pool (both) = eu-west-1_abc, Staff (both) = eu-west-1_def; name one by its id',
    });
  });
});

describe('callerRequest', () => {
  const contextOf = (caller?: string) => {
    const request = callerRequest(caller, 'cognito-idp:ListUsers', pool, { now, mfa: false });
    return isProblem(request) ? request.problem : [request.principal, request.context];
  };
  it.each([
    [
      'arn:aws:iam::123456789012:user/a/bob',
      { arn: 'arn:aws:iam::123456789012:user/a/bob' },
      { 'aws:PrincipalType': 'User', 'aws:username': 'bob' },
    ],
    [
      'arn:aws:iam::123456789012:root',
      { arn: 'arn:aws:iam::123456789012:root' },
      { 'aws:PrincipalType': 'Account' },
    ],
    [
      'arn:aws:iam::123456789012:role/p/R',
      {
        arn: 'arn:aws:sts::123456789012:assumed-role/R/session',
        roleArn: 'arn:aws:iam::123456789012:role/p/R',
      },
      { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/p/R' },
    ],
    [
      'arn:aws:sts::123456789012:assumed-role/R/me',
      { arn: 'arn:aws:sts::123456789012:assumed-role/R/me', roleArn: 'arn:aws:iam::123456789012:role/R' },
      { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/R', 'aws:RequestedRegion': 'eu-west-1' },
    ],
    [
      'arn:aws:sts::123456789012:federated-user/f',
      { arn: 'arn:aws:sts::123456789012:federated-user/f' },
      { 'aws:PrincipalType': 'FederatedUser' },
    ],
    [undefined, undefined, { 'aws:MultiFactorAuthPresent': false, 'aws:ResourceAccount': '123456789012' }],
  ])('%s', (caller, principal, context) => {
    expect(contextOf(caller)).toEqual([principal, expect.objectContaining(context)]);
  });

  it('knows nothing of a principal that is not named, and refuses what is none', () => {
    expect(Object.keys(contextOf()[1] ?? {}).filter((key) => /PrincipalA|userid|username/.test(key))).toEqual(
      [],
    );
    expect(contextOf('Support')).toBe(
      '`Support` is no principal here: without a configuration, name the ARN of a user, a role or a session',
    );
  });
});
