import { describe, expect, test, vi } from 'vitest';
import {
  type AuthorizerOptions,
  createAuthorizer,
  createDirectory,
  type Outcome,
  rest,
  restRoutes,
} from '../src/index.js';
import { authorizerWith, directory, key, poolId, requestFor, required } from './http/authorizer-fixture.js';
import { issuer } from './http/tokens.js';

const typeOf = (outcome: Outcome): string =>
  outcome.allowed ? 'allowed' : JSON.parse(outcome.response.body).__type;

describe('start-up', () => {
  test('says what is enforced', () => {
    const { log } = authorizerWith();
    expect(log).toEqual([
      {
        level: 'info',
        event: 'start',
        message: `mode enforce; authorization aws; account 123456789012; region us-east-1; issuers ${issuer}`,
      },
    ]);
  });

  test('says every check that the options loosen', () => {
    const { log } = authorizerWith({
      mode: 'audit',
      authorization: 'everyAction',
      issuers: [
        { issuer, jwks: { keys: [key.jwk] }, audience: null, tokenUse: null, clockTolerance: 60_000 },
      ],
      inlinePolicyClaim: 'policy',
      reasonHeader: true,
    });
    const [{ message } = { message: '' }] = log;
    for (const part of [
      'mode audit',
      'authorization everyAction',
      'audience null',
      'tokenUse null',
      `clockTolerance takes tokens of ${issuer} 60 seconds before and after their time`,
      'inlinePolicyClaim',
      'reasonHeader',
    ]) {
      expect(message).toContain(part);
    }
  });

  const issuerWith = (changes: object): object => ({ issuers: [{ ...required.issuers[0], ...changes }] });
  const without = (name: keyof AuthorizerOptions): object => ({ [name]: undefined });

  test.each<[string, object, string, string]>([
    ['no region', without('region'), 'ERR_OPTION_MISSING', '/region'],
    ['a region that is none', { region: 'us east' }, 'ERR_OPTION_INVALID', '/region'],
    ['no directory', without('directory'), 'ERR_OPTION_MISSING', '/directory'],
    ['the options of a directory', { directory: { account: '1' } }, 'ERR_OPTION_INVALID', '/directory'],
    ['no issuers', without('issuers'), 'ERR_OPTION_MISSING', '/issuers'],
    ['no audience', issuerWith({ audience: undefined }), 'ERR_OPTION_MISSING', '/issuers/0/audience'],
    ['an empty audience', issuerWith({ audience: [] }), 'ERR_OPTION_INVALID', '/issuers/0/audience'],
    ['no keys', issuerWith({ jwks: undefined }), 'ERR_OPTION_MISSING', '/issuers/0/jwks'],
    ['an empty key set', issuerWith({ jwks: { keys: [] } }), 'ERR_OPTION_INVALID', '/issuers/0/jwks'],
    ['a key set that is none', issuerWith({ jwks: { keys: 'a' } }), 'ERR_OPTION_INVALID', '/issuers/0/jwks'],
    [
      'a secret among the keys',
      issuerWith({ jwks: { keys: [{ kty: 'oct', k: 'AA' }] } }),
      'ERR_OPTION_INVALID',
      '/issuers/0/jwks/keys/0',
    ],
    [
      'a private key',
      issuerWith({ jwks: { keys: [{ kty: 'RSA', n: 'AA', e: 'AQAB', d: 'secret' }] } }),
      'ERR_OPTION_INVALID',
      '/issuers/0/jwks/keys/0',
    ],
    [
      'keys at a URL with a password',
      issuerWith({ jwks: 'https://bob:S3cret@host/keys' }),
      'ERR_OPTION_INVALID',
      '/issuers/0/jwks',
    ],
    ['keys at no URL', issuerWith({ jwks: 'keys.json' }), 'ERR_OPTION_INVALID', '/issuers/0/jwks'],
    ['keys at another scheme', issuerWith({ jwks: 'ftp://a/b' }), 'ERR_OPTION_INVALID', '/issuers/0/jwks'],
    [
      'a file that is not there',
      issuerWith({ jwks: 'file:///not/there' }),
      'ERR_OPTION_INVALID',
      '/issuers/0/jwks',
    ],
    ['what is no file', issuerWith({ jwks: 'file:///dev/zero' }), 'ERR_OPTION_INVALID', '/issuers/0/jwks'],
    [
      'a file that is no JSON',
      issuerWith({ jwks: import.meta.url }),
      'ERR_OPTION_INVALID',
      '/issuers/0/jwks',
    ],
    ['no signature', issuerWith({ algorithms: ['none'] }), 'ERR_OPTION_INVALID', '/issuers/0/algorithms/0'],
    [
      'a signature with a secret',
      issuerWith({ algorithms: ['RS256', 'HS256'] }),
      'ERR_OPTION_INVALID',
      '/issuers/0/algorithms/1',
    ],
    ['no algorithm', issuerWith({ algorithms: [] }), 'ERR_OPTION_INVALID', '/issuers/0/algorithms'],
    [
      'too much tolerance',
      issuerWith({ clockTolerance: 600_001 }),
      'ERR_OPTION_INVALID',
      '/issuers/0/clockTolerance',
    ],
    ['an unknown use', issuerWith({ tokenUse: ['refresh'] }), 'ERR_OPTION_INVALID', '/issuers/0/tokenUse/0'],
    [
      'an issuer twice',
      { issuers: [required.issuers[0], required.issuers[0]] },
      'ERR_OPTION_INVALID',
      '/issuers/1/issuer',
    ],
    ['no role mapping', without('roleMapping'), 'ERR_OPTION_MISSING', '/roleMapping'],
    ['routes that nobody read', { routes: restRoutes }, 'ERR_OPTION_INVALID', '/routes'],
    ['a function for routes', { routes: rest }, 'ERR_OPTION_INVALID', '/routes'],
    [
      'an unknown role',
      { roleMapping: { ambiguousRoleResolution: 'Deny', authenticatedRole: 'Raeder' } },
      'ERR_ROLE_UNKNOWN',
      '/roleMapping/authenticatedRole',
    ],
    ['a mode that is none', { mode: 'off' }, 'ERR_OPTION_INVALID', '/mode'],
    [
      'a condition key of the request',
      { context: { 'aws:SourceIp': '10.0.0.1' } },
      'ERR_OPTION_INVALID',
      '/context/aws:SourceIp',
    ],
    ['a limit of nothing', { bodyLimit: 0 }, 'ERR_OPTION_INVALID', '/bodyLimit'],
    ['a cache that is on', { decisionCache: true }, 'ERR_OPTION_INVALID', '/decisionCache'],
    ['a hook that is none', { accessTokenStatus: 'active' }, 'ERR_OPTION_INVALID', '/accessTokenStatus'],
    ['an unknown option', { reasonheader: true }, 'ERR_OPTION_UNKNOWN', '/reasonheader'],
    [
      'tokens remembered for over a day',
      { tokenCache: { maxAge: 86_400_001 } },
      'ERR_OPTION_INVALID',
      '/tokenCache/maxAge',
    ],
    ['an unknown option within', { tokenCache: { maxage: 1 } }, 'ERR_OPTION_UNKNOWN', '/tokenCache/maxage'],
  ])('%s', (_, changes, code, path) => {
    expect(() => authorizerWith(changes)).toThrow(expect.objectContaining({ code, path }));
  });

  test('role mapping may be left out where no token is believed', async () => {
    const { roleMapping: _, ...others } = required;
    const authorizer = createAuthorizer({ ...others, issuers: [], log: () => {} });
    expect(typeOf(await authorizer.authorize(await requestFor('AdminGetUser')))).toBe(
      'UnrecognizedClientException',
    );
  });

  test('role mapping may be left out where tokens bring their own policies', async () => {
    const { roleMapping: _, ...rest } = required;
    const { authorizer } = authorizerWith({
      ...rest,
      roleMapping: undefined as never,
      inlinePolicyClaim: 'policy',
    });
    expect(typeOf(await authorizer.authorize(await requestFor('AdminGetUser')))).toBe(
      'UnrecognizedClientException',
    );
  });
});

