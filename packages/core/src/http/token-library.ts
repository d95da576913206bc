// By their paths: the whole of `jose`, which encrypts as well, takes twice as long to load.
import * as errors from 'jose/errors';
import type { TokenFault } from './token-fault.js';

export { JOSEError } from 'jose/errors';
export { createLocalJWKSet } from 'jose/jwks/local';
export { createRemoteJWKSet, customFetch } from 'jose/jwks/remote';
export { decodeJwt } from 'jose/jwt/decode';
export { jwtVerify } from 'jose/jwt/verify';

/** What the codes of the library's errors say of a token. https://github.com/panva/jose/blob/main/docs/util/errors/README.md */
export const faults: ReadonlyMap<string, TokenFault> = new Map([
  [errors.JWTExpired.code, 'expired'],
  [errors.JWTClaimValidationFailed.code, 'claims'],
  [errors.JWTInvalid.code, 'malformed'],
  [errors.JWSInvalid.code, 'malformed'],
  [errors.JWSSignatureVerificationFailed.code, 'signature'],
  [errors.JOSEAlgNotAllowed.code, 'signature'],
  [errors.JOSENotSupported.code, 'signature'],
  [errors.JWKSNoMatchingKey.code, 'signature'],
  [errors.JWKSMultipleMatchingKeys.code, 'signature'],
]);
