import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/cognito/catalog.js';
import type { Caller, Principal } from '../../src/cognito/principal.js';
import { rootPrincipal } from '../../src/cognito/principal-of-entry.js';
import { createSurroundings } from '../../src/cognito/request-context.js';
import { type AskIam, askIam, type IamAnswer } from '../../src/http/ask-iam.js';
import { type DecisionCache, decisionCache, noDecisionCache } from '../../src/http/decision-cache.js';
import {
  type EvaluationEvent,
  evaluationChannelName,
  evaluationTeller,
} from '../../src/http/evaluation-event.js';
import { Refusal, refuseWith } from '../../src/http/refusal.js';
import type { HttpRequest } from '../../src/http/request.js';
import { compilePolicies, explain } from '../../src/policy/index.js';
import { PolicySet } from '../../src/policy/policy-set.js';
import { directory, poolArn, poolId } from './authorizer-fixture.js';

const arn = 'arn:aws:iam::123456789012:user/alice';
const alice: Principal = {
  ...rootPrincipal(directory),
  arn,
  type: 'User',
  tags: { team: 'red' },
  sessionContext: { 'aws:TokenIssueTime': '2026-01-01T00:00:00Z' },
};
const cacheOf = (limits = {}) =>
  decisionCache<IamAnswer>({ principals: 10, decisionsPerPrincipal: 100, ...limits });

let instant = 1_000_000;
const asker = (decisions: DecisionCache<IamAnswer>): AskIam =>
  askIam({
    scope: { partition: 'aws', region: 'us-east-1', account: '123456789012' },
    surroundings: createSurroundings(directory, 'us-east-1', { 'aws:SourceVpc': 'vpc-1' }),
    resourceTags: { [poolId]: { stage: 'dev' } },
    now: () => instant,
    decisions,
    evaluations: evaluationTeller(directory),
    denial: (question, decision, policies) =>
      refuseWith('accessDenied', decision.decision, JSON.stringify(explain(policies, question))),
  });

/** The same caller with policies that nobody has been asked about. */
const anew = ({ principal, policies: { policies } }: Caller): Caller => ({
  principal,
  policies: new PolicySet({ ...policies, statements: [...policies.statements] }),
});

const statement = (Condition: Record<string, Record<string, unknown>>, Effect = 'Allow') => ({
  Effect,
  Action: 'cognito-idp:*',
  Resource: '*',
  Condition,
});
const callerWith = (...statements: readonly unknown[]) => ({
  principal: alice,
  policies: compilePolicies([{ Version: '2012-10-17', Statement: statements } as never]),
});
const request = {
  method: 'POST',
  url: '/',
  headers: {},
  body: undefined,
  sourceIp: '192.0.2.1',
  secure: false,
};
const getUser = catalog.operation('AdminGetUser');
const members = { UserPoolId: poolId, Username: 'bob' };

function answered(answer: IamAnswer | Refusal): IamAnswer {
  if (answer instanceof Refusal) throw new Error(`refused: ${answer.message}`);
  return answer;
}

