import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isProblem, loadAccount, principalByName } from '../src/index.js';
import { folderWith } from './folder-with.js';

const role = '{ Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }';
const stack = (location: string) =>
  `{ Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${location} } }`;
const folder = folderWith({
  'cognito-iam.yaml': `account: '123456789012'
region: us-east-1
roles: { Named: {} }
templates: [{ file: shop.yaml, stackName: shop }]
terraform: [{ file: state.json }]
`,
  'shop.yaml': `Resources:
  SupportRole: ${role}
  Named: ${role}
  Carol: { Type: AWS::IAM::User, Properties: { UserName: carol } }
  One: ${stack('inner.yaml')}
  Two: ${stack('inner.yaml')}
`,
  'inner.yaml': `Resources:
  Inner: ${role}
  UserPool: { Type: AWS::Cognito::UserPool }
Outputs:
  Arn: { Value: !GetAtt UserPool.Arn }
`,
  'state.json': readFileSync(join(import.meta.dirname, 'terraform', 'cases', 'state.json'), 'utf8'),
});
const account = await loadAccount('cognito-iam.yaml', { folder });

function named(text: string): string {
  const found = principalByName(account, text, 0);
  return isProblem(found) ? found.problem : found.name;
}

it.each([
  ['SupportRole', /^role\/shop-SupportRole-\w{12}$/],
  ['role/SupportRole', /^role\/shop-SupportRole-\w{12}$/],
  ['user/SupportRole', /^there is no user `SupportRole` in the account; known: user\//],
  ['Carol', /^user\/carol$/],
  ['aws_iam_role.support', /^role\/support$/],
  ['role/aws_iam_role.support', /^role\/support$/],
  ['Named', /^role\/Named$/],
  ['SuportRole', /did you mean `SupportRole`\?$/],
  ['aws_iam_role.suport', /did you mean `aws_iam_role\.support`\?$/],
  ['nobody', /role\/shop-SupportRole-\w{12} \(SupportRole\), /],
  [
    'Inner',
    /^`Inner` is the id of 2 principals; name one of them: `role\/shop-One-\w+-Inner-\w{12}`, `role\/shop-Two-\w+-Inner-\w{12}`$/,
  ],
])('%s is %s', (text, expected) => {
  expect(named(text)).toMatch(expected);
});

it('pools with one logical id in two nested stacks are two pools', () => {
  const ids = account.userPools.filter(({ id }) => id === 'UserPool').map(({ poolId }) => poolId);
  expect(ids).toEqual([
    expect.stringMatching(/^us-east-1_OneUserPool\d{6}$/),
    expect.stringMatching(/^us-east-1_TwoUserPool\d{6}$/),
  ]);
});

it('a pool of a nested stack is mapped by its path, which comes before its id', async () => {
  const config = `account: '123456789012'
region: us-east-1
templates: [{ file: shop.yaml, pools: { One/UserPool: local_one, UserPool: local_other } }]
`;
  const inner = { 'inner.yaml': 'Resources: { UserPool: { Type: AWS::Cognito::UserPool } }' };
  const shop = `Resources:\n  One: ${stack('inner.yaml')}\n  Two: ${stack('inner.yaml')}\n`;
  const files = { ...inner, 'cognito-iam.yaml': config, 'shop.yaml': shop };
  const { userPools } = await loadAccount('cognito-iam.yaml', { folder: folderWith(files) });
  expect(userPools.map(({ poolId }) => poolId)).toEqual(['local_one', 'local_other']);
});
