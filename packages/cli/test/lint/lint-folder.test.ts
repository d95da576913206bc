import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../src/program.js';
import { collectingTerminal } from '../collecting-terminal.js';
import { runIn, stackWith } from '../stack-files.js';

const misspelt = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: `cognito-idp:${action}`, Resource: '*' }],
  });
const everything = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

const files = {
  'iam/one.json': misspelt('AdminGetUsr'),
  'iam/below/two.yaml': misspelt('ListUserz'),
  'iam/below/stack.template': stackWith(
    '{ Effect: Allow, Action: cognito-idp:AdminDeleteUsr, Resource: !GetAtt UserPool.Arn }',
  ),
  'iam/node_modules/a/three.json': misspelt('AdminGetUsr'),
  'iam/.hidden/four.json': misspelt('AdminGetUsr'),
  'iam/package.json': '{"name": "a", "version": "1.0.0"}',
  'iam/tsconfig.json': '{ // of TypeScript\n}',
  'iam/users.json': '{"users": [1]}',
  'iam/list.yaml': '- 1\n',
  'iam/trust.json':
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
  'iam/readme.md': 'no policy',
};

describe('cognito-iam lint of a folder', () => {
  it('looks at every file of its kinds in it and below, and names the others', async () => {
    const { code, out } = await runIn(files, 'lint iam');
    expect(code).toBe(1);
    const found = out.split('\n').filter((line) => line.includes('unknown-action'));
    expect(found.map((line) => line.split(' ')[0])).toEqual([
      'iam/below/stack.template:13:34',
      'iam/below/two.yaml:1:56',
      'iam/one.json:1:56',
    ]);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /in 3 policies of 3 files 5 files are something else: iam\/list.yaml, iam\/package.json, iam\/trust.json, iam\/tsconfig.json, iam\/users.json$/,
    );
  });

  it('tells it as data, and in SARIF with paths from the working directory', async () => {
    const json = JSON.parse((await runIn(files, 'lint ./iam/ --format json')).out);
    expect(json).toMatchObject({
      files: ['iam/below/stack.template', 'iam/below/two.yaml', 'iam/one.json'],
      others: ['iam/list.yaml', 'iam/package.json', 'iam/trust.json', 'iam/tsconfig.json', 'iam/users.json'],
      policies: 3,
    });
    const sarif = JSON.parse((await runIn(files, 'lint . --format sarif')).out);
    const uris = sarif.runs[0].results.map(
      (result: {
        readonly locations: readonly { physicalLocation: { artifactLocation: { uri: string } } }[];
      }) => result.locations[0]?.physicalLocation.artifactLocation.uri,
    );
    expect([...new Set(uris)]).toEqual(['iam/below/stack.template', 'iam/below/two.yaml', 'iam/one.json']);
  });

  it('counts a file once that is named beside its folder', async () => {
    const { out } = await runIn(files, 'lint iam/one.json iam --format json');
    expect(JSON.parse(out).files).toEqual(['iam/one.json', 'iam/below/stack.template', 'iam/below/two.yaml']);
  });

  it('takes a policy for what a configuration in the folder says that it is', async () => {
    const scp = {
      'iam/scp.json': everything,
      'iam/cognito-iam.yaml':
        'account: "123456789012"\nregion: us-east-1\nserviceControlPolicies: [[{ file: scp.json }]]\n',
    };
    const { code, out, err } = await runIn(scp, 'lint iam --fail-on warning');
    expect(`${out}${err}`).not.toContain('allows-everything');
    expect(code).toBe(0);
    expect(out).toContain('1 policy of 1 file');
    expect((await runIn({ 'iam/scp.json': everything }, 'lint iam --fail-on warning')).code).toBe(1);
  });

  it('does not pass over what is broken and speaks of Cognito', async () => {
    const broken = { ...files, 'iam/broken.json': '{"Statement": [{"Action": "cognito-idp:ListUsers",}]}' };
    const { code, out } = await runIn(broken, 'lint iam');
    expect(code).toBe(2);
    expect(out).toContain('iam/broken.json:1:51  error');
  });

  it.each([
    [{ 'iam/readme.md': 'no policy' }, 'there is none'],
    [{ 'iam/package.json': '{}', 'iam/a.yaml': 'a: 1' }, 'it has 2, which are something else'],
  ])('of %j has nothing to look at', async (empty, why) => {
    const { code, err } = await runIn(empty, 'lint iam');
    expect(code).toBe(2);
    expect(err).toContain('nothing to look at in the folder iam');
    expect(err).toContain(why);
  });

  it('follows no link', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-links-'));
    mkdirSync(join(folder, 'iam'));
    symlinkSync(folder, join(folder, 'iam/up'));
    const terminal = collectingTerminal(folder);
    expect(await runCommand(['lint', 'iam'], terminal)).toBe(2);
    expect(terminal.told.join()).toContain('there is none');
  });
});