describe('faults', () => {
  test.each([
    ['throws', () => Promise.reject(new Error('no token')), 'threw: no token'],
    ['gives nothing', () => undefined as never, 'gave no object of members'],
  ])('a guard whose callback %s is named, with the mend', async (_, members, says) => {
    const { authorizer, log } = authorizerWith();
    const request = { method: 'POST', url: '/me?a=secret', headers: {}, secure: false };
    const whole = { ...request, headers: { 'content-length': '2' } };
    expect(typeOf(await authorizer.authorizeOperation('GetUser', members, request))).toBe(
      'InternalErrorException',
    );
    await authorizer.authorizeOperation('GetUser', members, whole);
    const line = `refused GetUser: InternalErrorException: Internal server error (the callback of the guard of GetUser at POST /me ${says}`;
    expect(log[1]).toMatchObject({ event: 'fault', message: `${line})` });
    expect(log[2]?.message).toBe(
      `${line}; nobody has read the body: a body parser has to come before the guard)`,
    );
  });

  const asGetUser = async () => {
    const token = await key.sign(2000, {
      token_use: 'access',
      client_id: 'client-1',
      scope: 'aws.cognito.signin.user.admin',
    });
    return requestFor('GetUser', { AccessToken: token }, { authorization: undefined });
  };

  test.each([
    ['active', 'allowed', undefined],
    ['revoked', 'NotAuthorizedException', 'Access Token has been revoked'],
    ['userDisabled', 'NotAuthorizedException', 'User is disabled.'],
  ] as const)('a token whose status is %s', async (status, type, message) => {
    const statusOf = vi.fn(async () => status);
    const { authorizer } = authorizerWith({ accessTokenStatus: statusOf });
    const outcome = await authorizer.authorize(await asGetUser());
    expect(typeOf(outcome)).toBe(type);
    if (!outcome.allowed) expect(JSON.parse(outcome.response.body).message).toBe(message);
    expect(statusOf.mock.calls).toEqual([[expect.objectContaining({ token_use: 'access' })]]);
  });

  test.each<[string, NonNullable<AuthorizerOptions['accessTokenStatus']>, string]>([
    [
      'throws',
      () => {
        throw new Error('no database');
      },
      'no database',
    ],
    ['rejects', () => Promise.reject(new Error('no database')), 'no database'],
    ['never answers', () => new Promise(() => {}), 'no answer within 20 ms'],
    ['answers nonsense', () => 'fine' as never, 'neither'],
  ])('a hook that %s refuses, in either mode, and tells the log alone', async (_, accessTokenStatus, why) => {
    for (const mode of ['enforce', 'audit'] as const) {
      const { authorizer, log } = authorizerWith({ accessTokenStatus, mode, timeLimit: 20 });
      const outcome = await authorizer.authorize(await asGetUser());
      if (outcome.allowed) throw new Error('it was let through');
      expect(outcome.response).toMatchObject({
        status: 500,
        body: '{"__type":"InternalErrorException","message":"Internal server error"}',
      });
      expect(log.at(-1)).toMatchObject({
        level: 'error',
        event: 'fault',
        message: expect.stringContaining(why),
      });
      expect(JSON.stringify(outcome)).not.toContain(why);
    }
  });

  test('a clock that throws refuses', async () => {
    const { authorizer } = authorizerWith({
      now: () => {
        throw new Error('no clock');
      },
    });
    expect(typeOf(await authorizer.authorize(await requestFor('AdminGetUser')))).toBe(
      'InternalErrorException',
    );
  });

  test('a log that throws decides nothing', async () => {
    const { authorizer } = authorizerWith({
      log: () => {
        throw new Error('disk full');
      },
    });
    expect(typeOf(await authorizer.authorize(await requestFor('AdminGetUser')))).toBe('allowed');
    expect(typeOf(await authorizer.authorize(await requestFor('AdminDeleteUser')))).toBe(
      'AccessDeniedException',
    );
  });

  test.each([undefined, null, {}, { method: 'POST', headers: null }])(
    'a request that is none is refused: %j',
    async (request) => {
      const { authorizer } = authorizerWith();
      expect((await authorizer.authorize(request as never)).allowed).toBe(false);
    },
  );

  test('keys that cannot be had are a refusal, and tell the log', async () => {
    const issuers = [{ issuer, jwks: 'http://127.0.0.1:1/jwks.json', audience: ['client-1'] }];
    const { authorizer, log } = authorizerWith({ issuers });
    expect(typeOf(await authorizer.authorize(await requestFor('AdminGetUser')))).toBe(
      'UnrecognizedClientException',
    );
    expect(log.at(-1)?.message).toContain(`the keys of \`${issuer}\` cannot be had`);
  });
});

