import { TestKitError } from '../kit-error.js';
import type { LoadedAccount } from './account-source.js';

/** What test accounts were made of: what they show of it is for those who ask questions. */
const accounts = new WeakMap<object, LoadedAccount>();

/** Remembers what a test account was made of; gives the test account. */
export function madeOf<T extends object>(account: T, loaded: LoadedAccount): T {
  accounts.set(account, loaded);
  return account;
}

/** What a test account was made of; throws a {@link TestKitError} for anything else. */
export function accountBehind(value: unknown): LoadedAccount {
  const found = typeof value === 'object' && value !== null ? accounts.get(value) : undefined;
  if (found !== undefined) return found;
  const hint = value instanceof Promise ? '; got a promise: await `createTestAccount`' : '';
  throw new TestKitError(`expected a test account, as \`createTestAccount\` makes it${hint}`);
}
