import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDirectory } from '@cognito-iam/core';
import { describe, expect, it } from 'vitest';
import type { TemplateContext } from '../src/cloudformation/index.js';
import { folder, templatePart, told } from './cloudformation/told.js';

interface Expectation {
  readonly context?: Partial<TemplateContext>;
  readonly part: unknown;
}

const files = ['cases', 'published'].flatMap((name) =>
  readdirSync(join(folder, name))
    .filter((file) => file.endsWith('.expected.json'))
    .map((file) => join(name, file)),
);

describe('a CloudFormation template', () => {
  it.each(files)('%s is what is read', (file) => {
    const { context, part }: Expectation = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const read = templatePart(file.replace('.expected.json', ''), context);
    expect(told(read)).toEqual(part);
    // And the directory takes it, with the policies that the configuration gives.
    const given = (context?.managedPolicies ?? []).map((name) => [name, emptyPolicy]);
    const { managedPolicies, ...principals } = read.directory;
    createDirectory({
      account: '123456789012',
      ...principals,
      managedPolicies: { ...managedPolicies, ...Object.fromEntries(given) },
    });
  });
});

const emptyPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
} as const;
