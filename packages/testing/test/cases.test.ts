import { execSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  type AuthorizationRequest,
  compilePolicies,
  createAuthorizer,
  evaluate,
  type PolicyLayers,
} from '@cognito-iam/core';
import { afterAll, describe, expect, it } from 'vitest';
import {
  askCase,
  type CaseAnswer,
  type CaseEngine,
  type CaseQuestion,
  caseAnswerOf,
  caseRunner,
  createTestAccount,
  createTestIssuer,
  fromCloudFormation,
  fromConfig,
  TestKitError,
} from '../src/index.js';
import { runCases } from '../src/vitest.js';

const folder = new URL('files', import.meta.url).pathname;
const on = 'us-east-1_AbCdEfGhI';
const account = await createTestAccount(fromConfig('cognito-iam.yaml', { folder }));
const made = mkdtempSync(join(tmpdir(), 'cognito-iam-cases-'));
afterAll(() => rmSync(made, { recursive: true }));

/** What became of a case: nothing where it passes. */
type Outcome = { readonly name: string; readonly error?: Error };

/** Runs a table as a runner would, one test after the other. */
async function outcomes(
  table: string | object,
  engine?: CaseEngine | Promise<CaseEngine>,
  file = 'cases.yaml',
): Promise<readonly Outcome[]> {
  mkdirSync(dirname(join(made, file)), { recursive: true });
  writeFileSync(join(made, file), typeof table === 'string' ? table : JSON.stringify(table));
  const tests: [string, () => Promise<void>][] = [];
  const suites: string[] = [];
  caseRunner({
    describe: (name, body) => {
      suites.push(name);
      body();
    },
    test: (...args) => tests.push(args),
  })(file, engine, { folder: made });
  expect(suites).toEqual([file]);
  const run = async ([name, body]: [string, () => Promise<void>]): Promise<Outcome> =>
    body().then(
      () => ({ name }),
      (error: unknown) => ({ name, error: error instanceof Error ? error : new Error(String(error)) }),
    );
  return Promise.all(tests.map(run));
}

/** What the only case of a table fails with. */
async function failure(table: string | object, engine?: CaseEngine | Promise<CaseEngine>): Promise<Error> {
  const [only, another] = await outcomes(table, engine);
  expect(another).toBeUndefined();
  return only?.error ?? expect.fail('the case passes');
}

const row = { principal: 'role/Support', action: 'AdminGetUser', resource: on, expect: 'allow' };
const reads = { cases: [row] };

// Tests of this file, by the account that the table names.
runCases(new URL('files/cases.yaml', import.meta.url));

describe('the schema', () => {
  it('is what the validator was compiled of, and describes every member', () => {
    const cwd = new URL('..', import.meta.url);
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', cwd), 'utf8'));
    expect(() => execSync(`${scripts['generate:cases']} --check`, { cwd, stdio: 'pipe' })).not.toThrow();
    const schema = JSON.parse(readFileSync(new URL('cases.schema.json', cwd), 'utf8'));
    const described = (name: string) => {
      const { $ref = '', description } = schema.properties.cases.items.properties[name];
      return description ?? schema.definitions[$ref.replace('#/definitions/', '')].description;
    };
    const members = Object.keys(schema.properties.cases.items.properties);
    expect(members.filter((name) => described(name) === undefined)).toEqual([]);
  });
});

