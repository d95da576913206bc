import { ConfigurationError, type ConfigurationErrorCode } from '@cognito-iam/core';
import { pointerOf, pointerSteps } from '../json-pointer.js';
import type { Problem } from './problem.js';

const codes: ReadonlyMap<ConfigurationErrorCode, string> = new Map([
  ['ERR_OPTION_UNKNOWN', 'unknown-key'],
  ['ERR_OPTION_MISSING', 'missing-key'],
  ['ERR_OPTION_INVALID', 'invalid-value'],
  ['ERR_ROLE_UNKNOWN', 'unknown-role'],
  ['ERR_USER_UNKNOWN', 'unknown-user'],
  ['ERR_GROUP_UNKNOWN', 'unknown-group'],
  ['ERR_MANAGED_POLICY_UNKNOWN', 'unknown-managed-policy'],
]);

/** More than these nobody reads at once. */
const mostProblems = 100;

/**
 * Every problem that core finds in these options. It throws the first; so what that is about is taken away and core
 * asked again, until it finds no more. `without` has been taken away already: who refers to it is not to blame.
 */
export function coreProblems<T extends object>(
  options: T,
  read: (options: T) => unknown,
  without: readonly string[] = [],
): readonly Problem[] {
  const pruned = structuredClone(options);
  const kept = new WeakMap<readonly unknown[], number[]>();
  const gone = new Set<string>();
  const taken: string[] = [...without];
  const take = (pointer: string): boolean => {
    const [kind, name, ...deeper] = pointerSteps(pointer);
    if (name !== undefined && deeper.length === 0) gone.add(`${kind} ${name}`);
    return removeAt(pruned, pointer, kept);
  };
  for (const pointer of without) take(pointer);
  const problems: Problem[] = [];
  while (taken.length < without.length + mostProblems) {
    const error = thrownBy(() => read(pruned));
    if (error === undefined) return problems;
    if (!(error instanceof ConfigurationError)) throw error;
    const problem = problemOf(error, originalPointer(pruned, error.path, kept));
    // What is missing now may have been taken away just before.
    const follows = taken.some((one) => one === problem.pointer || one.startsWith(`${problem.pointer}/`));
    if (!follows && ![...gone].some((one) => refersTo(error, one))) problems.push(problem);
    taken.push(problem.pointer);
    if (!take(error.path)) return problems;
  }
  return problems;
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

function problemOf({ path, code, message }: ConfigurationError, pointer: string): Problem {
  const said = message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  return { pointer, code: codes.get(code) ?? 'invalid-value', message: said };
}

/** Whether core misses what was taken away. */
function refersTo({ code, message }: ConfigurationError, gone: string): boolean {
  const name = gone.slice(gone.indexOf(' ') + 1);
  return code.endsWith('_UNKNOWN') && code !== 'ERR_OPTION_UNKNOWN' && message.includes(`\`${name}\``);
}

/** Takes away what a pointer leads to, or the nearest above it; false where that would be everything. */
function removeAt(root: unknown, pointer: string, kept: WeakMap<readonly unknown[], number[]>): boolean {
  const steps = pointerSteps(pointer);
  const holders: unknown[] = [root];
  for (const step of steps) {
    const next = memberOf(holders.at(-1), step);
    if (next === undefined) break;
    holders.push(next);
  }
  const depth = holders.length - 1;
  const last = steps[depth - 1];
  const holder = holders[depth - 1];
  if (last === undefined || typeof holder !== 'object' || holder === null) return false;
  if (Array.isArray(holder)) {
    const indexes = kept.get(holder) ?? holder.map((_, index) => index);
    kept.set(
      holder,
      indexes.filter((_, index) => index !== Number(last)),
    );
    holder.splice(Number(last), 1);
    return true;
  }
  return Reflect.deleteProperty(holder, last);
}

function memberOf(holder: unknown, step: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, step) : undefined;
}

/** The pointer as it was before anything was taken out of lists. */
function originalPointer(
  root: unknown,
  pointer: string,
  kept: WeakMap<readonly unknown[], number[]>,
): string {
  let holder = root;
  const steps = pointerSteps(pointer).map((step) => {
    const index = Array.isArray(holder) ? kept.get(holder)?.[Number(step)] : undefined;
    holder = memberOf(holder, step);
    return index ?? step;
  });
  return pointerOf(...steps);
}
