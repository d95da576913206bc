import { Agent, request as openRequest } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually, type Subject, startSubject } from './subject.js';

let subject: Subject;
beforeEach(async () => {
  subject = await startSubject();
});
afterEach(() => subject.stop().catch(() => undefined));

test('1,000 requests under way when it stops end well, and no other is accepted', async () => {
  const waiting: (() => void)[] = [];
  subject.upstream.answer = (_, response) => {
    waiting.push(() => response.writeHead(200, { 'content-type': 'text/plain' }).end('well'));
  };
  const agent = new Agent({ keepAlive: true });
  const answers = Array.from({ length: 1_000 }, () => call(agent));
  // The pool has fewer connections: the others wait in the gateway.
  await eventually(() => waiting.length >= 256 && subject.gateway.underWay === 1_000, 60_000);
  const stopped = subject.gateway.stop(60_000);
  await expect(fetch(subject.gateway.url)).rejects.toThrow();
  const release = setInterval(() => {
    for (const answer of waiting.splice(0)) answer();
  }, 5);
  const got = await Promise.all(answers);
  clearInterval(release);
  expect(new Set(got)).toEqual(new Set(['200 well']));
  await expect(stopped).resolves.toBe(0);
  agent.destroy();
}, 120_000);

test('what takes longer than the limit is broken off', async () => {
  subject.upstream.answer = () => undefined;
  const answer = call(new Agent());
  const outcome = answer.catch((error: Error) => error.message);
  await eventually(() => subject.upstream.requests.length === 1);
  await expect(subject.gateway.stop(50)).resolves.toBe(1);
  expect(await outcome).toBe('socket hang up');
});

function call(agent: Agent): Promise<string> {
  const body = '{"ClientId":"1","Username":"bob","Password":"secret"}';
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp',
    'content-length': body.length,
  };
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(subject.gateway.url, { method: 'POST', headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(`${response.statusCode} ${text}`));
    });
    outgoing.on('error', reject).end(body);
  });
}
