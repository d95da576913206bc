import type { Finding } from '../finding.js';
import type { Place } from '../place.js';

/** Something wrong with a value of a configuration. */
export interface Problem {
  /** JSON Pointer of the value. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly mend?: string;
}

/** The finding for a problem, which names the value as well as its place: lines move, names stay. */
export function problemFinding(
  { pointer, code, message, mend }: Problem,
  placeOf: (pointer: string) => Place | undefined,
): Finding {
  const place = placeOf(pointer);
  return {
    severity: 'error',
    code,
    message: pointer === '' ? message : `${pointer}: ${message}`,
    ...(mend !== undefined && { mend }),
    ...(place !== undefined && { place }),
  };
}