describe('a case that fails', () => {
  const table = `cases:
  - name: Support deletes
    note: asked for by the help desk
    principal: role/Support
    action: AdminDeleteUser
    resource: ${on}
    expect: allow
`;

  it('says what was expected, where it is written, and why it is otherwise', async () => {
    const { message, stack, name } = await failure(table, account);
    expect(name).toBe('AssertionError');
    expect(message.split('\n').slice(0, 4)).toEqual([
      `expected role/Support to be allowed AdminDeleteUser on ${on}; it is refused explicitly by NeverDelete of HelpUsers, layer identity (cases.yaml:2:5)`,
      '  note: asked for by the help desk',
      '',
      `✗ explicitDeny  role/Support may not AdminDeleteUser on ${on}`,
    ]);
    expect(message).toContain('policies/support.json:32:5');
    expect(stack?.slice(message.length)).toContain(`at Support deletes (${join(made, 'cases.yaml')}:2:5)`);
  });

  it('says it once for all of its questions', async () => {
    const { message } = await failure(
      {
        cases: [
          { ...row, principal: ['role/Support', 'user/alice', 'role/Bounded'], action: 'AdminDelete*' },
        ],
      },
      account,
    );
    expect(message).toMatch(
      /^expected role\/Support, user\/alice, role\/Bounded to be allowed AdminDeleteSoftwareToken, AdminDeleteUser, AdminDeleteUserAttributes on .*; 9 of 9 answers differ \(cases\.yaml:1:/,
    );
    expect(message).toContain(
      '\n  role/Bounded AdminDeleteUser on us-east-1_AbCdEfGhI: it is refused implicitly, layer boundary\n',
    );
    const { message: long } = await failure({ cases: [{ ...row, action: '*' }] }, account);
    expect(long).toMatch(/\n {2}and \d+ more\n/);
    expect(long).toMatch(/^expected role\/Support to be allowed [\w, ]+ and \d+ more on /);
  });

  it.each<[object, string]>([
    [
      { action: 'AdminGetUser', expect: 'deny' },
      'to be refused AdminGetUser on us-east-1_AbCdEfGhI; it is allowed by ReadUsers of HelpUsers',
    ],
    [
      { action: 'AdminGetUser', statement: 'TagPools' },
      '(statement: TagPools); it is allowed by ReadUsers of HelpUsers',
    ],
    [
      { action: 'AdminDeleteUser', expect: 'deny', because: 'implicit' },
      '(because: implicit); it is refused explicitly by NeverDelete',
    ],
    [
      { action: 'AdminDeleteUser', expect: 'deny', layer: 'boundary' },
      '(layer: boundary); it is refused explicitly',
    ],
    [
      { action: 'AdminDeleteUser', expect: 'deny', statement: ['NeverDelete', 'Never'] },
      '(statement: NeverDelete, Never); it is refused',
    ],
    [
      { action: 'AdminUpdateUserAttributes', expect: 'deny', because: 'explicit' },
      'it is refused implicitly, layer identity',
    ],
    [
      { principal: 'root', action: 'AdminDeleteUser', expect: 'deny' },
      'root to be refused AdminDeleteUser on us-east-1_AbCdEfGhI; it is allowed (',
    ],
  ])('%j', async (members, message) => {
    expect((await failure({ cases: [{ ...row, ...members }] }, account)).message).toContain(message);
  });
});

describe('a case that is decided as expected, for another reason', () => {
  it.each<[object, RegExp | undefined]>([
    [{ action: 'AdminGetUser', statement: 'TagPools' }, undefined],
    [{ action: 'AdminDeleteUser', expect: 'deny', layer: 'boundary', because: 'explicit' }, undefined],
    [
      { action: 'AdminUpdateUserAttributes', expect: 'deny', because: 'explicit' },
      /To deny it explicitly, add\n/,
    ],
  ])('%j says nothing of how to change the decision', async (members, mend) => {
    const { message } = await failure({ cases: [{ ...row, ...members }] }, account);
    expect(message).toContain('identity-based policies');
    expect(message).not.toMatch(/To allow it|To deny it, narrow|Nearest miss/);
    if (mend === undefined) expect(message).not.toContain('To deny it');
    else expect(message).toMatch(mend);
  });
});

describe('a case that would prove nothing fails', () => {
  it.each<[object, string]>([
    [
      { principal: 'role/Suport', expect: 'deny' },
      'there is no role `Suport` in the account; did you mean `role/Support`?',
    ],
    [{ principal: 'user/bob', expect: 'deny' }, 'there is no user `bob`'],
    [
      { principal: 'group/suport', expect: 'deny' },
      'no role mapping has a group `suport`; did you mean `support`?',
    ],
    [
      { principal: 'group/billing', expect: 'deny' },
      'the token leads to no role: its groups are `billing`, those with a role `support`',
    ],
    [{ principal: 'arn:aws:iam::999999999999:role/Support', expect: 'deny' }, 'of another account'],
    [{ resource: 'Users', expect: 'deny' }, 'there is no user pool `Users`'],
    [{ resource: '*', expect: 'deny' }, 'never about `*`'],
  ])('%j', async (members, message) => {
    const error = await failure({ cases: [{ ...row, ...members }] }, account);
    expect(error).toBeInstanceOf(TestKitError);
    expect(error.message).toMatch(/^cases\.yaml:1:\d+ {2}/);
    expect(error.message).toContain(message);
  });

  it('where nobody is there to ask, or the engine cannot be used', async () => {
    expect((await failure(reads)).message).toContain('name an `account` in cases.yaml');
    expect((await failure(reads, Promise.reject(new Error('no account')))).message).toContain('no account');
    expect((await failure(reads, Promise.reject('none'))).message).toContain('cases.yaml:1:11  none');
    expect((await failure(reads, 'account' as never)).message).toContain('an object with `decide`');
    expect((await failure(reads, {} as never)).message).toContain('an object with `decide`');
    expect((await failure(reads, (() => true) as never)).message).toContain('without a decision');
    expect((await failure(reads, (() => ({ decision: 'allow' })) as never)).message).toContain(
      'without a decision',
    );
    const table = { account: { config: 'none.yaml' }, ...reads };
    expect((await failure(table)).message).toContain('`none.yaml` cannot be read');
  });
});

describe('the account of a table', () => {
  it.each([
    ['account: { cloudFormation: none.yaml }', '1:12', '`none.yaml` cannot be read'],
    ['# mine\naccount: none.yaml', '2:1', '`none.yaml` cannot be read'],
  ])('that is not there is told with the place that names it: %s', async (account, place, message) => {
    const [result] = await outcomes(
      `${account}\ncases:\n  - { principal: role/R, action: ListUsers, resource: us-east-1_a, expect: deny }\n`,
    );
    expect(result?.error).toBeInstanceOf(TestKitError);
    expect(String(result?.error)).toContain(`the account of cases.yaml:${place} cannot be used: `);
    expect(String(result?.error)).toContain(message);
  });
});

describe('a table that cannot be used', () => {
  const at = (line: number, column: number, message: string) =>
    `cases.yaml:${line}:${column}  error  ${message}`;
  const one = (members: string) =>
    `cases:\n  - { principal: role/Support, action: AdminGetUser, expect: allow }\n  - { principal: role/Support, ${members} }\n`;

  it.each<[string, string, readonly string[]]>([
    ['nothing', '', [at(1, 1, 'expected an object, got `null`  (invalid-value)')]],
    ['bad syntax', 'cases: [', []],
    [
      'no cases',
      'cases: []\n',
      [at(1, 1, '/cases: expected at least one case, got an empty list  (invalid-value)')],
    ],
    [
      'an unknown member',
      'case: []\n',
      [
        at(1, 1, '/case: `case` is not known here; did you mean `cases`?  (unknown-key)'),
        at(1, 1, '`cases` is missing; add `cases`, a list of cases  (missing-key)'),
      ],
    ],
    [
      'an unknown member of a case',
      one('acton: AdminGetUser'),
      [at(3, 32, '/cases/1/acton: `acton` is not known here; did you mean `action`?')],
    ],
    ['an unknown circumstance', one('context: { sourceIP: 10.0.0.1 }'), ['did you mean `sourceIp`?']],
    [
      'a condition key without colon',
      one('context: { SourceVpce: vpce-1 }'),
      ['/cases/1/context/SourceVpce: `SourceVpce` is not known here'],
    ],
    [
      'a condition key that there is not',
      one('action: ListUsers, expect: deny, context: { "aws:SourceIpp": 10.0.0.1 }'),
      [
        '/cases/1/context/aws:SourceIpp: there is no condition key `aws:SourceIpp`; did you mean `aws:SourceIp`?',
      ],
    ],
    [
      'an address that is none',
      one('action: ListUsers, expect: deny, context: { sourceIp: 10.1.2.300 }'),
      ['/cases/1/context/sourceIp: `sourceIp` is an IP address such as 10.1.2.3'],
    ],
    [
      'a default that no condition reads',
      'defaults: { context: { "aws:MultiFactorAuthPresent": yes } }\ncases:\n  - { principal: root, action: ListUsers, expect: deny }\n',
      [
        at(
          1,
          24,
          '/defaults/context/aws:MultiFactorAuthPresent: `aws:MultiFactorAuthPresent` is `true` or `false`; got yes',
        ),
      ],
    ],
    [
      'a value that is none',
      one('context: { now: tomorrow, mfaAge: -1 }'),
      [
        'expected an instant such as `2027-03-01T12:00:00Z`, got `tomorrow`',
        'expected a whole number of seconds, got the number `-1`',
      ],
    ],
    [
      'nobody',
      'cases:\n  - { principal: Support, action: ListUsers, expect: allow }\n',
      [
        at(
          2,
          7,
          '/cases/0/principal: expected `role/…`, `user/…`, `group/…`, an ARN, `root` or `anonymous`, got `Support`',
        ),
      ],
    ],
    [
      'nobody in a list',
      'cases:\n  - { principal: [Support], action: ListUsers, expect: allow }\n',
      [at(2, 19, '/cases/0/principal/0: expected `role/…`')],
    ],
    [
      'members that are missing',
      'cases:\n  - { name: empty }\n',
      [
        at(2, 5, '/cases/0: `principal` is missing; write it in the case or in `defaults`  (missing-key)'),
        '`action` is missing',
        '`expect` is missing',
      ],
    ],
    [
      'an unknown action',
      one('action: [AdminGetUsr], expect: deny'),
      [
        at(
          3,
          32,
          '/cases/1/action: Cognito user pools have no action `AdminGetUsr`; did you mean `AdminGetUser`?  (unknown-action)',
        ),
      ],
    ],
    [
      'an action that IAM is not asked about',
      one('action: InitiateAuth, expect: deny'),
      ['AWS does not ask IAM about InitiateAuth'],
    ],
    [
      'an unknown action of the defaults',
      'defaults: { action: AdminGetUsr, expect: deny }\ncases:\n  - { principal: role/A }\n  - { principal: role/B }\n',
      [at(1, 13, '/defaults/action: Cognito user pools have no action')],
    ],
    [
      'one case twice',
      one('action: AdminGetUser, expect: allow'),
      [
        at(
          3,
          5,
          'the case at cases.yaml:2:5 is called `role/Support may AdminGetUser` too; leave one out, or give each a `name`  (duplicate-case)',
        ),
      ],
    ],
    [
      'one name twice',
      'defaults: { principal: root, action: ListUsers, expect: allow }\ncases:\n  - { name: one }\n  - { name: two }\n  - { action: AdminGetUser, name: one }\n',
      [at(5, 29, 'the case at cases.yaml:3:5 is called `one` too; call one of the two otherwise')],
    ],
    [
      'a reason of what is allowed',
      one('action: AdminGetUser, expect: allow, because: implicit, layer: boundary'),
      [
        at(
          3,
          69,
          '/cases/1/because: `because` is of a refusal, and the case expects `allow`; leave one of the two out',
        ),
        '/cases/1/layer: `layer` is of a refusal',
      ],
    ],
    [
      'a reason of what defaults allow',
      'defaults: { expect: allow, because: explicit }\ncases:\n  - { principal: root, action: ListUsers }\n',
      [at(1, 28, '/defaults/because: `because` is of a refusal')],
    ],
    [
      'a statement that refuses implicitly',
      one('action: AdminGetUser, expect: deny, because: implicit, statement: ReadUsers'),
      ['/cases/1/statement: no statement refuses implicitly'],
    ],
    [
      'a reason that there is not',
      one('action: AdminGetUser, expect: deny, because: boundary'),
      ['expected `explicit` or `implicit`, got `boundary`'],
    ],
    [
      'two accounts',
      `account: { config: a.yaml, terraform: b.json }\n${one('action: ListUsers, expect: deny')}`,
      [at(1, 1, '/account: expected exactly one of `config`, `cloudFormation` and `terraform`')],
    ],
    [
      'an account without source',
      `account: {}\n${one('action: ListUsers, expect: deny')}`,
      ['/account: expected exactly one of'],
    ],
    [
      'an option of another source',
      `account: { config: a.yaml, stackName: shop }\n${one('action: ListUsers, expect: deny')}`,
      ['/account: `stackName` is no option of fromConfig'],
    ],
  ])('%s', async (_, table, messages) => {
    const error: unknown = await outcomes(table, account).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TestKitError);
    const lines = error instanceof Error ? error.message.split('\n') : [];
    expect(lines.length).toBeGreaterThanOrEqual(messages.length);
    for (const line of lines) expect(line).toMatch(/^cases\.yaml:\d+:\d+ {2}error {2}/);
    for (const message of messages) expect(lines.join('\n')).toContain(message);
    if (messages.length === 1) expect(lines).toHaveLength(1);
  });

  it('is told where it is not there, and so is an option that is not', () => {
    const register = caseRunner({ describe: () => undefined, test: () => undefined });
    expect(() => register('none.yaml', account)).toThrow('`none.yaml` cannot be read: there is no such file');
    expect(() => register('none.yaml', account, { foldr: '.' } as object)).toThrow('did you mean `folder`?');
  });
});

