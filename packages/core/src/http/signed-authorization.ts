import { type Refusal, refuseWith } from './refusal.js';
import type { HttpRequest } from './request.js';

/** What an `Authorization: AWS4-HMAC-SHA256 …` header says; nothing of it is verified. */
export interface SignedAuthorization {
  /** The parts between the slashes: access key id, date, region, service and terminator, where they are all there. */
  readonly credential: readonly string[];
  /** Names of the headers that the signature covers, as they were written. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const requiredParameters = ['Credential', 'Signature', 'SignedHeaders'];

/** Those of AWS's SDKs stay under 1,000 characters; a longer one is not even taken apart. */
const longest = 8_192;

/**
 * Reads what follows `AWS4-HMAC-SHA256`, or gives AWS's refusal of a header that lacks something. A parameter that is
 * there twice is refused, since readers disagree about which one counts.
 */
export function signedAuthorization(parameters: string, request: HttpRequest): SignedAuthorization | Refusal {
  if (parameters.length > longest) {
    return refuseWith(
      'incompleteSignature',
      `The Authorization header must be shorter than ${longest} characters.`,
    );
  }
  const values = new Map<string, string>();
  for (const part of parameters.split(/[\s,]+/)) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals === -1) {
      const message = 'Invalid key=value pair (missing equal-sign) in Authorization header.';
      return refuseWith('incompleteSignature', message);
    }
    const name = part.slice(0, equals);
    if (values.has(name)) {
      return refuseWith('incompleteSignature', 'A parameter is there twice in the Authorization header.');
    }
    values.set(name, part.slice(equals + 1));
  }
  const missing = missingParts(values, request);
  if (missing.length > 0) return refuseWith('incompleteSignature', missing.join(' '));
  return {
    credential: (values.get('Credential') ?? '').split('/'),
    signedHeaders: (values.get('SignedHeaders') ?? '').split(';'),
    signature: values.get('Signature') ?? '',
  };
}

/** One sentence for each thing that a signature needs. AWS goes on to repeat the header, which may hold a secret. */
export function missingParts(values: ReadonlyMap<string, string>, request: HttpRequest): readonly string[] {
  const missing = requiredParameters
    .filter((name) => !values.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (request.headers['x-amz-date'] === undefined && request.headers['date'] === undefined) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  return missing;
}
