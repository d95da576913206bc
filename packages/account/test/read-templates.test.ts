import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTemplates } from '../src/cloudformation/index.js';
import { fileReader } from '../src/file-reader.js';
import { folder } from './cloudformation/told.js';

const context = { account: '123456789012', region: 'us-east-1' };

describe('template files', () => {
  it('are read with those of their nested stacks, which are watched too', () => {
    const reader = fileReader(folder);
    const { parts, findings } = readTemplates(reader, [{ file: 'cases/nested.yaml' }], context);
    expect(findings).toEqual([]);
    expect(Object.keys(parts[0]?.part.directory.roles ?? {})).toEqual([
      expect.stringMatching(/^nested-Team-[0-9A-Z]{12}-Role-[0-9A-Z]{12}$/),
    ]);
    const files = ['cases/nested.yaml', 'cases/nested-child.yaml'].map((file) => join(folder, file));
    expect(reader.files).toEqual(files);
  });

  it('know the managed policies of those before them', () => {
    const files = [
      { file: 'stacks/policies.yaml', pools: { Pool: 'local_Pool' } },
      {
        file: 'stacks/roles.yaml',
        stackName: 'roles',
        imports: { Arn: 'arn:aws:iam::123456789012:policy/Help' },
      },
    ];
    const read = (list: typeof files) =>
      readTemplates(fileReader(folder), list, context).parts.map(({ part }) => part);
    const [policies, roles] = read(files);
    expect(policies?.userPools[0]).toMatchObject({ poolId: 'local_Pool', madeUp: false });
    expect(roles?.directory.roles?.['Support']?.managedPolicies).toEqual([
      'arn:aws:iam::123456789012:policy/Help',
    ]);
    expect(roles?.findings).toEqual([]);
    const given = readTemplates(fileReader(folder), files.slice(1), {
      ...context,
      managedPolicies: ['Help'],
    });
    expect(given.findings.concat(given.parts.flatMap(({ part }) => part.findings))).toEqual([]);
    const [alone] = read(files.slice(1));
    expect(alone?.directory.roles?.['Support']?.managedPolicies).toBeUndefined();
    expect(alone?.findings.map(({ code }) => code)).toEqual(['unknown-managed-policy']);
  });

  it('that are faulty are told of, and the others read', () => {
    const files = [
      'none.yaml',
      'stacks/faulty-parent.yaml',
      'stacks/faulty.yaml',
      'stacks/policies.yaml',
    ].map((file) => ({ file }));
    const { parts, findings } = readTemplates(fileReader(folder), files, context);
    expect(parts).toHaveLength(1);
    expect(findings.map(({ code, place }) => [code, place?.file])).toEqual([
      ['unreadable-file', undefined],
      ['syntax', 'stacks/faulty.yaml'],
      ['syntax', 'stacks/faulty.yaml'],
    ]);
  });
});
