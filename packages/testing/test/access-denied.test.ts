import { createServer, type Server } from 'node:http';
import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { createAuthorizer, type Decision } from '@cognito-iam/core';
import supertest from 'supertest';
import { afterAll, describe, expect, it } from 'vitest';
import { assertAccessDenied } from '../src/assert.js';
import { createTestAccount, createTestIssuer, readDeniedMessage, TestKitError } from '../src/index.js';
import '../src/vitest.js';

const account = await createTestAccount({
  userPools: { Users: 'us-east-1_AbCdEfGhI' },
  roles: { Support: { inlinePolicies: { Read: policy('Allow', 'cognito-idp:AdminGetUser') } }, Other: {} },
  users: { ann: { path: '/team/' } },
});
const pool = account.pool('Users');
const issuer = await createTestIssuer({ pool });
const authorizer = createAuthorizer({
  region: account.region,
  directory: account.directory,
  issuers: [issuer.options],
  roleMapping: {
    groups: [{ group: 'support', role: 'Support', precedence: 0 }],
    ambiguousRoleResolution: 'Deny',
    sessionName: { claim: ['cognito:username', 'username'] },
  },
  log: () => undefined,
});
const token = await issuer.accessToken('ann', { groups: ['support'] });

/** A mock that says no, and otherwise an empty object. */
const server: Server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const body = Buffer.concat(chunks).toString();
    const { method = 'POST', url = '/' } = request;
    const outcome = await authorizer.authorize({ method, url, headers, body, secure: false });
    if (outcome.allowed) return response.end('{}');
    const answer = outcome.response;
    return response.writeHead(answer.status, answer.headers).end(answer.body);
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
afterAll(() => server.close());

function policy(Effect: 'Allow' | 'Deny', Action: string) {
  return { Version: '2012-10-17', Statement: { Effect, Action, Resource: '*' } } as const;
}

const headersOf = (operation: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
});
const body = JSON.stringify({ UserPoolId: pool.poolId, Username: 'bob' });
const request = (operation: string) => supertest(server).post('/').set(headersOf(operation)).send(body);
const fetched = (operation: string, headers = headersOf(operation)) =>
  fetch(url, { method: 'POST', headers, body });

const principal = account.role('Support');
const refusal = { action: 'ListUsers', resource: pool, principal, because: 'implicit' } as const;

/** What a failing assertion says. */
async function failure(assertion: () => unknown): Promise<string> {
  try {
    await assertion();
  } catch (error) {
    if (error instanceof Error && !(error instanceof TestKitError)) return error.message;
    throw error;
  }
  throw new Error('the assertion holds');
}

describe('AWS says no', () => {
  it('to supertest', async () => {
    expect(await request('ListUsers')).toBeAccessDenied(refusal);
    expect(await request('AdminGetUser')).not.toBeAccessDenied();
    assertAccessDenied(await request('ListUsers'), refusal);
  });

  it('to fetch', async () => {
    await expect(await fetched('ListUsers')).toBeAccessDenied(refusal);
    await expect(await fetched('AdminGetUser')).not.toBeAccessDenied();
    await assertAccessDenied(await fetched('ListUsers'), refusal);
    const said = await failure(async () => assertAccessDenied(await fetched('AdminGetUser')));
    expect(said).toContain('it is no AccessDeniedException');
  });

  it('to an SDK', async () => {
    const client = new CognitoIdentityProviderClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    });
    client.middlewareStack.add(
      (next) => async (args) => {
        Object.assign(args.request as object, { headers: headersOf('ListUsers') });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const error: unknown = await client
      .send(new ListUsersCommand({ UserPoolId: pool.poolId }))
      .catch((one) => one);
    expect(error).toBeAccessDenied(refusal);
    assertAccessDenied(error, refusal);
  });

  it('and of a refusal of another kind that is not said', async () => {
    const unknown = await fetched('ListUsers', { ...headersOf('ListUsers'), authorization: 'Bearer x.y.z' });
    expect(unknown.status).toBe(400);
    const message = await failure(() => expect(unknown).toBeAccessDenied());
    expect(message).toContain('it is no AccessDeniedException');
    expect(message).toContain('error    UnrecognizedClientException');
    await expect(await fetched('NoSuchOperation')).not.toBeAccessDenied();
  });
});

