import { Sha256 } from '@smithy/core/checksum';
import { getCanonicalHeaders, SignatureV4 } from '@smithy/signature-v4';
import type { Credential } from '../cognito/credential.js';
import type { SigningTime } from './signing-time.js';

/** What a signature is made of. */
export interface SignedContent {
  readonly method: string;
  /** Path and query as they arrived. */
  readonly url: string;
  /** The headers that are signed, by their names in lower case, and no others. */
  readonly headers: Readonly<Record<string, string>>;
  /** The hash of the body, or the word that stands for one. */
  readonly payload: string;
}

/** The API that a signature is for. */
export interface SigningScope {
  readonly region: string;
  readonly service: string;
}

/** The SHA-256 of a body, in hexadecimal digits. */
export async function sha256(body: Uint8Array | string): Promise<string> {
  const hash = new Sha256();
  hash.update(typeof body === 'string' ? new TextEncoder().encode(body) : body);
  return hexadecimal(await hash.digest());
}

/**
 * The signature that `credential` gives to `content`; `undefined` where there is none, because its query cannot be
 * decoded or holds a signature itself, which signers leave out. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function requestSignature(
  credential: Credential,
  scope: SigningScope,
  { time, text }: SigningTime,
  content: SignedContent,
): Promise<string | undefined> {
  const { path, query } = pathAndQuery(content.url);
  if (query === undefined) return undefined;
  return signerOf(credential, scope).signatureOf({ ...content, path, query }, new Date(time), text);
}

/** The SDK's own signer, told exactly what is signed: it would choose the headers itself, and add some. */
class RequestSigner extends SignatureV4 {
  readonly #region: string;

  constructor({ accessKeyId, secretAccessKey }: Credential, { region, service }: SigningScope) {
    super({
      credentials: { accessKeyId, secretAccessKey },
      region,
      service,
      sha256: Sha256,
    });
    this.#region = region;
  }

  async signatureOf(
    {
      method,
      path,
      query,
      headers,
      payload,
    }: SignedContent & { readonly path: string; readonly query: Query },
    date: Date,
    dateText: string,
  ): Promise<string> {
    const request = {
      method,
      protocol: 'http:',
      hostname: '',
      path,
      query,
      headers: { ...headers },
    };
    const canonicalHeaders = getCanonicalHeaders(request, undefined, new Set(Object.keys(headers)));
    const scope = `${dateText.slice(0, 8)}/${this.#region}/${this.service}/aws4_request`;
    const canonical = this.createCanonicalRequest(request, canonicalHeaders, payload);
    const toSign = await this.createStringToSign(dateText, scope, canonical, 'AWS4-HMAC-SHA256');
    return this.sign(toSign, { signingDate: date });
  }
}

/** One signer for each credential and scope, for as long as the directory is in use. */
const signers = new WeakMap<Credential, Map<string, RequestSigner>>();

function signerOf(credential: Credential, scope: SigningScope): RequestSigner {
  const name = `${scope.region}/${scope.service}`;
  const known = signers.get(credential) ?? new Map<string, RequestSigner>();
  const signer = known.get(name) ?? new RequestSigner(credential, scope);
  signers.set(credential, known.set(name, signer));
  return signer;
}

type Query = Record<string, string[]>;

/** The path as it is, and the query decoded; `undefined` for one that cannot be signed. */
function pathAndQuery(url: string): { readonly path: string; readonly query: Query | undefined } {
  const mark = url.indexOf('?');
  if (mark === -1) return { path: url, query: {} };
  const path = url.slice(0, mark);
  const query: Query = Object.create(null);
  try {
    for (const pair of url.slice(mark + 1).split('&')) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const name = decode(equals === -1 ? pair : pair.slice(0, equals));
      if (name.toLowerCase() === 'x-amz-signature') return { path, query: undefined };
      const value = equals === -1 ? '' : decode(pair.slice(equals + 1));
      const values = query[name] ?? [];
      values.push(value);
      query[name] = values;
    }
  } catch {
    return { path, query: undefined };
  }
  return { path, query };
}

/** A plus is a blank, as it is to whoever reads the query: what was signed as a plus is `%2B`. */
function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', '%20'));
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
