import { expect, test } from 'vitest';
import { generateCatalog, staleFiles } from '../../scripts/generate-catalog.mjs';

test('the data files hold what the SDK and the service reference say', async () => {
  const files = await generateCatalog();
  expect(staleFiles(files), 'stale data files: run `pnpm generate`').toEqual([]);
});

test('a row that is missing on disk makes its file stale', async () => {
  const files = await generateCatalog();
  const withoutLast = (name: string) => files.get(name)?.replace(/\n {2}\['VerifyUserAttribute'.*/, '') ?? '';
  expect(staleFiles(files, withoutLast)).toEqual(['operations.data.ts']);
});
