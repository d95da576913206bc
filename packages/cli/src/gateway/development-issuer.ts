import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IssuerOptions, RoleMappingOptions } from '@cognito-iam/core';
import { UserError } from '../user-error.js';
import { developmentMapping } from './issuers.js';

/** The claim `iss` of development tokens: an address that can be nobody's. https://www.rfc-editor.org/rfc/rfc6761#section-6.4 */
export const developmentIssuerName = 'https://development.cognito-iam.invalid';

/**
 * The issuer of the tokens that whoever has the key in `file` (a private or public key, PEM; RSA or P-256) signs.
 * Rejects with a {@link UserError} where there is no such key.
 */
export async function developmentIssuer(
  file: string,
  mapping: RoleMappingOptions | undefined,
): Promise<IssuerOptions> {
  const pem = await readFile(file, 'utf8').catch(() => {
    throw new UserError(
      `the development key ${file} cannot be read: \`cognito-iam token\` makes it, or leave trustDevelopmentTokens out`,
    );
  });
  const jwk = publicJwk(pem, file);
  const algorithm = jwk['kty'] === 'RSA' ? 'RS256' : 'ES256';
  return {
    issuer: developmentIssuerName,
    jwks: { keys: [jwk] },
    audience: null,
    algorithms: [algorithm],
    roleMapping: developmentMapping(mapping),
  };
}

function publicJwk(pem: string, file: string): Readonly<Record<string, unknown>> {
  try {
    return { ...createPublicKey(pem).export({ format: 'jwk' }), use: 'sig' };
  } catch {
    throw new UserError(
      `${file} holds no key in PEM: delete it to have \`cognito-iam token\` make a new one`,
    );
  }
}
