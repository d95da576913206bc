import { stripVTControlCharacters } from 'node:util';
import { loadAccount } from '@cognito-iam/account';
import type { DecisionEvent } from '@cognito-iam/core';
import { expect, test } from 'vitest';
import { folderWith } from '../../../account/test/folder-with.js';
import { decisionJson } from '../../src/gateway/decision-json.js';
import { decisionLine } from '../../src/gateway/decision-line.js';
import { coloursFor } from '../../src/terminal.js';

const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/local_1abC';
const folder = folderWith({
  'cognito-iam.yaml': `account: "123456789012"
region: us-east-1
upstream: http://localhost:9229
issuers: []
roles:
  Support:
    inlinePolicies:
      Help: { Statement: { Sid: LookUp, Effect: Allow, Action: "cognito-idp:List*", Resource: "*" } }
groups:
  Staff:
    inlinePolicies:
      Look:
        Statement:
          - { Sid: Get, Effect: Allow, Action: "cognito-idp:AdminGet*", Resource: "*" }
          - { Sid: List, Effect: Allow, Action: "cognito-idp:List*", Resource: "*" }
users:
  ann:
    groups: [Staff]
    inlinePolicies:
      Look: { Statement: { Sid: Own, Effect: Allow, Action: "cognito-idp:List*", Resource: "*" } }
serviceControlPolicies:
  - - name: Guard
      document:
        Statement:
          - { Sid: All, Effect: Allow, Action: "*", Resource: "*" }
          - { Sid: NoLists, Effect: Deny, Action: "cognito-idp:List*", Resource: "*" }
`,
});
const account = await loadAccount('cognito-iam.yaml', { folder });
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
const plain = { colours: coloursFor(false, {}), columns: 200 };

test('an allowed request: who, what, on what, by which statement and where that is written', () => {
  expect(decisionLine(event, account, plain)).toBe(
    '09:05:07 allowed ListUsers              Support/bob on local_1abC by LookUp of Help (cognito-iam.yaml:8:15) remembered, 0.3 ms',
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
      nearest: undefined,
    },
  };
  expect(decisionLine(refused, account, plain)).toBe(
    '09:05:07 denied  ListUsers              Support/bob on local_1abC 0.3 ms\n         no statement comes near?[2J',
  );
  expect(decisionLine(refused, account, { colours: coloursFor(true, {}), columns: 80 })).toContain(
    '\u001b[31mdenied',
  );
});

