import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
} from '@aws-sdk/client-cognito-identity-provider';
import { createAuthorizer, createDirectory, type HttpRequest } from '@cognito-iam/core';
import AWS from 'aws-sdk';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { adapters } from '../conformance/adapters.js';
import { mint, optionsFor } from '../conformance/fixture.js';
import { sendRaw } from '../conformance/send.js';

// What the SDKs say about their age and Node's is no result of a test. They say it when they are imported.
vi.hoisted(() => {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1';
});

const hour = 3_600_000;
const read = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Action: ['cognito-idp:AdminGetUser', 'cognito-idp:ListUsers'],
    Resource: '*',
  },
} as const;
const alice = { accessKeyId: 'AKIAALICE', secretAccessKey: 'alice/secret+key' };
const support = {
  accessKeyId: 'ASIASUPPORT',
  secretAccessKey: 'support-secret',
  sessionToken: 'support//token==',
};
const limited = {
  accessKeyId: 'ASIALIMITED',
  secretAccessKey: 'limited-secret',
  sessionToken: 'limited//token==',
};
const expired = {
  accessKeyId: 'ASIAEXPIRED',
  secretAccessKey: 'expired-secret',
  sessionToken: 'expired//token==',
};
const directory = createDirectory({
  account: '123456789012',
  roles: { Support: { inlinePolicies: { read } }, Admin: {} },
  users: { alice: { inlinePolicies: { read }, accessKeys: [alice] } },
  sessions: [
    { role: 'Support', sessionName: 'job', ...support, expiration: new Date(Date.now() + hour) },
    {
      role: 'Support',
      sessionName: 'limited',
      ...limited,
      expiration: new Date(Date.now() + hour),
      sessionPolicies: { managedPolicies: ['AmazonCognitoUnauthenticatedIdentities'] },
    },
    { role: 'Support', sessionName: 'old', ...expired, expiration: new Date(Date.now() - hour) },
  ],
});
const authorizer = createAuthorizer(optionsFor([], { directory }));
const later = createAuthorizer(optionsFor([], { directory, now: () => Date.now() + 6 * 60_000 }));

const mismatch = /^The request signature we calculated does not match the signature you provided\./;

type Credentials = NonNullable<AWS.CognitoIdentityServiceProvider.ClientConfiguration['credentials']>;
interface Settings {
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Changes a signed request before it is sent. */
  readonly tamper?: (request: { headers: Record<string, string>; body?: string }) => void;
}
interface Input {
  readonly UserPoolId: string;
  readonly Username: string;
}

/** Calls `AdminGetUser`: gives the answer, or throws an error with a `name` or `code`, and a `message`. */
type Call = (endpoint: string, input: Input, settings?: Settings) => Promise<unknown>;

function clientV3(endpoint: string, { credentials = alice, tamper }: Settings = {}) {
  const config: CognitoIdentityProviderClientConfig = {
    endpoint,
    region: 'us-east-1',
    credentials,
  };
  const client = new CognitoIdentityProviderClient(config);
  if (tamper !== undefined) {
    client.middlewareStack.add(
      (next) => (args) => {
        tamper(args.request as Parameters<typeof tamper>[0]);
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
  }
  return client;
}

const v3: Call = (endpoint, input, settings) =>
  clientV3(endpoint, settings).send(new AdminGetUserCommand(input));

const v2: Call = async (endpoint, input, { credentials = alice, tamper } = {}) => {
  const client = new AWS.CognitoIdentityServiceProvider({
    endpoint,
    region: 'us-east-1',
    credentials: new AWS.Credentials(credentials) as Credentials,
    correctClockSkew: true,
    // A second try would be signed after the change.
    ...(tamper && { maxRetries: 0 }),
  });
  const request = client.adminGetUser(input);
  if (tamper !== undefined) request.on('sign', () => tamper(request.httpRequest as never));
  try {
    return await request.promise();
  } catch (error) {
    // What version 3 calls the name.
    throw Object.assign(error as Error, { name: (error as AWS.AWSError).code });
  }
};

const clients: readonly (readonly [string, Call])[] = [
  ['version 3', v3],
  ['version 2', v2],
];
const bob = { UserPoolId: 'us-east-1_EXAMPLE', Username: 'bob' };

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
});

