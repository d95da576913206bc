import { lazy } from '../lazy.js';
import { type Operation, operationRows } from './operations.data.js';

export type { Operation } from './operations.data.js';

const names = lazy((): ReadonlySet<string> => new Set(operationRows().map(([operation]) => operation)));

/** Whether `name` is an operation of the API, in the letter case that `X-Amz-Target` has. */
export function isOperation(name: string): name is Operation {
  return names().has(name);
}
