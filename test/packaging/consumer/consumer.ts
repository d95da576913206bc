import { createServer, type Server } from 'node:http';
import {
  type AuthorizationResult,
  type Authorizer,
  type AuthorizerOptions,
  ConfigurationError,
  catalog,
  createAuthorizer,
  createDirectory,
  type Directory,
  isOperation,
  type Log,
  type Operation,
  type Outcome,
} from '@cognito-iam/core';
import { compilePolicies, type Decision, evaluate, explain, PolicyError } from '@cognito-iam/core/policy';
import { cognitoIam as expressIam } from '@cognito-iam/express';
import { cognitoIam as fastifyIam } from '@cognito-iam/fastify';
import { type HonoAdapterOptions, cognitoIam as honoIam } from '@cognito-iam/hono';
import { cognitoIam as koaIam } from '@cognito-iam/koa';
import { type NodeAuthorization, cognitoIam as nodeIam } from '@cognito-iam/node';
import express from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';

const directory: Directory = createDirectory({
  account: '123456789012',
  roles: { Support: { managedPolicies: ['AmazonCognitoReadOnly'] } },
});
const log: Log = ({ level, event, message }) => console.log(level, event, message);
const options: AuthorizerOptions = {
  region: 'us-east-1',
  directory,
  issuers: [{ issuer: 'http://localhost/local_1abC', jwks: 'http://localhost/keys', audience: ['client'] }],
  roleMapping: {
    groups: [{ group: 'support', role: 'Support', precedence: 0 }],
    ambiguousRoleResolution: 'Deny',
  },
  log,
};
// @ts-expect-error: a mode that does not exist.
export const mistyped: AuthorizerOptions = { ...options, mode: 'lenient' };
// @ts-expect-error: required settings are missing.
export const incomplete: AuthorizerOptions = { region: 'us-east-1' };

const authorizer: Authorizer = createAuthorizer(options);
const operation: Operation = 'AdminGetUser';
// @ts-expect-error: an operation that does not exist.
export const typo: Operation = 'AdminGetUsers';
export const actions: readonly (string | undefined)[] = [catalog.operation(operation)?.operation];

export function operationOf(name: string): Operation | undefined {
  return isOperation(name) ? name : undefined;
}

export async function outcomeOf(): Promise<string> {
  const outcome: Outcome = await authorizer.authorize({
    method: 'POST',
    url: '/',
    headers: {},
    secure: false,
  });
  return outcome.allowed ? String(outcome.result?.operation) : outcome.response.body;
}

export const koaApp: Koa = new Koa();
koaApp.use(koaIam(authorizer, { bodyLimit: 1024 }));
koaApp.use((ctx) => {
  const result: AuthorizationResult | undefined = ctx.state.cognitoIam;
  ctx.body = result?.principal?.arn;
});

export const expressApp: express.Express = express();
expressApp.use(
  express.json({ verify: (req, _res, bytes) => void Object.assign(req, { rawBody: bytes }) }),
  expressIam(authorizer),
);
expressApp.use((req, res) => {
  const result: AuthorizationResult | undefined = req.cognitoIam;
  res.json({ members: result?.members, length: req.rawBody?.length });
});

export const fastifyApp = fastify({ trustProxy: true });
fastifyApp.register(fastifyIam(authorizer));
fastifyApp.post('/', async (request) => {
  const result: AuthorizationResult | undefined = request.cognitoIam;
  return { decision: result?.decision, rawBody: request.rawBody?.toString() };
});

const honoOptions: HonoAdapterOptions = { sourceIp: (c) => c.req.header('x-real-ip'), secure: () => true };
export const honoApp: Hono = new Hono();
honoApp.use(honoIam(authorizer, honoOptions));
honoApp.post('/', (c) => {
  const result: AuthorizationResult | undefined = c.get('cognitoIam');
  return c.text(result?.operation ?? '');
});
// @ts-expect-error: an option that does not exist.
honoIam(authorizer, { sourceIP: () => '127.0.0.1' });

const authorize = nodeIam(authorizer, { sourceIp: ({ headers }) => headers['x-real-ip'] });
export const server: Server = createServer(async (request, response) => {
  const authorized: NodeAuthorization | undefined = await authorize(request, response);
  const rawBody: Buffer | undefined = authorized?.rawBody;
  if (authorized !== undefined) response.end(`${authorized.result?.operation} ${rawBody?.length}`);
});

const policies = compilePolicies([
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' } },
]);
const request = { action: 'cognito-idp:ListUsers', resource: '*', context: { 'aws:SourceIp': '127.0.0.1' } };
export const decision: Decision = evaluate(policies, request);
export const statements: number = explain(policies, request).statements.length;

export function pointersOf(error: unknown): readonly string[] {
  if (error instanceof PolicyError) return error.issues.map(({ pointer }) => pointer);
  return error instanceof ConfigurationError ? [error.path] : [];
}
