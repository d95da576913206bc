import type { LintRule } from '../lint-rule.js';
import { isUnresolved } from '../linted-policy.js';
import { statementCovers } from '../statement-covers.js';

/** An Allow that a Deny of the same policy takes back. */
export const unreachableStatement: LintRule = {
  code: 'unreachable-statement',
  severity: 'warning',
  summary: 'a Deny of the same policy applies to all that an Allow allows, so the Allow changes nothing',
  mend: 'take the Allow out, or make the Deny narrower',
  *find({ statements, variables }) {
    const denies = statements.filter(({ effect }) => effect === 'Deny');
    for (const statement of statements) {
      if (statement.effect === 'Deny' || isUnresolved(statement)) continue;
      const deny = denies.find((one) => statementCovers(one, statement, variables));
      if (deny === undefined) continue;
      yield {
        pointer: statement.pointer,
        message: `${statement.title} allows nothing: the Deny of ${deny.title} applies to all of it`,
      };
    }
  },
};
