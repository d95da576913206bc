import type { Operation } from '../cognito/operations.js';
import type { Principal } from '../cognito/principal.js';
import type { Decision } from '../policy/index.js';

/** An answer to send as it stands. `body` is complete; `content-length` is left to the framework. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an adapter leaves for the next handler. */
export interface AuthorizationResult {
  readonly operation: Operation;
  /** Who called; absent where AWS asks for no credentials, or where the caller stayed unknown in audit mode. */
  readonly principal: Principal | undefined;
  /** The members of the request, as they were decided on: of its body, and of path and query where it has a route. */
  readonly members: Readonly<Record<string, unknown>>;
  /** What IAM decided; absent where AWS does not consult IAM. */
  readonly decision: Decision | undefined;
}

/** What to do with a request: hand it to the next handler, or send `response` and stop. */
export type Outcome =
  | {
      readonly allowed: true;
      /** Absent where the request is none of the API's and passes unasked. */
      readonly result: AuthorizationResult | undefined;
      /** The members of the body alone, for the next handler; absent where no body was read. */
      readonly body?: Readonly<Record<string, unknown>>;
      /** Headers that the final answer must carry as well (CORS). */
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly allowed: false;
      /** What was known by then; absent where there is no operation or no readable body, on a preflight and on a fault. */
      readonly result: AuthorizationResult | undefined;
      readonly response: HttpResponse;
    };
