import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { answerType } from '../../examples/mock-cognito/src/api-answer.js';

/** A request, byte for byte. */
export interface RawCall {
  readonly method?: string;
  readonly path?: string;
  /** Named in `x-amz-target`; none where absent. */
  readonly operation?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends a request with nothing added but what an API client always sends; `headers` may replace that. */
export function rawCall(endpoint: string, call: RawCall): Promise<RawAnswer> {
  const { method = 'POST', path = '/', operation, headers, body = '' } = call;
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(endpoint), { method, path, agent: false });
    outgoing.setHeader('content-type', answerType);
    if (operation !== undefined) {
      outgoing.setHeader('x-amz-target', `AWSCognitoIdentityProviderService.${operation}`);
    }
    for (const [name, value] of Object.entries(headers ?? {})) outgoing.setHeader(name, value);
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    outgoing.end(body);
  });
}

/** Calls an operation and gives the parsed answer. */
export async function callApi(
  endpoint: string,
  operation: string,
  input: object,
  token?: string,
): Promise<{ readonly status: number; readonly answer: Readonly<Record<string, unknown>> }> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const { status, body } = await rawCall(endpoint, {
    operation,
    headers,
    body: JSON.stringify(input),
  });
  return { status, answer: Object(JSON.parse(body)) };
}
