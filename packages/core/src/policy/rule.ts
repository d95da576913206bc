import { compileCondition } from './condition.js';
import type { ConditionKeys } from './keys.js';
import type { OpenRule } from './open-rule.js';
import { type Predicate, Query } from './query.js';
import { compileResources, type ResourceElement } from './resource-element.js';
import type { Statement } from './statement.js';

/** A statement, compiled, with nothing but keys to ask that are not bound. As an open rule it is what a resource that matches leaves. */
export interface Rule extends OpenRule {
  /** The statement's, among those of its set. */
  readonly place: number;
  readonly resource: ResourceElement;
  /** What is left of it where the resource alone does not decide. */
  readonly undecided: OpenRule | undefined;
}

const noSlots: readonly number[] = [];

/** Compiles a statement; `undefined` where it can never apply, because of conditions on keys that are bound. */
export function compileRule(statement: Statement, place: number, keys: ConditionKeys): Rule | undefined {
  keys.takeReads();
  const resource = compileResources(statement, keys);
  const read = new Set(keys.takeReads());
  const predicates: Predicate[] = [];
  for (const condition of statement.conditions) {
    const predicate = compileCondition(condition, statement.variables, keys);
    const reads = keys.takeReads();
    for (const slot of reads) read.add(slot);
    if (reads.length > 0) predicates.push(predicate);
    else if (!predicate(new Query('', keys, undefined))) return undefined;
  }
  const { reported } = statement;
  const { open } = resource;
  const slots = read.size === 0 ? noSlots : [...read];
  const undecided =
    open === undefined ? undefined : { reported, applies: conjunction([open, ...predicates]), slots };
  return { reported, applies: conjunction(predicates), slots, place, resource, undecided };
}

/** Whether all of some predicates hold; `true` where there are none. */
function conjunction(predicates: readonly Predicate[]): Predicate | true {
  const [first, second, third] = predicates;
  if (first === undefined) return true;
  if (second === undefined) return first;
  if (third === undefined) return (query) => first(query) && second(query);
  if (predicates.length === 3) return (query) => first(query) && second(query) && third(query);
  return (query) => {
    for (const predicate of predicates) if (!predicate(query)) return false;
    return true;
  };
}
