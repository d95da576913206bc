import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const issuer = 'https://issuer.example/pool_1';

/** A key pair of an issuer, with the public key as it stands in a key set. */
export async function issuerKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  /** A token that expires `expiresAt` seconds after 1970. */
  const sign = (expiresAt: number, claims: JWTPayload = {}): Promise<string> =>
    new SignJWT({ iss: issuer, aud: 'client-1', token_use: 'id', exp: expiresAt, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(privateKey);
  return { jwk, sign };
}
