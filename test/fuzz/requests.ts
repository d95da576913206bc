import { strict as assert } from 'node:assert';
import { catalog, type HttpRequest, type Outcome } from '@cognito-iam/core';
import fc from 'fast-check';
import { allowedOperations, authorizers, tokens } from './account.js';
import { type FuzzTarget, fuzzTarget } from './target.js';
import { edited } from './texts.js';

const operations = [...catalog.operations.keys()];
const prefix = 'AWSCognitoIdentityProviderService.';
const operation = fc.oneof(
  fc.constantFrom('AdminGetUser', 'ListUsers', 'GetUser', 'SignUp'),
  fc.constantFrom(...operations),
);
const target = fc.oneof(
  operation.map((name) => prefix + name),
  edited(
    operation.map((name) => prefix + name),
    ['.', ' ', '\0', ',', 'constructor', '__proto__'],
  ),
);
const poolId = fc.constantFrom('us-east-1_EXAMPLE', 'us-east-1_other', '../x', '', '*');

const text = fc.oneof(
  poolId,
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(tokens.access, tokens.id),
);
const value = fc.oneof(
  { arbitrary: text, weight: 4 },
  { arbitrary: fc.jsonValue({ maxDepth: 2 }), weight: 1 },
);
const memberName = fc.constantFrom(
  'UserPoolId',
  'Username',
  'AccessToken',
  'ResourceArn',
  'ClientId',
  'Session',
  'Tags',
  'TagKeys',
  'UserPoolTags',
  'RefreshToken',
  '__proto__',
  'userpoolid',
);
const members = fc
  .tuple(fc.dictionary(memberName, value, { maxKeys: 4 }), fc.option(poolId))
  .map(([all, UserPoolId]) => (UserPoolId === null ? all : { ...all, UserPoolId }));
const json = members.map((all) => JSON.stringify(all));
const bodyText = fc.oneof(
  json,
  edited(json, [...'{}[]",:\\', '"UserPoolId":"us-east-1_other",', '\\u0055', '\ufeff', 'null']),
);

const body: fc.Arbitrary<HttpRequest['body']> = fc.oneof(
  bodyText,
  bodyText.map((one) => new TextEncoder().encode(one)),
  fc.uint8Array({ maxLength: 12 }),
  members,
  fc.constantFrom(
    undefined,
    new Error('the stream broke'),
    Object.assign(new Error('too large'), { status: 413 }),
  ),
  // What no adapter should hand over.
  fc.anything().map((one) => one as HttpRequest['body']),
);

const segment = fc.oneof(
  fc.constantFrom(
    'userpools',
    'users',
    'groups',
    'api',
    'clients',
    'us-east-1_EXAMPLE',
    'bob',
    '..',
    '.',
    '',
    '%2e%2e',
    '%',
    '%00',
    '*',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const query = fc.oneof(
  fc.constantFrom(
    '',
    '?',
    '?UserPoolId=us-east-1_other',
    '?UserPoolId=a&userpoolid=b',
    '?x-amz-signature=1',
    '?a[b]=c',
    '?%',
  ),
  fc.webQueryParameters().map((one) => `?${one}`),
);
const url = fc.oneof(
  fc.constant('/'),
  fc.tuple(fc.array(segment, { maxLength: 6 }), query).map(([path, rest]) => `/${path.join('/')}${rest}`),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const authorization = fc.oneof(
  { arbitrary: fc.constant(`Bearer ${tokens.id}`), weight: 6 },
  {
    arbitrary: fc.constantFrom(
      undefined,
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${tokens.access}`,
      'Basic YTpi',
      'AWS4-HMAC-SHA256',
    ),
    weight: 4,
  },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 20 }), weight: 1 },
  { arbitrary: fc.constant([`Bearer ${tokens.id}`, 'Bearer x']), weight: 1 },
);
const header = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.string({ maxLength: 4 }), { maxLength: 2 }),
);
const otherHeaders = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'content-length',
    'origin',
    'access-control-request-method',
    'transfer-encoding',
    'user-agent',
    'referer',
    'x-amz-date',
    'host',
    'x-amz-security-token',
    '__proto__',
    '',
  ),
  fc.oneof(header, fc.constantFrom('0', '-1', '1e9', 'NaN', 'application/x-amz-json-1.1', tokens.id)),
  { maxKeys: 3 },
);

const request: fc.Arbitrary<HttpRequest> = fc
  .record({
    method: fc.oneof(
      { arbitrary: fc.constant('POST'), weight: 6 },
      { arbitrary: fc.constantFrom('GET', 'PUT', 'DELETE', 'OPTIONS', 'post', '', '\0'), weight: 4 },
    ),
    url,
    target: fc.option(target, { nil: undefined, freq: 6 }),
    authorization,
    otherHeaders,
    body,
    sourceIp: fc.oneof(fc.constant('127.0.0.1'), fc.constant(undefined), fc.string({ maxLength: 5 })),
    secure: fc.boolean(),
  })
  .map(({ target: named, authorization: credentials, otherHeaders: others, ...rest }) => ({
    ...rest,
    headers: {
      ...others,
      ...(named !== undefined && { 'x-amz-target': named }),
      ...(credentials !== undefined && { authorization: credentials }),
    },
  }));

/** What must hold of every outcome of the account, whatever the request. */
export function verifyOutcome(outcome: Outcome, line: string, hasCredentials: boolean): void {
  for (const token of Object.values(tokens))
    assert(!line.includes(token.slice(-30)), 'a token is in the log');
  if (!outcome.allowed) {
    const { status, headers, body: answer } = outcome.response;
    assert(status === 200 || status === 204 || (status >= 400 && status < 600), String(status));
    for (const [name, text] of Object.entries(headers))
      assert.match(`${name}: ${text}`, /^[\w-]+: [\x20-\x7e\xa0-\xff]*$/);
    if (status >= 400) assert.equal(typeof JSON.parse(answer), 'object');
    for (const token of Object.values(tokens))
      assert(!answer.includes(token.slice(-30)), 'a token is in the answer');
    return;
  }
  const { result } = outcome;
  if (result === undefined) return;
  const { decision, operation: name } = result;
  assert(name !== undefined);
  if (decision === undefined) {
    assert.notEqual(catalog.operation(name).authorization, 'iam', `${name} passed without a decision`);
    return;
  }
  assert(hasCredentials, 'allowed without credentials');
  assert.equal(decision.decision, 'allowed');
  assert(allowedOperations.has(name), `${name} is allowed`);
}

/** Every request has an outcome; none is allowed but what the policies allow, with credentials. */
export const requests: FuzzTarget = fuzzTarget(
  'requests',
  fc.tuple(fc.nat(authorizers.length - 1), request),
  async ([index, asked]) => {
    const { authorizer, lastLine } = authorizers[index] ?? authorizers[0]!;
    const { authorization: header, 'x-amz-security-token': second } = asked.headers;
    const hasCredentials =
      `${header} ${second}`.includes(tokens.id) ||
      `${header} ${second}`.includes(tokens.access) ||
      String(JSON.stringify(asked.body) ?? '').includes(tokens.access) ||
      asked.body instanceof Uint8Array;
    verifyOutcome(await authorizer.authorize(asked), lastLine(), hasCredentials);
  },
);