describe('what is thrown', () => {
  const bare: unknown = Object.create(null);
  const strange = Object.assign(new Error('x'), { message: { a: 1 } });
  const throwing = (value: unknown) => () => {
    throw value;
  };

  test.each<[string, unknown]>([
    ['no text', bare],
    ['an error whose message is no text', strange],
    ['a symbol', Symbol('x')],
  ])('is a refusal, be it %s', async (_, value) => {
    const request = await requestFor('AdminDeleteUser');
    for (const changes of [{}, { onDecision: () => {} }, { reasonHeader: true }, { now: throwing(value) }]) {
      const { authorizer } = authorizerWith(changes as never);
      const outcome = await authorizer.authorizeOperation(
        'AdminDeleteUser',
        throwing(value) as never,
        request,
      );
      expect(typeOf(outcome)).toBe('InternalErrorException');
    }
  });

  test.each<[string, unknown]>([
    ['no text', bare],
    ['a symbol', Symbol('x')],
  ])('by a listener or a renderer changes nothing, be it %s', async (_, value) => {
    const request = await requestFor('AdminDeleteUser');
    for (const changes of [
      { onDecision: throwing(value) },
      { onDecision: () => Promise.reject(value) },
      { render: throwing(value) },
    ]) {
      const { authorizer } = authorizerWith(changes as never);
      expect(typeOf(await authorizer.authorize(request))).toBe('AccessDeniedException');
    }
  });
});

