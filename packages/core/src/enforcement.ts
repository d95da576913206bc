import type { Authorizer } from './authorizer.js';
import { isOperation, type Operation } from './cognito/operations.js';

/** What middleware of an adapter enforces. */
export interface Enforcement {
  /** Whom it asks, at every request anew. */
  readonly authorizer: Authorizer;
  /** The operation of a guard; absent where the request itself names its operation, as it does to `cognitoIam`. */
  readonly operation: Operation | undefined;
}

/** Shared by all copies of this package in a process: the one that reads need not be the one that wrote. */
const enforcementKey = Symbol.for('cognito-iam.enforcement');

/**
 * Marks `middleware` as what asks `authorizer` about every request that it sees, and hands on none that is refused;
 * gives it back. For authors of adapters.
 */
export function enforcing<Middleware extends object>(
  middleware: Middleware,
  authorizer: Authorizer,
  operation?: Operation,
): Middleware {
  const mark = Object.freeze({ authorizer, operation, middleware });
  return Object.defineProperty(middleware, enforcementKey, { value: mark });
}

/**
 * What a function enforces, `undefined` where it is no middleware of an adapter. A mark is what the function says of
 * itself, so that one which inherits it or has been given a copy, as wrappers have, enforces nothing by it; who must be
 * sure sends a request as well.
 */
export function enforcementOf(middleware: unknown): Enforcement | undefined {
  const marked = memberOf(middleware, enforcementKey);
  const authorizer = memberOf(marked, 'authorizer');
  const operation = memberOf(marked, 'operation');
  if (!isAuthorizer(authorizer) || memberOf(marked, 'middleware') !== middleware) return undefined;
  if (operation !== undefined && (typeof operation !== 'string' || !isOperation(operation))) return undefined;
  return { authorizer, operation };
}

function isAuthorizer(value: unknown): value is Authorizer {
  return ['authorize', 'authorizeOperation', 'passes'].every(
    (name) => typeof memberOf(value, name) === 'function',
  );
}

function memberOf(value: unknown, name: string | symbol): unknown {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject ? Reflect.get(value, name) : undefined;
}
