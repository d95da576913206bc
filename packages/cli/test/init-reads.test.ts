import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { findProject } from '../src/init/found-project.js';

const reads: string[] = [];

vi.mock('@cognito-iam/account', async (original) => {
  const account = await original<typeof import('@cognito-iam/account')>();
  return {
    ...account,
    readRegularFile: (file: string) => {
      reads.push(file);
      return account.readRegularFile(file);
    },
  };
});

it('reads what the CDK writes once, so that all that is said of it is of one state', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-init-reads-'));
  mkdirSync(join(folder, 'out'));
  const environment = 'aws://111122223333/eu-west-1';
  const stack = {
    type: 'aws:cloudformation:stack',
    environment,
    properties: { templateFile: 'a.template.json' },
  };
  writeFileSync(join(folder, 'cdk.json'), '{ "output": "out" }');
  writeFileSync(join(folder, 'out/manifest.json'), JSON.stringify({ artifacts: { a: stack } }));
  expect(findProject({ folder, environment: {} }).region).toEqual({
    region: 'eu-west-1',
    from: 'out/manifest.json',
  });
  const names = reads.map((file) => file.slice(folder.length + 1));
  expect(names.filter((name) => /^(cdk|out\/manifest)\.json$/.test(name))).toEqual([
    'cdk.json',
    'out/manifest.json',
  ]);
});
