import { type Authorizer, catalog, type Operation } from '@cognito-iam/core';
import type { AppRoute } from './app-route.js';
import type { AppReading, ProbeResponse } from './apps/step.js';
import type { DeclaredRoute } from './declared-routes.js';
import { mayMeet, samplePath } from './paths/path-shape.js';
import { failure, sampleOperation } from './probe-request.js';
import { type Asked, probeHeader, saidTo } from './watched-authorizer.js';

/** A request that gets as far as a route's guard, where one of the kit's own making does not. */
export interface RouteSample {
  /** With values for the parameters: `/files/2026-01-31`. */
  readonly path?: string;
  /** For `POST`, `PUT` and `PATCH`; `{}` where it is left out. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is found out about a route by sending it requests without credentials. */
export async function probed(
  route: DeclaredRoute,
  all: readonly DeclaredRoute[],
  send: AppReading['send'],
  sample: RouteSample = {},
): Promise<AppRoute> {
  if (route.enforcements.length === 0 || route.state === 'open') return route;
  const path = sample.path ?? samplePath(route.path);
  if (path === undefined) {
    return unknown(route, `no path of this form is known: give one in \`samples\``);
  }
  for (const method of methodsOf(route, all)) {
    const { response, said } = await sent(route, method, path, send, sample);
    if (response instanceof Error) return unknown(route, `a request to it failed: ${response.message}`);
    const isAbsent = said.length === 0 && method === 'HEAD' && [404, 405].includes(response.status);
    const found = isAbsent ? undefined : contradiction(route, method, response, said);
    if (found !== undefined) return found;
  }
  // The first refuses, so that the others are not met.
  for (const { authorizer, operation } of route.enforcements.slice(1)) {
    if (operation === undefined || isOpenToAll(operation) || !(await isLenient(authorizer))) continue;
    const problem = `whoever may not ${operation} is let through by its guard, as in \`mode: 'audit'\``;
    return unknown(route, problem);
  }
  return route;
}

/** Whether an authorizer lets a request go on that has no credentials and needs them. */
async function isLenient(authorizer: Authorizer): Promise<boolean> {
  const request = { method: 'POST', url: '/', headers: {}, body: '{}', sourceIp: undefined, secure: true };
  const members = () => ({ UserPoolId: 'us-east-1_EXAMPLE' });
  const { allowed } = await authorizer.authorizeOperation(sampleOperation, members, request);
  return allowed;
}

/** Those that the route answers, as far as a guard may tell them apart. */
function methodsOf({ method, path }: DeclaredRoute, all: readonly DeclaredRoute[]): readonly string[] {
  if (method !== 'ALL' && method !== 'GET') return [method];
  // Mostly what takes GET takes HEAD, but where another route is for that.
  const hasHead = all.some((other) => other.method === 'HEAD' && mayMeet(other.path, path));
  const others = method === 'ALL' ? ['POST', 'PUT', 'PATCH', 'DELETE'] : [];
  return ['GET', ...(hasHead ? [] : ['HEAD']), ...others];
}

async function sent(
  route: DeclaredRoute,
  method: string,
  path: string,
  send: AppReading['send'],
  sample: RouteSample,
): Promise<{ readonly response: ProbeResponse | Error; readonly said: readonly Asked[] }> {
  const probe = crypto.randomUUID();
  const byTarget = route.operations[0] === 'X-Amz-Target';
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? JSON.stringify(sample.body ?? {}) : undefined;
  const type = byTarget ? 'application/x-amz-json-1.1' : 'application/json';
  const headers = {
    ...(body !== undefined && { 'content-type': type }),
    ...(byTarget && { 'x-amz-target': `AWSCognitoIdentityProviderService.${sampleOperation}` }),
    ...route.headers,
    ...sample.headers,
    [probeHeader]: probe,
  };
  const response = await send({ method, path, headers, body }).catch(failure);
  return { response, said: saidTo(probe) };
}

/** What speaks against the declaration, or nothing. */
function contradiction(
  route: DeclaredRoute,
  method: string,
  response: ProbeResponse,
  said: readonly Asked[],
): AppRoute | undefined {
  const [asked] = said;
  const at = method === route.method ? '' : ` to ${method}`;
  if (asked === undefined) {
    return unknown(
      route,
      `its guard was not asked: the answer${at} was ${response.status}; \`samples\` can help`,
    );
  }
  const [declared] = route.operations;
  // Without a body, and that is what other methods have, nothing is said of the operation.
  const isNamed = declared !== 'X-Amz-Target' || method === 'POST';
  const expected = declared === 'X-Amz-Target' ? sampleOperation : declared;
  if (isNamed && asked.operation !== expected) {
    const taken = asked.operation ?? 'no operation';
    return unknown(
      route,
      `a request${at} was asked about as ${taken}: another route or guard takes it first`,
    );
  }
  if (!isTrusted(route, asked.authorizer))
    return unknown(route, 'another authorizer was asked than its guard has');
  if (asked.allowed && !isForEverybody(asked)) {
    return {
      ...shownRoute(route),
      state: 'open',
      problem: `a request${at} without credentials was let through, as in \`mode: 'audit'\``,
    };
  }
  if (isAnswer(response, asked, method)) return undefined;
  return unknown(route, `the refusal${at} did not arrive as it was made: the answer was ${response.status}`);
}

/** Sign-up, sign-in and their like: AWS asks for no credentials there, at most for something that the service gave out. */
function isForEverybody({ operation }: Asked): boolean {
  return operation !== undefined && isOpenToAll(operation);
}

function isOpenToAll(operation: Operation): boolean {
  return !['iam', 'accessToken', 'accessTokenOrSession'].includes(catalog.operation(operation).authorization);
}

function isTrusted({ enforcements }: DeclaredRoute, authorizer: Authorizer): boolean {
  return enforcements.some((one) => one.authorizer === authorizer);
}

/** Byte by byte; the id says that it is this refusal and no other. */
function isAnswer({ status, header, body }: ProbeResponse, { response }: Asked, method: string): boolean {
  const sameBody = method === 'HEAD' || body === response.body;
  return status === response.status && sameBody && header('x-amzn-requestid') === response.requestId;
}

function unknown(route: DeclaredRoute, problem: string): AppRoute {
  return { ...shownRoute(route), state: 'unknown', problem };
}

function shownRoute({ name, operations }: DeclaredRoute): Pick<AppRoute, 'name' | 'operations'> {
  return { name, operations };
}
