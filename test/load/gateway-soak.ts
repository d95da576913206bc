import { Agent, request as openRequest } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AdminDeleteUserCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { eventually, poolId, StubUpstream, type Subject, startSubject } from '../e2e/gateway/subject.js';
import { slope } from './slope.js';

/** What a soak of the gateway found. */
export interface GatewaySoakReport {
  readonly requests: number;
  readonly allowed: number;
  readonly denied: number;
  /** Answers that said that the upstream is away: it was. */
  readonly unavailable: number;
  /** How often the upstream died. */
  readonly deaths: number;
  /** Bytes more in use at the end, by the line through the measurements after the warm-up. */
  readonly growth: number;
  /** Everything that is not as it should be; there is to be nothing. */
  readonly faults: readonly string[];
}

/** Requests in a round. */
const perRound = 300;
/** Requests under way at once. */
const atOnce = 12;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const unavailable: ReadonlySet<string> = new Set(['ServiceUnavailable', 'InternalErrorException']);

/** Sends requests of three identities through a gateway whose upstream dies and returns in every round. */
export async function soakGateway(enough: (rounds: number) => boolean): Promise<GatewaySoakReport> {
  const subject = await startSubject();
  const upstreamPort = Number(new URL(subject.gateway.upstream.description).port);
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const counts = { requests: 0, allowed: 0, denied: 0, unavailable: 0, deaths: 0 };
  const faults: string[] = [];
  const retained: number[] = [];
  let upstream = subject.upstream;
  echo(upstream);

  const one = async (): Promise<void> => {
    const n = counts.requests++;
    const kind = kinds[n % kinds.length] ?? signedUp;
    const said = await kind.call(subject, agent, n);
    if (unavailable.has(said) && kind.expected === 'echo') counts.unavailable++;
    else if (said === `${kind.expected} ${n}` && kind.expected === 'echo') counts.allowed++;
    else if (said === kind.expected) counts.denied++;
    else if (faults.length < 20) faults.push(`${kind.name} ${n}: ${said}`);
  };
  const reborn = async (): Promise<void> => {
    await upstream.close();
    counts.deaths++;
    await new Promise((resolve) => setTimeout(resolve, 50));
    upstream = new StubUpstream();
    echo(upstream);
    await upstream.listen(upstreamPort);
    await eventually(() => subject.gateway.upstream.state === 'up');
  };

  let rounds = 0;
  do {
    let left = perRound;
    const caller = async (): Promise<void> => {
      while (left > 0) {
        if (left-- === perRound / 2) await reborn();
        else await one();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, caller));
    // What was denied never gets there.
    const strange = upstream.requests.filter(({ body }) => !body.includes('allowed'));
    if (strange.length > 0) faults.push(`the upstream got ${strange[0]?.body}`);
    upstream.requests.length = 0;
    subject.reports.length = 0;
    collectGarbage();
    retained.push(process.memoryUsage().heapUsed);
    rounds++;
  } while (!enough(rounds));

  agent.destroy();
  await eventually(() => subject.gateway.underWay === 0);
  const points = retained.slice(Math.floor(rounds / 2)).map((bytes, at): [number, number] => [at, bytes]);
  await upstream.close();
  await subject.stop();
  return { ...counts, growth: points.length < 3 ? 0 : slope(points).growth, faults };
}

interface Kind {
  readonly name: string;
  /** `echo` where it is allowed, or the name of the error. */
  readonly expected: string;
  readonly call: (subject: Subject, agent: Agent, n: number) => Promise<string>;
}

const signedUp: Kind = {
  name: 'sign-up without credentials',
  expected: 'echo',
  call: (subject, agent, n) =>
    post(subject, agent, 'SignUp', { ClientId: '1', Username: `allowed ${n}`, Password: 'x' }),
};

const kinds: readonly Kind[] = [
  signedUp,
  {
    name: 'an administrator without credentials',
    expected: 'MissingAuthenticationTokenException',
    call: (subject, agent, n) =>
      post(subject, agent, 'AdminGetUser', { UserPoolId: poolId, Username: `denied ${n}` }),
  },
  {
    name: 'a signature that allows',
    expected: 'echo',
    call: ({ reader }, _, n) =>
      reader.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: `allowed ${n}` })).then(
        ({ Username = '' }) => Username.replace('allowed', 'echo'),
        (error: Error) => error.name,
      ),
  },
  {
    name: 'a signature that does not',
    expected: 'AccessDeniedException',
    call: ({ reader }, _, n) =>
      reader.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: `denied ${n}` })).then(
        () => 'let through',
        (error: Error) => error.name,
      ),
  },
];

/** An upstream that answers with the name that it was sent. */
function echo(upstream: StubUpstream): void {
  upstream.answer = (_, response) => {
    const { Username } = JSON.parse(upstream.requests.at(-1)?.body ?? '{}');
    const body = JSON.stringify({ Username });
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
  };
}

function post(subject: Subject, agent: Agent, operation: string, members: object): Promise<string> {
  const body = JSON.stringify(members);
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve) => {
    const outgoing = openRequest(subject.gateway.url, { method: 'POST', headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', (error) => resolve(error.message));
      response.on('end', () => {
        const answer = JSON.parse(text);
        resolve(answer.__type ?? String(answer.Username).replace('allowed', 'echo'));
      });
    });
    outgoing.on('error', (error) => resolve(error.message)).end(body);
  });
}