describe('defaults', () => {
  it('are what a case does not say, its circumstances one by one, its expectation as a whole', async () => {
    const asked: CaseQuestion[] = [];
    const engine = (question: CaseQuestion): CaseAnswer => {
      asked.push(question);
      return { decision: question.principal === 'root' ? 'allowed' : 'implicitDeny' };
    };
    const table = {
      defaults: {
        ...{ principal: 'user/alice', action: ['List*Pools'], expect: 'deny', because: 'implicit' },
        context: { sourceIp: '10.0.0.1', mfaAge: 60, 'aws:SourceVpce': 'vpce-1', requestTags: { a: 'b' } },
      },
      cases: [
        { name: 'one' },
        {
          name: 'two',
          principal: 'root',
          expect: 'allow',
          context: { mfaAge: null, 'aws:SourceVpce': null },
        },
        { name: 'three', action: 'ListUsers', resource: ['A', 'B'], context: { principalTags: { c: 'd' } } },
      ],
    };
    expect(await outcomes(table, engine)).toEqual([{ name: 'one' }, { name: 'two' }, { name: 'three' }]);
    const keys = { 'aws:SourceVpce': 'vpce-1' };
    const context = { sourceIp: '10.0.0.1', requestTags: { a: 'b' } };
    const third = {
      ...{ name: 'three', principal: 'user/alice', action: 'cognito-idp:ListUsers' },
      context: { ...context, mfaAge: 60, principalTags: { c: 'd' }, keys },
    };
    expect(asked).toEqual(
      expect.arrayContaining([
        {
          name: 'one',
          principal: 'user/alice',
          action: 'cognito-idp:ListUserPools',
          context: { ...context, mfaAge: 60, keys },
        },
        { name: 'two', principal: 'root', action: 'cognito-idp:ListUserPools', context },
        { ...third, resource: 'A' },
        { ...third, resource: 'B' },
      ]),
    );
    expect(asked).toHaveLength(4);
  });
});

