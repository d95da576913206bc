import { folderWith } from '../../account/test/folder-with.js';
import { runCommand } from '../src/program.js';
import { collectingTerminal } from './collecting-terminal.js';

/** A configuration with `stack.yaml`. */
export const stackConfig = `account: '123456789012'
region: us-east-1
templates: [{ file: stack.yaml }]
`;

/** A template with the pool `UserPool`, called `shop`, and the role `Support` with these statements in YAML's flow style. */
export function stackWith(...statements: readonly string[]): string {
  return `Resources:
  UserPool: { Type: AWS::Cognito::UserPool, Properties: { UserPoolName: shop } }
  Support:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Support
      AssumeRolePolicyDocument: {}
${statements.length === 0 ? '' : `      Policies:\n        - PolicyName: Help\n          PolicyDocument:\n            Version: '2012-10-17'\n            Statement:\n${statements.map((one) => `              - ${one}\n`).join('')}`}`;
}

/** Runs a command in a folder of its own with these files. */
export async function runIn(
  files: Readonly<Record<string, string>>,
  args: string,
): Promise<{ readonly code: number; readonly out: string; readonly err: string; readonly folder: string }> {
  const folder = folderWith(files);
  const terminal = collectingTerminal(folder);
  const code = await runCommand(args.split(' '), terminal);
  return { code, out: terminal.printed.join('\n'), err: terminal.told.join('\n'), folder };
}
