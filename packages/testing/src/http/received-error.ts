import { TestKitError } from '../kit-error.js';

/** What a client was told, whatever it was told by. */
export interface ReceivedError {
  /** Absent where an error does not say. */
  readonly status: number | undefined;
  /** AWS's name of the error, without namespace; absent where the answer is no error of AWS's. */
  readonly type: string | undefined;
  readonly message: string | undefined;
}

/** A response whose body has yet to be read, such as that of `fetch`. */
export interface UnreadResponse {
  readonly status: number;
  readonly bodyUsed: boolean;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/**
 * Reads an answer to an API call: a response of supertest, of `fetch`, of `inject`, or an error that an SDK threw.
 * Throws a {@link TestKitError} where a value is none of these.
 */
export function receivedError(value: unknown): ReceivedError | Promise<ReceivedError> {
  if (typeof value !== 'object' || value === null) {
    throw new TestKitError(`expected a response or an error, got ${value === null ? 'null' : typeof value}`);
  }
  if ('then' in value) {
    throw new TestKitError(
      'expected a response or an error, got a promise: await it first, or catch what it rejects with',
    );
  }
  if (isUnread(value)) return ofUnread(value);
  const members = new Map<string, unknown>(Object.entries(value));
  const response = members.get('response');
  // superagent's errors carry the response that they are about.
  if (value instanceof Error && typeof response === 'object' && response !== null && 'text' in response) {
    return receivedError(response);
  }
  if (value instanceof Error) return ofError(value, members);
  return ofRead(value);
}

function isUnread(value: object): value is UnreadResponse {
  return 'text' in value && typeof value.text === 'function' && 'bodyUsed' in value && 'status' in value;
}

async function ofUnread(response: UnreadResponse): Promise<ReceivedError> {
  if (response.bodyUsed) {
    throw new TestKitError(
      'the body of the Response was read before: assert first, or give `response.clone()` to one of the two',
    );
  }
  return ofBody(response.status, await response.text(), response.headers.get('x-amzn-errortype'));
}

function ofError(error: Error, members: ReadonlyMap<string, unknown>): ReceivedError {
  const metadata = members.get('$metadata');
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : members.get('statusCode');
  // The SDK of version 2 has the name in `code`.
  const code = members.get('code');
  return {
    status: typeof status === 'number' ? status : undefined,
    type: plainType(error.name === 'Error' && typeof code === 'string' ? code : error.name),
    message: error.message,
  };
}

function ofRead(response: object): ReceivedError {
  const { status, statusCode, headers, text, body, payload }: Record<string, unknown> = {
    status: undefined,
    ...membersOf(response),
  };
  const code = typeof status === 'number' ? status : statusCode;
  if (typeof code !== 'number') {
    throw new TestKitError('expected a response with a status, or an error that an SDK threw');
  }
  const type =
    headers instanceof Headers ? headers.get('x-amzn-errortype') : memberOf(headers, 'x-amzn-errortype');
  return ofBody(code, [text, payload, body].find(holdsBody), typeof type === 'string' ? type : null);
}

/** Some responses have their members from their class. */
function membersOf(response: object): Record<string, unknown> {
  const names = ['status', 'statusCode', 'headers', 'text', 'body', 'payload'];
  return Object.fromEntries(names.map((name) => [name, memberOf(response, name)]));
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function holdsBody(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null);
}

function ofBody(status: number, body: unknown, header: string | null): ReceivedError {
  const read = body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : body;
  const data = typeof read === 'string' ? fromJson(read) : read;
  const { Message, message, detail } = { ...bodyMembers(data) };
  const named = [memberOf(data, '__type'), header, memberOf(data, 'title')].find(
    (one) => typeof one === 'string',
  );
  return {
    status,
    type: typeof named === 'string' ? plainType(named) : undefined,
    message: [Message, message, detail].find((one) => typeof one === 'string'),
  };
}

function bodyMembers(data: unknown): Record<'Message' | 'message' | 'detail', string | undefined> {
  const text = (name: string): string | undefined => {
    const member = memberOf(data, name);
    return typeof member === 'string' ? member : undefined;
  };
  return { Message: text('Message'), message: text('message'), detail: text('detail') };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `com.amazonaws.cognito#AccessDeniedException:` is `AccessDeniedException`. */
function plainType(type: string): string {
  return type.replace(/^.*#/, '').replace(/:.*$/, '');
}
