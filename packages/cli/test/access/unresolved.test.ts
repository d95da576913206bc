import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/program.js';
import { collectingTerminal } from '../collecting-terminal.js';

const template = `Resources:
  Users: { Type: AWS::Cognito::UserPool }
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Support
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: Help
          PolicyDocument:
            Statement: { Effect: Allow, Action: cognito-idp:ListUsers, Resource: !GetAtt Userss.Arn }
`;
const config = { account: '123456789012', region: 'us-east-1', templates: [{ file: 'template.yaml' }] };

it('explains a statement that could not be read without what stands for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unresolved-'));
  writeFileSync(join(folder, 'template.yaml'), template);
  writeFileSync(join(folder, 'cognito-iam.json'), JSON.stringify(config));
  const terminal = collectingTerminal(folder);
  expect(await runCommand(['explain', '--as', 'Support', '--action', 'ListUsers'], terminal)).toBe(1);
  expect(terminal.told.join('\n')).toContain('the template has no `Userss` (did you mean `Users`?)');
  const text = terminal.printed.join('\n');
  expect(text).toContain('it holds a value that is not known here');
  expect(text).not.toContain('nresolved:');
});

it('has a list for a configuration told as one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'list-'));
  writeFileSync(join(folder, 'cognito-iam.json'), '[]');
  const terminal = collectingTerminal(folder);
  expect(await runCommand(['serve', '--port', '0'], terminal)).toBe(2);
  expect(terminal.told).toEqual([
    'cognito-iam.json:1:1  error  expected an object, got an empty list  (invalid-value)',
  ]);
});
