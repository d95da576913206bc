import type { Issuer } from './issuer.js';

/** A request of which it is known what becomes of it. */
export interface Known {
  readonly text: string;
  readonly status: number;
  /** What the answer holds, and no other's. */
  readonly holds: string;
}

/** How a {@link Known} request is made. */
export type Kind = 'allowed' | 'denied' | 'malformed' | 'public';

/** Requests for the first account of `test/cases/soak.json`, each different from all others. */
export class Requests {
  readonly #token: string;
  #count = 0;

  private constructor(token: string) {
    this.#token = token;
  }

  static async from(issuer: Issuer): Promise<Requests> {
    const claims = { 'cognito:groups': ['support'], 'cognito:username': 'alice', token_use: 'id' };
    return new Requests(await issuer.token(claims));
  }

  /** A request of one kind. */
  next(kind: Kind): Known {
    const n = this.#count++;
    const body = `{"UserPoolId":"us-east-1_S${n}","Username":"u${n}."}`;
    if (kind === 'allowed') {
      return { text: this.#text('AdminGetUser', body), status: 200, holds: `"u${n}."` };
    }
    if (kind === 'denied') {
      const resource = `userpool/us-east-1_S${n} with an explicit deny`;
      return { text: this.#text('AdminDeleteUser', body), status: 400, holds: resource };
    }
    if (kind === 'malformed') {
      return { text: this.#text('AdminGetUser', `${body}}`), status: 400, holds: 'SerializationException' };
    }
    const signUp = `{"ClientId":"client-1","Username":"u${n}.","Password":"p"}`;
    return { text: this.#text('SignUp', signUp), status: 200, holds: `"u${n}."` };
  }

  /** The head of a request that would be allowed; without `length` its body comes in chunks. */
  head(length?: number, operation = 'AdminGetUser'): string {
    const size = length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
    return [
      'POST / HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/x-amz-json-1.1',
      `X-Amz-Target: AWSCognitoIdentityProviderService.${operation}`,
      `Authorization: Bearer ${this.#token}`,
      size,
      '\r\n',
    ].join('\r\n');
  }

  #text(operation: string, body: string): string {
    return this.head(Buffer.byteLength(body), operation) + body;
  }
}