describe('an engine', () => {
  it('is an account, a promise of one, a function, or an object that decides', async () => {
    const decide = (question: CaseQuestion) => askCase(account, question).decision;
    const engines = [
      account,
      Promise.resolve(account),
      decide,
      async (one: CaseQuestion) => decide(one),
      { decide },
    ];
    for (const engine of engines)
      expect(await outcomes(reads, engine)).toEqual([{ name: expect.any(String) }]);
  });

  it('may know less than a case asks for: then the case fails', async () => {
    const denied = { ...row, expect: 'deny' };
    const said = async (members: object, answer: CaseAnswer) =>
      (await failure({ cases: [{ ...denied, ...members }] }, () => answer)).message;
    expect(await said({ because: 'explicit' }, { decision: 'denied' })).toContain(
      'does not say whether explicitly',
    );
    expect(await said({ layer: 'boundary' }, { decision: 'implicitDeny' })).toContain(
      'does not say by which layer',
    );
    expect(await said({ statement: 'A' }, { decision: 'explicitDeny' })).toContain(
      'does not say which statements decide',
    );
    const matchedStatements = [{ sid: 'B' }, {}];
    expect(await said({ statement: 'A' }, { decision: 'explicitDeny', matchedStatements })).toContain(
      'it is refused explicitly by B and a statement without Sid (cases.yaml',
    );
  });

  it('is given the account that the file names, beside it', async () => {
    const template = readFileSync(join(folder, 'template.yaml'), 'utf8');
    const state = readFileSync(join(folder, 'state.json'), 'utf8');
    const files = { 'beside/template.yaml': template, 'beside/state.json': state };
    mkdirSync(join(made, 'beside'), { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(made, name), content);
    const deployed = { cloudFormation: 'template.yaml', parameters: { Stage: 'prod' }, pools: { Users: on } };
    const ofTemplate = {
      principal: 'group/support',
      action: 'ListUsers',
      resource: 'users-prod',
      expect: 'allow',
    };
    const passes = [{ name: expect.any(String) }];
    const file = 'beside/cases.json';
    expect(await outcomes({ account: deployed, cases: [ofTemplate] }, undefined, file)).toEqual(passes);
    const planned = { terraform: 'state.json', pools: { customers: on } };
    const ofPlan = { ...row, resource: 'customers' };
    expect(await outcomes({ account: planned, cases: [ofPlan] }, undefined, file)).toEqual(passes);
  });

  it('may be another one, which is asked with what IAM would be given', async () => {
    const asked: AuthorizationRequest[] = [];
    await outcomes({ cases: [{ ...row, context: { mfaAge: 5 } }] }, (question) => {
      const { request } = askCase(account, question);
      asked.push(request);
      return { decision: 'allowed' };
    });
    expect(asked).toMatchObject([
      {
        ...{ action: 'cognito-idp:AdminGetUser' },
        resource: `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${on}`,
        principal: { roleArn: 'arn:aws:iam::123456789012:role/Support' },
        context: { 'aws:MultiFactorAuthAge': 5 },
      },
    ]);
  });

  it('may be a server that runs', async () => {
    const issuer = await createTestIssuer({ pool: account.pool(on) });
    const { directory, region, roleMapping } = account;
    const authorizer = createAuthorizer({
      ...{ directory, region, issuers: [issuer.options], log: () => undefined },
      ...(roleMapping && { roleMapping }),
    });
    const server = createServer(async (incoming, answer) => {
      const { method = '', url = '', headers } = incoming;
      const outcome = await authorizer.authorize({
        ...{ method, url, headers: headers as Record<string, string>, secure: false },
        ...{ body: await text(incoming), sourceIp: '127.0.0.1' },
      });
      const refused = 'response' in outcome ? outcome.response : undefined;
      answer.writeHead(refused?.status ?? 200, { ...refused?.headers });
      answer.end(refused?.body ?? '{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const tokens = new Map([
      ['group/support', await issuer.accessToken('ann', { groups: ['support'] })],
      ['group/none', await issuer.accessToken('ann', { groups: ['support'], expired: true })],
    ]);
    const engine = async ({ principal, action, resource }: CaseQuestion) =>
      caseAnswerOf(
        await fetch(`http://127.0.0.1:${port}/`, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': `AWSCognitoIdentityProviderService.${action.replace('cognito-idp:', '')}`,
            authorization: `Bearer ${tokens.get(principal)}`,
          },
          body: JSON.stringify({ UserPoolId: resource, Username: 'bob' }),
        }),
      );
    const member = { ...row, principal: 'group/support' };
    const denied = {
      ...member,
      action: 'AdminDeleteUser',
      expect: 'deny',
      because: 'explicit',
      layer: 'identity',
    };
    const results = await outcomes(
      {
        cases: [
          member,
          denied,
          { ...denied, action: 'AdminGetUser', name: 'wrong' },
          { ...member, principal: 'group/none' },
        ],
      },
      engine,
    );
    server.close();
    expect(results.map(({ error }) => error?.message)).toEqual([
      undefined,
      undefined,
      expect.stringContaining('it is allowed (cases.yaml'),
      expect.stringContaining('the answer does not say whether it is allowed: 400 '),
    ]);
  });

  it.each<[object, CaseAnswer | string]>([
    [{ status: 200, body: {} }, { decision: 'allowed' }],
    [
      { status: 400, body: { __type: 'UserNotFoundException', message: 'User does not exist.' } },
      { decision: 'allowed' },
    ],
    [
      { status: 400, body: { __type: 'AccessDeniedException', Message: 'no' } },
      { decision: 'denied', explanation: expect.any(Function) },
    ],
    [
      { status: 400, body: { __type: 'InvalidParameterException', message: 'no' } },
      '400 InvalidParameterException no',
    ],
    [{ status: 302, body: '' }, 'does not say whether it is allowed: 302'],
    [{ status: 503, body: 'busy' }, 'does not say whether it is allowed: 503'],
  ])('reads of the answer %j', async (answer, expected) => {
    if (typeof expected === 'string') await expect(caseAnswerOf(answer)).rejects.toThrow(expected);
    else expect(await caseAnswerOf(answer)).toEqual(expected);
  });
});

