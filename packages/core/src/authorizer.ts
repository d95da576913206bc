import {
  type AuthorizerChanges,
  type AuthorizerOptions,
  readAuthorizerChanges,
  readAuthorizerOptions,
} from './authorizer-options.js';
import { type Steps, steps } from './authorizer-steps.js';
import { catalog } from './cognito/catalog.js';
import type { OperationEntry } from './cognito/catalog-entries.js';
import type { Operation } from './cognito/operations.js';
import type { Caller } from './cognito/principal.js';
import { messageOf } from './errors.js';
import type { Members } from './http/body.js';
import { preflight, requestedMethod } from './http/cors.js';
import type { RememberedDecisions } from './http/decision-cache.js';
import { nothingFound } from './http/decision-event.js';
import { givenMembers, isUnread } from './http/guarded-request.js';
import type { RouteTable } from './http/operation-request.js';
import type { Outcome } from './http/outcome.js';
import type { Outcomes } from './http/outcomes.js';
import { Refusal, refuse } from './http/refusal.js';
import type { HttpRequest } from './http/request.js';
import type { Soon } from './http/soon.js';

/** Decides requests to the Amazon Cognito user pools API. */
export interface Authorizer {
  /** What becomes of a request. Never rejects: whatever goes wrong is a refusal. */
  authorize(request: HttpRequest): Promise<Outcome>;
  /**
   * What becomes of a request that is for `operation`, whatever its path and headers say. `members` gives what is
   * decided on; what it throws is a refusal. A browser's preflight is answered, where `cors` is on. Never rejects.
   */
  authorizeOperation(
    operation: Operation,
    members: () => Members | Promise<Members>,
    request: HttpRequest,
  ): Promise<Outcome>;
  /** Whether a request is to a path that `rest` was told to let pass: one that goes on as if nothing were mounted. */
  passes(request: Pick<HttpRequest, 'url' | 'headers'>): boolean;
  /**
   * Takes other options from the next request on: those named change, `undefined` leaves one out, the others stay.
   * All of them are read and checked first, and where one cannot be used it throws like {@link createAuthorizer} and
   * nothing changes. A request that is being decided keeps the options that it began with; one whose body an adapter
   * is still reading has not begun. Decisions are forgotten; verified tokens and fetched keys are kept unless
   * `issuers`, `tokenCache`, `timeLimit` or `now` is named.
   */
  reload(changes: AuthorizerChanges): void;
  /** How requests name operations: the option `routes`, or the table of the AWS JSON protocol. */
  readonly routes: RouteTable;
  /** The largest body that is read, in bytes. */
  readonly bodyLimit: number;
  /** The remembered decisions: how many, and how to forget them. Those counted were asked for since the last reload. */
  readonly decisions: RememberedDecisions;
}

/**
 * Makes an authorizer: AWS's permission check for one account in one region. Every option is read now, keys in files
 * included, and the log gets one line that says what is enforced. Throws a `ConfigurationError` or a `PolicyError`.
 */
export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  let read = readAuthorizerOptions(options, '');
  // Whatever a request needs of the options hangs on this, and it takes it once: so none sees half of a reload.
  let current = steps(read);
  const { bodyLimit } = current;
  current.announce('start');

  return {
    async authorize(request) {
      const step = current;
      const outcomes = step.outcomes(request);
      try {
        const outcome = decide(request, step, outcomes);
        // A request that does not wait for anything is decided without a turn of the event loop.
        return outcome instanceof Promise ? await outcome : outcome;
      } catch (error) {
        return faulty(error, outcomes);
      }
    },
    async authorizeOperation(operation, members, request) {
      const step = current;
      const outcomes = step.outcomes(request);
      try {
        const response = step.cors ? preflight(request, [requestedMethod(request)]) : undefined;
        if (response !== undefined) return { allowed: false, result: undefined, response };
        const given = await givenMembers(members, operation, request);
        return given instanceof Refusal
          ? outcomes.refused(given, { ...nothingFound, entry: catalog.operation(operation) })
          : await decideGuarded(operation, given, request, step, outcomes);
      } catch (error) {
        return faulty(error, outcomes);
      }
    },
    passes: (request) => current.routes.passes(request),
    reload(changes) {
      const next = readAuthorizerChanges(read, changes);
      const kept = tokenOptions.some((name) => Object.hasOwn(changes, name)) ? undefined : current.tokens;
      current = steps(next, kept);
      read = next;
      current.announce('reload');
    },
    get routes() {
      return current.routes;
    },
    bodyLimit,
    decisions: {
      invalidate: (principalArn) => current.decisions.invalidate(principalArn),
      clear: () => current.decisions.clear(),
      get counters() {
        return current.decisions.counters;
      },
    },
  };
}

