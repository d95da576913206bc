import type { Authorizer, HttpRequest } from '@cognito-iam/core';
import { createVerifier } from 'fast-jwt';
import {
  allowedTarget,
  authorizer,
  body,
  clientId,
  deniedTarget,
  fresh,
  issuer,
  mint,
  poolArn,
  poolId,
  publicPem,
  tags,
} from '../account.js';
import { boundClosures } from '../engines/bound-closures.js';
import { casl } from '../engines/casl.js';
import type { Engine } from '../engines/engine.js';
import { readWorkload } from '../workload.js';
import type { Task } from './task.js';
import { verifiers } from './token.js';

/** Whether a request may go on. */
type Path<Read = HttpRequest> = (request: Read) => boolean | Promise<boolean>;

/** What a check cannot do without. */
type Needed = Pick<HttpRequest, 'headers' | 'body' | 'sourceIp'>;

const prefix = 'AWSCognitoIdentityProviderService.';

/** Ways from headers and body to a decision. */
export const paths: ReadonlyMap<string, () => Promise<Path>> = new Map<string, () => Promise<Path>>([
  ['cognito-iam, `authorize`', async () => authorized(authorizer())],
  ['cognito-iam, `decisionCache: false`', async () => authorized(authorizer({ decisionCache: false }))],
  ['hand-written', handWrittenPath],
  ['fast-jwt with its cache, @casl/ability', () => handWritten(casl, cachingVerifier())],
]);

function authorized({ authorize }: Authorizer): Path {
  return async (request) => (await authorize(request)).allowed;
}

/** Verifies a token, or throws. */
type Verify = (token: string) => unknown;

/** The least that a check can do. */
export function handWrittenPath(): Promise<Path<Needed>> {
  return handWritten(boundClosures, rememberingVerifier());
}

/** One header, one body, one decision, and nothing of the service's answers. */
async function handWritten(engine: Engine, verify: Verify): Promise<Path<Needed>> {
  const decide = await decider(engine);
  return ({ headers, body: members, sourceIp }) => {
    const { authorization, 'x-amz-target': target } = headers;
    if (typeof authorization !== 'string') return false;
    verify(authorization.slice(7));
    return decide(target, members, sourceIp);
  };
}

/** Decides what a verified user asks for: by the header `x-amz-target`, the body, and the client's address. */
export async function decider(
  engine: Engine,
): Promise<(target: unknown, members: unknown, sourceIp: string | undefined) => boolean> {
  const decide = await engine.prepare(readWorkload('W2'));
  const pools = new Map([[poolId, { arn: poolArn, tags }]]);
  return (target, members, sourceIp = '') => {
    const pool = pools.get(poolOf(members));
    if (typeof target !== 'string' || pool === undefined) return false;
    return decide({
      action: `cognito-idp:${target.slice(prefix.length)}`,
      resource: pool.arn,
      principal: { arn: 'arn:aws:sts::123456789012:assumed-role/Support/alice' },
      context: {
        'aws:SourceIp': sourceIp,
        'aws:CurrentTime': '2026-06-15T08:30:00Z',
        'aws:username': 'alice',
        'aws:ResourceTag/team': pool.tags['team'] ?? '',
        'aws:ResourceTag/owner': pool.tags['owner'] ?? '',
      },
      expect: true,
    });
  };
}

function poolOf(members: unknown): string {
  const parsed: unknown = members instanceof Uint8Array ? JSON.parse(members.toString()) : members;
  const named = typeof parsed === 'object' && parsed !== null && 'UserPoolId' in parsed;
  return named ? String(parsed.UserPoolId) : '';
}

/** Remembers good tokens by their end, compares them whole, and looks at their time. */
function rememberingVerifier(): Verify {
  const verify = verifiers.get('aws-jwt-verify')?.();
  const known = new Map<string, { readonly token: string; readonly until: number }>();
  return (token) => {
    const entry = known.get(token.slice(-22));
    if (entry?.token === token && Date.now() < entry.until) return;
    if (verify === undefined) throw new Error('there is no verifier');
    verify(token);
    known.set(token.slice(-22), { token, until: Date.now() + 300_000 });
  };
}

/** fast-jwt as its documentation says. */
export function cachingVerifier(): Verify {
  return createVerifier({
    key: publicPem,
    algorithms: ['RS256'],
    allowedIss: issuer,
    allowedAud: clientId,
    cache: 1_000,
  });
}

/** Requests with a token that was seen before; their body `parsed` by the framework already, or `raw`. */
export async function pathTask(name = '', form = ''): Promise<Task> {
  const path = await paths.get(name)?.();
  if (path === undefined) throw new Error(`there is no path ${name}`);
  const token = mint();
  if (!(await path(requestFor(token, allowedTarget, form)))) throw new Error('a good request is refused');
  if (await path(requestFor(token, deniedTarget, form))) throw new Error('a denied request is let through');
  const operations = 200;
  return {
    operations,
    batch() {
      const requests = Array.from({ length: operations }, () => requestFor(token, allowedTarget, form));
      return async () => {
        for (const request of requests) {
          const allowed = path(request);
          if (!(allowed instanceof Promise ? await allowed : allowed)) throw new Error('refused');
        }
      };
    },
  };
}

function requestFor(token: string, target: string, form: string): HttpRequest {
  return {
    method: 'POST',
    url: '/',
    headers: {
      host: fresh('localhost:9230'),
      'content-type': fresh('application/x-amz-json-1.1'),
      'content-length': String(body.length),
      authorization: fresh(`Bearer ${token}`),
      'x-amz-target': fresh(target),
    },
    body: form === 'raw' ? Buffer.from(body) : JSON.parse(body),
    sourceIp: fresh('127.0.0.1'),
    secure: false,
  };
}
