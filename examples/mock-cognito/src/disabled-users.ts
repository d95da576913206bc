import { type CallEmulator, EmulatorError, memberOf } from './call-emulator.js';

/**
 * Whether the user of a token is disabled: `issuer` and `username` are its claims, `issuerDomain` what the issuer of
 * every token begins with. A user who is gone is not: the emulator has the right answer to the operation itself.
 */
export async function isDisabled(
  call: CallEmulator,
  issuerDomain: string,
  issuer: unknown,
  username: unknown,
): Promise<boolean> {
  const UserPoolId = String(issuer).slice(issuerDomain.length + 1);
  try {
    return memberOf(await call('AdminGetUser', { UserPoolId, Username: username }), 'Enabled') === false;
  } catch (error) {
    if (error instanceof EmulatorError) return false;
    throw error;
  }
}
