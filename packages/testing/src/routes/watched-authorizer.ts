import type { Authorizer, HttpRequest, Operation, Outcome } from '@cognito-iam/core';

/** What an authorizer said to a request that the kit sent. */
export interface Asked {
  readonly authorizer: Authorizer;
  /** Absent where the request named none that there is. */
  readonly operation: Operation | undefined;
  /** Whether it would have gone on. */
  readonly allowed: boolean;
  /** What was answered: its own refusal or, where it would have gone on, one that keeps the handler from running. */
  readonly response: {
    readonly status: number;
    readonly body: string;
    readonly requestId: string | undefined;
  };
}

/** The header by which requests of the kit are told from those of anybody else. */
export const probeHeader = 'x-cognito-iam-route-contract';

const watched = new WeakMap<Authorizer, { watchers: number; readonly restore: () => void }>();
const heard = new Map<string, Asked[]>();

/**
 * Watches authorizers while `during` runs: what each says to requests with the {@link probeHeader} is kept, and none of
 * these goes on. Requests of others are decided as always.
 */
export async function watching<T>(authorizers: Iterable<Authorizer>, during: () => Promise<T>): Promise<T> {
  const all = [...new Set(authorizers)];
  for (const authorizer of all) watch(authorizer);
  try {
    return await during();
  } finally {
    for (const authorizer of all) unwatch(authorizer);
  }
}

/** What was said to a request, in order; it is told once. */
export function saidTo(probe: string): readonly Asked[] {
  const said = heard.get(probe) ?? [];
  heard.delete(probe);
  return said;
}

function watch(authorizer: Authorizer): void {
  const known = watched.get(authorizer);
  if (known !== undefined) {
    known.watchers += 1;
    return;
  }
  const { authorize, authorizeOperation } = authorizer;
  Object.assign(authorizer, {
    authorize: async (request: HttpRequest) => hear(authorizer, undefined, request, await authorize(request)),
    authorizeOperation: async (...given: Parameters<Authorizer['authorizeOperation']>) =>
      hear(authorizer, given[0], given[2], await authorizeOperation(...given)),
  } satisfies Partial<Authorizer>);
  const restore = (): void => {
    Object.assign(authorizer, { authorize, authorizeOperation });
  };
  watched.set(authorizer, { watchers: 1, restore });
}

function unwatch(authorizer: Authorizer): void {
  const known = watched.get(authorizer);
  if (known === undefined) return;
  known.watchers -= 1;
  if (known.watchers > 0) return;
  known.restore();
  watched.delete(authorizer);
}

function hear(
  authorizer: Authorizer,
  guarded: Operation | undefined,
  { headers }: HttpRequest,
  outcome: Outcome,
): Outcome {
  const probe = headers[probeHeader];
  if (typeof probe !== 'string') return outcome;
  const { allowed, result } = outcome;
  const answer: Outcome = allowed ? { allowed: false, result, response: held } : outcome;
  if (answer.allowed) return answer;
  const { status, body, headers: sent } = answer.response;
  const asked: Asked = {
    authorizer,
    operation: guarded ?? result?.operation,
    allowed,
    response: { status, body, requestId: sent['x-amzn-requestid'] ?? sent['x-amzn-RequestId'] },
  };
  heard.set(probe, [...(heard.get(probe) ?? []), asked]);
  return answer;
}

/** A status that nothing else has, so that what comes back is known to be this. */
const held = { status: 418, headers: { 'content-type': 'text/plain' }, body: 'held by the route contract' };
