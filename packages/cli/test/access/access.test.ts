import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../src/program.js';
import { coloursFor, type Terminal } from '../../src/terminal.js';

const config = `account: '123456789012'
region: us-east-1
managedPolicies:
  Limits:
    Version: '2012-10-17'
    Statement:
      - Sid: OnlyReads
        Effect: Allow
        Action: [cognito-idp:AdminGet*, cognito-idp:List*]
        Resource: '*'
roles:
  Support:
    permissionsBoundary: Limits
    inlinePolicies:
      HelpUsers: { file: policies/help-users.json }
users:
  alice:
    inlinePolicies:
      Mfa: { file: policies/mfa.json }
`;
const helpUsers = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadUsers",
      "Effect": "Allow",
      "Action": ["cognito-idp:AdminGetUser", "cognito-idp:ListUsers"],
      "Resource": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_*"
    },
    { "Sid": "NoDelete", "Effect": "Deny", "Action": "cognito-idp:AdminDeleteUser", "Resource": "*" }
  ]
}
`;
const mfa = `{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "cognito-idp:ListUserPools",
    "Resource": "*",
    "Condition": {
      "Bool": { "aws:MultiFactorAuthPresent": "true" },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] }
    }
  }
}
`;

const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-access-'));
mkdirSync(join(folder, 'policies'));
const empty = mkdtempSync(join(tmpdir(), 'cognito-iam-access-'));
for (const [name, text] of [
  ['cognito-iam.yaml', config],
  ['policies/help-users.json', helpUsers],
  ['policies/mfa.json', mfa],
  ['context.yaml', 'aws:MultiFactorAuthPresent: true\naws:TagKeys: [a, c]\n'],
  ['list.yaml', '- a\n'],
  ['nested.yaml', 'a:b: { c: d }\n'],
] as const) {
  writeFileSync(join(folder, name), text);
}

async function run(args: string, options: Partial<Terminal> = {}) {
  const out: string[] = [];
  const said: string[] = [];
  const colours = coloursFor(false, {});
  const terminal: Terminal = {
    print: (line) => out.push(line),
    tell: (line) => said.push(line),
    isTerminal: false,
    colours,
    errorColours: colours,
    columns: 80,
    environment: {},
    folder,
    ...options,
  };
  const exitCode = await runCommand(args.split(' '), terminal);
  return { exitCode, out, said };
}

const arn = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc';

describe('check', () => {
  it.each([
    [
      'check --as Support --action AdminGetUser --resource us-east-1_abc',
      0,
      '✓ allowed  role/Support may AdminGetUser on us-east-1_abc: ReadUsers of HelpUsers allows it (policies/help-users.json:4:5)',
    ],
    [
      `check --as role/Support --action cognito-idp:AdminDeleteUser --resource ${arn}`,
      1,
      '✗ explicitDeny  role/Support may not AdminDeleteUser on us-east-1_abc: NoDelete of HelpUsers (policies/help-users.json:10:5) denies it, identity-based policies',
    ],
    [
      'check --as Support --action AdminCreateUser --resource us-east-1_abc',
      1,
      '✗ implicitDeny  role/Support may not AdminCreateUser on us-east-1_abc: nothing in the identity-based policies and the permissions boundary allows it; nearest is ReadUsers of HelpUsers (policies/help-users.json:7:7)',
    ],
    [
      'check --as root --action ListUserPools',
      0,
      '✓ allowed  root may ListUserPools: the root user needs no policy',
    ],
    [
      'check --as alice --action ListUserPools --mfa',
      0,
      '✓ allowed  user/alice may ListUserPools: statement 1 of Mfa allows it (policies/mfa.json:3:3)',
    ],
    [
      'check --as alice --action ListUserPools --context-file context.yaml --context aws:TagKeys=a --context AWS:TagKeys=b',
      0,
      '✓ allowed  user/alice may ListUserPools: statement 1 of Mfa allows it (policies/mfa.json:3:3)',
    ],
    [
      'check --as alice --action ListUserPools --context-file context.yaml',
      1,
      '✗ implicitDeny  user/alice may not ListUserPools: nothing in the identity-based policies allows it; nearest is statement 1 of Mfa (policies/mfa.json:9:38)',
    ],
    [
      'check --policies policies/help-users.json --action AdminDeleteUser',
      1,
      '✗ explicitDeny  these policies may not AdminDeleteUser: NoDelete of help-users.json (policies/help-users.json:10:5) denies it, identity-based policies',
    ],
    [
      `check --policies policies/help-users.json --boundary policies/mfa.json --action ListUsers --resource ${arn}`,
      1,
      '✗ implicitDeny  these policies may not ListUsers on us-east-1_abc: nothing in the permissions boundary allows it',
    ],
    [
      `check --policies policies/help-users.json --session-policies policies/help-users.json --scp policies/help-users.json --action ListUsers --resource ${arn} --as arn:aws:iam::123456789012:role/R`,
      0,
      '✓ allowed  arn:aws:iam::123456789012:role/R may ListUsers on us-east-1_abc: ReadUsers of help-users.json allows it (policies/help-users.json:4:5)',
    ],
  ])('%s', async (args, exitCode, line) => {
    expect(await run(args)).toEqual({ exitCode, out: [line], said: [] });
  });

  it('says where AWS does not ask IAM, and that a resource plays no part', async () => {
    const { out, said, exitCode } = await run(
      'check --as root --action ChangePassword --resource us-east-1_abc',
    );
    expect(exitCode).toBe(0);
    expect(out).toEqual([
      '✓ allowed  root may ChangePassword: the root user needs no policy',
      '  AWS does not ask IAM about ChangePassword: it goes by the token or session in the request',
    ]);
    expect(said).toEqual(['note  cognito-idp:ChangePassword has no resource type: IAM is asked about `*`']);
  });

  it('prints a table for several questions, and is a no where one is denied', async () => {
    const { out, exitCode } = await run(
      'check --as Support --action AdminGetU* --action ListUsers --action AdminDeleteUser --resource us-east-1_abc',
    );
    expect(exitCode).toBe(1);
    expect(out).toEqual([
      '✓ allowed       AdminGetUser on us-east-1_abc             ReadUsers of HelpUsers allows it (policies/help-users.json:4:5)',
      '✗ implicitDeny  AdminGetUserAuthFactors on us-east-1_abc  nothing in the identity-based policies allows it; nearest is ReadUsers of HelpUsers (policies/help-users.json:7:7)',
      '✓ allowed       ListUsers on us-east-1_abc                ReadUsers of HelpUsers allows it (policies/help-users.json:4:5)',
      '✗ explicitDeny  AdminDeleteUser on us-east-1_abc          NoDelete of HelpUsers (policies/help-users.json:10:5) denies it, identity-based policies',
      '',
      'role/Support: 2 of 4 allowed',
    ]);
  });

  it('keeps to the width of a terminal', async () => {
    const args = 'check --as Support --action AdminGetUser --action ListUsers --resource us-east-1_abc';
    const { out } = await run(args, { isTerminal: true });
    expect(out.slice(0, 4)).toEqual([
      '✓ allowed  AdminGetUser on us-east-1_abc',
      '           ReadUsers of HelpUsers allows it (policies/help-users.json:4:5)',
      '✓ allowed  ListUsers on us-east-1_abc',
      '           ReadUsers of HelpUsers allows it (policies/help-users.json:4:5)',
    ]);
    const narrow = await run(args, { isTerminal: true, columns: 40 });
    expect(narrow.out.slice(0, 4)).toEqual([
      '✓ allowed  AdminGetUser on us-east-1_abc',
      '           ReadUsers of HelpUsers allows',
      '           it',
      '           (policies/help-users.json:4:5)',
    ]);
    const least = await run(args, { isTerminal: true, columns: 30 });
    expect(least.out[0]).toBe('✓ allowed  AdminGetUser on\n           us-east-1_abc');
  });

  it.each([40, 60, 80, 110, 200])('loses nothing in a terminal of %i columns', async (columns) => {
    const args =
      'check --as Support --action AdminGetUser* --action ListUsers --action AdminDeleteUser --resource us-east-1_abc';
    const words = (lines: readonly string[]) => lines.join(' ').split(/\s+/);
    const inTerminal = await run(args, { isTerminal: true, columns });
    const whole = await run(args);
    expect(words(inTerminal.out)).toEqual(words(whole.out));
  });

  it('gives the EvaluationResults of SimulateCustomPolicy', async () => {
    const { out, exitCode } = await run(
      'check --as Support --action AdminGetUser --action AdminDeleteUser --resource us-east-1_abc --resource us-east-1_def --json',
    );
    expect(exitCode).toBe(1);
    const matched = [
      {
        SourcePolicyId: 'HelpUsers',
        SourcePolicyType: 'role',
        StartPosition: { Line: 4, Column: 5 },
        EndPosition: { Line: 9, Column: 6 },
      },
      {
        SourcePolicyId: 'Limits',
        SourcePolicyType: 'user-managed',
        StartPosition: { Line: 7, Column: 9 },
        EndPosition: { Line: 10, Column: 22 },
      },
    ];
    const denied = [
      {
        SourcePolicyId: 'HelpUsers',
        SourcePolicyType: 'role',
        StartPosition: { Line: 10, Column: 5 },
        EndPosition: { Line: 10, Column: 102 },
      },
    ];
    const result = (action: string, decision: string, statements: unknown, byBoundary: boolean) => ({
      EvalActionName: `cognito-idp:${action}`,
      EvalDecision: decision,
      MatchedStatements: statements,
      MissingContextValues: [],
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: byBoundary },
      EvalDecisionDetails: {},
      ResourceSpecificResults: ['abc', 'def'].map((id) => ({
        EvalResourceName: arn.replace('abc', id),
        EvalResourceDecision: decision,
        MatchedStatements: statements,
        MissingContextValues: [],
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: byBoundary },
      })),
    });
    expect(JSON.parse(out.join('\n'))).toEqual({
      EvaluationResults: [
        result('AdminGetUser', 'allowed', matched, true),
        result('AdminDeleteUser', 'explicitDeny', denied, false),
      ],
      IsTruncated: false,
    });
  });

  it('leaves out of the JSON what does not apply, and names missing keys', async () => {
    const { out } = await run(
      'check --policies policies/mfa.json --scp policies/mfa.json --action ListUserPools --json',
    );
    expect(JSON.parse(out.join('\n'))).toEqual({
      EvaluationResults: [
        {
          EvalActionName: 'cognito-idp:ListUserPools',
          EvalResourceName: '*',
          EvalDecision: 'implicitDeny',
          MatchedStatements: [],
          MissingContextValues: ['aws:MultiFactorAuthPresent', 'aws:TagKeys'],
          OrganizationsDecisionDetail: { AllowedByOrganizations: false },
        },
      ],
      IsTruncated: false,
    });
  });

  it.each([
    [
      'check --as Suport --action AdminGetUser',
      'error  there is no role or user `Suport` in the account; did you mean `role/Support`?',
    ],
    [
      'check --as Support --action AdminGetUsr',
      'error  Cognito user pools have no action `AdminGetUsr`; did you mean `AdminGetUser`?',
    ],
    [
      'check --action AdminGetUser',
      'error  name who asks with --as: a role, a user, an ARN, root, anonymous or a token',
    ],
    [
      'check --as Support --action ListUsers',
      'error  `cognito-idp:ListUsers` is asked about a user pool: name it with `--resource`, an ARN or a pool id',
    ],
    [
      'check --as Support --action ListUserPools --context team',
      'error  `team` is no condition key: expected one such as aws:SourceVpce=vpce-1a2b',
    ],
    [
      'check --as Support --action ListUserPools --time soon',
      'error  `soon` is no time: expected one such as 2026-01-31T12:00:00Z, or seconds since 1970',
    ],
    [
      'check --as Support --action ListUserPools --time 2026-02-30',
      'error  `2026-02-30` is no time: expected one such as 2026-01-31T12:00:00Z, or seconds since 1970',
    ],
    [
      'check --as Support --action ListUserPools --context-file list.yaml',
      'error  list.yaml holds no condition keys: expected an object such as { "aws:SourceVpce": "vpce-1a2b" }',
    ],
    [
      'check --as Support --action ListUserPools --context-file nested.yaml',
      'error  nested.yaml:1:1  the value of `a:b` is neither text, a number, true or false, nor a list of these',
    ],
    [
      'check --policies policies/mfa.json --config cognito-iam.yaml --action ListUserPools',
      'error  --policies, --boundary, --session-policies and --scp stand for an account: leave out --config',
    ],
    ...['--boundary', '--session-policies', '--scp'].map((option): [string, string] => [
      `check ${option} policies/mfa.json --as Support --action ListUserPools`,
      'error  `--policies <file>` is missing: --boundary, --session-policies and --scp limit what these allow; policies of an account stand in its configuration',
    ]),
    [
      'check --policies policies/mfa.json --as Support --action ListUserPools',
      'error  `Support` is no principal here: without a configuration, name the ARN of a user, a role or a session',
    ],
    [
      'check --policies policies/mfa.json --action ListUsers --resource us-east-1_abc',
      'error  `us-east-1_abc` is no ARN: without a configuration there is no account that it could be in; expected one such as arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI',
    ],
    ['check --policies context.yaml --action ListUserPools', /^error {2}policy `context.yaml`: /],
  ])('%s is a mistake', async (args, message) => {
    const { exitCode, out, said } = await run(args);
    expect([exitCode, out]).toEqual([2, []]);
    expect(said).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
  });

  it('needs a configuration or policy files', async () => {
    const { exitCode, said } = await run('check --as Support --action ListUserPools', { folder: empty });
    expect([exitCode, said.length, said[0]]).toEqual([2, 1, expect.stringContaining('cognito-iam init')]);
  });

  it('takes the time from the option', async () => {
    const dated = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-01-01T00:00:00Z" } } } }`;
    writeFileSync(join(folder, 'dated.json'), dated);
    const check = async (time: string) =>
      (await run(`check --policies dated.json --action ListUserPools --time ${time}`)).exitCode;
    expect(await check('2025-12-31T23:59:59Z')).toBe(0);
    expect(await check('2026-01-01T00:00:00Z')).toBe(1);
    expect(await check('1767225599')).toBe(0);
  });
});

