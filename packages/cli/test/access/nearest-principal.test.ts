import { expect, it } from 'vitest';
import { runIn, stackConfig } from '../stack-files.js';

const role = '{ Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }';
const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  GetUser: { Type: AWS::Serverless::Function, Properties: { Policies: [AWSLambdaBasicExecutionRole] } }
  Support5CFB64A3: ${role}
  Twin0A1B2C3D: ${role}
  Twin4E5F6071: ${role}
`;

it.each([
  ['GetUser', 'did you mean `GetUserRole`?'],
  ['support', 'did you mean `Support5CFB64A3`?'],
  ['Twin', 'known: '],
  ['Other', 'known: '],
])('%s is no role of the template, and what begins so is named', async (text, mend) => {
  const files = { 'stack.yaml': template, 'cognito-iam.yaml': stackConfig };
  const { code, err } = await runIn(files, `check --as ${text} --action ListUserPools`);
  expect(code).toBe(2);
  expect(err).toContain(`there is no role or user \`${text}\` in the account; ${mend}`);
});
