import { type Refusal, refuse, refuseWith } from './refusal.js';
import type { HttpRequest } from './request.js';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const requiredParameters = ['Credential', 'Signature', 'SignedHeaders'];

/**
 * The caller of a request signed with Signature Version 4. No access keys are known, so a complete header gets AWS's
 * answer to an unknown access key, and an incomplete one the names of what is missing.
 */
export function accessKeyCaller(parameters: string, request: HttpRequest): Refusal {
  const missing = missingParts(parameters, request);
  return missing.length === 0
    ? refuse('unrecognizedClient', 'access keys are not known here')
    : refuseWith('incompleteSignature', missing.join(' '));
}

/** AWS's answer to an authorization header of an unknown scheme: that of a signature with nothing in it. */
export function unknownSchemeCaller(_credentials: string, request: HttpRequest): Refusal {
  return refuseWith('incompleteSignature', missingParts('', request).join(' '));
}

/** One sentence for each thing that a signature needs. AWS goes on to repeat the header, which may hold a secret. */
function missingParts(parameters: string, request: HttpRequest): readonly string[] {
  const names = new Set(parameters.split(',').map((part) => part.slice(0, part.indexOf('=')).trim()));
  const missing = requiredParameters
    .filter((name) => !names.has(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (request.headers['x-amz-date'] === undefined && request.headers['date'] === undefined) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  return missing;
}
