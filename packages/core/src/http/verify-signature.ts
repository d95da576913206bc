import type { Credential } from '../cognito/credential.js';
import { equalInConstantTime } from './constant-time.js';
import { type Refusal, refuse } from './refusal.js';
import type { HttpRequest } from './request.js';
import { signingService } from './signature-scope.js';
import type { SignedAuthorization } from './signed-authorization.js';
import type { SigningTime } from './signing-time.js';

const unsignedPayload = 'UNSIGNED-PAYLOAD';

/**
 * Makes the signature of a request anew, over its method, path, query, signed headers and body, and gives AWS's refusal
 * where it is another than the client's; `undefined` where it is the same. Asks nothing of the scope or the time.
 */
export async function signatureFault(
  request: HttpRequest,
  authorization: SignedAuthorization,
  credential: Credential,
  region: string,
  signedAt: SigningTime,
): Promise<Refusal | undefined> {
  const headers = headersSigned(request, authorization.signedHeaders);
  if (typeof headers === 'string') return mismatch(headers);
  const body = bodySigned(request);
  if (body === undefined) return mismatch(rawBodyAdvice);
  const advice = body.raw ? '' : `; ${rawBodyAdvice}`;
  // Loaded with the first signed request: those who use tokens alone need no signing library.
  const { requestSignature, sha256 } = await import('./request-signature.js');
  const hash = await sha256(body.content);
  const declared = request.headers['x-amz-content-sha256'];
  if (declared !== undefined && declared !== unsignedPayload && declared !== hash) {
    return mismatch(`the body has another hash than \`x-amz-content-sha256\`${advice}`);
  }
  const { method, url } = request;
  const payload = declared === unsignedPayload ? unsignedPayload : hash;
  const scope = { region, service: signingService };
  const signature = await requestSignature(credential, scope, signedAt, { method, url, headers, payload });
  if (signature !== undefined && equalInConstantTime(signature, authorization.signature)) return undefined;
  return mismatch(
    `the signature is not that of access key \`${credential.accessKeyId}\`: its secret is another, or a proxy changed the host, the path or a header${advice}`,
  );
}

function mismatch(why: string): Refusal {
  return refuse('signatureMismatch', why);
}

const rawBodyAdvice =
  'a body parser came first, and left no raw body: mount this middleware before it, or keep the raw body in `rawBody`, as the `verify` option of `express.json` can and the parsers of Koa do';

/** The headers that are signed; a text says why there can be no such signature. */
function headersSigned(
  { headers }: HttpRequest,
  names: readonly string[],
): Readonly<Record<string, string>> | string {
  const signed: Record<string, string> = Object.create(null);
  let last = '';
  for (const name of names) {
    if (name !== name.toLowerCase() || name <= last) {
      return 'the names in `SignedHeaders` are not in lower case and in order, each once';
    }
    last = name;
    // HTTP/2 has the host in a header of another name.
    const value = name === 'host' ? (headers['host'] ?? headers[':authority']) : ownHeader(headers, name);
    if (value === undefined) return 'a header is named in `SignedHeaders` that did not arrive';
    signed[name] = typeof value === 'string' ? value : value.join(',');
  }
  return signed;
}

function ownHeader(headers: HttpRequest['headers'], name: string): string | readonly string[] | undefined {
  return Object.hasOwn(headers, name) ? headers[name] : undefined;
}

interface SignedBody {
  readonly content: Uint8Array | string;
  /** Whether it is the body as it arrived. */
  readonly raw: boolean;
}

/**
 * The body as it arrived, or as near to it as can be had: an object made into JSON again is what most clients sent, and
 * where it is not, its hash is another.
 */
function bodySigned({ body, rawBody }: HttpRequest): SignedBody | undefined {
  for (const content of [body, rawBody]) {
    if (typeof content === 'string' || content instanceof Uint8Array) return { content, raw: true };
  }
  if (body === undefined) return { content: '', raw: true };
  try {
    return { content: JSON.stringify(body), raw: false };
  } catch {
    return undefined;
  }
}
