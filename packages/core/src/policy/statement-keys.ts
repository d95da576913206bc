import { resourcePart } from './arn-pattern.js';
import type { Condition } from './condition.js';
import { foldCase } from './letter-case.js';
import { conditionOperators } from './operators.js';
import type { Statement } from './statement.js';
import { parseTemplate } from './template.js';

/** The variables among the entries of a policy, in order. */
export interface EntryVariable {
  readonly key: string;
  readonly fallback: string | undefined;
}

/** The variables in a statement's resource element: those after the fifth colon of its entries. */
export function resourceVariables({ resource, variables }: Statement): readonly EntryVariable[] {
  if (!variables) return noVariables;
  return variablesIn(resource.entries.map((entry) => entry.slice(resourcePart(entry, variables))));
}

/** The variables in a condition's values; none where its operator takes none. */
export function conditionVariables(
  { name, values }: Condition,
  variables: boolean,
): readonly EntryVariable[] {
  if (!variables || conditionOperators.get(name.base)?.takesVariables !== true) return noVariables;
  return variablesIn(values);
}

const noVariables: readonly EntryVariable[] = [];

function variablesIn(entries: readonly string[]): readonly EntryVariable[] {
  const found: EntryVariable[] = [];
  for (const entry of entries) {
    if (!entry.includes('${')) continue;
    for (const piece of parseTemplate(entry, { variables: true, wildcards: false })) {
      if (typeof piece === 'object' && piece.kind === 'variable') found.push(piece);
    }
  }
  return found;
}

/**
 * The condition keys that statements can read, policy variables included, each once, in reading order and spelled as
 * the statement that reads it first does. Read from their text: nothing is compiled.
 */
export function keysOf(statements: Iterable<Statement>): readonly string[] {
  const names = new Set<string>();
  const keys: string[] = [];
  const add = ({ key }: { readonly key: string }): void => {
    const name = foldCase(key);
    if (names.has(name)) return;
    names.add(name);
    keys.push(key);
  };
  for (const statement of statements) {
    for (const variable of resourceVariables(statement)) add(variable);
    for (const condition of statement.conditions) {
      add(condition);
      for (const variable of conditionVariables(condition, statement.variables)) add(variable);
    }
  }
  return keys;
}

const namesRead = new WeakMap<readonly Statement[], ReadonlySet<string>>();

/** The same in lower case, worked out once for a list. */
export function keyNamesOf(statements: readonly Statement[]): ReadonlySet<string> {
  let names = namesRead.get(statements);
  if (names === undefined) {
    names = new Set(keysOf(statements).map(foldCase));
    namesRead.set(statements, names);
  }
  return names;
}