describe('requests', () => {
  test('a date of the context is the one that was given', async () => {
    const date = new Date('2030-01-01');
    const Condition = { DateGreaterThan: { 'x:until': '2029-01-01T00:00:00Z' } };
    const { authorizer } = authorizerWith({
      context: { 'x:until': date },
      inlinePolicyClaim: 'policy',
    });
    date.setTime(0);
    const policy = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition },
    };
    const authorization = `Bearer ${await key.sign(2000, { policy })}`;
    const request = await requestFor('ListUsers', { UserPoolId: poolId }, { authorization });
    expect(typeOf(await authorizer.authorize(request))).toBe('allowed');
  });

  test('the log names the actions of the service first that a long statement has', async () => {
    const Action = ['s3:GetObject', 'ec2:Run*', 'sns:Publish', 'sqs:SendMessage', 'cognito-idp:ListUsers'];
    const document = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action, Resource: '*' },
    } as const;
    const { authorizer, log } = authorizerWith({
      directory: createDirectory({
        account: '123456789012',
        roles: { Reader: { inlinePolicies: { document } } },
      }),
    });
    await authorizer.authorize(await requestFor('AdminGetUser'));
    expect(log.at(-1)?.message).toContain('(`cognito-idp:ListUsers`, `s3:GetObject`, `ec2:Run*` and 2 more)');
  });

  test('a header sent twice is not one of them', async () => {
    const { authorizer } = authorizerWith();
    const request = await requestFor('AdminGetUser');
    const twice = (name: string) => ({
      ...request,
      headers: { ...request.headers, [name]: [String(request.headers[name]), 'b'] },
    });
    expect(typeOf(await authorizer.authorize(twice('x-amz-target')))).toBe('UnknownOperationException');
    expect(typeOf(await authorizer.authorize(twice('authorization')))).toBe('IncompleteSignatureException');
  });

  test('what is written into the log is on one line', async () => {
    const { authorizer, log } = authorizerWith();
    await authorizer.authorize(await requestFor('A\nAdminGetUser: allowed\u001b[2J'));
    expect(log.at(-1)?.message).toContain('A\\u000aAdminGetUser: allowed\\u001b[2J');
  });

  test('audit mode logs what enforce would have answered', async () => {
    const { authorizer, log } = authorizerWith({ mode: 'audit' });
    const outcome = await authorizer.authorize(await requestFor('AdminDeleteUser'));
    expect(outcome).toMatchObject({ allowed: true, result: { decision: { decision: 'implicitDeny' } } });
    expect(log.at(-1)).toMatchObject({
      event: 'audited',
      message: expect.stringMatching(
        /^would refuse AdminDeleteUser: AccessDeniedException: User: arn:aws:sts:/,
      ),
    });
  });

  test('remembered decisions are counted, and can be forgotten', async () => {
    const { authorizer } = authorizerWith();
    const request = await requestFor('AdminGetUser');
    for (let count = 0; count < 3; count++) await authorizer.authorize(request);
    expect(authorizer.decisions.counters).toEqual({ hits: 2, misses: 1, bypassed: 0, size: 1 });
    authorizer.decisions.invalidate(
      'arn:aws:sts::123456789012:assumed-role/Reader/CognitoIdentityCredentials',
    );
    expect(authorizer.decisions.counters.size).toBe(0);
  });

  test('without a decision cache nothing is remembered', async () => {
    const { authorizer } = authorizerWith({ decisionCache: false });
    const request = await requestFor('AdminGetUser');
    for (let count = 0; count < 3; count++)
      expect(typeOf(await authorizer.authorize(request))).toBe('allowed');
    expect(authorizer.decisions.counters).toEqual({ hits: 0, misses: 0, bypassed: 3, size: 0 });
  });

  test('a token is mapped to its caller once', async () => {
    const policiesOf = vi.fn(directory.policiesOf);
    const { authorizer } = authorizerWith({
      directory: { ...directory, policiesOf },
      inlinePolicyClaim: 'policy',
    });
    const policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
    const authorization = `Bearer ${await key.sign(2000, { policy })}`;
    const request = await requestFor('ListUsers', { UserPoolId: poolId }, { authorization });
    for (let count = 0; count < 3; count++)
      expect(typeOf(await authorizer.authorize(request))).toBe('allowed');
    expect(policiesOf).toHaveBeenCalledOnce();
  });

  test('tokens of one principal share what is compiled and decided, with policies of their own too', async () => {
    const policiesOf = vi.fn(directory.policiesOf);
    const { authorizer } = authorizerWith({
      directory: { ...directory, policiesOf },
      inlinePolicyClaim: 'policy',
    });
    const Statement = {
      Effect: 'Allow',
      Action: 'cognito-idp:ListUsers',
      Resource: '*',
      Condition: { StringLike: { 'aws:userid': "*:${cognito-identity.amazonaws.com:aud, '*'}*" } },
    };
    const policy = { Version: '2012-10-17', Statement };
    const ask = async (claims: Record<string, unknown>, operation: string) => {
      const authorization = `Bearer ${await key.sign(2000, claims)}`;
      return authorizer.authorize(await requestFor(operation, undefined, { authorization }));
    };
    for (let iat = 0; iat < 5; iat++) {
      expect(typeOf(await ask({ sub: 'one', iat }, 'AdminGetUser'))).toBe('allowed');
      await ask({ sub: 'one', iat, policy }, 'ListUsers');
    }
    expect(policiesOf).toHaveBeenCalledOnce();
    expect(authorizer.decisions.counters).toEqual({ hits: 8, misses: 2, bypassed: 0, size: 2 });
    // Another user is another to the cache, and a token with other policies has these.
    await ask({ sub: 'two', policy }, 'ListUsers');
    expect(authorizer.decisions.counters).toMatchObject({ hits: 8, misses: 3 });
    const deny = { Version: '2012-10-17', Statement: { ...Statement, Effect: 'Deny', Condition: {} } };
    expect(typeOf(await ask({ sub: 'one', policy: deny }, 'ListUsers'))).toBe('AccessDeniedException');
    expect(policiesOf).toHaveBeenCalledTimes(2);
  });

  test('an issuer may stand for a user pool of AWS', async () => {
    const amr = 'cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE';
    const policy = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: { 'ForAnyValue:StringEquals': { 'cognito-identity.amazonaws.com:amr': amr } },
      },
    };
    const authorization = `Bearer ${await key.sign(2000, { policy })}`;
    const request = await requestFor('ListUsers', { UserPoolId: poolId }, { authorization });
    const [trusted] = required.issuers;
    const typeWith = async (issuers: AuthorizerOptions['issuers']) =>
      typeOf(await authorizerWith({ inlinePolicyClaim: 'policy', issuers }).authorizer.authorize(request));
    expect(await typeWith([trusted!])).toBe('AccessDeniedException');
    expect(await typeWith([{ ...trusted!, poolId }])).toBe('allowed');
  });

  test('a policy that reads the clock is asked every time', async () => {
    let now = 1_000_000;
    const policy = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:CurrentTime': '1970-01-01T00:16:41Z' } },
      },
    };
    const { authorizer } = authorizerWith({ inlinePolicyClaim: 'policy', now: () => now });
    const authorization = `Bearer ${await key.sign(2000, { policy })}`;
    const request = await requestFor('ListUsers', { UserPoolId: poolId }, { authorization });
    expect(typeOf(await authorizer.authorize(request))).toBe('allowed');
    now = 1_001_000;
    expect(typeOf(await authorizer.authorize(request))).toBe('AccessDeniedException');
  });
});

