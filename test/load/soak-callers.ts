import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { JWTPayload } from 'jose';
import type { Issuer, Signer } from './issuer.js';
import { bodyLimit, type Caller, type SoakCase } from './soak-cases.js';

/** What became of a request: `allowed` and what the handler saw, or the error and its message in one line. */
export interface Came {
  readonly said: string;
  readonly operation?: unknown;
  readonly members?: unknown;
}

const support = {
  'cognito:groups': ['support'],
  'cognito:username': 'alice',
  'custom:team': 'blue',
  token_use: 'id',
};

const claims: ReadonlyMap<Caller, readonly [JWTPayload, Signer]> = new Map([
  ['support', [support, 'issuer']],
  ['admin', [{ 'cognito:groups': ['admin'], 'cognito:username': 'root', token_use: 'id' }, 'issuer']],
  ['expired', [{ ...support, exp: 1_700_000_000 }, 'issuer']],
  ['forger', [support, 'forger']],
  ['withdrawn', [support, 'withdrawn']],
  ['roleless', [{ 'cognito:username': 'alice', token_use: 'id' }, 'issuer']],
] as const);

const accessClaims = { token_use: 'access', scope: 'aws.cognito.signin.user.admin', username: 'alice' };

/** How many tokens a caller has at once: those of all callers are more than the subject remembers. */
const tokensAtOnce = 40;

const filling = 'x'.repeat(bodyLimit);

interface Answer {
  readonly __type?: string;
  readonly message?: string;
  /** So in AWS's answer to what is denied. */
  readonly Message?: string;
  readonly result?: Omit<Came, 'said'>;
}

/** Whoever sends requests to a subject, over connections that are kept. */
export class Callers {
  readonly #issuer: Issuer;
  readonly #agent: Agent = new Agent({ keepAlive: true });
  readonly #clients = new Map<string, CognitoIdentityProviderClient>();
  readonly #tokens = new Map<string, string[]>();
  #minted = 0;

  constructor(issuer: Issuer) {
    this.#issuer = issuer;
  }

  /** Sends the request of a case: with one of the caller's tokens, unless it is told which. */
  send(port: number, given: SoakCase, token?: string): Promise<Came> {
    const signed = given.by === 'robot' || given.by === 'thief';
    return signed ? this.#signed(port, given) : this.#bearing(port, given, token);
  }

  /** A token of `support` that has not been sent yet. */
  newToken(signer: Signer): Promise<string> {
    return this.#issuer.token(support, signer);
  }

  /** A case with everything in braces filled in; `n` tells it from every other. */
  async filledIn(given: SoakCase, n: number): Promise<SoakCase> {
    const texts = new Map<string, string>([
      ['n', String(n)],
      ['pool', String(n % 1000)],
      ['filling', filling],
    ]);
    const json = JSON.stringify(given);
    for (const [name, signer] of accessTokens) {
      if (json.includes(`{${name}}`)) texts.set(name, await this.#token(name, accessClaims, signer));
    }
    return JSON.parse(json.replace(/\{([a-z ]+)\}/g, (all, name: string) => texts.get(name) ?? all));
  }

  /** Throws away all tokens, for after the issuer's key has changed. */
  forgetTokens(): void {
    this.#tokens.clear();
  }

  /** Ends the connections. */
  stop(): void {
    this.#agent.destroy();
    for (const client of this.#clients.values()) client.destroy();
  }

  /** One of the caller's tokens in turn; now and then a new one takes the place of an old one. */
  async #token(name: string, payload: JWTPayload, signer: Signer): Promise<string> {
    const tokens = this.#tokens.get(name) ?? [];
    this.#tokens.set(name, tokens);
    const turn = this.#minted++;
    const known = turn % 20 === 0 ? undefined : tokens[turn % tokensAtOnce];
    const token = known ?? (await this.#issuer.token(payload, signer));
    tokens[turn % tokensAtOnce] = token;
    return token;
  }

  async #bearing(port: number, given: SoakCase, token?: string): Promise<Came> {
    const { by, operation, target = operation, path, members } = given;
    const { method = 'POST', body = path === undefined ? members : undefined } = given;
    const who = claims.get(by);
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      ...(path === undefined && { 'x-amz-target': `AWSCognitoIdentityProviderService.${target}` }),
      ...(who && { authorization: `Bearer ${token ?? (await this.#token(by, ...who))}` }),
    };
    const sent = given.text ?? (body && JSON.stringify(body)) ?? '';
    const to = { host: '127.0.0.1', port, method, path: path ?? '/', headers, agent: this.#agent };
    const received = await new Promise<string>((resolve, reject) => {
      const sending = request(to, (response) => text(response).then(resolve, reject));
      // `end` alone would send it in chunks.
      if (sent !== '') sending.setHeader('content-length', Buffer.byteLength(sent));
      sending.on('error', reject).end(sent);
    });
    const { __type, message, Message = message, result }: Answer = JSON.parse(received);
    return __type === undefined ? { said: 'allowed', ...result } : { said: inOneLine(__type, Message) };
  }

  /** By AWS's SDK, which does not show what else the handler saw. */
  async #signed(port: number, { by, operation, members }: SoakCase): Promise<Came> {
    const client = this.#client(port, by);
    const { UserPoolId, Username, PaginationToken } = members as Record<string, string>;
    try {
      if (operation === 'AdminGetUser') await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
      else if (operation === 'ListUsers')
        await client.send(new ListUsersCommand({ UserPoolId, PaginationToken }));
      else throw new Error(`no signed request for ${operation}`);
      return { said: 'allowed', operation, members };
    } catch (error) {
      if (!(error instanceof CognitoIdentityProviderServiceException)) throw error;
      return { said: inOneLine(error.name, error.message) };
    }
  }

  #client(port: number, by: Caller): CognitoIdentityProviderClient {
    const name = `${by} ${port}`;
    const client =
      this.#clients.get(name) ??
      new CognitoIdentityProviderClient({
        region: 'us-east-1',
        endpoint: `http://127.0.0.1:${port}`,
        maxAttempts: 1,
        credentials: {
          accessKeyId: 'AKIAROBOT',
          secretAccessKey: by === 'robot' ? 'robot/secret+key' : 'another-secret',
        },
      });
    this.#clients.set(name, client);
    client.config.systemClockOffset = this.#issuer.ahead;
    return client;
  }
}

const accessTokens: readonly (readonly [string, Signer])[] = [
  ['access token', 'issuer'],
  ['forged access token', 'forger'],
];

function inOneLine(type: string, message: string | undefined): string {
  return message === undefined ? type : `${type}: ${message}`;
}
