import { createAuthorizer, type PolicyDocument, type PolicyStatement } from '@cognito-iam/core';
import { describe, expect, it } from 'vitest';
import type { StatementCoverage } from '../src/coverage.js';
import {
  createTestAccount,
  createTestIssuer,
  fromCloudFormation,
  fromConfig,
  fromTerraform,
  type TestAccount,
} from '../src/index.js';
import '../src/vitest.js';
import { coverageOf } from './coverage-run.js';

const folder = new URL('files', import.meta.url).pathname;
const on = 'us-east-1_AbCdEfGhI';

const allow = (changes: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'cognito-idp:AdminGetUser',
  Resource: '*',
  ...changes,
});
const document = (...Statement: PolicyStatement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });

/** What a run exercises of the statements of one inline policy of the role Support. */
async function statementsOf(
  statements: readonly PolicyStatement[],
  run: (account: TestAccount) => unknown,
): Promise<readonly StatementCoverage[]> {
  const roles = { Support: { inlinePolicies: { Help: document(...statements) } } };
  const { report } = await coverageOf(async () => run(await createTestAccount({ roles })));
  return report.policies[0]?.statements ?? [];
}

describe('a statement', () => {
  it('is counted by what it matched and what was decided', async () => {
    const noDeletes = allow({ Sid: 'NoDeletes', Effect: 'Deny', Action: 'cognito-idp:AdminDelete*' });
    const onlyIn = allow({
      Action: 'cognito-idp:ListUsers',
      Resource: `arn:aws:cognito-idp:*:*:userpool/${on}`,
    });
    const found = await statementsOf(
      [allow({ Action: 'cognito-idp:Admin*' }), noDeletes, onlyIn],
      (account) => {
        const support = account.role('Support');
        expect(support).toAllow(['AdminGetUser', 'AdminDisableUser'], { on });
        expect(support).toDeny('AdminDeleteUser', { on });
        expect(support).toDeny('ListUsers', { on: 'us-east-1_OTHER' });
      },
    );
    expect(found).toMatchObject([
      { effect: 'Allow', matched: 3, allowed: 2, denied: 1 },
      { effect: 'Deny', sid: 'NoDeletes', matched: 1, allowed: 0, denied: 1 },
      { effect: 'Allow', matched: 0, allowed: 0, denied: 1 },
    ]);
  });

  it('takes no part in what another one decides', async () => {
    const other = allow({ Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } });
    const deny = allow({ Effect: 'Deny', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } });
    const [first, second] = await statementsOf([other, deny, allow()], (account) => {
      expect(account.role('Support')).toAllow('AdminGetUser', { on });
    });
    expect(first).toMatchObject({ matched: 0, allowed: 0, denied: 0, conditions: [{ met: 0, notMet: 1 }] });
    expect(second).toMatchObject({ matched: 0, allowed: 1, denied: 0, conditions: [{ met: 0, notMet: 1 }] });
  });

  it('has its actions, each with those that were asked about', async () => {
    const action = ['cognito-idp:List*', 'cognito-idp:AdminGetUser', 's3:GetObject', 'COGNITO-IDP:admin*'];
    const [found] = await statementsOf([allow({ Action: action })], (account) => {
      expect(account.role('Support')).toAllow(['ListUsers', 'ListGroups', 'AdminDisableUser'], { on });
      expect(account.role('Support')).toAllow('ListUsers', { on });
    });
    expect(found?.actions).toMatchObject([
      {
        pattern: 'cognito-idp:List*',
        covered: true,
        matched: 3,
        actions: [
          { action: 'cognito-idp:ListGroups', allowed: 1 },
          { action: 'cognito-idp:ListUsers', allowed: 2 },
        ],
      },
      { pattern: 'cognito-idp:AdminGetUser', covered: false, matched: 0, actions: [] },
      { pattern: 'COGNITO-IDP:admin*', covered: true, matched: 1 },
    ]);
  });

  it('of NotAction is matched by others, and its entries are exercised by what they except', async () => {
    const { Action: _, ...rest } = allow({ NotAction: ['cognito-idp:Admin*', 'cognito-idp:List*'] });
    const [found] = await statementsOf([rest], (account) => {
      expect(account.role('Support')).toAllow('DescribeUserPool', { on });
      expect(account.role('Support')).toDeny('AdminGetUser', { on });
    });
    expect(found).toMatchObject({ matched: 1, allowed: 1, denied: 1 });
    expect(found?.actions).toMatchObject([
      { excepted: true, covered: true, matched: 0, denied: 1 },
      { excepted: true, covered: false, denied: 0 },
    ]);
  });

  it('has its conditions, each asked by itself', async () => {
    const Condition = {
      IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
      StringEquals: { 'aws:PrincipalTag/team': 'red', 'aws:PrincipalTag/a/b~c': 'x' },
    };
    const [found] = await statementsOf([allow({ Condition })], (account) => {
      const ask = (sourceIp: string, team: string) =>
        account.with({ sourceIp, principalTags: { team } }).role('Support').can('AdminGetUser', { on });
      ask('10.0.0.1', 'blue');
      ask('192.0.2.1', 'blue');
      ask('192.0.2.1', 'blue');
    });
    expect(found?.conditions).toMatchObject([
      { operator: 'IpAddress', key: 'aws:SourceIp', met: 1, notMet: 2 },
      { operator: 'StringEquals', key: 'aws:PrincipalTag/team', met: 0, notMet: 3 },
      { operator: 'StringEquals', key: 'aws:PrincipalTag/a/b~c', met: 0, notMet: 3 },
    ]);
    expect(new Set(found?.conditions.map(({ line }) => line)).size).toBe(3);
  });
});

