// By their paths: the whole of `jose`, which encrypts as well, takes twice as long to load.
export { JOSEError } from 'jose/errors';
export { createLocalJWKSet } from 'jose/jwks/local';
export { createRemoteJWKSet, customFetch } from 'jose/jwks/remote';
export { decodeJwt } from 'jose/jwt/decode';
export { jwtVerify } from 'jose/jwt/verify';
