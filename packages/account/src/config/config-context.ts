import { knownKey, nearestKey } from '../conditions/condition-keys.js';
import { valueProblem } from '../conditions/value-problem.js';
import type { Finding } from '../finding.js';
import { pointerOf } from '../json-pointer.js';
import type { SourceFile } from '../source-file.js';
import type { ConfigFile } from './config-file.js';
import { problemFinding } from './problem.js';

/** What is wrong with the condition keys of a configuration, and the JSON Pointers of those that cannot be used. */
export interface ContextFindings {
  readonly findings: readonly Finding[];
  readonly pointers: readonly string[];
}

/**
 * A value that no condition could read is an error; a key in AWS's name that is not known a warning, since AWS adds
 * some. Keys with another prefix are anybody's.
 */
export function configContext(context: ConfigFile['context'], { placeOf }: SourceFile): ContextFindings {
  const findings: Finding[] = [];
  const pointers: string[] = [];
  for (const [key, value] of Object.entries(context ?? {})) {
    const pointer = pointerOf('context', key);
    const wrong = valueProblem(key, value);
    if (wrong !== undefined) {
      pointers.push(pointer);
      findings.push(problemFinding({ pointer, code: 'invalid-value', ...wrong }, placeOf));
    } else if (/^(?:aws|cognito-idp):/i.test(key) && knownKey(key) === undefined) {
      const nearest = nearestKey(key);
      const mend =
        nearest === undefined ? 'look it up: only a new key is right' : `did you mean \`${nearest}\`?`;
      const message = `there is no condition key \`${key}\` that is known here`;
      findings.push({
        severity: 'warning',
        code: 'unknown-condition-key',
        message,
        mend,
        place: placeOf(pointer),
      });
    }
  }
  return { findings, pointers };
}
