const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Whether a text has the form of a signed JWT: three parts of base64url with dots in between, of which the last may be
 * empty, each in the only spelling that its bytes have. Decoders overlook padding, white space and bits that belong
 * to no byte, and a signature covers no text but that before it: so one signed token could be written in any number of
 * ways, each to be verified and remembered anew. https://www.rfc-editor.org/rfc/rfc7515#section-2
 */
export function isCompactJwt(token: string): boolean {
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return false;
  return token.split('.').every(isCanonical);
}

function isCanonical(part: string): boolean {
  const over = part.length % 4;
  if (over === 0) return true;
  const unused = over === 2 ? 0b1111 : 0b11;
  return over !== 1 && (alphabet.indexOf(part.charAt(part.length - 1)) & unused) === 0;
}
