import {
  confirmUserAttribute,
  deleteUser,
  deleteUserAttributes,
  deleteWebAuthnCredential,
  fetchDevices,
  fetchMFAPreference,
  forgetDevice,
  listWebAuthnCredentials,
  sendUserAttributeVerificationCode,
  setUpTOTP,
  updatePassword,
  verifyTOTPSetup,
} from 'aws-amplify/auth';

/** Everything that Amplify's users can have it do with their access token, by operation, but signing out. */
export const amplifyCalls: ReadonlyMap<string, () => Promise<unknown>> = new Map<
  string,
  () => Promise<unknown>
>([
  ['AssociateSoftwareToken', setUpTOTP],
  ['ChangePassword', () => updatePassword({ oldPassword: 'Alice-2026', newPassword: 'Alice-2027' })],
  ['DeleteUser', deleteUser],
  ['DeleteUserAttributes', () => deleteUserAttributes({ userAttributeKeys: ['email'] })],
  ['DeleteWebAuthnCredential', () => deleteWebAuthnCredential({ credentialId: 'one' })],
  ['ForgetDevice', () => forgetDevice({ device: { id: 'one' } })],
  ['GetUser', fetchMFAPreference],
  [
    'GetUserAttributeVerificationCode',
    () => sendUserAttributeVerificationCode({ userAttributeKey: 'email' }),
  ],
  ['ListDevices', fetchDevices],
  ['ListWebAuthnCredentials', listWebAuthnCredentials],
  ['VerifySoftwareToken', () => verifyTOTPSetup({ code: '123456' })],
  [
    'VerifyUserAttribute',
    () => confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: '123456' }),
  ],
]);
