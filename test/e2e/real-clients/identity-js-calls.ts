import type { CognitoUser } from 'amazon-cognito-identity-js';

type Done = (error?: Error, result?: unknown) => void;
type Call = (user: CognitoUser, done: Done) => unknown;

/** The two callbacks that some of its functions take in place of one. */
const both = (done: Done) => ({
  onSuccess: (result: unknown) => done(undefined, result),
  onFailure: (error: Error) => done(error),
});
const preferred = { Enabled: true, PreferredMfa: true };

/** Everything that the library's users can have it do with their access token, by operation, but signing out. */
export const identityJsCalls: ReadonlyMap<string, Call> = new Map<string, Call>([
  [
    'AssociateSoftwareToken',
    (user, done) =>
      user.associateSoftwareToken({
        associateSecretCode: (code) => done(undefined, code),
        onFailure: done,
      }),
  ],
  ['ChangePassword', (user, done) => user.changePassword('Alice-2026', 'Alice-2027', done)],
  ['DeleteUser', (user, done) => user.deleteUser(done)],
  ['DeleteUserAttributes', (user, done) => user.deleteAttributes(['email'], done)],
  ['ForgetDevice', (user, done) => user.forgetSpecificDevice('one', both(done))],
  ['GetDevice', (user, done) => user.getDevice(both(done))],
  ['GetUser', (user, done) => user.getUserData(done, { bypassCache: true })],
  [
    'GetUserAttributeVerificationCode',
    (user, done) => user.getAttributeVerificationCode('email', both(done)),
  ],
  ['ListDevices', (user, done) => user.listDevices(10, null, both(done))],
  ['SetUserMFAPreference', (user, done) => user.setUserMfaPreference(null, preferred, done)],
  ['SetUserSettings', (user, done) => user.enableMFA(done)],
  ['UpdateDeviceStatus', (user, done) => user.setDeviceStatusRemembered(both(done))],
  ['VerifySoftwareToken', (user, done) => user.verifySoftwareToken('123456', 'phone', both(done))],
  ['VerifyUserAttribute', (user, done) => user.verifyAttribute('email', '123456', both(done))],
]);
