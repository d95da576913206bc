import type { DescribedSource } from './described-source.js';
import { firstUnresolved, type Resolved } from './resolved-value.js';

/** Reports that something is left out. */
export function leftOut(
  file: DescribedSource,
  what: string,
  value: Resolved | undefined,
  pointer: string,
): void {
  const unknown = value && firstUnresolved(value);
  file.report(unknown?.pointer ?? pointer, {
    severity: 'warning',
    code: 'unresolved-value',
    message: `${what} is left out: ${unknown?.reason ?? 'it does not say what it must'}`,
    ...(unknown?.mend !== undefined && { mend: unknown.mend }),
  });
}