describe('an account', () => {
  it('of files has every policy where it is written, also those that nobody asked about', async () => {
    const { report } = await coverageOf(async () => {
      const account = await createTestAccount(fromConfig('cognito-iam.yaml', { folder }));
      expect(account.role('Support')).toAllow('AdminGetUser', { on });
      expect(account.user('alice')).toAllow('ListUsers', { on });
    });
    const within = (name: string) =>
      expect.stringMatching(new RegExp(`(^|/)packages/testing/test/files/${name}$`));
    expect(report.policies).toMatchObject([
      {
        name: 'NoDeletes',
        policyTypes: ['boundary'],
        holders: ['role/Bounded'],
        file: within('cognito-iam.yaml'),
        statements: [{ line: 9, column: 9, matched: 0, actions: [{ line: 12 }, { line: 12 }] }],
      },
      {
        name: 'HelpUsers',
        policyTypes: ['identity'],
        holders: ['role/Support', 'user/alice'],
        place: { file: within('policies/support.json'), line: 1, column: 1 },
        summary: { statements: { covered: 1, total: 4, percent: 25 }, actions: { covered: 2, total: 5 } },
        statements: [{ matched: 2, line: 4 }, { line: 10 }, { line: 22 }, { line: 32 }],
      },
    ]);
    expect(report.sources[report.policies[1]?.source ?? 0]).toContain('"Sid": "NeverDelete"');
    expect(report.summary.statements).toEqual({ covered: 1, total: 5, percent: 20 });
  });

  it('of a template has one policy for all its parameters', async () => {
    const { report } = await coverageOf(async () => {
      for (const Stage of ['dev', 'prod']) {
        const account = await createTestAccount(
          fromCloudFormation('template.yaml', { folder, parameters: { Stage }, stackName: Stage }),
        );
        expect(account.role('SupportRole')).toAllow(Stage === 'dev' ? 'ListUsers' : 'AdminGetUser');
      }
    });
    expect(report.policies).toMatchObject([
      {
        name: 'HelpUsers',
        statements: [{ line: 16, matched: 2, actions: [{ matched: 1 }, { matched: 1 }] }],
      },
    ]);
    expect(report.policies[0]?.holders).toHaveLength(2);
  });

  it('of a plan is shown as JSON, since a policy is one text there', async () => {
    const { report } = await coverageOf(async () => {
      const account = await createTestAccount(
        fromTerraform('state.json', { folder, pools: { customers: on } }),
      );
      expect(account.role('Support')).toAllow('AdminGetUser', { on });
    });
    const [policy] = report.policies;
    expect(policy).toMatchObject({ place: { line: 36, column: 17 }, source: 0 });
    expect(policy).not.toHaveProperty('file');
    const lines = report.sources[0]?.split('\n') ?? [];
    expect(lines[(policy?.statements[0]?.actions[0]?.line ?? 0) - 1]).toContain('cognito-idp:AdminGetUser');
  });

  it('leaves out what is AWS’s, and what is about other services alone', async () => {
    const roles = {
      Support: {
        managedPolicies: ['AmazonCognitoReadOnly'],
        inlinePolicies: {
          Files: document(allow({ Action: 's3:*' })),
          Both: document(allow({ Action: ['s3:*', 'cognito-idp:*'] }), allow({ Action: 'logs:*' })),
        },
      },
    };
    const { report } = await coverageOf(async () => {
      expect((await createTestAccount({ roles })).role('Support')).toAllow('ListUsers', { on });
    });
    expect(report.policies).toMatchObject([
      { name: 'Both', statements: [{ actions: [{ pattern: 'cognito-idp:*' }] }] },
    ]);
    expect(report.policies[0]?.statements).toHaveLength(1);
  });

  it('has its own policies apart from those of another with the same names', async () => {
    const { report } = await coverageOf(async () => {
      for (const [action, denied] of [
        ['AdminGetUser', 'ListUsers'],
        ['ListUsers', 'AdminGetUser'],
      ] as const) {
        const Help = document(allow({ Action: `cognito-idp:${action}` }));
        const account = await createTestAccount({ roles: { Support: { inlinePolicies: { Help } } } });
        expect(account.role('Support')).toDeny(denied, { on });
      }
    });
    expect(report.policies.map(({ statements }) => statements[0]?.matched)).toEqual([0, 0]);
  });

  it('counts service control policies of every level once, whoever has them', async () => {
    const scp = { name: 'Guard', document: document(allow({ Action: '*' })) };
    const roles = { A: { inlinePolicies: { Help: document(allow()) } }, B: {} };
    const { report } = await coverageOf(async () => {
      const account = await createTestAccount({ roles, serviceControlPolicies: [[scp]] });
      expect(account.role('A')).toAllow('AdminGetUser', { on });
      expect(account.role('B')).toDeny('AdminGetUser', { on });
    });
    expect(report.policies).toMatchObject([
      {
        name: 'Guard',
        policyTypes: ['serviceControl'],
        holders: ['role/A', 'role/B'],
        statements: [{ matched: 2, allowed: 1, denied: 1 }],
      },
      { name: 'Help' },
    ]);
  });

  it('is recorded nowhere unless that is asked for', async () => {
    const { report } = await coverageOf(() => undefined);
    await createTestAccount({ roles: { Support: { inlinePolicies: { Help: document(allow()) } } } });
    expect(report).toMatchObject({ policies: [], summary: { statements: { total: 0, percent: 100 } } });
  });
});

