// Everything else: nobody may do more than shop.contract.yaml says, nor less.
import { expect, test } from 'vitest';
import { account } from './account.js';

test('the stack honours its permission contract', () => {
  expect(account).toHonourContract('shop.contract.yaml');
});
