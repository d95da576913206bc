import { formatPlace, type Place } from './place.js';

/** How bad a {@link Finding} is: with an `error` what was read cannot be used; a `warning` may mean a wrong decision. */
export type Severity = 'error' | 'warning' | 'info';

/** Something to tell the user about what was read, never thrown away and never guessed around. */
export interface Finding {
  readonly severity: Severity;
  /** Stays the same from version to version, in kebab case: `unresolved-value`. */
  readonly code: string;
  /** What is wrong, in one sentence without full stop. */
  readonly message: string;
  /** What to do about it, in one sentence without full stop. */
  readonly mend?: string;
  readonly place?: Place;
}

/**
 * One line: `file:line:column  severity  message; mend  (code)`. What the file calls things can neither begin another
 * line nor move a cursor.
 */
export function formatFinding({ severity, code, message, mend, place }: Finding): string {
  const where = place === undefined ? '' : `${formatPlace(place)}  `;
  const line = `${where}${severity}  ${message}${mend === undefined ? '' : `; ${mend}`}  (${code})`;
  return line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?');
}

/** These findings, those without a place of their own at the one that is given. */
export function placedAt(place: Place | undefined, findings: readonly Finding[]): readonly Finding[] {
  return place === undefined ? findings : findings.map((finding) => ({ place, ...finding }));
}

/** Thrown where files cannot be used. The message has one line for each finding of severity `error`. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  /** Everything that was found, also what is no error. */
  readonly findings: readonly Finding[];
  /** Absolute paths of the files that were read until then, or asked for: what to watch for the mend. */
  readonly files: readonly string[];
  /** What they were like just before, by path. */
  readonly fileStates: ReadonlyMap<string, string>;

  constructor(findings: readonly Finding[], fileStates: ReadonlyMap<string, string> = new Map()) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    super(errors.map(formatFinding).join('\n'));
    this.findings = findings;
    this.files = [...fileStates.keys()];
    this.fileStates = fileStates;
  }
}