describe('groups', () => {
  it('are those of a pool, by the role mapping of its issuer', async () => {
    const deployed = await createTestAccount(fromCloudFormation('template.yaml', { folder }));
    expect(deployed.group('support').can('AdminGetUser').allowed).toBe(true);
    expect(deployed.group('support', { on: deployed.pool('Users') }).name).toMatch(/SupportRole/);
    expect(() => deployed.group('support', { of: 'Users' } as object)).toThrow('is no option of `group`');
    expect(() => deployed.arn('Support')).toThrow('`Support` is no ARN');
    const two = await createTestAccount({
      userPools: { A: 'us-east-1_AAAAAAAAA', B: 'us-east-1_BBBBBBBBB' },
    });
    expect(() => two.group('support')).toThrow(
      "name the pool, one of A, B, as in `account.group('support', { on: 'A' })`; a case does so with `resource`",
    );
    expect(() => two.group('support', { on: 'A' })).toThrow('the account has no `roleMapping`');
    const none = await createTestAccount({
      roles: { R: {} },
      roleMapping: { groups: [{ group: 'g', role: 'R' }], ambiguousRoleResolution: 'Deny' },
    });
    expect(none.group('g').name).toBe('role/R');
  });
});

describe("the project's own decisions", () => {
  interface DecisionCase {
    readonly id: string;
    readonly why: string;
    readonly request: AuthorizationRequest;
    readonly policies: PolicyLayers;
    readonly expected: 'allowed' | 'explicitDeny' | 'implicitDeny';
  }
  const decisions: readonly DecisionCase[] = readFileSync(
    new URL('../../../test/cases/decisions.jsonl', import.meta.url),
    'utf8',
  )
    .trim()
    .split('\n')
    // Keys of nobody are as good as those that AWS does not have.
    .map((line) => JSON.parse(line.replaceAll('aws:Test', 'test:')));
  // What IAM has no names for is written there too, to see that nothing comes of it.
  const isNamed = ({ request: { action, principal, context = {} } }: DecisionCase) =>
    /^cognito-idp:\w+$/.test(action) &&
    Object.keys(context).every((key) => key.includes(':')) &&
    (principal === undefined ||
      principal.arn === 'anonymous' ||
      /^arn:[\w-]+:(?:iam|sts)::\d+:./.test(principal.arn));

  it('could be written as a table, and are decided alike', async () => {
    const tabled = decisions.filter(isNamed);
    expect(decisions.length - tabled.length).toBeLessThan(15);
    const cases = tabled.map(({ id, why, request, expected }) => ({
      ...{
        name: id,
        note: why,
        action: request.action,
        resource: request.resource,
        context: request.context ?? {},
      },
      principal: request.principal?.arn ?? 'anonymous',
      ...(expected === 'allowed'
        ? { expect: 'allow' }
        : { expect: 'deny', because: expected.replace('Deny', '') }),
    }));
    const byName = new Map(tabled.map((one) => [one.id, one]));
    const results = await outcomes({ cases }, ({ name, action, resource = '*', context: { keys = {} } }) => {
      const { policies, request } = byName.get(name) ?? expect.fail(name);
      const { principal } = request;
      return evaluate(compilePolicies(policies), {
        action,
        resource,
        context: keys,
        ...(principal && { principal }),
      });
    });
    expect(results).toHaveLength(tabled.length);
    expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});
