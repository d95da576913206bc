import { type AuthorizerOptions, readAuthorizerOptions } from './authorizer-options.js';
import { type Steps, steps } from './authorizer-steps.js';
import { membersOf } from './http/body.js';
import { preflight } from './http/cors.js';
import type { DecisionCache } from './http/decision-cache.js';
import { operationFromTarget } from './http/operation-from-target.js';
import type { Outcome } from './http/outcome.js';
import { Refusal, refuse } from './http/refusal.js';
import type { HttpRequest } from './http/request.js';

/** Decides requests to the Amazon Cognito user pools API. */
export interface Authorizer {
  /** What becomes of a request. Never rejects: whatever goes wrong is a refusal. */
  authorize(request: HttpRequest): Promise<Outcome>;
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

  async function authorize(request: HttpRequest): Promise<Outcome> {
    try {
      const response = step.cors ? preflight(request) : undefined;
      return response === undefined
        ? await decide(request, step)
        : { allowed: false, result: undefined, response };
    } catch (error) {
      return step.outcomes.refused(
        refuse('internalError', error instanceof Error ? error.message : String(error)),
      );
    }
  }

  return { authorize, bodyLimit: step.bodyLimit, decisions: step.decisions };
}

/** The straight line that every request goes along. */
async function decide(request: HttpRequest, step: Steps): Promise<Outcome> {
  const entry = operationFromTarget(request);
  if (entry instanceof Refusal) return step.outcomes.refused(entry);
  const members = membersOf(request, step.bodyLimit);
  if (members instanceof Refusal) return step.outcomes.refused(members, entry);

  const unknown = { operation: entry.operation, members, principal: undefined, decision: undefined };
  const caller = await step.findCaller(entry, members, request);
  if (caller instanceof Refusal) return step.outcomes.refused(caller, entry, unknown);
  if (caller === undefined) return step.outcomes.allowed(unknown);

  const { principal } = caller;
  const requests = step.authorizationRequests(entry, members, caller, request);
  if (requests instanceof Refusal) return step.outcomes.refused(requests, entry, { ...unknown, principal });
  const answer = step.askIam(caller, requests);
  const result = { operation: entry.operation, members, principal, decision: answer.decision };
  const denial = step.denial(principal, answer);
  return denial === undefined ? step.outcomes.allowed(result) : step.outcomes.refused(denial, entry, result);
}
