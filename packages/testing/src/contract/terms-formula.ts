import type { OpenElements } from '@cognito-iam/account';
import { all, any, canHold, type Formula, fact, no, not } from './formula.js';
import { includesPattern } from './includes-pattern.js';
import type { Terms } from './terms.js';

/** Whether something may be allowed by some terms that others do not allow; `undefined` are those that never allow. */
export function allowsBeyond(terms: Terms | undefined, others: Terms | undefined): boolean {
  const known = new Map<string, WholeList>();
  const own = termsFormula(terms, known);
  const theirs = termsFormula(others, known);
  // What is the same is known without cases, of which there may be more than are told apart.
  if (JSON.stringify(own) === JSON.stringify(theirs)) return false;
  const more = all([own, not(theirs)]);
  return canHold(all([more, ...follows(known, [terms, others])]));
}

/** Whether both terms may allow the same. */
export function allowSame(terms: Terms | undefined, others: Terms | undefined): boolean {
  const known = new Map<string, WholeList>();
  const both = all([termsFormula(terms, known), termsFormula(others, known)]);
  return canHold(all([both, ...follows(known, [terms, others])]));
}

/** A condition whose values cannot be told apart: they hold, or do not, as a list. */
interface WholeList {
  readonly name: string;
  readonly test: string;
  readonly values: ReadonlySet<string>;
  /** Whether it holds of more with more values, or of less. */
  readonly grows: boolean;
}

function termsFormula(terms: Terms | undefined, known: Map<string, WholeList>): Formula {
  if (terms === undefined) return no;
  const anyOf = (list: readonly OpenElements[]): Formula =>
    any(list.map((one) => elementsFormula(one, known)));
  return all([...terms.oneOfEach.map(anyOf), not(anyOf(terms.unless))]);
}

function elementsFormula(
  { Condition = {}, Resource, NotResource }: OpenElements,
  known: Map<string, WholeList>,
): Formula {
  const isResource = (pattern: string): Formula => fact(`Resource ${pattern}`);
  return all([
    ...Object.entries(Condition).flatMap(([operator, block]) =>
      Object.entries(block).map(([key, values]) => conditionFormula(operator, key, values, known)),
    ),
    ...(Resource === undefined ? [] : [any(Resource.map(isResource))]),
    ...(NotResource ?? []).map((pattern) => not(isResource(pattern))),
  ]);
}

/**
 * One of several values is enough for an operator, and a negated one must hold of all of them; under `ForAllValues` and
 * `ForAnyValue` that is so of one kind only, and in the other the list counts as a whole.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
function conditionFormula(
  operator: string,
  key: string,
  values: readonly string[],
  known: Map<string, WholeList>,
): Formula {
  const name = operator.toLowerCase();
  const test = `${name} ${key.toLowerCase()}`;
  const isNegated = /^(?:for(?:all|any)values?:)?(?:string|numeric|date|arn|binary)?not/.test(name);
  const isWhole = values.length === 0 || name.startsWith(isNegated ? 'foranyvalue:' : 'forallvalues:');
  if (!isWhole) {
    const each = values.map((value) => fact(JSON.stringify([test, value])));
    return isNegated ? all(each) : any(each);
  }
  const whole = JSON.stringify([test, [...values].sort()]);
  known.set(whole, { name: whole, test, values: new Set(values), grows: !isNegated });
  return fact(whole);
}

function follows(
  known: ReadonlyMap<string, WholeList>,
  terms: readonly (Terms | undefined)[],
): readonly Formula[] {
  return [...implications([...known.values()]), ...inclusions(terms)];
}

/** A pool that a resource pattern matches is one that a wider pattern matches. */
function inclusions(terms: readonly (Terms | undefined)[]): readonly Formula[] {
  const elements = terms.flatMap((one) => (one ? [...one.oneOfEach.flat(), ...one.unless] : []));
  const patterns = new Set(
    elements.flatMap(({ Resource = [], NotResource = [] }) => [...Resource, ...NotResource]),
  );
  return [...patterns].flatMap((wide) =>
    [...patterns]
      .filter((narrow) => narrow !== wide && includesPattern(wide, narrow))
      .map((narrow) => any([not(fact(`Resource ${narrow}`)), fact(`Resource ${wide}`)])),
  );
}

/** Of two lists of one test, one of which has all values of the other, one holds where the other does. */
function implications(lists: readonly WholeList[]): readonly Formula[] {
  return lists.flatMap((one) =>
    lists
      .filter(
        (other) =>
          other !== one &&
          other.test === one.test &&
          one.values.size > 0 &&
          [...one.values].every((value) => other.values.has(value)),
      )
      .map((other) => {
        const [narrow, wide] = one.grows ? [one, other] : [other, one];
        return any([not(fact(narrow.name)), fact(wide.name)]);
      }),
  );
}
