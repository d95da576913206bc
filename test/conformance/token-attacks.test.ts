import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuthorizer, type LogEntry } from '@cognito-iam/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapters, type Seen } from './adapters.js';
import { optionsFor } from './fixture.js';
import { type Send, sendTo, sendToCore } from './send.js';
import { instant, issuersFor, type TokenAttack, tokenAttacks, tokenOf } from './token-attack.js';

let trap: Server;
let trapped = 0;
let address = '';

beforeAll(async () => {
  trap = createServer((_, response) => {
    trapped++;
    response.end('{"keys":[]}');
  }).listen(0, '127.0.0.1');
  await once(trap, 'listening');
  address = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
});

afterAll(() => {
  trap.close();
  expect(trapped).toBe(0);
});

const target = (operation: string) => ({
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
});

function asBearer(token: string) {
  const headers = { ...target('AdminGetUser'), authorization: `Bearer ${token}` };
  return { headers, body: '{"UserPoolId":"us-east-1_EXAMPLE","Username":"bob"}' };
}

const inBody = (token: string) => ({
  headers: target('GetUser'),
  body: JSON.stringify({ AccessToken: token }),
});

function authorizerFor(attack: TokenAttack) {
  const log: LogEntry[] = [];
  const issuers = issuersFor(attack);
  return { authorizer: createAuthorizer(optionsFor(log, { issuers, now: () => instant })), log };
}

/** What a header of HTTP can hold, and Node's servers take. */
const fitsHeader = (token: string) => token.length < 8_000 && /^[\x20-\x7e]*$/.test(token);

async function expectAnswer(
  send: Send,
  attack: TokenAttack,
  token: string,
  sent: ReturnType<typeof inBody>,
): Promise<Seen | string> {
  const { authorizer, log } = authorizerFor(attack);
  // Twice, so that nothing that was remembered the first time may change the answer.
  let received = await send(authorizer, sent);
  const first = received.status;
  received = await send(authorizer, sent);
  expect(received.status).toBe(first);
  expect(received.status).toBe(attack.answer === 'passes' ? 200 : 400);
  const said = JSON.stringify(log);
  if (token.length > 40) expect(said).not.toContain(token.slice(-40));
  const answer = JSON.parse(received.body);
  return attack.answer === 'passes' ? answer : answer.__type;
}

describe('core', () => {
  test.each(tokenAttacks)('$name', async (attack) => {
    const bearer = tokenOf(attack, 'id', address);
    const answer = await expectAnswer(sendToCore, attack, bearer, asBearer(bearer));
    if (attack.answer !== 'passes') expect(answer).toBe(attack.answer);

    const access = tokenOf(attack, 'access', address);
    const refused = await expectAnswer(sendToCore, attack, access, inBody(access));
    if (attack.answer !== 'passes') expect(refused).toBe('NotAuthorizedException');
  });
});

// What differs between frameworks is what becomes of the text of a token; the rest is the core's.
const spelled = tokenAttacks.filter(({ spelling, answer }) => spelling !== undefined || answer === 'passes');

describe.each(adapters.map((adapter): [string, Send] => [adapter.name, sendTo(adapter)]))('%s', (_, send) => {
  test.each(spelled)('$name', async (attack) => {
    const bearer = tokenOf(attack, 'id', address);
    if (fitsHeader(bearer)) {
      await expectAnswer(send, attack, bearer, asBearer(bearer));
    } else {
      const access = tokenOf(attack, 'access', address);
      await expectAnswer(send, attack, access, inBody(access));
    }
  });
});