describe('askIam', () => {
  test('asks about the pool that the members name, with its tags', () => {
    const caller = callerWith(statement({ StringEquals: { 'aws:ResourceTag/stage': 'dev' } }));
    const ask = asker(cacheOf());
    expect(answered(ask(caller, getUser, members, request))).toEqual({
      decision: expect.objectContaining({ decision: 'allowed' }),
      resource: poolArn,
      cacheHit: false,
      denial: undefined,
    });
    const other = { ...members, UserPoolId: 'us-east-1_other' };
    expect(answered(ask(caller, getUser, other, request))).toMatchObject({
      decision: { decision: 'implicitDeny' },
      denial: { type: 'AccessDeniedException' },
    });
  });

  test.each([
    [{ UserPoolId: 'us east' }, 'InvalidParameterException'],
    [{ UserPoolId: 1 }, 'SerializationException'],
    [{}, 'InvalidParameterException'],
  ])('refuses what AWS would not understand: %j', (wrong, type) => {
    const ask = asker(cacheOf());
    const caller = callerWith(statement({}));
    for (let count = 0; count < 2; count++) {
      expect(ask(caller, getUser, wrong, request)).toMatchObject({ type });
    }
  });

  test('tells whoever listens of every question, also of one whose answer is remembered', () => {
    const heard: EvaluationEvent[] = [];
    const hear = (message: unknown) => heard.push(message as EvaluationEvent);
    const decisions = cacheOf();
    const ask = asker(decisions);
    const caller = callerWith(statement({ StringEquals: { 'aws:PrincipalTag/team': 'red' } }));
    ask(caller, getUser, members, request);
    expect(evaluationChannelName).toBe('cognito-iam:evaluation');
    subscribe(evaluationChannelName, hear);
    try {
      const again = answered(ask(caller, getUser, members, request));
      expect(again.cacheHit).toBe(true);
      const denied = answered(ask(caller, getUser, { ...members, UserPoolId: 'eu-west-1_other' }, request));
      expect(heard).toMatchObject([
        { directory, principal: alice, decision: again.decision, request: { resource: poolArn } },
        { directory, principal: alice, decision: denied.decision },
      ]);
      for (const { policies, request: asked, decision } of heard)
        expect(explain(policies, asked)).toMatchObject(decision);
      expect(heard[0]?.request).toMatchObject({
        action: 'cognito-idp:AdminGetUser',
        principal: { arn },
        context: { 'aws:EpochTime': 1000, 'aws:ResourceTag/stage': 'dev' },
      });
    } finally {
      unsubscribe(evaluationChannelName, hear);
    }
    expect(decisions.counters.hits).toBe(1);
    ask(caller, getUser, members, request);
    expect(heard).toHaveLength(2);
  });

  test('a resource and a pool of the same name are two things', () => {
    const ask = asker(cacheOf());
    const caller = callerWith(statement({}));
    expect(ask(caller, getUser, members, request)).toMatchObject({ resource: poolArn });
    const tagging = catalog.operation('ListTagsForResource');
    expect(ask(caller, tagging, { ResourceArn: poolId }, request)).toMatchObject({
      type: 'InvalidParameterException',
    });
  });

  test.each<[string, Record<string, Record<string, unknown>>]>([
    ['nothing', {}],
    ['the principal', { StringEquals: { 'aws:PrincipalTag/team': 'red' } }],
    ['the resource', { StringEquals: { 'aws:ResourceTag/stage': 'dev' } }],
    ['the surroundings', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }],
    ['a key that no request has', { Null: { 'aws:SourceVpce': 'true' } }],
  ])('remembers what depends on %s', (_, condition) => {
    const decisions = cacheOf();
    const ask = asker(decisions);
    const caller = callerWith(statement(condition));
    const [first, second] = [1, 2].map(() => answered(ask(caller, getUser, members, request)));
    expect(second).toEqual({ ...first, cacheHit: true });
    expect(decisions.counters).toEqual({ hits: 1, misses: 1, bypassed: 0, size: 1 });
  });

  test.each<[string, Record<string, Record<string, unknown>>]>([
    ['the time', { DateLessThan: { 'aws:CurrentTime': '1970-01-01T00:16:41Z' } }],
    ['the time in seconds', { NumericLessThan: { 'aws:EpochTime': '1001' } }],
    ['the address', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }],
    ['the connection', { Bool: { 'aws:SecureTransport': 'false' } }],
    ['a header', { StringLike: { 'AWS:useragent': '*' } }],
    ['a tag of the request', { Null: { 'aws:RequestTag/x': 'true' } }],
    ['the time of issue of a token', { DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' } }],
    ['a variable', { StringNotLike: { 'aws:PrincipalTag/team': '${aws:Referer}' } }],
  ])('does not remember what depends on %s', (_, condition) => {
    const decisions = cacheOf();
    const ask = asker(decisions);
    const caller = callerWith(statement(condition));
    for (let count = 0; count < 2; count++) ask(caller, getUser, members, request);
    expect(decisions.counters).toEqual({ hits: 0, misses: 0, bypassed: 2, size: 0 });
  });
});

/** What a client gets to know; the reason in the log may be the one of the first time. */
function toldTo(answer: IamAnswer | Refusal): unknown {
  if (answer instanceof Refusal) return answer;
  const { decision, resource, denial } = answer;
  return { decision, resource, denied: denial?.message };
}

