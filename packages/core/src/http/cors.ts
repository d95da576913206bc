import type { HttpResponse } from './outcome.js';
import type { HttpRequest } from './request.js';

/** What every answer carries: without it a browser hides the error from the page that asked. */
export const corsHeaders: Readonly<Record<string, string>> = Object.freeze({
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
});

/** The headers that the AWS SDKs and Amplify send from a browser. */
const allowedHeaders = [
  'content-type',
  'x-amz-target',
  'x-amz-user-agent',
  'cache-control',
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'authorization',
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
];

/** The method that a preflight asks for. A preflight decides nothing: the request that follows is asked about. */
export function requestedMethod({ headers }: HttpRequest): string {
  const method = headers['access-control-request-method'];
  return typeof method === 'string' && /^[A-Z]+$/.test(method) ? method : 'GET';
}

/**
 * The answer to a browser's preflight, `undefined` for any other request. A preflight carries no credentials, so it
 * is answered before anyone asks who calls. https://fetch.spec.whatwg.org/#cors-preflight-request
 */
export function preflight(request: HttpRequest, methods: readonly string[]): HttpResponse | undefined {
  if (request.method !== 'OPTIONS') return undefined;
  return {
    status: 200,
    headers: {
      ...corsHeaders,
      'access-control-allow-methods': methods.join(','),
      'access-control-allow-headers': allowedHeaders.join(','),
      'access-control-max-age': '172800',
    },
    body: '',
  };
}
