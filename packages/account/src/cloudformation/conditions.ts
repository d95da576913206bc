import { firstUnresolved, plainOf, textOf, unresolved } from '../described/resolved-value.js';
import { type Evaluation, piecesOf, recordOf, type Truth, type Written } from './evaluation.js';

/** The functions that only conditions have. */
export const conditionFunctions: ReadonlySet<string> = new Set([
  'Fn::And',
  'Fn::Equals',
  'Fn::Not',
  'Fn::Or',
]);

/**
 * Whether what is written as a condition holds. An unresolved part does not matter where the others decide: `Fn::And`
 * with one that is false is false.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
 */
export function evaluateCondition(at: Written, evaluation: Evaluation): Truth {
  const [[name, value] = ['', undefined], ...others] = recordOf(at.value);
  const argument = { ...at, value, pointer: `${at.pointer}/${name}` };
  const malformed = unresolved(at.pointer, 'a condition has not the form that it needs');
  if (others.length > 0) return malformed;
  const parts = piecesOf(argument) ?? [];
  const truths = (): readonly Truth[] => parts.map((part) => evaluateCondition(part, evaluation));
  switch (name) {
    case 'Condition': {
      const named = evaluation.resolve(argument);
      const text = textOf(named);
      return text === undefined
        ? (firstUnresolved(named) ?? malformed)
        : evaluation.condition(text, argument);
    }
    case 'Fn::Equals': {
      const [left, right, ...rest] = parts.map((part) => evaluation.resolve(part));
      if (left === undefined || right === undefined || rest.length > 0) return malformed;
      const unknown = firstUnresolved(left) ?? firstUnresolved(right);
      return unknown ?? asText(plainOf(left)) === asText(plainOf(right));
    }
    case 'Fn::Not': {
      const [truth = malformed, ...rest] = truths();
      return rest.length > 0 ? malformed : typeof truth === 'boolean' ? !truth : truth;
    }
    case 'Fn::And':
      return parts.length === 0 ? malformed : decided(truths(), false);
    case 'Fn::Or':
      return parts.length === 0 ? malformed : decided(truths(), true);
    default:
      return malformed;
  }
}

/** One part that is `decisive` decides; else one that is unknown makes the whole unknown. */
function decided(truths: readonly Truth[], decisive: boolean): Truth {
  if (truths.includes(decisive)) return decisive;
  return truths.find((truth) => typeof truth !== 'boolean') ?? !decisive;
}

/** `true` and `"true"`, `1` and `"1"` are equal in a template. */
function asText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
