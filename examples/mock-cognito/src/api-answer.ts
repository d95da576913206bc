/** An answer of the user pools API. */
export interface ApiAnswer {
  readonly status: number;
  /** Goes out as JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The media type of every answer. */
export const answerType = 'application/x-amz-json-1.1';

/** An error of the API, status 400. AWS's own `SerializationException` has no message. */
export function errorAnswer(type: string, message?: string): ApiAnswer {
  return { status: 400, body: message === undefined ? { __type: type } : { __type: type, message } };
}

/** The answer to what goes wrong inside: it says nothing of what that was, and clients try again after it. */
export const internalError: ApiAnswer = {
  status: 500,
  body: { __type: 'InternalErrorException', message: 'the emulator did not answer' },
};
