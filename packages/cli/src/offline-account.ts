import { type Account, loadAccount } from '@cognito-iam/account';
import { localPools } from './local-pools.js';

/**
 * The account of a configuration as a gateway would have it now: pools of templates are those of the embedded
 * emulator's data that have their names, and these have their tags. Throws an `AccountError` where it cannot be used.
 */
export async function offlineAccount(file: string, folder: string): Promise<Account> {
  const account = await loadAccount(file, { folder, localPools });
  const stored = account.localPools.map(({ id, tags = {} }) => [id, tags] as const);
  const tagged = stored.filter(([, tags]) => Object.keys(tags).length > 0);
  return { ...account, resourceTags: { ...Object.fromEntries(tagged), ...account.resourceTags } };
}
