import { describe, expect, it } from 'vitest';
import { AccountError, formatFinding, loadAccount } from '../../src/index.js';
import { folderWith } from '../folder-with.js';
import faults from './faults.json' with { type: 'json' };

interface Fault {
  readonly id: string;
  readonly config: readonly string[];
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly findings: readonly string[];
}

const cases: readonly Fault[] = faults;

describe('a configuration with faults', () => {
  it.each(cases)('$id', async ({ config, files = {}, findings }) => {
    const others = Object.entries(files).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, text]],
    );
    const folder = folderWith({ ...Object.fromEntries(others), 'cognito-iam.yaml': config.join('\n') });
    const error: unknown = await loadAccount('cognito-iam.yaml', { folder }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(AccountError);
    if (!(error instanceof AccountError)) return;
    expect(error.findings.map(formatFinding)).toEqual(findings);
    for (const secret of ['top-secret', 'hush', '31337']) expect(error.message).not.toContain(secret);
  });
});
