import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../src/program.js';
import type { Terminal } from '../../src/terminal.js';
import { collectingTerminal } from '../collecting-terminal.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, policy = ''] = /```json\n([\s\S]*?)```/.exec(readme.split('## `cognito-iam lint`')[1] ?? '') ?? [];

const config = `account: '123456789012'
region: us-east-1
managedPolicies:
  Limits: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: '*', Resource: '*' }] }
roles:
  Support:
    permissionsBoundary: Limits
    inlinePolicies:
      HelpUsers: { file: policies/help-users.json }
serviceControlPolicies:
  - - FullAWSAccess
    - Version: '2012-10-17'
      Statement:
        - { Effect: Deny, Action: cognito-idp:DeletUserPool, Resource: '*' }
`;
const template = `Resources:
  Pool: { Type: AWS::Cognito::UserPool }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: Users
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: [cognito-idp:ListUserPools, cognito-idp:AdminGetUser]
                Resource: !GetAtt Pool.Arn
              - Effect: Allow
                Action: cognito-idp:AdminGetUser
                Resource: !ImportValue Elsewhere
`;
const files: Readonly<Record<string, string>> = {
  'policies/help-users.json': policy,
  'cognito-iam.yaml': config,
  'infra/template.yaml': template,
  'good.yaml':
    'Version: "2012-10-17"\nStatement:\n  Effect: Allow\n  Action: cognito-idp:ListUserPools\n  Resource: "*"\n',
  'old.yaml': 'Statement:\n  Effect: Allow\n  Action: cognito-idp:ListUserPools\n  Resource: "*"\n',
  'wide #1.yaml':
    'Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n    Action: "*"\n    Resource: "*"\n',
  'plan.json': JSON.stringify({
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [
          {
            address: 'aws_iam_policy.wide',
            type: 'aws_iam_policy',
            name: 'wide',
            values: {
              name: 'Wide',
              policy:
                '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cognito-idp:AdminGetUsr","Resource":"*"}]}',
            },
          },
        ],
      },
    },
  }),
  'raw.tfstate': '{"version": 4, "terraform_version": "1.9.0", "resources": []}',
  'broken.yaml': 'Statement: [\n',
  'broken.json': '{"format_version": ',
  'names-broken.yaml': "account: '123456789012'\nregion: us-east-1\nterraform: [{ file: broken.json }]\n",
  'names-missing.yaml': "account: '123456789012'\nregion: us-east-1\ntemplates: [{ file: missing.yaml }]\n",
  'names-broken-policy.yaml':
    "account: '123456789012'\nregion: us-east-1\nmanagedPolicies: { P: { file: broken.yaml } }\n",
  'nests-broken.yaml':
    'Resources: { Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: broken.yaml } } }\n',
  'broken-config.yaml': 'account: 1\nroles: []\n',
  'malformed.json': '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "AdminGetUser"}]}',
  'number.json': '1',
  'tf.plan': 'PK\u0003\u0004\u0014\u0000',
  'empty.yaml': '# later\n',
  'empty.json': '\n',
};

const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

async function run(...args: readonly string[]) {
  return runIn({}, ...args);
}

async function runIn(options: Partial<Terminal>, ...args: readonly string[]) {
  const terminal = { ...collectingTerminal(folder), ...options };
  const code = await runCommand(args, terminal);
  return { code, printed: terminal.printed.join('\n'), told: terminal.told.join('\n') };
}

/** Severity, code and place of each finding. */
async function found(...args: readonly string[]): Promise<readonly string[]> {
  const { printed } = await run('lint', '--format', 'json', ...args);
  const { findings } = JSON.parse(printed);
  return findings.map(
    ({ file, line, column, severity, code }: Record<string, unknown>) =>
      `${file}:${line}:${column} ${severity} ${code}`,
  );
}

describe('the README', () => {
  const examples = [
    ...readme.matchAll(/```console\n\$ cognito-iam ((?:lint|actions) .*)\n([\s\S]*?)```/g),
  ].map(([, line = '', output = '']) => ({ line, output }));

  it('has examples', () => {
    expect(examples.map(({ line }) => line.split(' ')[0])).toEqual(['lint', 'actions', 'actions']);
  });

  it.each(examples)('$line prints what it says', async ({ line, output }) => {
    const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
    const { printed } = await run(...args);
    expect(`${printed}\n`).toBe(output);
  });
});