describe('a remembered answer is the one that would be given now', () => {
  const values: Readonly<Record<string, readonly [operator: string, value: string]>> = {
    'aws:CurrentTime': ['DateLessThan', '1970-01-01T00:20:00Z'],
    'aws:EpochTime': ['NumericGreaterThan', '1200'],
    'aws:SourceIp': ['IpAddress', '192.0.2.0/25'],
    'aws:SecureTransport': ['Bool', 'true'],
    'aws:UserAgent': ['StringLike', 'cli*'],
    'aws:Referer': ['StringEquals', 'cli'],
    'aws:RequestTag/stage': ['StringEquals', '${aws:PrincipalTag/team}'],
    'aws:TagKeys': ['ForAnyValue:StringEquals', 'stage'],
    'aws:ResourceTag/stage': ['StringEquals', '${aws:ResourceTag/stage}'],
    'aws:ResourceAccount': ['StringEquals', '123456789012'],
    'aws:PrincipalTag/team': ['StringEquals', 'red'],
    'aws:PrincipalArn': ['ArnLike', 'arn:aws:iam::*:user/${aws:Referer}'],
    'aws:SourceVpc': ['StringEquals', 'vpc-1'],
    'aws:MultiFactorAuthAge': ['NumericLessThan', '100'],
    'aws:SourceVpce': ['StringNotEquals', 'vpce-1'],
    'aws:TokenIssueTime': ['DateGreaterThan', '1970-01-01T00:16:00Z'],
    'aws:userid': ['StringLike', '*${aws:PrincipalTag/team}'],
  };
  const condition = fc
    .tuple(fc.constantFrom(...Object.entries(values)), fc.constantFrom('', 'IfExists'))
    .map(([[key, [operator, value]], suffix]) => statement({ [`${operator}${suffix}`]: { [key]: value } }));
  const one = fc
    .tuple(
      fc.oneof(fc.constant(statement({})), condition),
      fc.constantFrom('Allow', 'Allow', 'Deny'),
      fc.constantFrom('*', 'cognito-idp:AdminGetUser', 'cognito-idp:TagResource'),
      fc.constantFrom('*', poolArn, `${poolArn}1`),
    )
    .map(([base, Effect, Action, Resource]) => ({ ...base, Effect, Action, Resource }));
  const team = fc.constantFrom({}, { team: 'red' }, { team: 'blue' });
  // Tokens of few principals, and policies of fewer.
  const session = fc.record({
    tags: team,
    name: fc.constantFrom('alice', 'redred', 'bob'),
    issued: fc.constantFrom('1970-01-01T00:00:00Z', '1970-01-01T00:16:40Z', undefined),
  });
  const callers = fc
    .tuple(fc.array(one, { minLength: 1, maxLength: 4 }), fc.array(session, { minLength: 1, maxLength: 6 }))
    .map(([statements, sessions]) => {
      const shared = callerWith(...statements);
      return sessions.map(({ tags, name, issued }) => ({
        ...shared,
        principal: {
          ...alice,
          arn: `arn:aws:iam::123456789012:user/${name}`,
          userId: name,
          tags,
          sessionContext: issued === undefined ? {} : { 'aws:TokenIssueTime': issued },
        },
      }));
    });
  const pools = fc.constantFrom(poolId, `${poolId}1`, `${poolId}2`, 'nonsense');
  const tags = fc.constantFrom({}, { stage: 'red' }, { other: 'x', stage: 'blue' });
  const asked = fc.oneof(
    pools.map((UserPoolId) => ({ operation: 'AdminGetUser' as const, members: { UserPoolId } })),
    pools.map((UserPoolId) => ({ operation: 'ListUsers' as const, members: { UserPoolId } })),
    fc.tuple(pools, tags).map(([id, Tags]) => ({
      operation: 'TagResource' as const,
      members: { ResourceArn: poolArn.replace(poolId, id), Tags },
    })),
    tags.map((UserPoolTags) => ({ operation: 'CreateUserPool' as const, members: { UserPoolTags } })),
  );
  const facts = fc.record({
    at: fc.constantFrom(1_000_000, 1_199_999, 1_200_000, 1_201_000),
    sourceIp: fc.constantFrom('192.0.2.1', '192.0.2.200', undefined),
    secure: fc.boolean(),
    headers: fc.constantFrom({}, { 'user-agent': 'cli/1' }, { referer: 'cli', 'user-agent': 'x' }),
  });

  test('whatever the policies and the requests, and whatever was asked before', () => {
    fc.assert(
      fc.property(
        fc.array(callers, { minLength: 1, maxLength: 3 }).map((all) => all.flat()),
        fc.array(fc.tuple(fc.nat(17), asked, facts), { minLength: 1, maxLength: 40 }),
        fc.constantFrom(1, 3, 100),
        (callers, questions, room) => {
          const decisions = cacheOf({ principals: room, decisionsPerPrincipal: room });
          const remembering = asker(decisions);
          let refused = 0;
          for (const [index, { operation, members }, { at, ...said }] of questions) {
            const who = callers[index % callers.length];
            if (who === undefined) throw new Error('there is a caller');
            instant = at;
            const sent: HttpRequest = { ...request, ...said };
            const entry = catalog.operation(operation);
            // For whom nothing was bound, planned or decided before.
            const now = asker(noDecisionCache())(anew(who), entry, members, sent);
            const then = remembering(who, entry, members, sent);
            if (now instanceof Refusal) refused++;
            expect(toldTo(then)).toEqual(toldTo(now));
          }
          const { hits, misses, bypassed } = decisions.counters;
          expect(hits + misses + bypassed).toBe(questions.length - refused);
        },
      ),
      { numRuns: 500 },
    );
  });
});
