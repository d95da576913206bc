import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from '../../../../test/cases/context.json' with { type: 'json' };
import { createDirectory } from '../../src/cognito/create-directory.js';
import type { OrganizationOptions } from '../../src/cognito/directory-options.js';
import type { Principal } from '../../src/cognito/principal.js';
import { principalFromClaims } from '../../src/cognito/principal-from-claims.js';
import {
  anonymousPrincipal,
  roleSession,
  rootPrincipal,
  userPrincipal,
} from '../../src/cognito/principal-of-entry.js';
import {
  type ConditionContext,
  createSurroundings,
  plainAddress,
  principalContext,
  type RequestFacts,
  requestContext,
  type Surroundings,
  variesByRequest,
} from '../../src/cognito/request-context.js';
import { ConfigurationError } from '../../src/errors.js';
import { bindContext, compilePolicies, evaluate } from '../../src/policy/index.js';

const directory = createDirectory(cases.directory);
const role = directory.role('Support')!;
const { session } = cases.principals;
const sessionPrincipal = principalFromClaims(
  session.claims,
  { role, sessionName: session.sessionName },
  cases.session,
) as Principal;
const principals = new Map<string, Principal>([
  ['session', sessionPrincipal],
  ['user', userPrincipal(directory.user('deploy')!)],
  ['root', rootPrincipal(directory)],
  ['anonymous', anonymousPrincipal],
]);

function surroundingsOf(options: object): Surroundings {
  const { organization, configured } = options as {
    organization?: OrganizationOptions;
    configured?: ConditionContext;
  };
  return createSurroundings(
    createDirectory({ ...cases.directory, ...(organization && { organization }) }),
    'us-east-1',
    configured,
  );
}

/** As JSON writes it, so that dates compare with the cases. */
function plain(context: object): unknown {
  return JSON.parse(JSON.stringify(context));
}

describe('principalContext', () => {
  it.each(cases.ofPrincipal)('$id', (testCase) => {
    const context = principalContext(principals.get(testCase.principal)!, surroundingsOf(testCase));
    expect(plain(context)).toEqual(testCase.context);
  });

  it('takes a key of the session before a configured one, letter case aside', () => {
    const principal = roleSession(role, 'alice', { context: { 'aws:MultiFactorAuthPresent': true } });
    const context = principalContext(
      principal,
      surroundingsOf({ configured: { 'AWS:multifactorauthpresent': false } }),
    );
    expect(Object.entries(context).filter(([key]) => /mfa|multifactor/i.test(key))).toEqual([
      ['aws:MultiFactorAuthPresent', true],
    ]);
  });
});

