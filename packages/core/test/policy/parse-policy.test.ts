import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type AuthorizationRequest,
  bindContext,
  compilePolicies,
  evaluate,
  explain,
  type ParseOptions,
  PolicyError,
  type PolicyIssue,
  type PolicyLayers,
  type PolicySource,
  type PolicyType,
  parsePolicy,
  policyErrorCodes,
  policyQuotas,
  unresolvedAction,
  unresolvedStatement,
} from '../../src/policy/index.js';

interface IssueCase extends ParseOptions {
  id: string;
  policyType: PolicyType;
  document: PolicySource;
  code: string;
  issues: PolicyIssue[];
  awsMessage: string;
}

const text = readFileSync(new URL('../../../../test/cases/policy-issues.json', import.meta.url), 'utf8');
const cases: IssueCase[] = JSON.parse(text);

function errorOf(parse: () => unknown): PolicyError {
  try {
    parse();
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error('the policy was accepted');
}

describe('policy-issues.json', () => {
  it.each(cases)('$id', ({ policyType, document, code, issues, awsMessage, maxCharacters }) => {
    const options = maxCharacters === undefined ? {} : { maxCharacters };
    const error = errorOf(() => parsePolicy(document, policyType, options));
    expect(error.code).toBe(code);
    expect(error.awsMessage).toBe(awsMessage);
    expect(error.issues.map(({ pointer }) => pointer)).toEqual(issues.map(({ pointer }) => pointer));
    for (const [index, { message }] of issues.entries())
      expect(error.issues[index]?.message).toContain(message);
  });

  it('meets every code of the table', () => {
    const ofLayers = 'ERR_POLICY_LAYERS';
    expect(new Set([...cases.map(({ code }) => code), ofLayers])).toEqual(new Set(policyErrorCodes.keys()));
  });
});

describe('parsePolicy', () => {
  it.each(['*', 'aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc'])(
    'takes resources of the partition %s',
    (partition) => {
      const Statement = { Effect: 'Allow', Action: 'a:b', Resource: `arn:${partition}:s3:::b` } as const;
      expect(() => parsePolicy({ Version: '2012-10-17', Statement })).not.toThrow();
    },
  );

  const document = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'a:b', Resource: '*' },
  } as const;

  it('gives back a copy that the source cannot change, with its name and ARN', () => {
    const source = structuredClone(document) as {
      Version: '2012-10-17';
      Statement: { Effect: 'Allow'; Action: string; Resource: string };
    };
    const parsed = parsePolicy({ name: 'P', arn: 'arn:aws:iam::123456789012:policy/P', document: source });
    source.Statement.Action = 'c:d';
    expect(parsed).toEqual({ name: 'P', arn: 'arn:aws:iam::123456789012:policy/P', document });
  });

  it('does not count white space, but in control policies', () => {
    const spaced = JSON.stringify(document, null, 40);
    const compact = JSON.stringify(document).length;
    expect(parsePolicy(spaced, 'identity', { maxCharacters: compact }).document).toEqual(document);
    expect(errorOf(() => parsePolicy(spaced, 'serviceControl', { maxCharacters: compact })).code).toBe(
      'ERR_POLICY_SIZE',
    );
    const full = JSON.stringify({
      ...document,
      Statement: { ...document.Statement, Action: '*', Principal: '*' },
    });
    const parse = (text: string) => parsePolicy(text, 'resourceControl', { maxCharacters: full.length });
    expect(() => parse(full)).not.toThrow();
    expect(errorOf(() => parse(`${full} `)).code).toBe('ERR_POLICY_SIZE');
  });

  it('takes deep nesting and long lists without running out of stack', () => {
    const deep = `{"Version":"2012-10-17","Statement":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(errorOf(() => parsePolicy(deep)).code).toBe('ERR_POLICY_INVALID');
    const statements = Array.from({ length: 20_000 }, (_, index) => ({
      Effect: 'Allow',
      Action: `s3:Action${index}`,
      Resource: '*',
    }));
    const set = compilePolicies([JSON.stringify({ Version: '2012-10-17', Statement: statements })]);
    expect(evaluate(set, { action: 's3:Action19999', resource: '*' }).decision).toBe('allowed');
  });
});

describe('parsePolicy on hostile documents', () => {
  it('reads repeated members of any depth in linear time, and tells of a hundred at most', () => {
    const text = `${'{"a":1,"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`;
    const error = errorOf(() => parsePolicy(text));
    expect(error.issues.length).toBe(100);
    expect(error.message.length).toBeLessThan(5000);
    expect(error.awsMessage).toBe('Syntax errors in policy.');
  });

  it('tells of each problem in its message, with the place', () => {
    const Statement = [{ Effect: 'allow', Action: 'a:b', Resource: '*' }, 'x'];
    const { message, issues } = errorOf(() => parsePolicy({ Version: '2012-10-17', Statement } as never));
    expect(issues.length).toBeGreaterThan(1);
    for (const issue of issues) expect(message).toContain(`${issue.pointer}: ${issue.message}`);
    expect(errorOf(() => parsePolicy('[]')).message).toBe('policy `policy`: /: a policy is a JSON object');
    const many = Array.from({ length: 30 }, () => 'x');
    const all = errorOf(() => parsePolicy({ Version: '2012-10-17', Statement: many } as never));
    const told = all.message.split('; ');
    expect(all.message).toMatch(/; and \d+ more$/);
    expect(told.at(-1)).toBe(`and ${30 - (told.length - 1)} more`);
  });

  it('keeps its messages short, whatever the document', () => {
    const key = 'k'.repeat(24_000);
    const Condition = { StringEquals: { [key]: Array.from({ length: 23_000 }, () => null) } };
    const source = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'a:b', Resource: '*', Condition },
    };
    expect(errorOf(() => parsePolicy(JSON.stringify(source))).message.length).toBeLessThan(300_000);
  });

  it('takes a policy for an identity-based one unless it is told otherwise', () => {
    const Statement = { Effect: 'Allow', Principal: '*', Action: 'a:b', Resource: '*' } as const;
    const source = { Version: '2012-10-17', Statement } as unknown as PolicySource;
    expect(errorOf(() => parsePolicy(source)).message).toContain('a policy of type `identity`');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses the number %s, which JSON has not', (number) => {
    const document: PolicySource = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: '*',
        Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': [1, number] } },
      },
    };
    const [issue, ...others] = errorOf(() => parsePolicy(document)).issues;
    expect(issue?.pointer).toBe('/Statement/Condition/NumericLessThan/aws:MultiFactorAuthAge/1');
    expect(others).toEqual([]);
  });

  it('knows the quotas of IAM and Organizations', () => {
    expect(Object.fromEntries(policyQuotas)).toEqual({
      managed: 6144,
      userInline: 2048,
      groupInline: 5120,
      roleInline: 10_240,
      session: 2048,
      serviceControl: 5120,
      resourceControl: 5120,
    });
  });

  it('measures a text before it reads it', () => {
    expect(errorOf(() => parsePolicy('{'.repeat(100_000), 'identity', { maxCharacters: 10 })).code).toBe(
      'ERR_POLICY_SIZE',
    );
  });

  const sound = { Effect: 'Allow', Action: 'a:b', Resource: '*' };
  it.each([
    ['a Map', { ...sound, Condition: new Map([['StringEquals', { k: 'x' }]]) }],
    ['a Date', { ...sound, Condition: new Date() }],
    ['an object that inherits', { ...sound, Condition: Object.create({ StringEquals: { k: 'x' } }) }],
    ['a hidden member', Object.defineProperty({ ...sound }, 'Condition', { value: {}, enumerable: false })],
    ['a symbol', { ...sound, [Symbol('Condition')]: {} }],
  ])('overlooks nothing in %s', (_, Statement) => {
    const source = { Version: '2012-10-17', Statement } as unknown as PolicySource;
    expect(() => parsePolicy(source)).toThrow(PolicyError);
    expect(() => compilePolicies([source])).toThrow(PolicyError);
  });

  it('takes `undefined` for left out, but not in place of `Statement`', () => {
    const source = {
      Version: '2012-10-17',
      Statement: { ...sound, Sid: undefined, Condition: undefined },
    } as unknown as PolicySource;
    expect(parsePolicy(source).document.Statement).toEqual(sound);
    expect(() =>
      parsePolicy({ Version: '2012-10-17', Statement: undefined } as unknown as PolicySource),
    ).toThrow(PolicyError);
  });
});

