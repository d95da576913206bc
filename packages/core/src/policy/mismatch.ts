import { compileCondition } from './condition.js';
import { pointerStep } from './json-text.js';
import type { ConditionKeys, KeyValue } from './keys.js';
import { foldCase } from './letter-case.js';
import type { Query } from './query.js';
import { compileResources } from './resource-element.js';
import { coversAction, type Statement } from './statement.js';
import { conditionVariables, type EntryVariable, resourceVariables } from './statement-keys.js';

/** An element of a statement that did not match: what was asked, and what it met. */
export interface Mismatch {
  /** `Principal` where policies of this type do not apply to the principal at all. */
  readonly element: 'Principal' | 'Action' | 'NotAction' | 'Resource' | 'NotResource' | 'Condition';
  /** JSON Pointer to the element in the policy's document. */
  readonly pointer: string;
  /** For a condition: its operator and key, as the policy writes them. */
  readonly operator?: string;
  readonly key?: string;
  /** The action, resource or condition value of the request; `undefined` where the key is missing. */
  readonly asked: KeyValue;
  /** The entries or values of the policy, as it writes them. */
  readonly entries: readonly string[];
  /** Policy variables among the entries that have no single value in the request. */
  readonly unresolvedVariables?: readonly string[];
}

/** The elements of a statement that do not match a request, in the order Action, Resource, Condition: all, or the first `most`. */
export type MismatchFinder = (action: string, query: Query, most?: number) => readonly Mismatch[];

/** Compiles a statement element by element, reading its keys through `keys`. */
export function findMismatches(statement: Statement, keys: ConditionKeys): MismatchFinder {
  const { action, resource, conditions, pointer, variables } = statement;
  const resources = compileResources(statement, keys);
  const { open } = resources;
  const compiled = conditions.map((condition) => ({
    condition,
    slot: keys.slot(condition.key),
    holds: compileCondition(condition, variables, keys),
    unresolved: variableReader(conditionVariables(condition, variables), keys),
  }));
  const unresolvedIn = variableReader(resourceVariables(statement), keys);
  return (asked, query, most = Number.POSITIVE_INFINITY) => {
    const found: Mismatch[] = [];
    if (!coversAction(statement, foldCase(asked))) {
      const element = action.negated ? 'NotAction' : 'Action';
      found.push({ element, pointer: `${pointer}/${element}`, asked, entries: action.entries });
    }
    if (!(resources.matches(query) ?? open?.(query))) {
      const element = resource.negated ? 'NotResource' : 'Resource';
      const at = `${pointer}/${element}`;
      found.push({
        element,
        pointer: at,
        asked: query.resource,
        entries: resource.entries,
        ...unresolvedIn(query),
      });
    }
    for (const { condition, slot, holds, unresolved } of compiled) {
      if (found.length >= most) return found;
      if (holds(query)) continue;
      const { operator, key, values } = condition;
      const at = `${pointer}/Condition${pointerStep(operator)}${pointerStep(key)}`;
      found.push({
        element: 'Condition',
        pointer: at,
        operator,
        key,
        asked: query.values[slot],
        entries: values,
        ...unresolved(query),
      });
    }
    return found;
  };
}

/** Names the variables, of those that have no default, that have no single value. */
function variableReader(
  variables: readonly EntryVariable[],
  keys: ConditionKeys,
): (query: Query) => { unresolvedVariables?: readonly string[] } {
  const read = new Map<string, number>();
  for (const { key, fallback } of variables) if (fallback === undefined) read.set(key, keys.slot(key));
  if (read.size === 0) return noneUnresolved;
  return (query) => {
    const unresolved = [...read]
      .filter(([, slot]) => typeof query.values[slot] !== 'string')
      .map(([key]) => key);
    return unresolved.length === 0 ? {} : { unresolvedVariables: unresolved };
  };
}

const noneUnresolved = (): { unresolvedVariables?: readonly string[] } => ({});
