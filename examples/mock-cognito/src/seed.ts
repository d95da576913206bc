import { writeFile } from 'node:fs/promises';
import { groupRoles, poolId, type SeededUser, users } from './account.js';
import { type CallEmulator, EmulatorError } from './call-emulator.js';
import { type DataFolder, exists } from './data-folder.js';

/**
 * Creates the groups and users of a fresh data folder, once: what was changed or deleted later stays so.
 * If it was interrupted, the next start does it again.
 */
export async function seed(call: CallEmulator, folder: DataFolder): Promise<void> {
  if (await exists(folder.seeded)) return;
  for (const { group } of groupRoles) await call('CreateGroup', { UserPoolId: poolId, GroupName: group });
  for (const user of users) await seedUser(call, user);
  await writeFile(folder.seeded, `${new Date().toISOString()}\n`);
}

async function seedUser(call: CallEmulator, { username, password, group }: SeededUser): Promise<void> {
  const who = { UserPoolId: poolId, Username: username };
  try {
    await call('AdminCreateUser', {
      ...who,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: `${username}@example.com` },
        { Name: 'email_verified', Value: 'true' },
      ],
    });
  } catch (error) {
    if (!(error instanceof EmulatorError && error.name === 'UsernameExistsException')) throw error;
  }
  await call('AdminSetUserPassword', { ...who, Password: password, Permanent: true });
  if (group !== undefined) await call('AdminAddUserToGroup', { ...who, GroupName: group });
}