/** What verified tokens and fetched keys depend on. */
const tokenOptions = ['issuers', 'tokenCache', 'timeLimit', 'now'] as const;

/** What becomes of a request when something goes wrong here. */
function faulty(error: unknown, outcomes: Outcomes): Outcome {
  const why = messageOf(error);
  return outcomes.refused(refuse('internalError', why), nothingFound);
}

/** The straight line that every request goes along. */
function decide(request: HttpRequest, step: Steps, outcomes: Outcomes): Soon<Outcome> {
  if (step.routes.passes(request)) return { allowed: true, result: undefined, headers: {} };
  const response = step.cors ? preflight(request, step.routes.methods) : undefined;
  if (response !== undefined) return { allowed: false, result: undefined, response };
  const found = step.routes.find(request);
  if (found instanceof Refusal) return outcomes.refused(found, nothingFound);
  const { entry } = found;
  const read = found.read(request, step.bodyLimit);
  if (read instanceof Refusal) return outcomes.refused(read, { ...nothingFound, entry });
  return decideOperation({ entry, members: read.members, body: read.body }, request, step, outcomes);
}

/** The same for a request whose operation and members its guard knows. */
function decideGuarded(
  operation: Operation,
  members: Members,
  request: HttpRequest,
  step: Steps,
  outcomes: Outcomes,
): Soon<Outcome> {
  // A signature is verified over the body: one that nobody has read is not an empty one.
  const known = isUnread(request) ? { ...request, body: new Error('nobody has read the body') } : request;
  const said = { entry: catalog.operation(operation), members, body: undefined };
  return decideOperation(said, known, step, outcomes);
}

/** What a request says. */
interface Said {
  readonly entry: OperationEntry;
  readonly members: Members;
  /** What its body says, where it was read here. */
  readonly body: Members | undefined;
}

function decideOperation(said: Said, request: HttpRequest, step: Steps, outcomes: Outcomes): Soon<Outcome> {
  const caller = step.findCaller(said.entry, said.members, request);
  return caller instanceof Promise
    ? caller.then((found) => decideFor(found, said, request, step, outcomes))
    : decideFor(caller, said, request, step, outcomes);
}

/** The end of the line: who asks is known, or why nobody can be believed. */
function decideFor(
  caller: Caller | Refusal | undefined,
  { entry, members, body }: Said,
  request: HttpRequest,
  step: Steps,
  outcomes: Outcomes,
): Outcome {
  if (caller === undefined || caller instanceof Refusal) {
    const found = { entry, members, body, principal: undefined, answer: undefined };
    return caller === undefined ? outcomes.allowed(found) : outcomes.refused(caller, found);
  }
  const { principal } = caller;
  const answer = step.askIam(caller, entry, members, request);
  if (answer instanceof Refusal) {
    return outcomes.refused(answer, { entry, members, body, principal, answer: undefined });
  }
  const found = { entry, members, body, principal, answer };
  return answer.denial === undefined ? outcomes.allowed(found) : outcomes.refused(answer.denial, found);
}
