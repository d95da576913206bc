import { type Refusal, refuseWith } from './refusal.js';
import type { HttpRequest } from './request.js';
import type { SignedAuthorization } from './signed-authorization.js';
import type { SigningTime } from './signing-time.js';

/** The name of this API in signatures. */
export const signingService = 'cognito-idp';

/** What is no region may be a secret in the wrong place, and does not get into the log. */
const regionForm = /^[a-z]{2,4}(?:-[a-z]{2,10}){1,3}-\d{1,2}$/;

const terminator = 'aws4_request';

/**
 * AWS's refusal of a signature that does not cover what it must, or that was made for another day, region or service;
 * `undefined` where it was made for this API. The order of the checks is AWS's.
 */
export function scopeFault(
  { credential, signedHeaders }: SignedAuthorization,
  { headers }: HttpRequest,
  signedAt: SigningTime,
  region: string,
): Refusal | undefined {
  if (!signedHeaders.includes('host')) return mustBeSigned("'Host' or ':authority'");
  // Whoever may change the target turns an operation into another. AWS's SDKs sign it, as its documentation asks.
  if (headers['x-amz-target'] !== undefined && !signedHeaders.includes('x-amz-target')) {
    return mustBeSigned("'X-Amz-Target'");
  }
  // AWS goes on to repeat the credential, which holds the secret where a client mixed up the two.
  if (credential.length !== 5 || credential.includes('')) {
    return refuseWith(
      'incompleteSignature',
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    );
  }
  const [, date, scopeRegion, service, term] = credential;
  const day = signedAt.text.slice(0, 8);
  const faults = [
    ...(scopeRegion === region ? [] : ['Credential should be scoped to a valid region.']),
    ...(service === signingService
      ? []
      : [`Credential should be scoped to correct service: '${signingService}'.`]),
    ...(term === terminator
      ? []
      : [`Credential should be scoped with a valid terminator: '${terminator}', not '${short(term)}'.`]),
    ...(date === day
      ? []
      : [
          `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${short(date)}' != '${day}', from '${signedAt.text}'.`,
        ]),
  ];
  if (faults.length === 0) return undefined;
  const scoped =
    scopeRegion !== undefined && regionForm.test(scopeRegion) ? `\`${scopeRegion}\`` : 'something else';
  const why = scopeRegion === region ? undefined : `signed for ${scoped}; \`region\` is \`${region}\``;
  return refuseWith('invalidSignature', faults.join(' '), why);
}

function mustBeSigned(header: string): Refusal {
  return refuseWith('invalidSignature', `${header} must be a 'SignedHeader' in the AWS Authorization.`);
}

/** What a client wrote, cut to a length that fits into an answer. */
function short(text = ''): string {
  return text.slice(0, 100);
}