async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.each(adapters)('$name', (adapter) => {
  let endpoint: string;
  beforeAll(async () => {
    endpoint = await listen(adapter.app(authorizer));
  });

  describe.each(clients)('the SDK for JavaScript, %s', (_, call) => {
    test.each([
      ['an access key', alice, 'arn:aws:iam::123456789012:user/alice'],
      ['temporary credentials', support, 'arn:aws:sts::123456789012:assumed-role/Support/job'],
    ])('%s', async (_name, credentials, arn) => {
      // The answer of the handler has no member that the SDK knows: what counts is that it came.
      await call(endpoint, bob, { credentials });
      const denied = clientV3(endpoint, { credentials }).send(new AdminDeleteUserCommand(bob));
      await expect(denied).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(
          `User: ${arn} is not authorized to perform: cognito-idp:AdminDeleteUser`,
        ),
      });
    });

    test('an endpoint with a path', async () => {
      await call(`${endpoint}/base/path/`, bob);
    });

    test('text of any script', async () => {
      await call(endpoint, { ...bob, Username: 'Žofie\u2028😀 "quoted" \\' });
    });

    test.each<[string, Settings, string, RegExp]>([
      [
        'another secret',
        { credentials: { ...alice, secretAccessKey: 'other' } },
        'InvalidSignatureException',
        mismatch,
      ],
      [
        'an unknown key',
        { credentials: { ...alice, accessKeyId: 'AKIAEVE' } },
        'UnrecognizedClientException',
        /^The security token included in the request is invalid\.$/,
      ],
      [
        'expired credentials',
        { credentials: expired },
        'ExpiredTokenException',
        /^The security token included in the request is expired$/,
      ],
      [
        'a session policy',
        { credentials: limited },
        'AccessDeniedException',
        /because no session policy allows the cognito-idp:AdminGetUser action$/,
      ],
      [
        'a body changed on the way',
        {
          tamper: (request) => {
            request.body = JSON.stringify({ ...bob, Username: 'eve' });
          },
        },
        'InvalidSignatureException',
        mismatch,
      ],
      [
        'a signed header changed on the way',
        {
          tamper: (request) => {
            for (const name of Object.keys(request.headers))
              if (name.toLowerCase() === 'x-amz-date')
                request.headers[name] = String(request.headers[name]).replace(
                  /\dZ$/,
                  (end) => `${(Number(end[0]) + 1) % 10}Z`,
                );
          },
        },
        'InvalidSignatureException',
        mismatch,
      ],
      [
        'a target changed on the way',
        {
          tamper: (request) => {
            for (const name of Object.keys(request.headers))
              if (name.toLowerCase() === 'x-amz-target')
                request.headers[name] = 'AWSCognitoIdentityProviderService.ListUsers';
          },
        },
        'InvalidSignatureException',
        mismatch,
      ],
    ])('%s', async (_name, settings, name, message) => {
      await expect(call(endpoint, bob, settings)).rejects.toMatchObject({
        name,
        message: expect.stringMatching(message),
      });
    });

    // The server's clock is moved, as an SDK knows its own computer's only.
    test.each([hour, -hour])('a clock that is %i ms off is corrected by the SDK', async (ahead) => {
      const now = () => Date.now() + ahead;
      const handler = adapter.app(createAuthorizer(optionsFor([], { directory, now })));
      const elsewhen = await listen((request, response) => {
        response.setHeader('date', new Date(now()).toUTCString());
        handler(request, response);
      });
      await call(elsewhen, bob);
    });

    test('a request that somebody has recorded, sent again', async () => {
      let reached = 0;
      const answer = async () => {
        reached += 1;
        return { status: 200, body: {} } as const;
      };
      const { url: path, headers, body } = await recorded((recorder) => call(recorder, bob));
      const signedAt = instantOf(headers['x-amz-date'] ?? '');
      const againAt = (instant: number) => {
        const then = createAuthorizer(optionsFor([], { directory, now: () => instant }));
        return sendRaw(adapter, { answer })(then, { path, headers, body });
      };
      // Whoever holds it may send it while the window lasts, as at AWS.
      expect(await againAt(signedAt)).toMatchObject({ status: 200 });
      expect(await againAt(signedAt + 300_000)).toMatchObject({ status: 200 });
      expect(reached).toBe(2);

      const late = await againAt(signedAt + 301_000);
      const [date, from, now] = [0, 1_000, 301_000].map((after) => amzDate(signedAt + after));
      expect({ status: late.status, body: JSON.parse(late.body) }).toEqual({
        status: 400,
        body: {
          __type: 'InvalidSignatureException',
          message: `Signature expired: ${date} is now earlier than ${from} (${now} - 5 min.)`,
        },
      });
      expect(JSON.parse((await againAt(signedAt - 301_000)).body)).toMatchObject({
        __type: 'InvalidSignatureException',
      });
      expect(reached).toBe(2);
    });
  });

  test('version 3, with a JWT as session token', async () => {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any', sessionToken: await mint() };
    await v3(endpoint, bob, { credentials });
    const forged = { ...credentials, sessionToken: await mint({ signedBy: 'forger' }) };
    await expect(v3(endpoint, bob, { credentials: forged })).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });
});