describe('requestContext', () => {
  it.each(cases.ofRequest)('$id', (testCase) => {
    const facts = testCase.request as unknown as RequestFacts;
    expect(plain(requestContext(facts, surroundingsOf(testCase)))).toEqual(testCase.context);
  });

  it('shares no key with principalContext', () => {
    const options = { organization: { id: 'o-a1b2c3d4e5' }, configured: { 'aws:SourceVpce': 'vpce-1' } };
    const facts = cases.ofRequest.map(({ request }) => request as unknown as RequestFacts);
    const constant = new Set(
      [...principals.values()].flatMap((principal) =>
        Object.keys(principalContext(principal, surroundingsOf(options))),
      ),
    );
    const varying = facts.flatMap((request) => Object.keys(requestContext(request, surroundingsOf(options))));
    expect(varying.filter((key) => constant.has(key))).toEqual([]);
  });

  it('takes any tag key as it is', () => {
    const facts: RequestFacts = { now: 0, resource: '*', secure: true, sourceIp: undefined };
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (tags) => {
        const context = requestContext(
          { ...facts, requestTags: tags, resourceTags: tags },
          surroundingsOf({}),
        );
        for (const [key, value] of Object.entries(tags)) {
          expect(context[`aws:RequestTag/${key}`]).toBe(value);
          expect(context[`aws:ResourceTag/${key}`]).toBe(value);
        }
        expect(context['aws:TagKeys'] ?? []).toEqual(Object.keys(tags));
      }),
    );
    const hostile = requestContext(
      { ...facts, requestTags: JSON.parse('{"__proto__":"x"}') },
      surroundingsOf({}),
    );
    expect(hostile['aws:RequestTag/__proto__']).toBe('x');
    expect(hostile['constructor']).toBeUndefined();
    expect(Object.getPrototypeOf(Object.getPrototypeOf(hostile))).toBeNull();
  });

  it('is what IAM evaluates', () => {
    const statement = {
      Effect: 'Allow',
      Action: 'cognito-idp:AdminGetUser',
      Resource: '*',
      Condition: {
        IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
        StringEquals: { 'aws:PrincipalTag/Team': 'red', 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' },
        'ForAnyValue:StringLike': {
          'cognito-identity.amazonaws.com:amr': 'cognito-idp.*:CognitoSignIn:1f2e',
        },
        DateGreaterThan: {
          'aws:CurrentTime': '2026-09-21T14:13:19Z',
          'aws:TokenIssueTime': '2026-01-01T00:00:00Z',
        },
        Bool: { 'aws:SecureTransport': true, 'aws:ViaAWSService': false },
        ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/service/*' },
      },
    } as const;
    const policies = compilePolicies([{ Version: '2012-10-17', Statement: statement }]);
    const surroundings = surroundingsOf({});
    const decide = (sourceIp: string): string[] => {
      const resource = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc';
      const question = { action: 'cognito-idp:AdminGetUser', resource, principal: sessionPrincipal };
      const constant = principalContext(sessionPrincipal, surroundings);
      const varying = requestContext(
        { now: 1_790_000_000_000, resource, secure: true, sourceIp, resourceTags: { team: 'red' } },
        surroundings,
      );
      return [
        evaluate(policies, { ...question, context: { ...constant, ...varying } }).decision,
        evaluate(bindContext(policies, constant), { ...question, context: varying }).decision,
      ];
    };
    expect(decide('::ffff:203.0.113.7')).toEqual(['allowed', 'allowed']);
    expect(decide('203.0.114.7')).toEqual(['implicitDeny', 'implicitDeny']);
  });
});

describe('plainAddress', () => {
  it('gives the IPv4 address back from every IPv6 form', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        for (const form of [address, `::ffff:${address}`, `::ffff:${hex}`, `0:0:0:0:0:FFFF:${hex}`]) {
          expect(plainAddress(form)).toBe(address);
        }
      }),
    );
  });

  it('leaves out the zone, which begins with the first `%`', () => {
    expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
    expect(plainAddress('fe80::1%a%b')).toBe('fe80::1');
    expect(plainAddress('%eth0')).toBe('%eth0');
    expect(plainAddress('%:')).toBeUndefined();
  });

  it('is total', () => {
    fc.assert(
      fc.property(fc.string(), (text) => plainAddress(text) === undefined || plainAddress(text) !== ''),
    );
    expect(plainAddress(`${':'.repeat(100_000)}ffff`)).toBeDefined();
  });
});

describe('createSurroundings', () => {
  it.each([
    ['aws:PrincipalArn', 'arn:aws:iam::123456789012:role/x', 'its value is from the caller'],
    ['AWS:SOURCEIP', '203.0.113.7', 'its value is from the connection'],
    ['aws:PrincipalTag/Team', 'red', '`principalTags`'],
    ['aws:RequestTag/a/b', 'red', 'its value is from the request'],
    ['aws:ResourceTag/Team', 'red', '`resourceTags`'],
    ['aws:PrincipalOrgID', 'o-a1b2c3d4e5', '`organization` in the directory'],
    ['aws:ResourceOrgID', 'o-a1b2c3d4e5', '`organization` in the directory'],
    ['aws:CurrentTime', '2026-01-01', 'its value is from the clock'],
    ['cognito-identity.amazonaws.com:aud', 'x', '`identityPoolId`'],
    ['constructor', 'x', 'is not a condition key'],
    ['aws:', 'x', 'is not a condition key'],
    ['aws:SourceVpc', null, 'expected text'],
    ['aws:SourceVpc', { a: 1 }, 'expected text'],
    ['aws:SourceVpc', [['a']], 'expected text'],
    ['aws:SourceVpc', Number.NaN, 'expected text'],
  ])('refuses %s: %j', (key, value, message) => {
    const make = (): unknown => createSurroundings(directory, 'us-east-1', { [key]: value } as never);
    const path = `/context/${key.replaceAll('/', '~1')}`;
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTION_INVALID',
        path,
        message: expect.stringContaining(message),
      }),
    );
  });

  it('refuses one key in two spellings', () => {
    expect(() =>
      createSurroundings(directory, 'us-east-1', { 'aws:SourceVpc': 'a', 'AWS:SourceVpc': 'b' }),
    ).toThrow('/context/AWS:SourceVpc: `AWS:SourceVpc` is there twice');
  });

  it('keeps a date that is set to another time afterwards', () => {
    const [date, dates] = [new Date(5000), [new Date(5000)]];
    const { configured } = createSurroundings(directory, 'us-east-1', { 'x:one': date, 'x:many': dates });
    for (const given of [date, ...dates]) given.setTime(0);
    expect(configured).toMatchObject({ 'x:one': new Date(5000), 'x:many': [new Date(5000)] });
  });

  it('takes keys of any service', () => {
    const configured = {
      'cognito-identity.amazonaws.com:sub': 'us-east-1:1',
      'aws:CalledVia': ['a', 'b'],
      'x:y': 1,
    };
    expect(createSurroundings(directory, 'us-east-1', configured).configured).toMatchObject(configured);
  });

  it('refuses exactly the keys that a request or its caller may have', () => {
    const options = { organization: { id: 'o-a1b2c3d4e5', path: 'o-a1b2c3d4e5/r-ab12/' } };
    const keys = [
      ...cases.ofPrincipal.filter((testCase) => !('configured' in testCase)).map(({ context }) => context),
      ...cases.ofRequest.map(({ context }) => context),
      principalContext(sessionPrincipal, surroundingsOf(options)),
    ].flatMap((context) => Object.keys(context));
    for (const key of new Set(keys)) {
      expect(() => createSurroundings(directory, 'us-east-1', { [key]: 'x' })).toThrow(
        /cannot be configured: its value is from (the \w|`\w)/,
      );
    }
  });
});

describe('variesByRequest', () => {
  const facts = fc.record(
    {
      now: fc.nat(),
      sourceIp: fc.option(fc.oneof(fc.ipV4(), fc.ipV6()), { nil: undefined }),
      secure: fc.boolean(),
      userAgent: fc.string(),
      referer: fc.string(),
      requestTags: fc.dictionary(fc.string(), fc.string()),
      tagKeys: fc.array(fc.string()),
    },
    { requiredKeys: ['now', 'sourceIp', 'secure'] },
  );

  it('names every key in which two requests about one resource can differ', () => {
    const about = {
      resource: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a',
      resourceTags: { stage: 'dev' },
    };
    fc.assert(
      fc.property(facts, facts, fc.boolean(), (one, other, endpoint) => {
        const surroundings = surroundingsOf({
          organization: { id: 'o-a1b2c3d4e5', path: 'o-a1b2c3d4e5/r-ab12/' },
          configured: endpoint ? { 'aws:SourceVpc': 'vpc-1' } : {},
        });
        const [first, second] = [one, other].map((said) =>
          Object.fromEntries(
            Object.entries(requestContext({ ...said, ...about }, surroundings)).filter(
              ([key]) => !variesByRequest(key.toLowerCase()),
            ),
          ),
        );
        expect(second).toEqual(first);
      }),
    );
  });
});
