import { expect, it } from 'vitest';
import { AccountError, type Finding, formatFinding } from '../src/index.js';

const finding: Finding = {
  severity: 'error',
  code: 'unknown-key',
  message: '`a\n::error::b\u001B[2J\u009B\u202E` is not known',
  mend: 'take it\tout',
  place: { file: 'a\rb.yaml', line: 1, column: 2 },
};

it('is one line, whatever files call things', () => {
  const line = 'a?b.yaml:1:2  error  `a?::error::b?[2J??` is not known; take it?out  (unknown-key)';
  expect(formatFinding(finding)).toBe(line);
  expect(new AccountError([finding, finding]).message).toBe(`${line}\n${line}`);
});
