import type { LintRule } from '../lint-rule.js';
import { isUnresolved } from '../linted-policy.js';
import { statementCovers } from '../statement-covers.js';

/** A statement that says what another says. */
export const redundantStatement: LintRule = {
  code: 'redundant-statement',
  severity: 'warning',
  summary: 'another statement with the same effect applies to all that a statement applies to',
  mend: 'take the statement out: no decision changes',
  *find({ statements, variables }) {
    for (const [index, statement] of statements.entries()) {
      if (isUnresolved(statement)) continue;
      const wider = statements.find((one, at) => {
        if (at === index || one.effect !== statement.effect) return false;
        // Of two that say the same, the first stays.
        return (
          statementCovers(one, statement, variables) &&
          (at < index || !statementCovers(statement, one, variables))
        );
      });
      if (wider === undefined) continue;
      const verb = statement.effect === 'Allow' ? 'allows' : 'denies';
      yield {
        pointer: statement.pointer,
        message: `${statement.title} changes nothing: ${wider.title} ${verb} all of it`,
      };
    }
  },
};
