import { type AuthorizerOptions, createAuthorizer, type LogEntry } from '@cognito-iam/core';
import { describe, expect, test } from 'vitest';
import { adapters, type Seen } from './adapters.js';
import { optionsFor } from './fixture.js';
import { type Send, sendTo, sendToCore } from './send.js';
import { now, secrets, signed, signedCases, signedDirectory } from './signed-case.js';

const authorizerFor = (changes: Partial<AuthorizerOptions> = {}) => {
  const log: LogEntry[] = [];
  const { principalTags: _, ...roleMapping } = optionsFor(log).roleMapping ?? {
    ambiguousRoleResolution: 'Deny',
  };
  roleMapping.groups = [{ group: 'support', role: 'Support', precedence: 1 }];
  const options = { directory: signedDirectory, roleMapping, now: () => now, ...changes };
  return { authorizer: createAuthorizer(optionsFor(log, options)), log };
};

const senders = new Map<string, Send>([
  ['core', sendToCore],
  ...adapters.map((adapter): [string, Send] => [adapter.name, sendTo(adapter)]),
]);

describe.each([...senders])('%s', (_, send) => {
  test.each(signedCases)('$name', async (given) => {
    const { authorizer, log } = authorizerFor(given.options);
    const request = await signed(given);
    const received = await send(authorizer, request);
    if ('passes' in given.answer) {
      expect(received).toMatchObject({ status: 200 });
      const seen: Seen = JSON.parse(received.body);
      expect(seen.result.principal?.arn).toBe(given.answer.passes);
    } else {
      const { type, message } = given.answer;
      const spelling = type === 'AccessDeniedException' ? 'Message' : 'message';
      expect({ status: received.status, body: JSON.parse(received.body) }).toEqual({
        status: 400,
        body: { __type: type, [spelling]: message },
      });
      expect(received.headers['x-amzn-errortype']).toBe(`${type}:`);
    }
    const told = `${log.map(({ message }) => message).join('\n')}\n${'passes' in given.answer ? '' : received.body}`;
    for (const { secretAccessKey, ...rest } of Object.values(secrets)) {
      expect(told).not.toContain(secretAccessKey);
      if ('sessionToken' in rest) expect(told).not.toContain(rest.sessionToken);
    }
    const [, signature = 'none'] = /Signature=(\w{64})/.exec(request.headers['authorization'] ?? '') ?? [];
    expect(told).not.toContain(signature);
  });
});

describe.each(adapters)('$name, a signed request', (adapter) => {
  const usual = { name: '', by: 'alice', answer: { passes: '' } } as const;
  const spaced = { ...usual, sign: { body: '{ "UserPoolId": "us-east-1_EXAMPLE", "Username": "bob" }' } };

  test.each([...adapter.parsers])('after %s, which leaves %s', async (parser) => {
    const { authorizer } = authorizerFor();
    const received = await sendTo(adapter, { parser, parsed: 'before' })(authorizer, await signed(usual));
    expect(received).toMatchObject({ status: 200 });
  });

  test.each([...adapter.parsers])(
    'after %s, whose JSON is not that of JavaScript',
    async (parser, leaves) => {
      const { authorizer, log } = authorizerFor();
      const send = sendTo(adapter, { parser, parsed: 'before' });
      const received = await send(authorizer, await signed(spaced));
      if (leaves !== 'object' || adapter.keepsRawBody(parser)) return expect(received.status).toBe(200);
      expect(JSON.parse(received.body).__type).toBe('InvalidSignatureException');
      expect(log.at(-1)?.message).toContain('mount this middleware before it, or keep the raw body');
    },
  );

  test('mounted under a path', async () => {
    const { authorizer } = authorizerFor();
    const request = await signed({ ...usual, sign: { path: '/cognito/base/' } });
    const received = await sendTo(adapter, { mountedAt: '/cognito' })(authorizer, request);
    expect(received).toMatchObject({ status: 200 });
  });
});