describe('compilePolicies', () => {
  const asked = { action: 'cognito-idp:AdminGetUser', resource: '*' };

  it('is not reached by later changes of a document', () => {
    const statement = { Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' } as {
      Effect: 'Allow';
      Action: string;
      Resource: string;
    };
    const set = compilePolicies([{ Version: '2012-10-17', Statement: statement }]);
    statement.Action = 's3:*';
    expect(evaluate(set, asked).decision).toBe('allowed');
  });

  it('hands out decisions that nobody can change', () => {
    const set = compilePolicies([
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
    ]);
    const decision = evaluate(set, asked);
    expect(Object.isFrozen(decision) && Object.isFrozen(decision.matchedStatements)).toBe(true);
    expect(evaluate(set, asked)).toBe(decision);
  });

  it('matches nothing with a wildcard in the service prefix, which parsePolicy refuses', () => {
    const document = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'cognito-*:AdminGetUser', Resource: '*' },
    } as const;
    expect(errorOf(() => parsePolicy(document)).awsMessage).toBe('Vendor cognito-* is not valid');
    expect(evaluate(compilePolicies([document]), asked).decision).toBe('implicitDeny');
  });

  it.each([
    [
      { identity: [], boundery: {} },
      '/boundery',
      'unknown layer; the layers are `identity`, `boundary`, `session`, `serviceControl`, `resourceControl`',
    ],
    [{ identity: [], scp: [[]] }, '/scp', 'unknown layer'],
    [{}, '', '`identity` is missing: a list, empty where there is no policy'],
    [null, '', 'expected layers of policies, or a list of identity-based policies'],
    [{ identity: null }, '/identity', 'expected a list'],
    [{ identity: {} }, '/identity', 'expected a list'],
    [{ identity: [], boundary: null }, '/boundary', 'expected one policy; leave it out for none'],
    [{ identity: [], boundary: [] }, '/boundary', 'expected one policy; leave it out for none'],
    [{ identity: [], session: {} }, '/session', 'expected a list'],
    [{ identity: [], serviceControl: {} }, '/serviceControl', 'expected a list'],
    [
      { identity: [], serviceControl: [null] },
      '/serviceControl/0',
      'expected a list: the policies of one level',
    ],
    [
      { identity: [], resourceControl: [[], {}] },
      '/resourceControl/1',
      'expected a list: the policies of one level',
    ],
  ])('refuses layers that are none: %j', (layers, pointer, message) => {
    const error = errorOf(() => compilePolicies(layers as unknown as PolicyLayers));
    expect(error.code).toBe('ERR_POLICY_LAYERS');
    expect(error.message.startsWith('policy `layers`: ')).toBe(true);
    const issue = error.issues.find((one) => one.pointer === pointer);
    expect(issue?.message.startsWith(message)).toBe(true);
    expect(error.issues).toHaveLength(1);
  });

  it('refuses a wildcard in the service prefix where matching nothing would open something', () => {
    const document = (statement: object): PolicySource =>
      ({ Version: '2012-10-17', Statement: { Effect: 'Deny', Resource: '*', ...statement } }) as PolicySource;
    for (const statement of [
      { Action: 'cognito-*:*' },
      { Effect: 'Allow', NotAction: 'cognito-*:*' },
      { NotAction: 'cognito-*:*' },
    ]) {
      expect(() => compilePolicies([document(statement)])).toThrow(PolicyError);
    }
    const control = { resourceControl: [[document({ Principal: '*', Action: 'cognito-*:*' })]] };
    expect(() => compilePolicies({ identity: [], ...control })).toThrow(PolicyError);
  });

  it('takes RCPFullAWSAccess, which allows nothing by itself and blocks nothing', () => {
    const full = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
    } as const;
    const allow = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
    } as const;
    expect(evaluate(compilePolicies({ identity: [], resourceControl: [[full]] }), asked).decision).toBe(
      'implicitDeny',
    );
    expect(
      evaluate(compilePolicies({ identity: [allow], resourceControl: [[full]], serviceControl: [[]] }), asked)
        .decision,
    ).toBe('implicitDeny');
    expect(evaluate(compilePolicies({ identity: [allow], resourceControl: [[full]] }), asked).decision).toBe(
      'allowed',
    );
  });

  it('takes very many statements, and very many that match', () => {
    const Statement = Array.from({ length: 200_000 }, () => ({
      Effect: 'Allow' as const,
      Action: 'cognito-idp:*',
      Resource: '*',
    }));
    const set = compilePolicies([{ Version: '2012-10-17', Statement }]);
    expect(evaluate(set, asked).matchedStatements.length).toBe(200_000);
    const document = { Version: '2012-10-17', Statement } as const;
    const limited = compilePolicies({ identity: [], boundary: document });
    expect(evaluate(limited, asked).decision).toBe('implicitDeny');
  }, 60_000);
});

