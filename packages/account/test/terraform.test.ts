import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDirectory } from '@cognito-iam/core';
import { describe, expect, it } from 'vitest';
import { AccountError, type AccountPart, readSource } from '../src/index.js';
import { type PlanContext, readPlan } from '../src/terraform/read-plan.js';
import { told } from './cloudformation/told.js';

const folder = join(import.meta.dirname, 'terraform');
const here: PlanContext = { account: '123456789012', region: 'us-east-1' };

function planPart(file: string, context: Partial<PlanContext> = {}): AccountPart {
  return readPlan(readSource(file, readFileSync(join(folder, file), 'utf8')), { ...here, ...context });
}

const files = readdirSync(join(folder, 'cases')).filter((file) => file.endsWith('.expected.json'));

describe('a plan or state of Terraform', () => {
  it.each(files)('%s is what is read', (file) => {
    const { context, part }: { context?: Partial<PlanContext>; part: unknown } = JSON.parse(
      readFileSync(join(folder, 'cases', file), 'utf8'),
    );
    const { entryPlaces, ...read } = planPart(join('cases', file.replace('.expected.json', '')), context);
    expect(told(read)).toEqual(part);
    createDirectory({ account: '123456789012', ...read.directory });
    expect(entryPlaces?.size).toBeGreaterThan(0);
  });

  const refusals: readonly { name: string; value: unknown; code: string; message: string }[] = JSON.parse(
    readFileSync(join(folder, 'refusals.json'), 'utf8'),
  );
  it.each(refusals)('is refused where it is $name', ({ value, code, message }) => {
    const source = readSource('plan.json', JSON.stringify(value));
    const refused = (): unknown => readPlan(source, here);
    expect(refused).toThrow(AccountError);
    expect(refused).toThrow(message);
    expect(refused).toThrow(`(${code})`);
  });
});
