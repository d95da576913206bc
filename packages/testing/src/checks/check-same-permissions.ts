import type { Answer } from '../account/answer.js';
import { everyAction } from '../account/asked-actions.js';
import { type QuestionOptions, requireSubject, type Subject } from '../account/subject.js';
import { requireKnown, TestKitError } from '../kit-error.js';
import { differencesText } from './differences-text.js';
import { failureText, operationsOf } from './failure-text.js';
import { type ComparedPool, permissionDifferences } from './permission-differences.js';
import { type Verdict, verdict } from './verdict.js';

/**
 * Whether two are allowed the same actions in whatever circumstances: on one pool; or on every pool that is known, and on
 * those that nobody has named. With a `context` only those circumstances count, and those of each one's account.
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
  const head = `expected ${one.name}${negated ? ' not' : ''} to have the same permissions as ${two.name}`;
  if (options.context !== undefined) return inCircumstances(one, two, options, negated, head);
  const differences = permissionDifferences(one, two, poolsOf(one, two, options.on));
  return verdict((differences.length === 0) !== negated, negated, () =>
    differencesText(head, differences, one, two),
  );
}

function inCircumstances(
  one: Subject,
  two: Subject,
  options: QuestionOptions,
  negated: boolean,
  head: string,
): Verdict {
  const targets = options.on === undefined ? knownPools(one, two) : [options.on];
  const pairs = (targets.length === 0 ? [undefined] : targets).flatMap((on) => {
    const question = { ...options, ...(on !== undefined && { on }) };
    const others = two.answers(everyAction, question);
    return one.answers(everyAction, question).map((answer, index) => [answer, others[index]] as const);
  });
  const more = pairs.flatMap(([own, theirs]) => (own.allowed && theirs?.allowed === false ? [own] : []));
  const less = pairs.flatMap(([own, theirs]) => (!own.allowed && theirs?.allowed === true ? [own] : []));
  return verdict((more.length + less.length === 0) !== negated, negated, () =>
    failureText([head, ...part('may more', more), ...part('may less', less)].join('; '), [...more, ...less]),
  );
}

function part(title: string, answers: readonly Answer[]): readonly string[] {
  return answers.length === 0 ? [] : [`${title}: ${operationsOf(answers)}`];
}

function poolsOf(one: Subject, two: Subject, on: QuestionOptions['on']): readonly ComparedPool[] {
  if (on !== undefined) return [[one.permissions.poolId(on), two.permissions.poolId(on)]];
  knownPools(one, two);
  const ids = new Set([...one.permissions.pools, ...two.permissions.pools]);
  return [...[...ids].map((id) => [id, id] as const), undefined];
}

function knownPools(one: Subject, two: Subject): readonly string[] {
  if ([...one.pools].sort().join() === [...two.pools].sort().join()) return one.pools;
  throw new TestKitError('the two are of accounts with different user pools: name the pool with `on`');
}
