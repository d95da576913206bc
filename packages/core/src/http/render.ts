import type { Operation } from '../cognito/operations.js';
import { messageOf } from '../errors.js';
import { type Answer, awsAnswer, errorHeaders, printableLatin1 } from './answers.js';
import type { Log } from './log.js';
import type { HttpResponse } from './outcome.js';
import type { FixedRefusal, Refusal, WordedRefusal } from './refusal.js';

/** What a refused request is told, whatever the form. Says nothing of policies beyond AWS's own message. */
export interface RefusalData {
  /** AWS's name of the error: `AccessDeniedException`. */
  readonly type: string;
  /** AWS's message; absent where AWS says nothing. */
  readonly message: string | undefined;
  /** Absent where the request names none. */
  readonly operation: Operation | undefined;
  /** What REST clients expect: 401 without good credentials, 403 without permission, 404 without route, 400 or 413 otherwise, 500 for a fault. */
  readonly status: number;
  /** The status of AWS's answer: 400, or 500 for a fault. */
  readonly awsStatus: number;
  /** What AWS's answer has in `x-amzn-requestid`. */
  readonly requestId: string;
}

/**
 * Makes the answer to a refused request: status 400 to 599, headers and body. Where it throws or gives anything
 * else, the answer is AWS's, and the log gets a `fault`.
 */
export type RenderFunction = (refusal: RefusalData) => HttpResponse;

/** The form of the answers to refused requests. */
export type Render = 'aws' | 'problem+json' | RenderFunction;

/** Gives the answers their form. */
export function answerOf(render: Render, log: Log): Answer {
  if (render === 'aws') return awsAnswer;
  if (render === 'problem+json') return problemAnswer;
  return (refusal, operation, requestId) => {
    try {
      const response: unknown = render(dataOf(refusal, operation, requestId));
      if (isErrorResponse(response)) return response;
      throw new TypeError(
        '`render` gave no answer with a status from 400 to 599, headers and a text for a body',
      );
    } catch (error) {
      const message = messageOf(error);
      log({ level: 'error', event: 'fault', message: `render: ${message}` });
      return awsAnswer(refusal, operation, requestId);
    }
  };
}

function dataOf(refusal: Refusal, operation: Operation | undefined, requestId: string): RefusalData {
  const { type, message, status } = refusal;
  return Object.freeze({
    type,
    message,
    operation,
    status: restStatus(refusal),
    awsStatus: status,
    requestId,
  });
}

/** Refusals whose status in REST is not that of their ground. */
const statusByName: ReadonlyMap<FixedRefusal | WordedRefusal, number> = new Map<
  FixedRefusal | WordedRefusal,
  number
>([
  ['unknownOperation', 404],
  ['tooLarge', 413],
  ['accessTokenScope', 403],
  ['userDisabled', 403],
]);
const statusByGround = new Map([
  ['caller', 401],
  ['denied', 403],
]);

function restStatus({ name, ground, status }: Refusal): number {
  return statusByName.get(name) ?? statusByGround.get(ground) ?? status;
}

const commonErrors =
  'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html';

/** A problem detail; its type is AWS's page of errors with the name. https://www.rfc-editor.org/rfc/rfc9457 */
const problemAnswer: Answer = (refusal, operation, requestId) => {
  const { type, message, status } = dataOf(refusal, operation, requestId);
  const detail = message === undefined ? {} : { detail: message };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...errorHeaders(refusal, requestId),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
    body: JSON.stringify({ type: `${commonErrors}#${type}`, title: type, status, ...detail }),
  };
};

const headerName = /^[\w!#$%&'*+.^`|~-]+$/;

function isErrorResponse(value: unknown): value is HttpResponse {
  if (typeof value !== 'object' || value === null) return false;
  const { status, headers, body } = value as Partial<Record<keyof HttpResponse, unknown>>;
  return (
    typeof status === 'number' &&
    Number.isInteger(status) &&
    status >= 400 &&
    status <= 599 &&
    typeof body === 'string' &&
    typeof headers === 'object' &&
    headers !== null &&
    Object.entries(headers).every(
      ([name, text]) => headerName.test(name) && typeof text === 'string' && printableLatin1.test(text),
    )
  );
}
