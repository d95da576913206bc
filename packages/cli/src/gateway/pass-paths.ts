/**
 * What Cognito serves beside its API, to everybody: keys, discovery, OAuth 2.0 and the pages of the hosted UI; and the
 * health check of cognito-local. Requests there pass unasked.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html
 */
export const passPaths: readonly string[] = [
  ...['/:poolId/.well-known/', '/.well-known/', '/oauth2/', '/saml2/', '/health'],
  ...['/login', '/login/', '/logout', '/signup', '/signup/', '/confirm', '/confirmUser', '/error'],
  ...['/forgotPassword', '/confirmForgotPassword', '/resendcode', '/mfa', '/mfa/', '/passkeys/'],
  ...['/assets/', '/favicon.ico'],
];
