import { Agent, type ClientRequest, request as openRequest, type RequestOptions } from 'node:http';
import { text } from 'node:stream/consumers';
import { type ApiAnswer, answerType } from './api-answer.js';

/** The way to the emulator. */
export interface Forwarder {
  /**
   * Has the emulator carry an operation out, and resolves with its answer. The request is made anew from the
   * operation and the members: nothing else of what a client sent reaches the emulator, which reads bodies by their
   * headers and knows other paths. Rejects where no answer comes, or none of the API's shape.
   */
  forward(operation: string, members: Readonly<Record<string, unknown>>): Promise<ApiAnswer>;
  /** Whether the emulator says that it is well. */
  isWell(): Promise<boolean>;
  close(): void;
}

/** Where the emulator is, and what it wants to see before it answers. */
export interface EmulatorAddress {
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
  /** Goes with every request as header `x-emulator-key`. */
  readonly key: string;
}

const answerLimit = 60_000;

/** Forwards to one emulator over kept connections. */
export function createForwarder({ url, key }: EmulatorAddress): Forwarder {
  const agent = new Agent({ keepAlive: true });

  const send = async (
    options: RequestOptions,
    body = '',
  ): Promise<{ readonly status: number; readonly body: string }> => {
    const { headers } = options;
    const outgoing = openRequest(new URL(url), {
      ...options,
      agent,
      headers: { ...headers, 'x-emulator-key': key, 'content-length': Buffer.byteLength(body) },
      timeout: answerLimit,
    });
    outgoing.end(body);
    return answerTo(outgoing);
  };

  return {
    forward: async (operation, members) => {
      const headers = {
        'content-type': answerType,
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      };
      const { status, body } = await send({ method: 'POST', path: '/', headers }, JSON.stringify(members));
      const answer = parsed(body);
      if (answer === undefined || (status !== 200 && typeof answer['__type'] !== 'string')) {
        throw new Error(`the emulator's answer to ${operation}, status ${status}, is none of the API's`);
      }
      return { status, body: answer };
    },
    isWell: async () => (await send({ method: 'GET', path: '/health' })).status === 200,
    close: () => agent.destroy(),
  };
}

function answerTo(outgoing: ClientRequest): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 500, body }), reject);
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('the emulator took too long to answer')));
    outgoing.on('error', reject);
  });
}

/** The JSON object in a body; `undefined` where it holds none. */
function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