const said =
  'User: arn:aws:sts::123456789012:assumed-role/Support/ann is not authorized to perform: cognito-idp:ListUsers on resource: arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI';
const message = `${said} because no identity-based policy allows the cognito-idp:ListUsers action`;
const denied = { status: 400, body: { __type: 'AccessDeniedException', Message: message } };

describe('the forms of an answer', () => {
  it.each<[string, unknown]>([
    ['an object', denied],
    ['text', { status: 400, text: JSON.stringify(denied.body) }],
    ['bytes', { status: 400, body: Buffer.from(JSON.stringify(denied.body)) }],
    ['of inject', { statusCode: 400, payload: JSON.stringify(denied.body) }],
    [
      'with a namespace',
      { status: 400, body: { __type: 'com.amazonaws.cognito#AccessDeniedException', message } },
    ],
    [
      'with its name in a header',
      { status: 400, headers: { 'x-amzn-errortype': 'AccessDeniedException:' }, body: { message } },
    ],
    [
      'with its name in headers',
      {
        status: 400,
        headers: new Headers({ 'x-amzn-errortype': 'AccessDeniedException:' }),
        body: { message },
      },
    ],
    ['a problem', { status: 403, body: { title: 'AccessDeniedException', detail: message } }],
    [
      'an error of version 2',
      Object.assign(new Error(message), { code: 'AccessDeniedException', statusCode: 400 }),
    ],
    ['an error of Amplify', Object.assign(new Error(message), { name: 'AccessDeniedException' })],
    [
      'an error of superagent',
      Object.assign(new Error('Bad Request'), {
        response: { status: 400, text: JSON.stringify(denied.body) },
      }),
    ],
  ])('%s', (_, answer) => {
    expect(answer).toBeAccessDenied({ ...refusal, principal: 'role/Support' });
  });

  it.each<[string, unknown, string]>([
    ['a status of success', { ...denied, status: 200 }, 'its status is neither 400 nor 403'],
    [
      'words of its own',
      { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } },
      "its message is not AWS's",
    ],
    ['no message', { status: 400, body: { __type: 'AccessDeniedException' } }, "its message is not AWS's"],
    ['no JSON', { status: 400, text: '<html>' }, 'it is no AccessDeniedException'],
    [
      'another error',
      Object.assign(new Error('x'), { name: 'NotAuthorizedException' }),
      'it is no AccessDeniedException',
    ],
  ])('%s is no refusal for want of permission', async (_, answer, why) => {
    expect(answer).not.toBeAccessDenied();
    expect(await failure(() => expect(answer).toBeAccessDenied())).toContain(why);
  });

  it.each<[string, object, string]>([
    [
      'action',
      { action: 'AdminGetUser' },
      'action: expected cognito-idp:AdminGetUser, and it is cognito-idp:ListUsers',
    ],
    ['resource', { resource: 'us-east-1_Other' }, 'resource: expected us-east-1_Other, and it is arn:aws'],
    [
      'principal',
      { principal: account.role('Other') },
      'principal: expected arn:aws:iam::123456789012:role/Other, and it is',
    ],
    ['account', { principal: 'arn:aws:iam::999999999999:role/Support' }, 'principal: expected'],
    [
      'kind',
      { principal: account.user('ann') },
      'principal: expected arn:aws:iam::123456789012:user/team/ann',
    ],
    ['name', { principal: 'Support' }, 'principal: expected Support'],
    ['reason', { because: 'boundary' }, 'because: expected boundary, and it is identity (implicitDeny)'],
  ])('fails with another %s', async (_, expected, why) => {
    expect(await failure(() => expect(denied).toBeAccessDenied(expected))).toContain(why);
  });

  it('names users by ARN or name, and sessions by theirs', () => {
    const ofUser = (arn: string) => ({
      status: 400,
      body: { __type: 'AccessDeniedException', Message: message.replace(/arn:aws:sts\S+/, arn) },
    });
    expect(ofUser('arn:aws:iam::123456789012:user/team/ann')).toBeAccessDenied({
      principal: account.user('ann'),
    });
    expect(ofUser('arn:aws:iam::123456789012:user/team/ann')).toBeAccessDenied({ principal: 'user/ann' });
    expect(ofUser('arn:aws:iam::123456789012:user/ann')).toBeAccessDenied({ principal: 'user/ann' });
    expect(denied).toBeAccessDenied({ principal: 'arn:aws:sts::123456789012:assumed-role/Support/ann' });
    expect(denied).toBeAccessDenied({ principal: 'arn:aws:iam::123456789012:role/path/Support' });
    expect(denied).toBeAccessDenied({ action: 'cognito-idp:ListUsers', resource: pool.arn });
  });

  it('with `.not` fails where it is one', async () => {
    expect(await failure(() => expect(denied).not.toBeAccessDenied())).toContain('other than a refusal');
  });
});