describe('the role mapping of an issuer', () => {
  const staff = 'https://issuer.example/staff_1';
  const own = { groups: [{ group: 'admins', role: 'Reader' }], ambiguousRoleResolution: 'Deny' as const };
  const keys = { keys: [key.jwk] };

  test('stands in for the general one, for its tokens alone', async () => {
    const { authorizer } = authorizerWith({
      issuers: [
        { issuer, jwks: keys, audience: null },
        { issuer: staff, jwks: keys, audience: null, roleMapping: own },
      ],
      roleMapping: { ambiguousRoleResolution: 'Deny' },
    });
    const asked = async (iss: string) => {
      const token = await key.sign(2000, { iss, 'cognito:groups': ['admins'] });
      return authorizer.authorize(
        await requestFor('AdminGetUser', undefined, { authorization: `Bearer ${token}` }),
      );
    };
    expect(await asked(staff)).toMatchObject({ allowed: true });
    expect(await asked(issuer)).toMatchObject({ allowed: false, response: { status: 400 } });
  });

  test('may be the only one, and names its place when a role is unknown', () => {
    const alone = (roleMapping: typeof own) => {
      const { roleMapping: _, ...others } = required;
      return () =>
        createAuthorizer({
          ...others,
          issuers: [{ issuer: staff, jwks: keys, audience: null, roleMapping }],
          log: () => {},
        });
    };
    expect(alone(own)).not.toThrow();
    expect(alone({ ...own, groups: [{ group: 'admins', role: 'Raeder' }] })).toThrow(
      /^\/issuers\/0\/roleMapping\/groups\/0\/role: .*did you mean `Reader`/,
    );
  });
});

