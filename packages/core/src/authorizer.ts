import { type AuthorizerOptions, readAuthorizerOptions } from './authorizer-options.js';
import { type Steps, steps } from './authorizer-steps.js';
import { catalog } from './cognito/catalog.js';
import type { OperationEntry } from './cognito/catalog-entries.js';
import type { Operation } from './cognito/operations.js';
import { isMembers, type Members } from './http/body.js';
import { preflight } from './http/cors.js';
import type { DecisionCache } from './http/decision-cache.js';
import type { Outcome } from './http/outcome.js';
import { Refusal, refuse } from './http/refusal.js';
import type { HttpRequest } from './http/request.js';

/** Decides requests to the Amazon Cognito user pools API. */
export interface Authorizer {
  /** What becomes of a request. Never rejects: whatever goes wrong is a refusal. */
  authorize(request: HttpRequest): Promise<Outcome>;
  /**
   * What becomes of a request that is for `operation`, whatever its path and headers say. `members` gives what is
   * decided on; what it throws is a refusal. Never rejects.
   */
  authorizeOperation(
    operation: Operation,
    members: () => Members | Promise<Members>,
    request: HttpRequest,
  ): Promise<Outcome>;
  /** Whether a request is to a path that `rest` was told to let pass: one that goes on as if nothing were mounted. */
  passes(request: Pick<HttpRequest, 'url' | 'headers'>): boolean;
  /** The largest body that is read, in bytes. */
  readonly bodyLimit: number;
  /** The remembered decisions: how many, and how to forget them. */
  readonly decisions: Omit<DecisionCache, 'evaluate'>;
}

/**
 * Makes an authorizer: AWS's permission check for one account in one region. Every option is read now, keys in files
 * included, and the log gets one line that says what is enforced. Throws a `ConfigurationError` or a `PolicyError`.
 */
export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  const read = readAuthorizerOptions(options, '');
  const step = steps(read);
  const { bodyLimit, decisions, routes } = step;

  async function refusingFaults(request: HttpRequest, decided: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await decided();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return step.outcomes(request).refused(refuse('internalError', why));
    }
  }

  return {
    authorize: (request) =>
      refusingFaults(request, async () => {
        if (routes.passes(request)) return { allowed: true, result: undefined, headers: {} };
        const response = step.cors ? preflight(request, routes.methods) : undefined;
        return response === undefined
          ? decide(request, step)
          : { allowed: false, result: undefined, response };
      }),
    authorizeOperation: (operation, members, request) =>
      refusingFaults(request, async () => decideGuarded(operation, await members(), request, step)),
    passes: (request) => routes.passes(request),
    bodyLimit,
    decisions,
  };
}

/** The straight line that every request goes along. */
async function decide(request: HttpRequest, step: Steps): Promise<Outcome> {
  const found = step.routes.find(request);
  if (found instanceof Refusal) return step.outcomes(request).refused(found);
  const read = found.read(request, step.bodyLimit);
  if (read instanceof Refusal) return step.outcomes(request).refused(read, found.entry);
  const outcome = await decideOperation(found.entry, read.members, request, step);
  return outcome.allowed ? { ...outcome, body: read.body } : outcome;
}

/** The same for a request whose operation and members its guard knows. */
function decideGuarded(
  operation: Operation,
  members: unknown,
  request: HttpRequest,
  step: Steps,
): Promise<Outcome> {
  if (!isMembers(members)) throw new TypeError('the guard gave no object of members');
  const { headers, body } = request;
  const unread =
    body === undefined &&
    (Number(headers['content-length']) > 0 || headers['transfer-encoding'] !== undefined);
  // A signature is verified over the body: one that nobody has read is not an empty one.
  const known = unread ? { ...request, body: new Error('nobody has read the body') } : request;
  return decideOperation(catalog.operation(operation), members, known, step);
}

async function decideOperation(
  entry: OperationEntry,
  members: Members,
  request: HttpRequest,
  step: Steps,
): Promise<Outcome> {
  const outcomes = step.outcomes(request);
  const unknown = { operation: entry.operation, members, principal: undefined, decision: undefined };
  const caller = await step.findCaller(entry, members, request);
  if (caller instanceof Refusal) return outcomes.refused(caller, entry, unknown);
  if (caller === undefined) return outcomes.allowed(unknown);

  const { principal } = caller;
  const requests = step.authorizationRequests(entry, members, caller, request);
  if (requests instanceof Refusal) return outcomes.refused(requests, entry, { ...unknown, principal });
  const answer = step.askIam(caller, requests);
  const result = { operation: entry.operation, members, principal, decision: answer.decision };
  const denial = step.denial(principal, answer);
  return denial === undefined ? outcomes.allowed(result) : outcomes.refused(denial, entry, result);
}
