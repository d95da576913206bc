import { resourcePart } from './arn-pattern.js';
import { type Condition, compileCondition } from './condition.js';
import { pointerStep } from './json-text.js';
import type { ConditionKeys, KeyValue, Query } from './keys.js';
import { foldCase } from './letter-case.js';
import { conditionOperators } from './operators.js';
import { compileResources, coversAction, type Statement } from './statement.js';
import { parseTemplate } from './template.js';

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

/** Every element of a statement that does not match a request, in the order Action, Resource, Condition. */
export type MismatchFinder = (action: string, query: Query) => readonly Mismatch[];

/** Compiles a statement element by element, reading its keys through `keys`. */
export function findMismatches(statement: Statement, keys: ConditionKeys): MismatchFinder {
  const { action, resource, conditions, pointer, variables } = statement;
  const { matches, open } = compileResources(statement, keys);
  const compiled = conditions.map((condition) => ({
    condition,
    slot: keys.slot(condition.key),
    holds: compileCondition(condition, variables, keys),
    unresolved: variableReader(takesVariables(condition, variables) ? condition.values : [], keys),
  }));
  const inResourceParts = resource.entries.map((entry) => entry.slice(resourcePart(entry, variables)));
  const unresolvedIn = variableReader(variables ? inResourceParts : [], keys);
  return (asked, query) => {
    const found: Mismatch[] = [];
    if (!coversAction(statement, foldCase(asked))) {
      const element = action.negated ? 'NotAction' : 'Action';
      found.push({ element, pointer: `${pointer}/${element}`, asked, entries: action.entries });
    }
    if (!(matches(query.resource) ?? open?.(query))) {
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

function takesVariables({ name }: Condition, variables: boolean): boolean {
  return variables && conditionOperators.get(name.base)?.takesVariables === true;
}

/** Names the variables of some entries that have no single value. */
function variableReader(
  entries: readonly string[],
  keys: ConditionKeys,
): (query: Query) => { unresolvedVariables?: readonly string[] } {
  const read = new Map<string, number>();
  for (const entry of entries) {
    for (const piece of parseTemplate(entry, { variables: true, wildcards: false })) {
      if (typeof piece === 'object' && piece.kind === 'variable' && piece.fallback === undefined) {
        read.set(piece.key, keys.slot(piece.key));
      }
    }
  }
  return (query) => {
    const unresolved = [...read]
      .filter(([, slot]) => typeof query.values[slot] !== 'string')
      .map(([key]) => key);
    return unresolved.length === 0 ? {} : { unresolvedVariables: unresolved };
  };
}