describe('messages of options', () => {
  const messageOf = (changes: object): string => {
    try {
      createAuthorizer({ ...required, log: () => {}, ...changes });
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return 'accepted';
  };
  const issuerOf = (changes: object): object => ({
    issuers: [{ issuer, jwks: { keys: [key.jwk] }, audience: null, ...changes }],
  });

  test.each([
    ['a missing audience', issuerOf({ audience: undefined }), /app client ids, or `null`/],
    ['an audience that is no list', issuerOf({ audience: 'client' }), /app client ids, or `null`/],
    ['a missing word', { roleMapping: {} }, /required: expected `AuthenticatedRole` or `Deny`/],
    [
      'text for an object',
      { roleMapping: { ambiguousRoleResolution: 'Deny', sessionName: 'username' } },
      /expected an object with `claim`/,
    ],
    [
      'tags of an ARN',
      { resourceTags: { 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a': {} } },
      /keys are ids of user pools/,
    ],
    ['a hole in a list', { issuers: new Array(1) }, /^\/issuers\/0: expected an object/],
  ])('%s: the mend is named', (_, changes, expected) => {
    expect(messageOf(changes)).toMatch(expected);
  });

  test('repeat no secret', () => {
    for (const jwks of ['https://bob:S3cret@host/', 'ftp://bob:S3cret@host/', '{"keys":[{"d":"S3cret"}]}']) {
      expect(messageOf(issuerOf({ jwks }))).not.toContain('S3cret');
    }
  });

  test.each([
    ['a file name', './policies/support.json', /readFileSync/],
    ['an entry of a template', { PolicyName: 'p', PolicyDocument: {} }, /`PolicyDocument`/],
  ])('%s in place of a policy: the mend is named', (_, policy, expected) => {
    const build = () =>
      createDirectory({ account: '123456789012', roles: { R: { inlinePolicies: { P: policy as never } } } });
    expect(build).toThrow(expected);
    expect(build).toThrow(/^\/roles\/R\/inlinePolicies\/P: /);
  });
});

describe('a clock that gives no number', () => {
  test.each([
    ['NaN', () => Number.NaN],
    ['nothing', () => undefined],
    ['text', () => '2026-01-01'],
    ['a promise', async () => 1_000_000],
    ['a date', () => new Date(0)],
  ])('%s: nothing is allowed', async (_, now) => {
    const { authorizer } = authorizerWith({ now: now as never });
    expect(await authorizer.authorize(await requestFor('AdminGetUser'))).toMatchObject({
      allowed: false,
      response: { status: 500 },
    });
  });
});

test('what only looks like a directory is none', () => {
  const fake = { ...directory, root: undefined } as never;
  expect(() => createAuthorizer({ ...required, directory: fake })).toThrow(
    /^\/directory: expected a directory/,
  );
});