describe('lint in a terminal', () => {
  const narrow = { isTerminal: true, columns: 60 };

  it('keeps to its width, with what is below indented', async () => {
    const { printed } = await runIn(narrow, 'lint', 'infra/template.yaml');
    expect(printed.split('\n').slice(0, 4)).toEqual([
      'infra/template.yaml:13:26  error  `ListUserPools` is asked',
      '      about `*` alone, and no resource of the statement',
      '      matches that  resource-not-taken',
      '    give it a statement of its own with `"Resource": "*"`',
    ]);
  });

  it.each([['infra/template.yaml'], ['.'], ['--rules']])('loses nothing of lint %s', async (what) => {
    const { printed } = await runIn(narrow, 'lint', what);
    const lines = printed.split('\n');
    // A word that is wider stays whole, so that it can be copied.
    expect(lines.filter((line) => line.length > 60 && / /.test(line.trim()))).toEqual([]);
    const whole = (await run('lint', what)).printed;
    expect(whole.split('\n').some((line) => line.length > 60)).toBe(true);
    expect(printed.split(/\s+/)).toEqual(whole.split(/\s+/));
  });
});

describe('lint', () => {
  it('looks at the configuration of the folder and at every file that it names', async () => {
    const places = await found();
    expect(places).toContain('policies/help-users.json:7:18 error unknown-action');
    expect(places).toContain('cognito-iam.yaml:14:27 error unknown-action');
    // A boundary grants nothing, and AWS's own policies are not the user's.
    expect(places.join('\n')).not.toContain('allows-everything');
    expect(await found('--config', 'cognito-iam.yaml')).toEqual(places);
    expect((await run('lint')).code).toBe(1);
  });

  it('finds places in templates, with what could not be resolved', async () => {
    const places = await found('infra/template.yaml');
    expect(places).toContain('infra/template.yaml:13:26 error resource-not-taken');
    expect(places.filter((one) => one.includes('unresolved'))).toHaveLength(1);
  });

  it('reads plans of Terraform, and says how a raw state becomes one', async () => {
    const places = await found('plan.json');
    expect(places).toEqual([expect.stringMatching(/^plan\.json:1:\d+ error unknown-action$/)]);
    expect(await found('raw.tfstate')).toEqual(['raw.tfstate:1:1 error raw-state']);
  });

  it('takes files beside a configuration', async () => {
    const places = await found('-c', 'cognito-iam.yaml', 'old.yaml', 'policies/help-users.json');
    expect(places).toContain('old.yaml:1:1 warning old-version');
    expect(places).toContain('cognito-iam.yaml:14:27 error unknown-action');
    expect(new Set(places).size).toBe(places.length);
  });

  it('says what is wrong with files that cannot be read, and goes on', async () => {
    expect(await found('broken.yaml', 'missing.json', 'malformed.json', 'number.json', 'old.yaml')).toEqual([
      expect.stringMatching(/^broken\.yaml:\d+:\d+ error syntax$/),
      'missing.json:1:1 error unreadable-file',
      'malformed.json:1:41 error malformed-policy',
      'malformed.json:1:61 error malformed-policy',
      'number.json:1:1 error unknown-file',
      'old.yaml:1:1 warning old-version',
    ]);
    expect((await found('broken-config.yaml')).length).toBeGreaterThan(0);
  });

  it.each([
    [['good.yaml'], 0],
    [['good.yaml', '--fail-on', 'info'], 0],
    [['old.yaml'], 0],
    [['old.yaml', '--fail-on', 'warning'], 1],
    [['old.yaml', '--fail-on', 'info'], 1],
    [['old.yaml', '--fail-on', 'warning', '--ignore', 'old-version'], 0],
    [['malformed.json'], 1],
    [['missing.json'], 2],
    [['policies'], 1],
    [['broken.yaml', 'good.yaml'], 2],
    [['broken.json'], 2],
    [['-c', 'names-broken.yaml'], 2],
    [['-c', 'names-broken-policy.yaml'], 2],
    [['-c', 'names-missing.yaml'], 2],
    [['nests-broken.yaml'], 2],
    [['broken-config.yaml'], 1],
    [['wide #1.yaml', '--fail-on', 'warning', '--type', 'boundary'], 0],
    [['wide #1.yaml', '--fail-on', 'warning'], 1],
    [['good.yaml', '--fail-on', 'worst'], 2],
    [['good.yaml', '--frmat', 'json'], 2],
  ])('%j: exit code %i', async (args, code) => {
    expect((await run('lint', ...args)).code).toBe(code);
  });

  it('says that nothing was found, and counts', async () => {
    expect((await run('lint', 'good.yaml')).printed).toBe('✓ nothing found in 1 policy of 1 file');
    expect((await run('lint', 'old.yaml', 'good.yaml')).printed).toMatch(
      /\n\n! 1 warning in 2 policies of 2 files$/,
    );
  });

  it('leaves out what it is told to, and says where that is nothing', async () => {
    const { printed, told } = await run(
      'lint',
      'old.yaml',
      '--ignore',
      'old-version,old-versoin',
      '--ignore',
      'never-evaluated',
    );
    expect(printed).toMatch(/^✓ nothing found/);
    expect(told).toBe('warning  `--ignore old-versoin` leaves nothing out: did you mean `old-version`?');
  });

  it.each([
    ['unresolved-value', ''],
    ['unresolved-valeu', 'did you mean `unresolved-value`?'],
    ['nonsense', 'no finding has this code'],
  ])('takes the codes of what reading finds: %s', async (code, hint) => {
    const { told } = await run('lint', 'good.yaml', '--ignore', code);
    if (hint === '') expect(told).toBe('');
    else expect(told).toContain(`\`--ignore ${code}\` leaves nothing out: ${hint}`);
  });

  it('says of a saved plan what to run', async () => {
    const { code, printed } = await run('lint', 'tf.plan');
    expect(code).toBe(2);
    expect(printed).toContain(
      'tf.plan:1:1  error  this is a ZIP archive, as `terraform plan -out` writes one',
    );
    expect(printed).toContain('`terraform show -json tf.plan > plan.json`');
  });

  it.each(['empty.yaml', 'empty.json'])('says of %s that it is empty', async (file) => {
    expect((await run('lint', file)).printed).toMatch(/ is empty/);
  });

  it('needs a configuration where no file is named', async () => {
    const terminal = collectingTerminal(join(folder, 'infra'));
    expect(await runCommand(['lint'], terminal)).toBe(2);
    expect(terminal.told.join()).toContain('cognito-iam init');
  });

  it('prints every rule', async () => {
    const { printed } = await run('lint', '--rules');
    expect(printed).toMatch(/^unknown-action +error +an action of `cognito-idp` does not exist/m);
    const rules = JSON.parse((await run('lint', '--rules', '--format', 'json')).printed);
    expect(rules[0]).toEqual({
      code: 'malformed-policy',
      severity: 'error',
      summary: expect.any(String),
      mend: expect.any(String),
    });
  });

  it('speaks SARIF that passes its schema, with paths from the folder', async () => {
    const log = JSON.parse(
      (await run('lint', 'wide #1.yaml', 'infra/template.yaml', 'old.yaml', '--format', 'sarif')).printed,
    );
    const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif');
    const file = join(dirname(path), 'schemas/sarif-2.1.0-rtm.5.json');
    const { $schema, id, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
    expect([$schema, id]).toEqual([
      expect.stringContaining('draft-04'),
      expect.stringContaining('sarif-2.1.0'),
    ]);
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats.default(ajv);
    const isValid = ajv.compile(schema);
    expect(isValid(log), JSON.stringify(isValid.errors)).toBe(true);

    const [{ results, tool }] = log.runs;
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(results.map(({ level }: { level: string }) => level)).toContain('error');
    expect(results[0]).toMatchObject({
      ruleId: 'allows-everything',
      level: 'warning',
      message: { text: expect.stringMatching(/^`\*` allows every action of every service; .*\.$/) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'wide%20%231.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 4, startColumn: 5 },
          },
        },
      ],
    });
  });
});

