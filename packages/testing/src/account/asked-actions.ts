import { actionNames, isProblem, matrixActions } from '@cognito-iam/account';
import { catalog, type Operation } from '@cognito-iam/core';
import { didYouMean, TestKitError } from '../kit-error.js';

/**
 * An action of Cognito user pools: `AdminGetUser` or `cognito-idp:AdminGetUser`. With wildcards (`Admin*`, `List?sers`)
 * it is every action that is like it. A name that there is not is an error when the test runs.
 */
export type ActionName = Operation | `cognito-idp:${Operation}` | (string & Record<never, never>);

const service = 'cognito-idp:';

/** Whether AWS asks IAM about the action at all; about those of the sign-in it goes by tokens. */
function isAsked(name: string): boolean {
  return (catalog.operation(name)?.authorization ?? 'iam') === 'iam';
}

/**
 * Every action of Cognito user pools that AWS asks IAM about, in the order of the alphabet, with prefix: also those of
 * newer operations, and without those on web ACLs alone.
 */
export const everyAction: readonly string[] = matrixActions().map(({ name }) => service + name);

const found = new Map<string, readonly string[]>();

/**
 * The actions that names stand for, with prefix, each once. Throws a {@link TestKitError} for what is no action of
 * Cognito user pools, and for one that AWS does not ask IAM about: whatever a test said of it would mean nothing.
 */
export function askedActions(names: ActionName | readonly ActionName[]): readonly string[] {
  if (typeof names === 'string') return actionsLike(names);
  if (!Array.isArray(names))
    throw new TestKitError(`expected the name of an action or a list, got ${typeof names}`);
  return [...new Set(names.flatMap(actionsLike))];
}

function actionsLike(name: string): readonly string[] {
  const before = typeof name === 'string' ? found.get(name) : undefined;
  if (before !== undefined) return before;
  const actions = readName(name);
  found.set(name, actions);
  return actions;
}

function readName(name: string): readonly string[] {
  if (typeof name !== 'string') throw new TestKitError(`expected the name of an action, got ${typeof name}`);
  const colon = name.indexOf(':');
  if (colon >= 0 && name.slice(0, colon + 1).toLowerCase() !== service) {
    throw new TestKitError(
      `\`${name}\` is no action of Cognito user pools: only of those is anything known here; they begin with \`${service}\``,
    );
  }
  if (/[*?]/.test(name)) return likeAll(name.slice(colon + 1), name);
  const known = actionNames(name);
  if (isProblem(known)) throw new TestKitError(known.problem);
  for (const action of known) requireAsked(action.slice(service.length));
  return known;
}

/** Also those that AWS does not list yet: a policy's wildcard covers them. */
function likeAll(pattern: string, name: string): readonly string[] {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${service}${source}$`, 'i');
  const like = everyAction.filter((action) => expression.test(action));
  if (like.length > 0) return like;
  const names = everyAction.map((action) => action.slice(service.length));
  const nearest = didYouMean(pattern.replaceAll(/[*?]/g, ''), names).startsWith('did')
    ? `; ${didYouMean(pattern.replaceAll(/[*?]/g, ''), names)}`
    : '';
  throw new TestKitError(`no action of Cognito user pools is like \`${name}\`${nearest}`);
}

function requireAsked(operation: string): void {
  if (isAsked(operation)) return;
  const publicly = catalog.operation(operation)?.authorization === 'public';
  const why = publicly
    ? 'whoever knows a client id may call it'
    : 'it goes by the token, session or secret in the request';
  throw new TestKitError(`AWS does not ask IAM about ${operation}: ${why}, so policies say nothing of it`);
}
