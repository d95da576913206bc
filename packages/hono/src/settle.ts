import type { Outcome } from '@cognito-iam/core';
import type { Context, Next } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';

/** The answer to a refused request, or what comes of handing on one that was let through. */
export async function settle(c: Context, outcome: Outcome, next: Next): Promise<Response | undefined> {
  if (!outcome.allowed) {
    const { status, headers, body } = outcome.response;
    return c.newResponse(body, { status: status as StatusCode, headers });
  }
  c.set('cognitoIam', outcome.result);
  const { headers } = outcome;
  const response = nodeResponse(c);
  if (response !== undefined) {
    for (const name in headers) response.setHeader(name, headers[name]);
    await next();
    return undefined;
  }
  // For responses made by Hono now, for any other afterwards: a response to put them into is dear as long as it is empty.
  for (const name in headers) c.header(name, headers[name]);
  await next();
  for (const name in headers) if (!c.res.headers.has(name)) c.header(name, headers[name]);
  return undefined;
}

/** Node's own response. */
interface NodeResponse {
  readonly headersSent: boolean;
  setHeader(name: string, value: string | undefined): unknown;
}

/**
 * The response of Node that Hono's is written to, where headers can go straight there: what a handler sets takes their
 * place, as it would take that of headers set in Hono, where one alone costs more than the decision. Not where headers have
 * been set in Hono before, in whose place those of the outcome come.
 */
function nodeResponse(c: Context): NodeResponse | undefined {
  const outgoing: NodeResponse | undefined = c.env?.outgoing;
  if (typeof outgoing?.setHeader !== 'function' || outgoing.headersSent) return undefined;
  // An empty response has the headers that were set so far.
  return c.newResponse(null).headers.keys().next().done === true ? outgoing : undefined;
}