describe('actions', () => {
  it('lists every action, with and without the prefix, in any letter case', async () => {
    const all = (await run('actions')).printed.split('\n');
    expect(all.length).toBeGreaterThan(130);
    expect(all).toEqual([...(await run('actions', 'COGNITO-IDP:*')).printed.split('\n')]);
    expect((await run('actions', 'admingetuser')).printed.split('\n')).toHaveLength(2);
    expect((await run('actions', '*:*')).printed.split('\n')).toEqual(all);
  });

  it('leaves those of an access level', async () => {
    const { printed } = await run('actions', 'Admin*', '--access-level', 'read,LIST', '--json');
    const told: readonly { readonly accessLevel: string }[] = JSON.parse(printed);
    expect([...new Set(told.map(({ accessLevel }) => accessLevel))].sort()).toEqual(['List', 'Read']);
  });

  it('says of each what AWS asks IAM about it', async () => {
    const told = JSON.parse((await run('actions', 'TagResource', '--json')).printed);
    expect(told).toEqual([
      {
        action: 'cognito-idp:TagResource',
        accessLevel: 'Tagging',
        resourceTypes: ['userpool'],
        conditionKeys: ['aws:RequestTag/${TagKey}', 'aws:ResourceTag/${TagKey}', 'aws:TagKeys'],
        authorization: 'iam',
        summary: expect.stringMatching(/\S/),
      },
    ]);
    const table = (await run('actions', '*')).printed;
    expect(table).toMatch(/^cognito-idp:ChangePassword +Write +\* +- +access token$/m);
    expect(table).toMatch(/^cognito-idp:AssociateWebACL +Write +userpool, webacl +aws:ResourceTag\/… +IAM$/m);
    expect(table).toMatch(/^cognito-idp:AdminListUserSessions +- +userpool/m);
  });

  it.each([
    [['ListUsr'], 'no action of Amazon Cognito user pools is like `ListUsr`: did you mean `ListUsers`?'],
    [
      ['s3:*'],
      'no action of Amazon Cognito user pools is like `s3:*`: `cognito-iam actions` lists every one',
    ],
    [['AdminGetUser', '--access-level', 'Write'], 'no action like `AdminGetUser` has the access level Write'],
  ])('%j finds nothing', async (args, message) => {
    expect(await run('actions', ...args)).toEqual({ code: 1, printed: '', told: message });
  });

  it('knows access levels', async () => {
    const { code, told } = await run('actions', '--access-level', 'Wirte');
    expect([code, told]).toEqual([2, 'error  there is no access level `Wirte`: did you mean `Write`?']);
    expect((await run('actions', '--access-level', 'everything')).told).toContain(
      'there are List, Read, Write',
    );
  });

  it('writes out what a policy stands for, as data too', async () => {
    const args = ['actions', 'Admin*', '--policy', 'policies/help-users.json', '--json'];
    const statements = JSON.parse((await run(...args)).printed);
    expect(statements[2]).toEqual({
      place: { file: 'policies/help-users.json', line: 12, column: 5 },
      sid: 'NoDelete',
      effect: 'Deny',
      actions: ['cognito-idp:AdminDeleteUser', 'cognito-idp:AdminDeleteUserAttributes'].flatMap(
        (name, index) => (index === 0 ? ['cognito-idp:AdminDeleteSoftwareToken', name] : [name]),
      ),
      notReached: [],
      neverEvaluated: [],
      otherServices: [],
      resources: ['*'],
      notResources: false,
      conditions: [],
    });
  });

  it('does so for configurations and templates, and refuses what is malformed', async () => {
    expect((await run('actions', '--policy', 'infra/template.yaml')).printed).toMatch(
      /^Allow {2}infra\/template\.yaml:12:17\n {2}1 action of/,
    );
    expect((await run('actions', '--policy', 'cognito-iam.yaml')).printed).toContain(
      'policies/help-users.json:4:5',
    );
    expect((await run('actions', '--policy', 'wide #1.yaml')).printed).toContain(
      '  of other services\n    *\n',
    );
    for (const file of ['malformed.json', 'missing.json', 'broken-config.yaml']) {
      const { code, told } = await run('actions', '--policy', file);
      expect([file, code]).toEqual([file, 2]);
      expect(told).toMatch(/error {2}/);
      expect(told).not.toMatch(/^ +at /m);
    }
  });
});
