import type { Account } from '@cognito-iam/account';
import type { DecisionEvent } from '@cognito-iam/core';
import { expect, test } from 'vitest';
import { decisionJson, decisionLine } from '../../src/gateway/decision-line.js';
import { coloursFor } from '../../src/terminal.js';

const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/local_1abC';
const account = {
  directoryOptions: { account: '123456789012', users: { ann: { groups: ['Staff'] } } },
  policyPlaces: new Map([
    ['/roles/Support/inlinePolicies/Help', () => ({ file: 'support.json', line: 4, column: 5 })],
    ['/groups/Staff/inlinePolicies/Look', () => ({ file: 'staff.json', line: 7, column: 3 })],
  ]),
} as unknown as Account;
const event: DecisionEvent = {
  time: new Date(2026, 10, 22, 9, 5, 7).getTime(),
  duration: 0.25,
  requestId: 'id',
  outcome: 'allowed',
  operation: 'ListUsers',
  action: 'cognito-idp:ListUsers',
  resource: pool,
  decision: 'allowed',
  decidedBy: 'identity',
  matchedStatements: [{ policyType: 'identity', policy: 'Help', index: 0, sid: 'LookUp', effect: 'Allow' }],
  cacheHit: true,
  principal: {
    arn: 'arn:aws:sts::123456789012:assumed-role/Support/bob',
    roleArn: 'arn:aws:iam::123456789012:role/Support',
    type: 'AssumedRole',
    account: '123456789012',
    userId: 'AROA:bob',
    tags: {},
    sessionContext: {},
  },
  error: undefined,
};
const plain = coloursFor(false, {});

test('an allowed request: who, what, on what, by which statement and where that is written', () => {
  expect(decisionLine(event, account, plain)).toBe(
    '09:05:07 allowed ListUsers              Support/bob on userpool/local_1abC by Help LookUp (support.json:4:5) remembered, 0.3 ms',
  );
});

test('a refused one with its reason on the next line, and colours where there are any', () => {
  const refused: DecisionEvent = {
    ...event,
    outcome: 'refused',
    matchedStatements: [],
    cacheHit: false,
    error: {
      type: 'AccessDeniedException',
      message: 'User: … is not',
      reason: 'no statement comes near\u001b[2J',
    },
  };
  expect(decisionLine(refused, account, plain)).toBe(
    '09:05:07 denied  ListUsers              Support/bob on userpool/local_1abC 0.3 ms\n         no statement comes near?[2J',
  );
  expect(decisionLine(refused, account, coloursFor(true, {}))).toContain('\u001b[31mdenied');
});

test('somebody without credentials, and an error that is no denial', () => {
  const error = {
    type: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
    reason: undefined,
  };
  const nobody: DecisionEvent = {
    ...event,
    outcome: 'refused',
    operation: undefined,
    resource: undefined,
    principal: undefined,
    matchedStatements: undefined,
    cacheHit: undefined,
    error,
  };
  expect(decisionLine(nobody, account, plain)).toBe(
    '09:05:07 denied  request                - 0.3 ms\n         MissingAuthenticationTokenException: Missing Authentication Token',
  );
});

test('for programs the same as JSON', () => {
  const user: DecisionEvent = {
    ...event,
    principal: {
      arn: 'arn:aws:iam::123456789012:user/ann',
      type: 'User',
      userId: 'AIDA',
      username: 'ann',
      tags: {},
      sessionContext: {},
    },
    matchedStatements: [{ policyType: 'identity', policy: 'Look', index: 1, effect: 'Allow' }],
  };
  expect(JSON.parse(decisionJson(user, account))).toMatchObject({
    event: 'decision',
    outcome: 'allowed',
    operation: 'ListUsers',
    principal: 'arn:aws:iam::123456789012:user/ann',
    statements: [{ policy: 'Look', index: 1, effect: 'Allow', place: 'staff.json:7:3' }],
  });
});
