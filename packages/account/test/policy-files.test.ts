import { execFileSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AccountError, formatFinding, loadAccount } from '../src/index.js';
import { folderWith } from './folder-with.js';

const configOf = (file: string): string =>
  `account: '123456789012'\nregion: us-east-1\nroles: { A: { inlinePolicies: { P: { file: ${file} } } } }\n`;

async function faultsOf(folder: string): Promise<string> {
  const error: unknown = await loadAccount('cognito-iam.yaml', { folder }).catch((thrown: unknown) => thrown);
  if (error instanceof AccountError) return error.findings.map(formatFinding).join('\n');
  throw new Error('it was read');
}

describe('a policy file', () => {
  it.each(['passwd', 'passwd.yaml', 'passwd.json'])('that is no policy is not quoted: %s', async (file) => {
    const passwd = 'root:x:0:0:root:/root:/bin/bash\nsecret:x:1:1\n';
    const faults = await faultsOf(folderWith({ 'cognito-iam.yaml': configOf(file), [file]: passwd }));
    expect(faults).toContain('not JSON');
    expect(faults).not.toMatch(/root|secret|bash/);
  });

  it('that is no file is not opened', async () => {
    const folder = folderWith({ 'cognito-iam.yaml': configOf('pipe') });
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await faultsOf(folder)).toContain('`pipe` cannot be read: it is no regular file');
    const device = folderWith({ 'cognito-iam.yaml': configOf('/dev/zero') });
    expect(await faultsOf(device)).toContain('`/dev/zero` cannot be read: it is no regular file');
    const other = folderWith({ 'cognito-iam.yaml': configOf('a'), 'a/b': '' });
    expect(await faultsOf(other)).toContain('`a` cannot be read: it is a folder');
  });

  it('that is too large is not read', async () => {
    const folder = folderWith({ 'cognito-iam.yaml': configOf('large.json'), 'large.json': '{}' });
    truncateSync(join(folder, 'large.json'), 16 * 1024 * 1024 + 1);
    expect(await faultsOf(folder)).toContain('it has 16777217 bytes, and 16777216 (16 MB) are the most');
  });

  it.each([
    [
      '{"Version": "2012-10-17", "Statement": [',
      'this is not JSON: close bracket expected; close it with `]`',
    ],
    ['Statement: []', 'this is not JSON: invalid symbol; put texts in double quotes'],
    ['', 'the file is empty'],
    ['{"Statement": [], "Statement": []}', 'the key `Statement` is there twice'],
  ])('that a template has as the text %j is told of as that', async (text, why) => {
    const policies = [{ PolicyName: 'P', PolicyDocument: text }];
    const role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'A', Policies: policies } };
    const folder = folderWith({
      'cognito-iam.yaml': `account: '123456789012'\nregion: us-east-1\ntemplates: [{ file: t.json }]\n`,
      't.json': JSON.stringify({ Resources: { A: role } }),
    });
    const faults = await faultsOf(folder);
    expect(faults).toContain(`error  in the text of \`P\` of \`A\` ${why}`);
    expect(faults).not.toContain('has no `Statement`');
  });

  it('of a template that is nested too deeply in a text matches nothing', async () => {
    const document = '['.repeat(20_000);
    const policies = [{ PolicyName: 'P', PolicyDocument: document }];
    const role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'A', Policies: policies } };
    const folder = folderWith({
      'cognito-iam.yaml': `account: '123456789012'\nregion: us-east-1\ntemplates: [{ file: t.json }]\n`,
      't.json': JSON.stringify({ Resources: { A: role } }),
    });
    const { findings } = await loadAccount('cognito-iam.yaml', { folder });
    expect(findings.map(formatFinding).join('\n')).toContain('its text is nested too deeply');
  });
});