test('somebody without credentials, and an error that is no denial', () => {
  const error = {
    type: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
    reason: undefined,
    nearest: undefined,
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

test('a refusal that a Deny decided says where that is written, and why', () => {
  const refused: DecisionEvent = {
    ...event,
    outcome: 'refused',
    decision: 'explicitDeny',
    matchedStatements: [
      { policyType: 'serviceControl', policy: 'Guard', index: 1, sid: 'NoLists', effect: 'Deny' },
    ],
    error: {
      type: 'AccessDeniedException',
      message: 'User: … is not',
      reason: 'denied by Help',
      nearest: undefined,
    },
  };
  expect(decisionLine(refused, account, plain)).toContain('by NoLists of Guard (cognito-iam.yaml:26:13)');
});

test('an implicit denial says where the nearest statement has what keeps it from allowing', () => {
  const refused: DecisionEvent = {
    ...event,
    outcome: 'refused',
    matchedStatements: [],
    error: {
      type: 'AccessDeniedException',
      message: 'User: … is not',
      reason: 'no statement allows this action; statement `LookUp` of policy `Help` would',
      nearest: {
        statement: { policyType: 'identity', policy: 'Help', index: 0, sid: 'LookUp', effect: 'Allow' },
        pointer: '/Statement/Action',
      },
    },
  };
  expect(decisionLine(refused, account, plain)).toContain(
    '\n         no statement allows this action; statement `LookUp` of policy `Help` would (cognito-iam.yaml:8:56)',
  );
  expect(JSON.parse(decisionJson(refused, account)).error).toEqual({
    type: 'AccessDeniedException',
    message: 'User: … is not',
    reason: 'no statement allows this action; statement `LookUp` of policy `Help` would',
    nearest: { policy: 'Help', sid: 'LookUp', index: 0, effect: 'Allow', place: 'cognito-iam.yaml:8:56' },
  });
});

test('pools of the account go by their ids', () => {
  const refused: DecisionEvent = {
    ...event,
    outcome: 'refused',
    matchedStatements: [],
    error: {
      type: 'AccessDeniedException',
      message: 'User: … is not',
      reason: `but for its Resource (\`${pool}\`; the request has \`${pool.replace('us-', 'eu-')}\`)`,
      nearest: undefined,
    },
  };
  expect(decisionLine(refused, account, plain)).toContain(
    'but for its Resource (`local_1abC`; the request has `arn:aws:cognito-idp:eu-east-1:123456789012:userpool/local_1abC`)',
  );
});

test('a fault in words of two sentences', () => {
  const refused: DecisionEvent = {
    ...event,
    outcome: 'refused',
    error: {
      type: 'UnrecognizedClientException',
      message: 'It is invalid.',
      reason: 'no such key',
      nearest: undefined,
    },
  };
  expect(decisionLine(refused, account, plain)).toContain(
    '\n         UnrecognizedClientException: It is invalid: no such key',
  );
});

test('nothing is wider than the terminal, and places stay whole', () => {
  const refused: DecisionEvent = {
    ...event,
    principal: {
      ...event.principal!,
      arn: `arn:aws:sts::123456789012:assumed-role/Support/${'a'.repeat(36)}`,
    },
    outcome: 'refused',
    error: {
      type: 'AccessDeniedException',
      message: 'User: … is not',
      reason: `no statement allows this action; ${'statement of some policy would '.repeat(5)}`.trim(),
      nearest: undefined,
    },
  };
  for (const columns of [60, 80, 100]) {
    for (const coloured of [false, true]) {
      const text = decisionLine(refused, account, { colours: coloursFor(coloured, {}), columns });
      const lines = stripVTControlCharacters(text).split('\n');
      expect(lines.length).toBeGreaterThan(2);
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
      expect(lines.slice(1).every((line) => /^ {9}\S/.test(line))).toBe(true);
      expect(text).toContain('(cognito-iam.yaml:8:15)');
    }
  }
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
    matchedStatements: [
      { policyType: 'identity', policy: 'Look', index: 1, sid: 'List', effect: 'Allow' },
      { policyType: 'identity', policy: 'Look', index: 0, sid: 'Own', effect: 'Allow' },
    ],
  };
  expect(JSON.parse(decisionJson(user, account))).toMatchObject({
    event: 'decision',
    outcome: 'allowed',
    operation: 'ListUsers',
    principal: 'arn:aws:iam::123456789012:user/ann',
    statements: [
      { policy: 'Look', index: 1, sid: 'List', effect: 'Allow', place: 'cognito-iam.yaml:15:13' },
      { policy: 'Look', index: 0, sid: 'Own', effect: 'Allow', place: 'cognito-iam.yaml:20:15' },
    ],
  });
});

test.each<[string, Partial<NonNullable<DecisionEvent['principal']>> | undefined, string | undefined]>([
  ['the root user', { type: 'Account' }, 'cognito-iam.yaml:26:13'],
  ['a user', { type: 'User', username: 'ann' }, 'cognito-iam.yaml:26:13'],
  ['somebody whom a reload has taken away', { type: 'User', username: 'bob' }, undefined],
  ['nobody known', undefined, 'cognito-iam.yaml:26:13'],
])('where the service control policy is written that denies %s', (_, principal, place) => {
  const denied: DecisionEvent = {
    ...event,
    principal: principal && { arn: '', userId: '', tags: {}, sessionContext: {}, type: 'User', ...principal },
    matchedStatements: [
      { policyType: 'serviceControl', policy: 'Guard', index: 1, sid: 'NoLists', effect: 'Deny' },
    ],
  };
  // The second time it is remembered.
  for (const json of [decisionJson(denied, account), decisionJson(denied, account)]) {
    expect(JSON.parse(json).statements[0].place).toBe(place);
  }
});

test('a remembered decision is told in the same words as a new one, whoever is told about and wherever', async () => {
  const { principal } = event;
  if (principal === undefined) throw new Error('the event has a principal');
  const other = { ...principal, arn: 'arn:aws:sts::123456789012:assumed-role/Support/eve' };
  const { roleArn: _, ...withoutRole } = principal;
  const again = await loadAccount('cognito-iam.yaml', { folder });
  const told: [DecisionEvent, typeof account][] = [
    [event, account],
    [event, account],
    [{ ...event, principal: { ...principal } }, account],
    [{ ...event, principal: other }, account],
    [{ ...event, principal: undefined }, account],
    [{ ...event, principal: { ...principal, type: 'User', username: 'ann' } }, account],
    [{ ...event, principal: { ...withoutRole, username: 'ann' } }, account],
    [{ ...event, operation: 'ListGroups', resource: '*' }, account],
    [{ ...event, decision: 'implicitDeny' }, account],
    [event, again],
  ];
  for (const [one, read] of told) {
    const anew = { ...one, matchedStatements: [...(one.matchedStatements ?? [])] };
    expect(decisionJson(one, read)).toBe(decisionJson(anew, read));
  }
  const error = {
    type: 'ExpiredTokenException',
    message: 'a "quote"',
    reason: undefined,
    nearest: undefined,
  };
  const nobody = {
    ...event,
    operation: undefined,
    principal: undefined,
    resource: undefined,
    decision: undefined,
  };
  expect(decisionJson({ ...nobody, matchedStatements: undefined, cacheHit: undefined, error }, account)).toBe(
    `{"time":"${new Date(event.time).toISOString()}","event":"decision","outcome":"allowed",` +
      '"error":{"type":"ExpiredTokenException","message":"a \\"quote\\""},"duration":0.25,"requestId":"id"}',
  );
});
