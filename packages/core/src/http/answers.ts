import type { HttpResponse } from './outcome.js';
import type { Refusal } from './refusal.js';

/** What Node and browsers accept in a header: anything else would make `setHeader` throw. */
const printableLatin1 = /^[\x20-\x7e\xa0-\xff]*$/;

/**
 * The answer AWS gives to a refused request, in the AWS JSON 1.1 protocol: the error's name in `__type` and in
 * `x-amzn-errortype`, the message as `Message` where access is denied and as `message` everywhere else. The `date`
 * header is left to the server. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function answer(refusal: Refusal, extraHeaders: Readonly<Record<string, string>>): HttpResponse {
  const { type, message } = refusal;
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': globalThis.crypto.randomUUID(),
    'x-amzn-errortype': `${type}:`,
  };
  if (message !== undefined && printableLatin1.test(message)) headers['x-amzn-errormessage'] = message;
  return { status: refusal.status, headers: { ...headers, ...extraHeaders }, body: bodyOf(type, message) };
}

function bodyOf(type: string, message: string | undefined): string {
  if (message === undefined) return JSON.stringify({ __type: type });
  if (type === 'AccessDeniedException') return JSON.stringify({ __type: type, Message: message });
  return JSON.stringify({ __type: type, message });
}
