import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../src/program.js';
import { collectingTerminal } from './collecting-terminal.js';
import { trailRecord } from './trail-record.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI';
const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-readme-'));
mkdirSync(join(folder, 'policies'));
const config = `account: '123456789012'
region: us-east-1
upstream: http://localhost:9229
issuers: []
roles:
  Support:
    inlinePolicies:
      HelpUsers: { file: policies/help-users.json }
users:
  alice:
    inlinePolicies:
      Mfa:
        Version: '2012-10-17'
        Statement: { Effect: Allow, Action: cognito-idp:AdminGetUser, Resource: '*', Condition: { Bool: { aws:MultiFactorAuthPresent: true } } }
`;
const helpUsers = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadUsers",
      "Effect": "Allow",
      "Action": ["cognito-idp:AdminGetUser", "cognito-idp:ListUsers"],
      "Resource": "${pool}"
    },
    { "Effect": "Deny", "Action": "cognito-idp:AdminDeleteUser", "Resource": "*" }
  ]
}
`;
const record = trailRecord(pool);
writeFileSync(join(folder, 'cognito-iam.yaml'), config);
writeFileSync(join(folder, 'policies/help-users.json'), helpUsers);
writeFileSync(join(folder, 'audit.jsonl'), `${JSON.stringify(record)}\n${JSON.stringify(record)}\n`);

const examples = [
  ...readme.matchAll(
    /```console\n\$ cognito-iam ((?:matrix|generate|token|contract)\b[^\n]*)\n([\s\S]*?)```/g,
  ),
];

it('has examples of all four', () => {
  expect(new Set(examples.map(([, command = '']) => command.split(' ')[0])).size).toBe(4);
});

it.each(examples.map(([, command = '', output = '']) => [command, output] as const))(
  '%s',
  async (command, output) => {
    const terminal = collectingTerminal(folder);
    expect(await runCommand(command.split(' '), terminal)).toBe(0);
    const said = terminal.printed.length > 0 ? terminal.printed : terminal.told;
    expect(said.join('\n')).toBe(output.trimEnd());
  },
);
