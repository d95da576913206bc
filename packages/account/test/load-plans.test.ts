import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AccountError, formatFinding, loadAccount } from '../src/index.js';
import { folderWith } from './folder-with.js';

const cases = join(import.meta.dirname, 'terraform', 'cases');
const state = readFileSync(join(cases, 'state.json'), 'utf8');
const head = "account: '123456789012'\nregion: us-east-1\n";
const load = (files: Readonly<Record<string, string>>) =>
  loadAccount('cognito-iam.yaml', {
    folder: folderWith(files),
    localPools: [{ id: 'local_1', name: 'customers' }],
  });

describe('a configuration with a state', () => {
  it('has its roles, and its pool as the local one of its name', async () => {
    const config = `${head}terraform: [{ file: infra/state.json }]\n`;
    const account = await load({ 'cognito-iam.yaml': config, 'infra/state.json': state });
    expect(account.directory.role('support')?.arn).toBe('arn:aws:iam::123456789012:role/team/support');
    expect(account.roleMapping?.rules).toHaveLength(2);
    expect(account.resourceTags).toEqual({ local_1: { stage: 'test' } });
    expect(account.files.some((file) => file.endsWith('state.json'))).toBe(true);
    expect(account.findings.every(({ place }) => place !== undefined)).toBe(true);
  });

  it('attaches managed policies of the configuration, of templates and of plans before it', async () => {
    const statement = { Effect: 'Allow', Action: 'cognito-idp:ListUserPools', Resource: '*' };
    const policy = { Version: '2012-10-17', Statement: [statement] };
    const arn = (name: string) => `arn:aws:iam::123456789012:policy/${name}`;
    const resource = (type: string, name: string, values: object) => ({
      address: `${type}.${name}`,
      type,
      name,
      values,
    });
    const plan = (...resources: readonly object[]) =>
      JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } });
    const policies = plan(resource('aws_iam_policy', 'p', { name: 'Third', policy: JSON.stringify(policy) }));
    const attachments = ['First', 'Second', 'Third'].map((name) =>
      resource('aws_iam_role_policy_attachment', name, { role: 'R', policy_arn: arn(name) }),
    );
    const template = {
      Resources: {
        P: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { ManagedPolicyName: 'Second', PolicyDocument: policy },
        },
      },
    };
    const config = `${head}managedPolicies: { First: ${JSON.stringify(policy)} }
templates: [{ file: stack.json }]\nterraform: [{ file: one.json }, { file: two.json }]\n`;
    const account = await load({
      'cognito-iam.yaml': config,
      'stack.json': JSON.stringify(template),
      'one.json': policies,
      'two.json': plan(resource('aws_iam_role', 'R', { name: 'R' }), ...attachments),
    });
    expect(account.directoryOptions.roles?.['R']?.managedPolicies).toEqual(
      ['First', 'Second', 'Third'].map(arn),
    );
  });

  it.each([
    ['a source', 'main.tf', 'resource "aws_iam_role" "r" {}', 'terraform-source', 'plan -out'],
    ['a saved plan', 'tf.plan', 'PK\u0003\u0004\u0000', 'syntax', 'plan -out'],
    ['cut off', 'plan.json', '{"format_version":"1.2",', 'syntax', 'plan -out'],
    [
      'a raw state',
      'terraform.tfstate',
      '{"version":4,"resources":[]}',
      'raw-state',
      'show -json > state.json',
    ],
    ['not there', 'none.json', undefined, 'unreadable-file', 'there is no such file'],
  ])('says what to run where the file is %s', async (_, file, text, code, mend) => {
    const config = `${head}terraform: [{ file: ${file} }]\n`;
    const files = { 'cognito-iam.yaml': config, ...(text !== undefined && { [file]: text }) };
    const error: unknown = await load(files).catch((thrown: unknown) => thrown);
    if (!(error instanceof AccountError)) throw new Error('it was read');
    const told = error.findings.filter(({ severity }) => severity === 'error').map(formatFinding);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`(${code})`);
    expect(told[0]).toContain(mend);
  });
});
