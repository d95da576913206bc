import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  createDirectory,
  type DecisionEvent,
  decisionChannelName,
  type LogEntry,
  unresolvedStatement,
} from '../../src/index.js';
import { authorizerWith, key, poolArn, poolId, requestFor } from './authorizer-fixture.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const reader = 'arn:aws:sts::123456789012:assumed-role/Reader/CognitoIdentityCredentials';

function listening(changes: Parameters<typeof authorizerWith>[0] = {}) {
  const events: DecisionEvent[] = [];
  const { authorizer, log } = authorizerWith({ onDecision: (event) => events.push(event), ...changes });
  return { authorizer, events, log };
}

describe('onDecision', () => {
  test('tells who did what, and which statements allowed it', async () => {
    const { authorizer, events } = listening();
    const before = Date.now();
    for (let count = 0; count < 2; count++) await authorizer.authorize(await requestFor('AdminGetUser'));
    const [first, second] = events;
    expect(first).toEqual({
      time: expect.any(Number),
      duration: expect.any(Number),
      requestId: expect.stringMatching(uuid),
      outcome: 'allowed',
      operation: 'AdminGetUser',
      action: 'cognito-idp:AdminGetUser',
      resource: poolArn,
      decision: 'allowed',
      decidedBy: 'identity',
      matchedStatements: [{ policyType: 'identity', policy: 'read', index: 0, effect: 'Allow' }],
      cacheHit: false,
      principal: expect.objectContaining({ arn: reader }),
      error: undefined,
    });
    expect(second).toMatchObject({ cacheHit: true, outcome: 'allowed' });
    expect(second?.requestId).not.toBe(first?.requestId);
    for (const { time, duration } of events) {
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(Date.now());
      expect(duration).toBeGreaterThan(0);
    }
  });

  test('tells why, under the id that the client was given', async () => {
    const { authorizer, events } = listening();
    const outcome = await authorizer.authorize(await requestFor('AdminDeleteUser'));
    if (outcome.allowed) throw new Error('it was let through');
    expect(events).toEqual([
      expect.objectContaining({
        outcome: 'refused',
        requestId: outcome.response.headers['x-amzn-requestid'],
        decision: 'implicitDeny',
        error: {
          type: 'AccessDeniedException',
          message: JSON.parse(outcome.response.body).Message,
          reason: expect.stringContaining('no statement allows this action'),
          nearest: {
            statement: { policyType: 'identity', policy: 'read', index: 0, effect: 'Allow' },
            pointer: '/Statement/Action',
          },
        },
      }),
    ]);
  });

  test('tells that a statement might have allowed which stands in for one that could not be resolved', async () => {
    const { authorizer, events } = listening({
      directory: createDirectory({
        account: '123456789012',
        roles: {
          Reader: {
            inlinePolicies: { read: { Statement: [unresolvedStatement('Allow', 'Look')] } },
          },
        },
      }),
    });
    await authorizer.authorize(await requestFor('AdminDeleteUser'));
    expect(events[0]?.error).toMatchObject({
      reason:
        'no statement allows this action; statement `Look` of policy `read` may be meant to, and holds a value that is not known here',
      nearest: { statement: { policy: 'read', sid: 'Look' } },
    });
  });

  test('tells of refusals before IAM is asked', async () => {
    const { authorizer, events } = listening();
    await authorizer.authorize(await requestFor('Nonsense'));
    await authorizer.authorize(await requestFor('AdminGetUser', '{'));
    await authorizer.authorize(
      await requestFor('AdminGetUser', undefined, { authorization: 'Bearer x.y.z' }),
    );
    await authorizer.authorize(null as never);
    expect(
      events.map(({ operation, error, principal, resource }) => [
        operation,
        error?.type,
        principal,
        resource,
      ]),
    ).toEqual([
      [undefined, 'UnknownOperationException', undefined, undefined],
      ['AdminGetUser', 'SerializationException', undefined, undefined],
      ['AdminGetUser', 'UnrecognizedClientException', undefined, undefined],
      [undefined, 'InternalErrorException', undefined, undefined],
    ]);
  });

  test('tells of operations that IAM is not asked about', async () => {
    const { authorizer, events } = listening();
    await authorizer.authorize(await requestFor('ConfirmSignUp', { ClientId: 'a', Username: 'b' }));
    expect(events).toEqual([
      expect.objectContaining({
        outcome: 'allowed',
        operation: 'ConfirmSignUp',
        decision: undefined,
        cacheHit: undefined,
        matchedStatements: undefined,
      }),
    ]);
  });

  test('tells what audit mode let through', async () => {
    const { authorizer, events } = listening({ mode: 'audit' });
    await authorizer.authorize(await requestFor('AdminDeleteUser'));
    expect(events).toMatchObject([
      { outcome: 'audited', decision: 'implicitDeny', error: { type: 'AccessDeniedException' } },
    ]);
  });

  test('tells of guards, and not of preflights and paths that pass', async () => {
    const { authorizer, events } = listening();
    const request = await requestFor('AdminGetUser');
    const { 'x-amz-target': _, ...headers } = request.headers;
    await authorizer.authorizeOperation('AdminGetUser', () => ({ UserPoolId: poolId }), {
      ...request,
      headers,
    });
    expect(events).toMatchObject([{ operation: 'AdminGetUser', outcome: 'allowed' }]);
    await authorizer.authorize({
      ...request,
      method: 'OPTIONS',
      headers: { origin: 'http://a', 'access-control-request-method': 'POST' },
    });
    expect(events).toHaveLength(1);
  });

  test('gives what nobody can change, and no token', async () => {
    const { authorizer, events } = listening();
    for (const operation of ['AdminGetUser', 'AdminDeleteUser', 'GetUser']) {
      const token = await key.sign(2000, { token_use: 'access' });
      await authorizer.authorize(await requestFor(operation, { UserPoolId: poolId, AccessToken: token }));
      expect(JSON.stringify(events)).not.toContain(token.slice(-20));
      expect(JSON.stringify(events)).not.toContain(
        String((await requestFor('GetUser')).headers['authorization']).slice(-20),
      );
    }
    const mutable: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value) || value instanceof Date) mutable.push(path);
      for (const [name, member] of Object.entries(value)) look(member, `${path}/${name}`);
    };
    for (const event of events) look(event, event.operation ?? '');
    expect(mutable).toEqual([]);
  });

  test.each<[string, () => void]>([
    [
      'throws',
      () => {
        throw new Error('no disk');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no disk')) as never],
  ])('changes nothing where it %s, which the log tells', async (_, onDecision) => {
    const { authorizer, log } = listening({ onDecision });
    expect((await authorizer.authorize(await requestFor('AdminGetUser'))).allowed).toBe(true);
    const fault: LogEntry = { level: 'error', event: 'fault', message: 'onDecision: no disk' };
    await vi.waitFor(() => expect(log).toContainEqual(fault));
  });
});

describe('the channel', () => {
  const heard: unknown[] = [];
  const hear = (event: unknown) => heard.push(event);
  afterEach(() => {
    unsubscribe(decisionChannelName, hear);
    heard.length = 0;
  });

  test('carries what onDecision gets', async () => {
    expect(decisionChannelName).toBe('cognito-iam:decision');
    subscribe(decisionChannelName, hear);
    const { authorizer, events } = listening();
    await authorizer.authorize(await requestFor('AdminGetUser'));
    expect(heard).toEqual(events);
    expect(heard[0]).toBe(events[0]);
  });

  test('can be listened to after the authorizer was made', async () => {
    const { authorizer } = authorizerWith();
    await authorizer.authorize(await requestFor('AdminGetUser'));
    subscribe(decisionChannelName, hear);
    await authorizer.authorize(await requestFor('AdminDeleteUser'));
    expect(heard).toMatchObject([{ operation: 'AdminDeleteUser' }]);
  });

  test('is silent without listeners', async () => {
    const publish = vi.spyOn(channel(decisionChannelName), 'publish');
    const { authorizer } = authorizerWith();
    await authorizer.authorize(await requestFor('AdminGetUser'));
    expect(publish).not.toHaveBeenCalled();
    publish.mockRestore();
  });
});
