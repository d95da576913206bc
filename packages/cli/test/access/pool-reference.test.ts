import {
  poolReference,
  principalReference,
  principalReferenceText,
  referenceText,
} from '@cognito-iam/account';
import { createDirectory } from '@cognito-iam/core';
import { describe, expect, it } from 'vitest';
import { runIn, stackConfig, stackWith } from '../stack-files.js';

const explain = 'explain --as Support --action ListUsers --resource UserPool';
const arn = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_UserPool';
const listsGroups = '{ Effect: Allow, Action: cognito-idp:ListGroups, Resource: !GetAtt UserPool.Arn }';

it('suggests for a template what can be put there, and what is put there allows', async () => {
  const files = { 'stack.yaml': stackWith(listsGroups), 'cognito-iam.yaml': stackConfig };
  const { code, out } = await runIn(files, explain);
  expect(code).toBe(1);
  const [, statement = ''] = /To allow it[^{]*(\{[\s\S]*\n {4}\})/.exec(out) ?? [];
  expect(JSON.parse(statement)).toEqual({
    Effect: 'Allow',
    Action: 'cognito-idp:ListUsers',
    Resource: { 'Fn::GetAtt': ['UserPool', 'Arn'] },
  });
  const mended = { ...files, 'stack.yaml': stackWith(listsGroups, statement.replaceAll('\n', ' ')) };
  expect(await runIn(mended, explain)).toMatchObject({ code: 0 });
});

it('gives both as data', async () => {
  const files = { 'stack.yaml': stackWith(listsGroups), 'cognito-iam.yaml': stackConfig };
  const [{ suggestions }] = JSON.parse((await runIn(files, `${explain} --json`)).out);
  expect(suggestions).toMatchObject([
    {
      statement: { Resource: arn },
      pool: { file: 'stack.yaml', arn: { 'Fn::GetAtt': ['UserPool', 'Arn'] } },
    },
  ]);
});

it('says it beside the ARN where no policy says which file the statement belongs in', async () => {
  const { out } = await runIn({ 'stack.yaml': stackWith(), 'cognito-iam.yaml': stackConfig }, explain);
  expect(out).toContain(`"Resource": "${arn}"`);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'in stack.yaml write !GetAtt UserPool.Arn in place of the ARN, in JSON {"Fn::GetAtt":["UserPool","Arn"]}',
  );
});

it('keeps the ARN in policies of the configuration', async () => {
  const own = `${stackConfig}roles: { Own: { inlinePolicies: { P: { Statement: ${listsGroups.replace('!GetAtt UserPool.Arn', '"*"')} } } } }\n`;
  const files = { 'stack.yaml': stackWith(), 'cognito-iam.yaml': own };
  const { out } = await runIn(files, explain.replace('Support', 'Own'));
  expect(out).toContain(`"Resource": "${arn}"`);
  expect(out).not.toContain('GetAtt');
});

describe('the principal that is excepted from a Deny', () => {
  const deny = '{ Effect: Deny, Action: "cognito-idp:*", Resource: "*" }';
  const template = { 'stack.yaml': stackWith(listsGroups, deny), 'cognito-iam.yaml': stackConfig };

  it('is named as its template does', async () => {
    const { out } = await runIn(template, explain);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'in the template that makes it write !GetAtt Support.Arn in place of the ARN, in JSON {"Fn::GetAtt":["Support","Arn"]}',
    );
    const excepted = deny.replace(
      ' }',
      ', Condition: { ArnNotEquals: { aws:PrincipalArn: !GetAtt Support.Arn } } }',
    );
    const allow = '{ Effect: Allow, Action: cognito-idp:ListUsers, Resource: !GetAtt UserPool.Arn }';
    const mended = { ...template, 'stack.yaml': stackWith(allow, excepted) };
    expect(await runIn(mended, explain)).toMatchObject({ code: 0 });
  });

  it('is named as data, too', async () => {
    const [{ suggestions }] = JSON.parse((await runIn(template, `${explain} --json`)).out);
    expect(suggestions).toMatchObject([
      { change: 'exempt', principal: { id: 'Support', arn: { 'Fn::GetAtt': ['Support', 'Arn'] } } },
      { change: 'allow' },
    ]);
  });

  it('keeps its ARN where the configuration has it', async () => {
    const config = `${stackConfig}roles: { Own: { inlinePolicies: { P: { Statement: ${deny} } } } }\n`;
    const files = { 'stack.yaml': stackWith(), 'cognito-iam.yaml': config };
    const { out } = await runIn(files, explain.replace('Support', 'Own'));
    expect(out).toContain('"aws:PrincipalArn": "arn:aws:iam::123456789012:role/Own"');
    expect(out).not.toContain('that makes it');
  });

  it.each([
    ['aws_iam_role.support', '${aws_iam_role.support.arn}'],
    ['aws_iam_role.support[0]', '${aws_iam_role.support[0].arn}'],
    ['aws_iam_role.support["eu"]', undefined],
    ['module.auth.aws_iam_role.support', undefined],
  ])('has of Terraform for %s %s', (id, reference) => {
    const directory = createDirectory({ account: '123456789012', roles: { Support: {} } });
    const sourceIds = new Map([['/roles/Support', id]]);
    const account = { directory, sourceIds, region: 'us-east-1', userPools: [] };
    const found = principalReference(account, 'arn:aws:iam::123456789012:role/Support');
    expect(found?.arn).toBe(reference);
    if (found !== undefined) expect(principalReferenceText(found)).toContain(`write ${reference} in place`);
  });
});

