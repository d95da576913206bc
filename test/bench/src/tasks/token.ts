import { JwtRsaVerifier } from 'aws-jwt-verify';
import { createVerifier } from 'fast-jwt';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { readIssuers, trustedIssuers } from '../../../../packages/core/dist/http/trusted-issuer.js';
import { tokenVerifier } from '../../../../packages/core/dist/http/verified-token.js';
import { clientId, fresh, issuer, jwk, mint, options, publicPem } from '../account.js';
import type { Task } from './task.js';

/** Gives the claim `sub` of a good token; throws or rejects for any other. */
type Verify = (token: string) => unknown;

/** Ways to verify a token, each made ready as its documentation says. */
export const verifiers: ReadonlyMap<string, () => Verify> = new Map<string, () => Verify>([
  [
    'cognito-iam',
    () => {
      const issuers = trustedIssuers(readIssuers(options.issuers, '/issuers'), 5_000);
      const verify = tokenVerifier({ issuers, maxEntries: 1_000, maxAge: 300_000, now: Date.now });
      return async (token) => {
        const verified = await verify(token);
        return 'fault' in verified ? Promise.reject(new Error(verified.why)) : verified.claims.sub;
      };
    },
  ],
  [
    'fast-jwt, cache',
    () => {
      const verify = createVerifier({
        key: publicPem,
        algorithms: ['RS256'],
        allowedIss: issuer,
        allowedAud: clientId,
        cache: 1_000,
      });
      return (token) => subjectOf(verify(token));
    },
  ],
  [
    'aws-jwt-verify',
    () => {
      const verifier = JwtRsaVerifier.create({ issuer, audience: clientId });
      verifier.cacheJwks({ keys: [jwk] });
      return (token) => verifier.verifySync(token).sub;
    },
  ],
  [
    'jose',
    () => {
      const keys = createLocalJWKSet({ keys: [jwk] });
      return async (token) =>
        (await jwtVerify(token, keys, { issuer, audience: clientId, algorithms: ['RS256'] })).payload.sub;
    },
  ],
]);

function subjectOf(claims: unknown): unknown {
  return typeof claims === 'object' && claims !== null && 'sub' in claims ? claims.sub : undefined;
}

/** Tokens verified one after another: the same one every time (`seen`), or each a `new` one. */
export async function tokenTask(name = '', which = ''): Promise<Task> {
  const verify = verifiers.get(name)?.();
  if (verify === undefined) throw new Error(`there is no verifier ${name}`);
  const token = mint();
  await parity(verify, token);
  const operations = which === 'seen' ? 200 : 20;
  return {
    operations,
    batch() {
      const headers = Array.from({ length: operations }, () =>
        fresh(`Bearer ${which === 'seen' ? token : mint()}`),
      );
      return async () => {
        for (const header of headers) {
          const subject = verify(header.slice(7));
          // An answer that is there at once is not waited for.
          if ((subject instanceof Promise ? await subject : subject) === undefined)
            throw new Error('refused');
        }
      };
    },
  };
}

async function parity(verify: Verify, token: string): Promise<void> {
  if ((await verify(token)) === undefined) throw new Error('a good token is refused');
  const last = token.slice(-5);
  const forged =
    token.slice(0, -5) +
    [...last]
      .reverse()
      .join('')
      .replace(/^./, (c) => (c === 'A' ? 'B' : 'A'));
  for (const bad of [forged, `${token.slice(0, 20)}x${token.slice(21)}`]) {
    const accepted = await Promise.resolve()
      .then(() => verify(bad))
      .then(
        () => true,
        () => false,
      );
    if (accepted) throw new Error('a forged token is accepted');
  }
}