describe('what callers get', () => {
  it('cannot be used to change a set', () => {
    const resource = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a';
    const document = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'cognito-idp:*',
        Resource: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/other'],
        Condition: { 'ForAllValues:StringEquals': { k: ['x'] } },
      },
    } as const;
    const set = bindContext(compilePolicies([document]), { k: ['y'] });
    for (const statement of explain(set, { action: 'cognito-idp:AdminGetUser', resource }).statements) {
      const entries = statement.mismatch?.entries as string[];
      expect(() => entries.push('*')).toThrow(TypeError);
    }
  });

  it('stays fast for the actions in use when others are made up', () => {
    const set = compilePolicies([
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' } },
    ]);
    const plan = set.plan('cognito-idp:AdminGetUser');
    for (let index = 0; index < 5000; index++) {
      set.plan(`x:${index}`);
      if (index % 100 === 0) expect(set.plan('cognito-idp:AdminGetUser')).toBe(plan);
    }
  });

  it('explains a statement with very many actions', () => {
    const Action = Array.from({ length: 200_000 }, (_, index) => `s3:Action${index}`);
    const set = compilePolicies([
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } },
    ]);
    expect(explain(set, asked()).nearestMiss?.mismatch.element).toBe('Action');
  });

  const asked = () => ({ action: 'cognito-idp:AdminGetUser', resource: '*' });

  it.each([
    null,
    undefined,
    {},
    { action: 1, resource: '*' },
    { action: 'a:b', resource: { toString: 1, valueOf: 1 } },
    { action: ['cognito-idp:AdminGetUser'], resource: ['*'] },
    { action: 'a:b', resource: '*', context: { k: Object.create(Date.prototype) } },
    { action: 'a:b', resource: '*', principal: { arn: { toString: 1 } } },
    Object.defineProperty({ resource: '*' }, 'action', {
      get: () => {
        throw new Error('no');
      },
    }),
    {
      action: 'a:b',
      resource: '*',
      context: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    },
  ])('denies a request that cannot be read: %#', (request) => {
    const set = compilePolicies([
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' } },
    ]);
    const unreadable = request as unknown as AuthorizationRequest;
    expect(evaluate(set, unreadable).decision).toBe('implicitDeny');
    expect(explain(set, unreadable).decision).toBe('implicitDeny');
  });
});

