import { conditionOperatorNames } from './condition.js';
import { nearestName, nearestOfSameSense } from './nearest-name.js';

const sets: readonly string[] = ['ForAllValues', 'ForAnyValue'];

/** The condition operator that a misspelt one is nearest to, for "did you mean"; `undefined` where none is near. */
export function nearestOperator(operator: string): string | undefined {
  const [, prefix, name = '', suffix] = /^(?:(.*):)?(.*?)(IfExists?)?$/is.exec(operator) ?? [];
  const base = nearestOfSameSense(name, conditionOperatorNames);
  const set = prefix === undefined ? undefined : nearestName(prefix, sets);
  if (base === undefined || (prefix !== undefined && set === undefined)) return undefined;
  const ifExists = suffix !== undefined && base !== 'Null' ? 'IfExists' : '';
  return `${set === undefined ? '' : `${set}:`}${base}${ifExists}`;
}