describe('any request that an SDK signs', () => {
  let captured: HttpRequest | undefined;
  let endpoint: string;
  beforeAll(async () => {
    endpoint = await listen((request, response) => {
      bytesOf(request).then(
        (body) => {
          const { method = '', url = '', headers } = request;
          captured = { method, url, headers, body, sourceIp: '127.0.0.1', secure: false };
          response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}');
        },
        (error) => response.destroy(error),
      );
    });
  });

  const input = fc.record({
    UserPoolId: fc.stringMatching(/^[a-z]{2}-[a-z]{4}-\d_[A-Za-z0-9]{1,9}$/),
    Username: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  });
  const path = fc.constantFrom('', '/', '/base', '/base/path/', '/a%20b', '/~x/$!*()', '/%E1%88%B4');
  const sent = fc.record({
    call: fc.constantFrom(v3, v2),
    path,
    input,
    credentials: fc.constantFrom(alice, support),
  });

  test('passes, and with one character changed it does not', async () => {
    await fc.assert(
      fc.asyncProperty(sent, fc.nat(), async ({ call, path, input, credentials }, seed) => {
        await call(endpoint + path, input, { credentials });
        const request = captured;
        if (request === undefined) throw new Error('nothing arrived');
        expect(await authorizer.authorize(request)).toMatchObject({ allowed: true });
        expect(await later.authorize(request), 'replayed').toMatchObject({ allowed: false });
        for (const [what, changed] of changes(request, seed)) {
          const outcome = await authorizer.authorize(changed);
          expect(outcome.allowed, `${what} of ${JSON.stringify(changed)}`).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

/** What a client has sent, while it was answered with nothing. */
async function recorded(call: (endpoint: string) => Promise<unknown>) {
  const requests: { url: string; headers: Record<string, string>; body: string }[] = [];
  const recorder = await listen((request, response) => {
    bytesOf(request).then(
      (bytes) => {
        const headers: Record<string, string> = {};
        for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
        delete headers['connection'];
        requests.push({ url: request.url ?? '', headers, body: Buffer.from(bytes).toString() });
        response.end('{}');
      },
      (error) => response.destroy(error),
    );
  });
  await call(recorder);
  const [request] = requests;
  if (request === undefined) throw new Error('nothing arrived');
  return request;
}

/** `20261121T233000Z` as milliseconds, and back. */
const instantOf = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
const amzDate = (instant: number): string => new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, '');

async function bytesOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The request with one character changed: in its method, path, query, every signed header, body and signature. */
function* changes(request: HttpRequest, seed: number): Generator<readonly [string, HttpRequest]> {
  const { method, url, headers, body } = request;
  const authorization = String(headers['authorization']);
  yield ['method', { ...request, method: altered(method, seed) }];
  yield ['path', { ...request, url: `${url}x` }];
  yield ['query', { ...request, url: `${url}?a=1` }];
  const [, names = ''] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  for (const name of names.split(';')) {
    yield [name, { ...request, headers: { ...headers, [name]: altered(String(headers[name]), seed) } }];
    const { [name]: _, ...others } = headers;
    yield [`${name}, missing`, { ...request, headers: others }];
  }
  const bytes = Uint8Array.from(body as Uint8Array);
  const at = seed % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  yield ['body', { ...request, body: bytes }];
  const signature = authorization.slice(-64);
  const forged = authorization.slice(0, -64) + altered(signature, seed);
  yield ['signature', { ...request, headers: { ...headers, authorization: forged } }];
  yield [
    'signature, cut',
    { ...request, headers: { ...headers, authorization: authorization.slice(0, -1) } },
  ];
}

/** The text with another letter or digit in one place. */
function altered(text: string, seed: number): string {
  const at = seed % text.length;
  const now = text[at] ?? '';
  const then = /\d/.test(now) ? String((Number(now) + 1) % 10) : now === 'a' ? 'b' : 'a';
  return text.slice(0, at) + then + text.slice(at + 1);
}
