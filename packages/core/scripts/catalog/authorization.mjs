/**
 * How AWS authorizes the operations where the SDK does not tell: those that are unsigned and do not require an
 * `AccessToken`, and signed ones for which IAM is not consulted. Everything else is derived (see operations.mjs).
 *
 * From https://docs.aws.amazon.com/cognito/latest/developerguide/user-pools-API-operations.html
 * and the reference page of each operation.
 */
export const authorizationByHand = new Map([
  // A client id is all they need; a client with a secret adds a hash made with it.
  ['ConfirmForgotPassword', 'public'],
  ['ConfirmSignUp', 'public'],
  ['ForgotPassword', 'public'],
  ['InitiateAuth', 'public'],
  ['ResendConfirmationCode', 'public'],
  ['SignUp', 'public'],
  // The session string of the sign-in that is under way.
  ['RespondToAuthChallenge', 'session'],
  // Either an access token, or the session string when set-up is a part of a sign-in.
  ['AssociateSoftwareToken', 'accessTokenOrSession'],
  ['VerifySoftwareToken', 'accessTokenOrSession'],
  // `AccessToken` is optional in the model, yet nothing else identifies the user.
  ['ForgetDevice', 'accessToken'],
  ['GetDevice', 'accessToken'],
  // The token is the thing acted upon.
  ['GetTokensFromRefreshToken', 'refreshToken'],
  ['RevokeToken', 'refreshToken'],
  // A token out of the notification mail.
  ['UpdateAuthEventFeedback', 'feedbackToken'],
  // The SDK signs it, but its page says that IAM policies are not evaluated: the client secret decides.
  ['GetClientToken', 'clientSecret'],
]);

/**
 * Members that name what a call acts on, beside the pool and the app client. Some of their values are secrets
 * (`Session`, `RefreshToken`, `Token`, `UserCode`).
 */
export const identifyingMembers = new Set([
  'ClientName',
  'ClientSecretId',
  'CredentialId',
  'CustomDomainConfig',
  'DestinationUser',
  'DeviceKey',
  'Domain',
  'EventId',
  'GroupName',
  'Identifier',
  'IdpIdentifier',
  'JobId',
  'JobName',
  'LimitDefinition',
  'ManagedLoginBrandingId',
  'Name',
  'PoolName',
  'ProviderName',
  'RefreshToken',
  'RegionName',
  'SSOSession',
  'Session',
  'SessionId',
  'SourceUser',
  'TermsId',
  'TermsName',
  'Token',
  'User',
  'UserCode',
  'Username',
]);
