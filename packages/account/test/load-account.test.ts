import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '@cognito-iam/core';
import { describe, expect, it } from 'vitest';
import { AccountError, loadAccount } from '../src/index.js';
import { folderWith } from './folder-with.js';

const config = `account: '123456789012'
region: eu-central-1
roles:
  Support:
    inlinePolicies:
      HelpUsers:
        Version: '2012-10-17'
        Statement:
          Effect: Allow
          Action: cognito-idp:AdminGetUser
          Resource: '*'
      Lists: { file: policies/lists.json }
`;
const lists =
  '{ "Statement": [\n  { "Effect": "Allow", "Action": "cognito-idp:ListUsers", "Resource": "*" }\n] }\n';

describe('loadAccount', () => {
  it('reads roles with inline policies and policy files', async () => {
    const folder = folderWith({ 'cognito-iam.yaml': config, 'policies/lists.json': lists });
    const account = await loadAccount('cognito-iam.yaml', { folder });
    const role = account.directory.role('Support');
    const resource = 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_abc';
    const decision = (action: string) =>
      role && evaluate(role.policies, { action, resource, context: {} }).decision;
    expect(account.region).toBe('eu-central-1');
    expect(decision('cognito-idp:AdminGetUser')).toBe('allowed');
    expect(decision('cognito-idp:ListUsers')).toBe('allowed');
    expect(decision('cognito-idp:AdminDeleteUser')).toBe('implicitDeny');
    const place = (name: string, pointer: string) =>
      account.policyPlaces.get(`/roles/Support/inlinePolicies/${name}`)?.(pointer);
    expect(place('HelpUsers', '/Statement/Action')).toEqual({
      file: 'cognito-iam.yaml',
      line: 10,
      column: 11,
    });
    expect(place('Lists', '/Statement/0')).toEqual({ file: 'policies/lists.json', line: 2, column: 3 });
    expect(account.files).toEqual([join(folder, 'cognito-iam.yaml'), join(folder, 'policies/lists.json')]);
  });

  it('watches also what was missing', async () => {
    const folder = folderWith({ 'cognito-iam.yaml': config });
    const error: unknown = await loadAccount('cognito-iam.yaml', { folder }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(AccountError);
    expect(error).toMatchObject({
      files: [join(folder, 'cognito-iam.yaml'), join(folder, 'policies/lists.json')],
    });
    writeFileSync(join(folder, 'cognito-iam.json'), '{ "account": "123456789012", "region": "us-east-1" }');
    expect((await loadAccount('cognito-iam.json', { folder })).directory.roles).toEqual([]);
  });

  it('lets what a command line says take the place of members', async () => {
    const folder = folderWith({ 'cognito-iam.yaml': config, 'policies/lists.json': lists });
    const { config: read } = await loadAccount('cognito-iam.yaml', { folder, overrides: { mode: 'audit' } });
    expect(read.mode).toBe('audit');
    const wrong = loadAccount('cognito-iam.yaml', { folder, overrides: { mode: 'aduit' } });
    await expect(wrong).rejects.toThrow('/mode: expected `enforce` or `audit`, got `aduit`');
  });

  it('names files as the configuration was named', async () => {
    const folder = folderWith({ 'local/cognito-iam.yaml': config, 'local/policies/lists.json': lists });
    const account = await loadAccount('local/cognito-iam.yaml', { folder });
    const place = account.policyPlaces.get('/roles/Support/inlinePolicies/Lists')?.('');
    expect(place?.file).toBe(join('local', 'policies', 'lists.json'));
    expect(account.config).toMatchObject({
      file: join(folder, 'local/cognito-iam.yaml'),
      upstream: { kind: 'embedded', folder: join(folder, 'local') },
    });
  });
});
