import { describe, expect, it } from 'vitest';
import { patience } from './mock.js';
import { startProgram } from './program.js';

describe('pnpm demo', { timeout: patience }, () => {
  it('shows who was allowed what, and one whole denial', async () => {
    const { code, output } = await startProgram('demo', []).ended;
    expect(output).toMatch(
      /AdminDeleteUser {2,}allowed {2,}AccessDeniedException {2,}AccessDeniedException\n/,
    );
    expect(output).toMatch(/ListUsers, expired token( {2,}ExpiredTokenException){3}\n/);
    expect(output).toContain(
      'User: arn:aws:sts::123456789012:assumed-role/Support/bob is not authorized to perform: cognito-idp:AdminDeleteUser',
    );
    expect(output).toContain('Every call ended as expected.');
    expect(output).not.toContain('UNEXPECTED');
    expect(code).toBe(0);
  });
});
