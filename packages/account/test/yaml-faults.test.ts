import { describe, expect, it } from 'vitest';
import { AccountError, formatFinding, readSource, templateSyntax } from '../src/index.js';
import cases from './yaml-faults.json' with { type: 'json' };

describe('a fault in YAML is told with what to do about it', () => {
  it.each(cases)('$text', ({ text, plain, finding }) => {
    let found: string | undefined;
    try {
      readSource('a.yaml', text.join('\n'), plain === true ? {} : templateSyntax);
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      found = error.findings.map(formatFinding)[0];
    }
    expect(found).toBe(finding);
    expect(found).toContain('; ');
  });
});
