import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { evaluate } from '@cognito-iam/core';
import { describe, expect, it } from 'vitest';
import { loadAccount } from '../src/index.js';

/** A folder with these files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-account-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

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
});
