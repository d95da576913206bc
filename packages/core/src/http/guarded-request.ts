import { messageOf } from '../errors.js';
import { announcesBody, isMembers, type Members } from './body.js';
import { type Refusal, refuse } from './refusal.js';
import type { HttpRequest } from './request.js';
import { loggedPath } from './rest-target.js';

/** The members that a guard's callback gives; where it fails, a refusal that tells the log which guard it was. */
export async function givenMembers(
  members: () => unknown,
  operation: string,
  request: HttpRequest,
): Promise<Members | Refusal> {
  const failed = (what: string): Refusal => {
    const hint = isUnread(request)
      ? '; nobody has read the body: a body parser has to come before the guard'
      : '';
    const route = `${request.method} ${loggedPath(request.url)}`;
    return refuse('internalError', `the callback of the guard of ${operation} at ${route} ${what}${hint}`);
  };
  try {
    const given = await members();
    return isMembers(given) ? given : failed('gave no object of members');
  } catch (error) {
    return failed(`threw: ${messageOf(error)}`);
  }
}

/** Whether a request has, or may have, a body that nobody has read. */
export function isUnread({ headers, body }: HttpRequest): boolean {
  if (body !== undefined) return false;
  // HTTP/2, whose requests need not say that they have a body, has the path among the headers.
  return announcesBody(headers) || headers[':path'] !== undefined;
}
