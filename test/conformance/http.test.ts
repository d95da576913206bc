import {
  type AuthorizerOptions,
  createAuthorizer,
  type DecisionEvent,
  type LogEntry,
} from '@cognito-iam/core';
import { describe, expect, test } from 'vitest';
import { adapters, type Seen } from './adapters.js';
import { optionsFor } from './fixture.js';
import { httpCases, prepared } from './http-case.js';
import { type Send, sendTo, sendToCore } from './send.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

const authorizerFor = (changes: Partial<AuthorizerOptions> = {}) => {
  const log: LogEntry[] = [];
  const events: DecisionEvent[] = [];
  const onDecision = (event: DecisionEvent) => events.push(event);
  return { authorizer: createAuthorizer(optionsFor(log, { onDecision, ...changes })), log, events };
};

const senders = new Map<string, Send>([
  ['core', sendToCore],
  ...adapters.map((adapter): [string, Send] => [adapter.name, sendTo(adapter)]),
]);

describe.each([...senders])('%s', (_, send) => {
  test.each(httpCases)('$name', async (given) => {
    const { authorizer, log, events } = authorizerFor(given.options);
    const { headers, body, tokens } = await prepared(given);
    const { method, path } = given.request;
    const received = await send(authorizer, { method, path, headers, body });

    const said = [...log.map(({ message }) => message), JSON.stringify(events)].join('\n');
    for (const token of tokens) expect(said).not.toContain(token.slice(-20));

    expect(received.headers).toMatchObject(given.options?.cors === false ? {} : corsHeaders);
    if ('passes' in given.answer) {
      const seen: Seen = JSON.parse(received.body);
      expect(received.status).toBe(200);
      expect(seen.result.principal?.arn ?? null).toBe(given.answer.passes);
      expect(seen.result.operation).toBe(given.request.operation);
      expect(seen.body).toEqual(JSON.parse(body));
      expect(seen.rawBody).toBe(body);
      expect(events).toMatchObject([
        {
          outcome: given.options?.mode === 'audit' ? 'audited' : 'allowed',
          operation: given.request.operation,
          decision: seen.result.decision?.decision,
        },
      ]);
      expect(log.filter(({ event }) => event === 'audited')).toHaveLength(
        given.options?.mode === 'audit' ? 1 : 0,
      );
      return;
    }
    expect({ status: received.status, body: received.body }).toEqual({
      status: given.answer.status,
      body: given.answer.body,
    });
    expect(received.headers).toMatchObject(given.answer.headers ?? {});
    if (method === 'OPTIONS' && given.options?.cors !== false) return;
    expect(received.headers['content-type']).toBe('application/x-amz-json-1.1');
    expect(received.headers['x-amzn-requestid']).toMatch(uuid);
    const { __type: type, Message, message = Message } = JSON.parse(received.body);
    expect(events).toMatchObject([
      {
        outcome: 'refused',
        requestId: received.headers['x-amzn-requestid'],
        error: { type, message },
      },
    ]);
    expect('x-amzn-errormessage' in received.headers).toBe(
      'x-amzn-errormessage' in (given.answer.headers ?? {}),
    );
    expect('x-cognito-iam-reason' in received.headers).toBe(given.options?.reasonHeader === true);
    expect(log.map(({ event }) => event)).toEqual(['start', 'refused']);
  });
});
