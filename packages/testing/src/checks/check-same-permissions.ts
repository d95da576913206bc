import type { Answer } from '../account/answer.js';
import { everyAction } from '../account/asked-actions.js';
import { type QuestionOptions, requireSubject, type Subject } from '../account/subject.js';
import type { Target } from '../account/test-pool.js';
import { requireKnown, TestKitError } from '../kit-error.js';
import { failureText, operationsOf } from './failure-text.js';
import { type Verdict, verdict } from './verdict.js';

/**
 * Whether two are allowed the same actions, on one pool or on every pool of the account, in the circumstances that
 * each one's account has. What other circumstances would change is not looked at.
 */
export function checkSamePermissions(
  value: unknown,
  other: unknown,
  options: QuestionOptions = {},
  negated = false,
): Verdict {
  const one = requireSubject(value);
  const two = requireSubject(other);
  requireKnown(options, ['on', 'context'], 'this assertion');
  const targets = targetsOf(one, two, options.on);
  const pairs = targets.flatMap((on) => {
    const question = { ...options, ...(on !== undefined && { on }) };
    const others = two.answers(everyAction, question);
    return one.answers(everyAction, question).map((answer, index) => [answer, others[index]] as const);
  });
  const more = pairs.flatMap(([own, theirs]) => (own.allowed && theirs?.allowed === false ? [own] : []));
  const less = pairs.flatMap(([own, theirs]) => (!own.allowed && theirs?.allowed === true ? [own] : []));
  return verdict((more.length + less.length === 0) !== negated, negated, () => {
    const who = `expected ${one.name}${negated ? ' not' : ''} to have the same permissions as ${two.name}`;
    const parts = [...part('may more', more), ...part('may less', less)];
    return failureText([who, ...parts].join('; '), [...more, ...less]);
  });
}

function part(title: string, answers: readonly Answer[]): readonly string[] {
  return answers.length === 0 ? [] : [`${title}: ${operationsOf(answers)}`];
}

function targetsOf(one: Subject, two: Subject, on: Target | undefined): readonly (Target | undefined)[] {
  if (on !== undefined || one.pools.length === 0) return [on];
  if ([...one.pools].sort().join() === [...two.pools].sort().join()) return one.pools;
  throw new TestKitError('the two are of accounts with different user pools: name the pool with `on`');
}
