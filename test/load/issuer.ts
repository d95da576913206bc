import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { audience } from './soak-cases.js';

type PrivateKey = Parameters<SignJWT['sign']>[0];

interface Key {
  readonly kid: string;
  readonly privateKey: PrivateKey;
  readonly publicKey: JWK;
}

async function newKey(kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { kid, privateKey, publicKey: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

/** Whose signature a token has: the issuer's present one, that of a key which it has withdrawn, or somebody else's. */
export type Signer = 'issuer' | 'withdrawn' | 'forger';

/** An issuer of tokens that publishes its keys over HTTP, and changes them when it is told to. */
export class Issuer {
  readonly issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_SOAK';
  readonly #server: Server;
  #keys: Readonly<Record<Signer, Key>>;
  #tokens = 0;
  /** How often its keys have been fetched. */
  fetched = 0;
  /** How far its clock is ahead of the machine's, in milliseconds. */
  ahead = 0;

  private constructor(keys: Readonly<Record<Signer, Key>>) {
    this.#keys = keys;
    this.#server = createServer((_, response) => {
      this.fetched++;
      // Closed at once, so that no idle connection is taken for one that was forgotten.
      response.setHeader('connection', 'close').end(JSON.stringify({ keys: [this.#keys.issuer.publicKey] }));
    });
  }

  static async start(): Promise<Issuer> {
    const [issuer, withdrawn, forger] = await Promise.all([newKey('0'), newKey('before'), newKey('0')]);
    const made = new Issuer({ issuer, withdrawn, forger });
    made.#server.listen(0, '127.0.0.1');
    await once(made.#server, 'listening');
    return made;
  }

  /** The address of its keys. */
  get jwks(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Has another key from now on; the one before is published no more. */
  async rotate(): Promise<void> {
    const kid = String(Number(this.#keys.issuer.kid) + 1);
    const [issuer, forger] = await Promise.all([newKey(kid), newKey(kid)]);
    this.#keys = { issuer, withdrawn: this.#keys.issuer, forger };
  }

  /** A token that no other is equal to, good for an hour unless the claims say otherwise. */
  token(claims: JWTPayload, signer: Signer = 'issuer'): Promise<string> {
    const { kid, privateKey } = this.#keys[signer];
    const iat = Math.floor((Date.now() + this.ahead) / 1000);
    const usual = { iss: this.issuer, sub: '5f1d', jti: String(this.#tokens++), iat, exp: iat + 3600 };
    const client = claims['token_use'] === 'access' ? { client_id: audience } : { aud: audience };
    return new SignJWT({ ...usual, ...client, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(privateKey);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
