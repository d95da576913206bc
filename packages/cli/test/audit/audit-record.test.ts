import type { DecisionEvent, HttpRequest, Principal } from '@cognito-iam/core';
import { describe, expect, test } from 'vitest';
import { auditRecord } from '../../src/audit/audit-record.js';

const account = '123456789012';
const scope = { account, region: 'us-east-1' };
const pool = `arn:aws:cognito-idp:us-east-1:${account}:userpool/local_1abC`;
const request: HttpRequest = {
  method: 'POST',
  url: '/',
  headers: {
    'user-agent': 'aws-sdk-js/3',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAANN/20261122/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=00',
  },
  body: new TextEncoder().encode(
    '{"UserPoolId":"local_1abC","Username":"bob","Password":"secret","Brandnew":"x"}',
  ),
  sourceIp: '192.0.2.1',
  secure: false,
};
const user: Principal = {
  arn: `arn:aws:iam::${account}:user/ann`,
  type: 'User',
  account,
  userId: 'AIDAANN',
  username: 'ann',
  tags: {},
  sessionContext: {},
};
const event: DecisionEvent = {
  time: Date.UTC(2026, 10, 22, 9, 5, 7, 123),
  duration: 1,
  requestId: 'request-id',
  outcome: 'allowed',
  operation: 'AdminSetUserPassword',
  action: 'cognito-idp:AdminSetUserPassword',
  resource: pool,
  decision: 'allowed',
  decidedBy: 'identity',
  matchedStatements: [],
  cacheHit: false,
  principal: user,
  error: undefined,
};
const denied = {
  type: 'AccessDeniedException',
  message: 'not authorized',
  reason: 'for developers',
  nearest: undefined,
};

test('an allowed request of a user, without what is secret or not known to be harmless', () => {
  expect(auditRecord(event, request, scope)).toEqual({
    eventVersion: '1.10',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAANN',
      arn: user.arn,
      accountId: account,
      accessKeyId: 'AKIAANN',
      userName: 'ann',
    },
    eventTime: '2026-11-22T09:05:07Z',
    eventSource: 'cognito-idp.amazonaws.com',
    eventName: 'AdminSetUserPassword',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'aws-sdk-js/3',
    requestParameters: {
      userPoolId: 'local_1abC',
      username: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      password: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      brandnew: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
    responseElements: null,
    requestID: 'request-id',
    eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    readOnly: false,
    resources: [{ accountId: account, type: 'AWS::Cognito::UserPool', ARN: pool }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  });
});

test('a denial has the code and the message, and nothing that AWS would not say', () => {
  const record = auditRecord({ ...event, outcome: 'refused', error: denied }, request, scope);
  expect(record).toMatchObject({ errorCode: 'AccessDenied', errorMessage: 'not authorized' });
  expect(JSON.stringify(record)).not.toContain('for developers');
});

test('what audit mode let through has no error: it was called', () => {
  const record = auditRecord({ ...event, outcome: 'audited', error: denied }, request, scope);
  expect(record).not.toHaveProperty('errorCode');
  expect(record?.additionalEventData).toEqual({ auditMode: { errorCode: 'AccessDenied' } });
});

test('a request for no operation is no event', () => {
  expect(auditRecord({ ...event, operation: undefined }, request, scope)).toBeUndefined();
});

test.each([
  ['ListUsers', true],
  ['AdminGetUser', true],
  ['AdminDeleteUser', false],
  ['GetUserAuthFactors', true],
  ['CompleteWebAuthnRegistration', false],
] as const)('%s reads only: %s', (operation, readOnly) => {
  expect(auditRecord({ ...event, operation }, request, scope)).toMatchObject({ readOnly });
});

test.each([[undefined], [new Error('unread')], ['no JSON'], ['[1]']])('a body that is none: %s', (body) => {
  expect(auditRecord(event, { ...request, body }, scope)?.requestParameters).toBeNull();
});

describe('userIdentity', () => {
  const identity = (principal: Principal | undefined) =>
    auditRecord({ ...event, principal }, request, scope)?.userIdentity;

  test('of a session that a token began', () => {
    const session: Principal = {
      arn: `arn:aws:sts::${account}:assumed-role/Support/bob`,
      roleArn: `arn:aws:iam::${account}:role/service/Support`,
      type: 'AssumedRole',
      account,
      userId: 'AROASUPPORT:bob',
      tags: {},
      sessionContext: {
        'aws:FederatedProvider': 'cognito-identity.amazonaws.com',
        'aws:TokenIssueTime': '2026-11-22T09:00:00Z',
      },
    };
    expect(identity(session)).toEqual({
      type: 'AssumedRole',
      principalId: 'AROASUPPORT:bob',
      arn: session.arn,
      accountId: account,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROASUPPORT',
          arn: session.roleArn,
          accountId: account,
          userName: 'Support',
        },
        webIdFederationData: { federatedProvider: 'cognito-identity.amazonaws.com', attributes: {} },
        attributes: { creationDate: '2026-11-22T09:00:00Z', mfaAuthenticated: 'false' },
      },
    });
  });

  test('of the root user', () => {
    const root: Principal = {
      arn: `arn:aws:iam::${account}:root`,
      type: 'Account',
      account,
      userId: account,
      tags: {},
      sessionContext: {},
    };
    expect(identity(root)).toEqual({
      type: 'Root',
      principalId: account,
      arn: root.arn,
      accountId: account,
      accessKeyId: 'AKIAANN',
    });
  });

  test('of a user with temporary credentials and a second factor', () => {
    const sessionContext = {
      'aws:TokenIssueTime': new Date(Date.UTC(2026, 0, 1)),
      'aws:MultiFactorAuthPresent': true,
    };
    expect(identity({ ...user, sessionContext })?.sessionContext).toEqual({
      attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'true' },
    });
  });

  test('of nobody', () => {
    expect(identity(undefined)).toEqual({ type: 'Unknown', principalId: 'Anonymous', accountId: account });
  });
});

test('the members that were decided on are recorded, not what else the body may say', () => {
  const members = { UserPoolId: 'local_1abC', Password: 'secret' };
  const { requestParameters } = auditRecord(event, { ...request, body: '{}' }, scope, members) ?? {};
  expect(requestParameters).toEqual({ userPoolId: 'local_1abC', password: 'HIDDEN_DUE_TO_SECURITY_REASONS' });
});

test('who holds a token is the same with every request of it, and of the account that asks', () => {
  const { account: _, ...anywhere } = user;
  const holder: Principal = {
    ...anywhere,
    type: 'AssumedRole',
    sessionContext: { 'aws:FederatedProvider': 'provider' },
  };
  const identityIn = (one: string) =>
    auditRecord({ ...event, principal: holder }, request, { ...scope, account: one })?.userIdentity;
  const first = identityIn(account);
  expect(identityIn(account)).toBe(first);
  expect(first).not.toHaveProperty('accessKeyId');
  expect(identityIn('210987654321')?.accountId).toBe('210987654321');
});
