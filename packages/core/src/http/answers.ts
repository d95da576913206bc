import type { Operation } from '../cognito/operations.js';
import type { HttpResponse } from './outcome.js';
import type { Refusal } from './refusal.js';

/** Makes the answer to a refused request. Never throws. */
export type Answer = (refusal: Refusal, operation: Operation | undefined, requestId: string) => HttpResponse;

/** What Node and browsers accept in a header: anything else would make `setHeader` throw. */
export const printableLatin1: RegExp = /^[\x20-\x7e\xa0-\xff]*$/;

/**
 * The answer AWS gives to a refused request, in the AWS JSON 1.1 protocol: the error's name in `__type` and in
 * `x-amzn-errortype`, the message as `Message` where access is denied and as `message` everywhere else. The `date`
 * header is left to the server. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const awsAnswer: Answer = (refusal, _operation, requestId) => {
  const { type, message } = refusal;
  return {
    status: refusal.status,
    headers: { 'content-type': 'application/x-amz-json-1.1', ...errorHeaders(refusal, requestId) },
    body: bodyOf(type, message),
  };
};

/** What AWS says of an error in headers, in any protocol. */
export function errorHeaders(
  { type, message }: Refusal,
  requestId: string,
): Readonly<Record<string, string>> {
  return {
    'x-amzn-requestid': requestId,
    'x-amzn-errortype': `${type}:`,
    ...(message !== undefined && printableLatin1.test(message) && { 'x-amzn-errormessage': message }),
  };
}

function bodyOf(type: string, message: string | undefined): string {
  if (message === undefined) return JSON.stringify({ __type: type });
  if (type === 'AccessDeniedException') return JSON.stringify({ __type: type, Message: message });
  return JSON.stringify({ __type: type, message });
}