it('has a statement for one that could not be resolved: it matches nothing, and says no more than it knows', () => {
  const statements = [unresolvedStatement('Allow', 'Look'), unresolvedStatement('Deny', undefined)];
  expect(statements).toStrictEqual([
    { Sid: 'Look', Effect: 'Allow', Action: unresolvedAction, Resource: '*' },
    { Effect: 'Deny', Action: unresolvedAction, Resource: '*' },
  ]);
  const set = compilePolicies([{ Version: '2012-10-17', Statement: statements }]);
  const { decision, matchedStatements } = evaluate(set, { action: 'a:b', resource: '*' });
  expect([decision, matchedStatements]).toEqual(['implicitDeny', []]);
});

it('treats one session by the role that is told with it, whatever was told before', () => {
  const full = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } as const;
  const set = compilePolicies({ identity: [full], serviceControl: [[]] });
  const decide = (role: string) =>
    evaluate(set, {
      action: 'a:b',
      resource: '*',
      principal: {
        arn: 'arn:aws:sts::123456789012:assumed-role/R/one-session',
        roleArn: `arn:aws:iam::123456789012:role/${role}`,
      },
    }).decision;
  const service = 'aws-service-role/a.amazonaws.com/R';
  expect(['R', 'R', service, service, 'R', 'R'].map(decide)).toEqual([
    'implicitDeny',
    'implicitDeny',
    'allowed',
    'allowed',
    'implicitDeny',
    'implicitDeny',
  ]);
});

it('explains a context whose values only claim to be dates', () => {
  const Condition = { DateLessThan: { k: '2026-01-01' } };
  const set = compilePolicies([
    { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition } },
  ]);
  const request = { action: 'a:b', resource: '*', context: { k: Object.create(Date.prototype) } };
  expect(evaluate(set, request).decision).toBe('implicitDeny');
  expect(explain(set, request).statements[0]?.mismatch?.asked).toBe('Invalid Date');
});