describe('a test that would prove nothing throws', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a misspelt action',
      () => expect({ status: 200 }).toBeAccessDenied({ action: 'ListUsrs' }),
      'did you mean `ListUsers`?',
    ],
    [
      'several actions',
      () => expect({ status: 200 }).toBeAccessDenied({ action: 'Admin*' }),
      'a refusal is of one action, and `Admin*` may stand for several',
    ],
    [
      'a misspelt reason',
      () => expect({ status: 200 }).toBeAccessDenied({ because: 'explict' as never }),
      'did you mean `explicit`?',
    ],
    [
      'a misspelt option',
      () => expect({ status: 200 }).toBeAccessDenied({ acton: 'ListUsers' } as object),
      'did you mean `action`?',
    ],
    [
      'details of what is not',
      () => expect({ status: 200 }).not.toBeAccessDenied({ action: 'ListUsers' }),
      'leave the rest out',
    ],
    ['nothing', () => expect(undefined).not.toBeAccessDenied(), 'got undefined'],
    ['null', () => expect(null).not.toBeAccessDenied(), 'got null'],
    ['no response', () => expect({}).not.toBeAccessDenied(), 'expected a response with a status'],
    [
      'a promise',
      () => expect(Promise.resolve(denied)).not.toBeAccessDenied(),
      'got a promise: await it first',
    ],
  ])('%s', (_, assertion, why) => {
    expect(assertion).toThrow(TestKitError);
    expect(assertion).toThrow(why);
  });

  it('a body that was read before', async () => {
    const response = await fetched('ListUsers');
    await response.text();
    await expect(Promise.resolve(expect(response).toBeAccessDenied())).rejects.toThrow('response.clone()');
  });

  it('an action that goes by tokens may be refused where a mock asks about every action', () => {
    const answer = {
      status: 400,
      body: { __type: 'AccessDeniedException', Message: message.replaceAll('ListUsers', 'GetUser') },
    };
    expect(answer).toBeAccessDenied({ action: 'GetUser' });
  });
});

describe("AWS's message", () => {
  const types = [
    ['identity-based policy', 'an identity-based policy', 'identity'],
    ['permissions boundary', 'a permissions boundary', 'boundary'],
    ['session policy', 'a session policy', 'session'],
    ['service control policy', 'a service control policy', 'serviceControl'],
    ['resource control policy', 'a resource control policy', 'resourceControl'],
  ] as const;
  const asked = {
    principal: 'arn:aws:sts::123456789012:assumed-role/Support/ann',
    action: 'cognito-idp:ListUsers',
    resource: pool.arn,
  };

  it.each(types)('of a %s is read', (allows, denies, decidedBy: Decision['decidedBy']) => {
    expect(readDeniedMessage(`${said} because no ${allows} allows the cognito-idp:ListUsers action`)).toEqual(
      {
        ...asked,
        decision: 'implicitDeny',
        decidedBy,
      },
    );
    const explicit = { ...asked, decision: 'explicitDeny', decidedBy };
    expect(readDeniedMessage(`${said} with an explicit deny in ${denies}`)).toEqual(explicit);
    expect(readDeniedMessage(`${said} with an explicit deny in ${denies}: arn:aws:iam::1:policy/p`)).toEqual(
      explicit,
    );
  });

  it.each([
    said,
    `${message}.`,
    message.replace('the cognito-idp:ListUsers', 'the cognito-idp:GetUser'),
    '',
    'User: x',
  ])('is not %j', (text) => expect(readDeniedMessage(text)).toBeUndefined());
});