it('is told where policies of a log are written, and as data', async () => {
  const record = {
    eventTime: '2026-11-22T10:00:00Z',
    eventSource: 'cognito-idp.amazonaws.com',
    eventName: 'ListUsers',
    awsRegion: 'us-east-1',
    userIdentity: {
      type: 'AssumedRole',
      accountId: '123456789012',
      arn: 'arn:aws:sts::123456789012:assumed-role/Support/ann',
    },
    resources: [{ ARN: arn }],
  };
  const files = {
    'stack.yaml': stackWith(listsGroups),
    'cognito-iam.yaml': stackConfig,
    'audit.jsonl': JSON.stringify(record),
  };
  const { code, err } = await runIn(files, 'generate --from audit.jsonl -c cognito-iam.yaml -o out');
  expect(code).toBe(0);
  expect(err).toContain(
    'note  us-east-1_UserPool: in stack.yaml write !GetAtt UserPool.Arn in place of the ARN',
  );
  const { out } = await runIn(files, 'generate --from audit.jsonl -c cognito-iam.yaml --json');
  expect(JSON.parse(out).pools).toEqual({
    [arn]: { file: 'stack.yaml', id: 'UserPool', arn: { 'Fn::GetAtt': ['UserPool', 'Arn'] } },
  });
});

const pool = (id: string) => ({
  id,
  poolId: 'us-east-1_UserPool',
  madeUp: true,
  tags: {},
  place: { file: 'plan.json', line: 1, column: 1 },
});

it.each([
  [['Pool1'], { 'Fn::GetAtt': ['Pool1', 'Arn'] }],
  [['aws_cognito_user_pool.main'], '${aws_cognito_user_pool.main.arn}'],
  [['aws_cognito_user_pool.main[0]'], '${aws_cognito_user_pool.main[0].arn}'],
  // JSON would write the quotes in a way that Terraform does not read; a module's is known in the module alone.
  [['aws_cognito_user_pool.main["a"]'], undefined],
  [['module.auth.aws_cognito_user_pool.main'], undefined],
  [['data.aws_cognito_user_pool.main'], '${data.aws_cognito_user_pool.main.arn}'],
  [['Pool1', 'Pool2'], undefined],
  [[], undefined],
])('the pool %j is referred to as %j', (ids, reference) => {
  const account = {
    directory: createDirectory({ account: '123456789012' }),
    region: 'us-east-1',
    userPools: ids.map(pool),
  };
  expect(poolReference(account, arn)?.arn).toEqual(reference);
});

it.each([
  [
    'module.auth.aws_cognito_user_pool.main',
    'in the sources of the module write ${aws_cognito_user_pool.main.arn} in place of the ARN, elsewhere an output of it, ${module.auth.<output>}',
  ],
  [
    'module.a["x.y"].module.b[0].aws_cognito_user_pool.main',
    'in the sources of the module write ${aws_cognito_user_pool.main.arn} in place of the ARN, elsewhere an output of it, ${module.a["x.y"].module.b[0].<output>}',
  ],
  [
    'aws_cognito_user_pool.main["a"]',
    'in the sources write ${aws_cognito_user_pool.main["a"].arn} in place of the ARN',
  ],
])('of %s it is said which pool it is, and what to write', (id, how) => {
  expect(referenceText({ file: 'plan.json', id })).toBe(`the pool is ${id} of plan.json: ${how}`);
});

it('keeps the ARN of a pool of a module in a suggestion for a plan, and says whose it is', async () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'cognito-idp:ListGroups', Resource: '*' }],
  });
  const role = {
    address: 'aws_iam_role.r',
    type: 'aws_iam_role',
    name: 'r',
    values: { name: 'Support', inline_policy: [{ name: 'P', policy }] },
  };
  const userPool = {
    address: 'module.auth.aws_cognito_user_pool.main',
    mode: 'managed',
    type: 'aws_cognito_user_pool',
    name: 'main',
    values: { name: 'shop' },
  };
  const root_module = {
    resources: [{ ...role, mode: 'managed' }],
    child_modules: [{ address: 'module.auth', resources: [userPool] }],
  };
  const files = {
    'cognito-iam.yaml': stackConfig.replace(
      'templates: [{ file: stack.yaml }]',
      'terraform: [{ file: plan.json }]',
    ),
    'plan.json': JSON.stringify({ format_version: '1.2', planned_values: { root_module } }),
  };
  const { code, out } = await runIn(files, explain.replace('UserPool', 'shop'));
  expect(code).toBe(1);
  expect(out).toMatch(/"Resource": "arn:aws:cognito-idp:us-east-1:123456789012:userpool\/us-east-1_\w+"/);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'the pool is module.auth.aws_cognito_user_pool.main of plan.json: in the sources of the module write',
  );
});
