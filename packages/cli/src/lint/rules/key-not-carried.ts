import { isSessionKey, knownKey } from '@cognito-iam/account';
import { carriesKey } from '@cognito-iam/core';
import type { LintRule } from '../lint-rule.js';
import { isNegated, type LintedCondition } from '../linted-policy.js';
import { lowerCase } from '../pattern.js';
import { isOnlyCognito, listed, statementActions } from '../statement-actions.js';

/** A condition about a key that requests for the action never have. */
export const keyNotCarried: LintRule = {
  code: 'key-not-carried',
  severity: 'warning',
  summary:
    'requests for an action never carry the key of a condition, so the condition comes out the same for all of them',
  mend: 'leave the action or the condition out; `cognito-iam actions` lists the keys of every action',
  *find({ statements }) {
    for (const statement of statements.filter(isOnlyCognito)) {
      const actions = statementActions(statement).filter(({ evaluated }) => evaluated);
      for (const condition of statement.conditions) {
        const without = actions.filter(({ name }) => !carries(name, condition.key));
        if (without.length === 0) continue;
        const { key, pointer } = condition;
        if (without.length < actions.length && holdsWithout(condition)) continue;
        const result = holdsWithout(condition) ? 'always holds for them' : 'never holds for them';
        const message = `requests for ${listed(without.map(({ name }) => name))} never carry \`${key}\`: the condition ${result}`;
        const isAll = without.length === actions.length;
        yield isAll ? { pointer, message } : { pointer, message, severity: 'info' };
      }
    }
  },
};

/** Keys of other services come with no request, but for those of the session. */
function carries(action: string, key: string): boolean {
  if (knownKey(key) !== undefined) return carriesKey(action, key);
  const prefix = lowerCase(key).split(':', 1)[0] ?? '';
  return prefix === 'aws' || prefix === 'cognito-idp' || !key.includes(':') || isSessionKey(key);
}

function holdsWithout({ base, set, ifExists, values }: LintedCondition): boolean {
  if (base === 'Null') return values.some(({ text }) => text.toLowerCase() === 'true');
  if (set === 'ForAnyValue') return ifExists;
  return set === 'ForAllValues' || ifExists || isNegated({ base });
}