describe('a mounted authorizer', () => {
  it('counts its requests, also those whose answer it remembers, and those of no other account', async () => {
    const { report } = await coverageOf(async () => {
      const account = await createTestAccount(fromConfig('cognito-iam.yaml', { folder }));
      const other = await createTestAccount(fromConfig('cognito-iam.yaml', { folder }));
      const issuer = await createTestIssuer({ pool: on });
      const { region, roleMapping, resourceTags } = account;
      const authorizerOf = (directory: TestAccount['directory']) =>
        createAuthorizer({
          ...{ directory, region, resourceTags, issuers: [issuer.options], log: () => undefined },
          ...(roleMapping !== undefined && { roleMapping }),
        });
      const authorization = `Bearer ${await issuer.accessToken('ann', { groups: ['support'] })}`;
      const authorizer = authorizerOf(account.directory);
      for (const operation of ['ListUsers', 'ListUsers', 'AdminResetUserPassword', 'AdminDeleteUser']) {
        await authorizer.authorize({
          method: 'POST',
          url: '/',
          headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`, authorization },
          body: JSON.stringify({ UserPoolId: on, Username: 'bob' }),
          sourceIp: '10.0.0.1',
          secure: true,
        });
      }
      expect(authorizer.decisions.counters.hits).toBe(1);
      expect(other.role('Support')).toAllow('AdminGetUser', { on });
    });
    const help = report.policies.find(({ name }) => name === 'HelpUsers');
    expect(help?.statements).toMatchObject([
      { sid: 'ReadUsers', matched: 3, actions: [{ matched: 1 }, { matched: 2, allowed: 2 }] },
      {
        sid: 'ResetWithSecondFactor',
        ...{ matched: 0, denied: 1 },
        conditions: [
          { key: 'aws:MultiFactorAuthAge', met: 0, notMet: 1 },
          { key: 'aws:SourceIp', met: 1, notMet: 0 },
          { key: 'aws:CurrentTime' },
          { key: 'aws:PrincipalTag/team', notMet: 1 },
          { key: 'aws:ResourceTag/env', notMet: 1 },
        ],
      },
      { sid: 'TagPools', matched: 0, denied: 0 },
      { sid: 'NeverDelete', matched: 1, denied: 1 },
    ]);
  });
});