describe('explain', () => {
  it('prints layers, statements, the nearest miss and what would allow it', async () => {
    const { out, exitCode } = await run(
      'explain --as Support --action AdminCreateUser --resource us-east-1_abc',
    );
    expect(exitCode).toBe(1);
    const statement = [
      '    {',
      '      "Effect": "Allow",',
      '      "Action": "cognito-idp:AdminCreateUser",',
      `      "Resource": "${arn}"`,
      '    }',
    ];
    expect(out).toEqual([
      '✗ implicitDeny  role/Support may not AdminCreateUser on us-east-1_abc',
      '  nothing in the identity-based policies and the permissions boundary allows it;',
      '  nearest is ReadUsers of HelpUsers (policies/help-users.json:7:7)',
      '',
      '  principal  arn:aws:sts::123456789012:assumed-role/Support/session',
      '  action     cognito-idp:AdminCreateUser',
      `  resource   ${arn}`,
      '',
      '✗ identity-based policies: do not allow',
      '└─ HelpUsers',
      '   ├─ ✗ Allow  ReadUsers  policies/help-users.json:4:5',
      '   │    Action: cognito-idp:AdminCreateUser is none of cognito-idp:AdminGetUser,',
      '   │    cognito-idp:ListUsers',
      '   │    policies/help-users.json:7:7',
      '   └─ – Deny   NoDelete   policies/help-users.json:10:5',
      '        Action: cognito-idp:AdminCreateUser is not cognito-idp:AdminDeleteUser',
      '        policies/help-users.json:10:44',
      '✗ permissions boundary: does not allow',
      '└─ Limits',
      '   └─ ✗ Allow  OnlyReads  cognito-iam.yaml:7:9',
      '        Action: cognito-idp:AdminCreateUser is none of cognito-idp:AdminGet*,',
      '        cognito-idp:List*',
      '        cognito-iam.yaml:9:9',
      '',
      'Nearest miss',
      '  ReadUsers of HelpUsers would allow it but for Action:',
      '  cognito-idp:AdminCreateUser is none of cognito-idp:AdminGetUser,',
      '  cognito-idp:ListUsers; another layer would refuse it still',
      '',
      'To allow it, both of these',
      '  add to the identity-based policies of role/Support',
      '  policies/help-users.json:1:1',
      ...statement,
      '  add to the permissions boundary of role/Support',
      '  cognito-iam.yaml:4:3',
      ...statement,
    ]);
  });

  it('prints the exception that lifts a Deny, and what it takes beside it', async () => {
    const { out } = await run('explain --as Support --action AdminDeleteUser --resource us-east-1_abc');
    expect(out.slice(out.indexOf('To allow it, all 3 of these'))).toEqual([
      'To allow it, all 3 of these',
      '  NoDelete of HelpUsers denies it, whatever others allow: except the principal',
      '  from it, with the condition',
      '  policies/help-users.json:10:5',
      '    "Condition": {',
      '      "ArnNotEquals": {',
      '        "aws:PrincipalArn": "arn:aws:iam::123456789012:role/Support"',
      '      }',
      '    }',
      expect.stringContaining('add to the identity-based policies'),
      '  policies/help-users.json:1:1',
      ...out.slice(-12),
    ]);
  });

  it('prints the context that would allow it, and the keys that are missing', async () => {
    const { out } = await run('explain --as alice --action ListUserPools');
    expect(out.slice(-5)).toEqual([
      '',
      'As the policies stand, it is allowed with aws:MultiFactorAuthPresent = true',
      '',
      'The policies ask for what the request does not have: aws:MultiFactorAuthPresent,',
      'aws:TagKeys; give it with --context key=value',
    ]);
  });

  it('says what no policy can mend', async () => {
    const { out } = await run('explain --as anonymous --action ListUserPools');
    expect(out).toEqual([
      '✗ implicitDeny  anonymous may not ListUserPools',
      '  the principal has no policies that could allow it: nothing does in this',
      '  account',
      '',
      '  principal  anonymous',
      '  action     cognito-idp:ListUserPools',
      '  resource   *',
      '',
      '– identity-based policies: do not apply to this principal',
      '',
      'No policy can allow it',
    ]);
  });

  it('marks in colours where there are some', async () => {
    const { out } = await run('explain --as root --action ListUserPools', { colours: coloursFor(true, {}) });
    expect(out[0]).toBe('\u001b[32m✓ allowed\u001b[39m  \u001b[1mroot may ListUserPools\u001b[22m');
  });

  it('prints data for programs, and one tree after the other for people', async () => {
    const { out } = await run(
      'explain --as Support --action AdminGetUser --action AdminDeleteUser --resource us-east-1_abc --json',
    );
    const [allowed, denied] = JSON.parse(out.join('\n'));
    expect(allowed).toMatchObject({ decision: 'allowed', suggestions: [] });
    expect(denied).toMatchObject({
      decision: 'explicitDeny',
      suggestions: [
        { change: 'exempt', place: { file: 'policies/help-users.json', line: 10, column: 5 } },
        { change: 'allow' },
        { change: 'allow' },
      ],
    });
    const text = await run('explain --as root --action ListUserPools --action CreateUserPool');
    expect(text.out.filter((line) => line.startsWith('✓ allowed'))).toHaveLength(2);
  });

  it('a token is said not to be verified', async () => {
    writeFileSync(join(folder, 'tokens.yaml'), config);
    const { exitCode, said } = await run('explain --as eyJhbGciOiJub25lIn0.e30. --action ListUserPools');
    expect(exitCode).toBe(2);
    expect(said).toEqual(['error  no token stands for a role: the account has no `roleMapping`']);
  });
});
