import { expect, it } from 'vitest';
import { formatFinding, loadAccount } from '../src/index.js';
import { folderWith } from './folder-with.js';

const stack = `Parameters: { Stage: { Type: String, Default: dev } }
Resources:
  UserPool: { Type: AWS::Cognito::UserPool, Properties: { UserPoolName: !Sub 'shop-\${Stage}' } }
  Identities: { Type: AWS::Cognito::IdentityPool }
`;
const plan = JSON.stringify({
  format_version: '1.0',
  terraform_version: '1.9.0',
  values: {
    root_module: {
      resources: [
        {
          address: 'aws_cognito_user_pool.main',
          mode: 'managed',
          type: 'aws_cognito_user_pool',
          name: 'main',
          provider_name: 'registry.terraform.io/hashicorp/aws',
          values: { id: 'eu-west-1_abc', name: 'main' },
        },
      ],
    },
  },
});
const told = async (lines: string) => {
  const config = `account: '123456789012'\nregion: us-east-1\n${lines}\n`;
  const folder = folderWith({ 'cognito-iam.yaml': config, 'stack.yaml': stack, 'plan.json': plan });
  const { findings } = await loadAccount('cognito-iam.yaml', { folder });
  return findings.filter(({ code }) => code.startsWith('unknown-')).map(formatFinding);
};

it.each([
  [
    'templates: [{ file: stack.yaml, pools: { Userpol: local_1 } }]',
    'cognito-iam.yaml:3:42  warning  `stack.yaml` has no pool `Userpol`; did you mean `UserPool`?  (unknown-pool)',
  ],
  [
    'templates: [{ file: stack.yaml, parameters: { Stag: x } }]',
    'cognito-iam.yaml:3:47  warning  a value is given for `Stag`, which is no parameter of `stack.yaml`; did you mean `Stage`?  (unknown-parameter)',
  ],
  [
    'terraform: [{ file: plan.json, pools: { other: local_1 } }]',
    'cognito-iam.yaml:3:41  warning  `plan.json` has no pool `other`; it has `aws_cognito_user_pool.main`, `main`  (unknown-pool)',
  ],
  [
    'context: { "aws:SourceVpcc": vpc-1 }',
    'cognito-iam.yaml:3:12  warning  there is no condition key `aws:SourceVpcc` that is known here; did you mean `aws:SourceVpc`?  (unknown-condition-key)',
  ],
  [
    'context: { "cognito-idp:Zzzzzzzzzzzzz": a }',
    'cognito-iam.yaml:3:12  warning  there is no condition key `cognito-idp:Zzzzzzzzzzzzz` that is known here; look it up: only a new key is right  (unknown-condition-key)',
  ],
])('%s is warned of in the configuration', async (lines, warning) => {
  expect(await told(lines)).toEqual([warning]);
});

it.each([
  'templates: [{ file: stack.yaml, pools: { UserPool: local_1, Identities: "us-east-1:1", us-east-1_x: local_2 } }]',
  'templates: [{ file: stack.yaml, pools: { shop-dev: local_1 }, parameters: { Stage: dev } }]',
  'terraform: [{ file: plan.json, pools: { aws_cognito_user_pool.main: local_1, eu-west-1_def: local_2 } }]',
  'context: { "AWS:sourcevpc": vpc-1, "custom:key": a, "saml:aud": b, "aws:MultiFactorAuthAge": 900 }',
])('%s is right', async (lines) => {
  expect(await told(lines)).toEqual([]);
});
