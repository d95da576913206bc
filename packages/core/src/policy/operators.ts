import { compileArn } from './arn-pattern.js';
import { canonicalBase64 } from './binary-value.js';
import { parseDate } from './date-value.js';
import { inRange, parseIpAddress, parseIpRange } from './ip-address.js';
import type { ConditionKeys } from './keys.js';
import { rememberLast } from './last-answer.js';
import { parseNumber } from './number-value.js';
import { hasVariable, parseTemplate } from './template.js';
import { compilePattern, compileText, type PatternMatcher } from './text-value.js';

/** Compiles the values that a policy gives to a key: matches a request value that fits at least one of them. */
export type ValuesCompiler = (
  values: readonly string[],
  variables: boolean,
  keys: ConditionKeys,
) => PatternMatcher;

/** A condition operator without its set prefix and `IfExists`. */
export interface ConditionOperator {
  /** A negated operator holds where none of the policy's values fits. */
  readonly negated: boolean;
  /** Whether policy variables stand for their value in it; elsewhere they are plain text. */
  readonly takesVariables: boolean;
  readonly compile: ValuesCompiler;
}

const never: PatternMatcher = () => false;

function anyOf(matchers: readonly PatternMatcher[]): PatternMatcher {
  const [first, second] = matchers;
  if (first === undefined) return never;
  if (second === undefined) return first;
  if (matchers.length === 2) return (value, query) => first(value, query) || second(value, query);
  return (value, query) => matchers.some((matches) => matches(value, query));
}

/** Equality after `normalise`; texts without variables become one set. */
function textEquality(normalise: (text: string) => string): ValuesCompiler {
  return (values, variables, keys) => {
    const literals = new Set<string>();
    const matchers: PatternMatcher[] = [];
    for (const value of values) {
      const pieces = parseTemplate(value, { variables, wildcards: false });
      const read = compileText(pieces, keys);
      if (hasVariable(pieces)) {
        matchers.push((text, query) => {
          const wanted = read(query);
          return wanted !== undefined && normalise(text) === normalise(wanted);
        });
      } else literals.add(normalise(pieces.join('')));
    }
    const [literal, other] = literals;
    // Few are compared sooner than a text from a request is hashed, and take less room than a set.
    if (literals.size === 1) matchers.push((text) => normalise(text) === literal);
    else if (literals.size === 2) {
      matchers.push((text) => {
        const value = normalise(text);
        return value === literal || value === other;
      });
    } else if (literals.size > 2) matchers.push((text) => literals.has(normalise(text)));
    return anyOf(matchers);
  };
}

const textLike: ValuesCompiler = (values, variables, keys) =>
  anyOf(values.map((value) => compilePattern(parseTemplate(value, { variables, wildcards: true }), keys)));

const arnLike: ValuesCompiler = (values, variables, keys) =>
  anyOf(values.map((value) => compileArn(value, variables, keys)));

/** An operator on ordered values. Text that is no such value is `NaN`, which compares to nothing. */
function comparison(
  parse: (text: string) => number,
  compare: (value: number, wanted: number) => boolean,
): ValuesCompiler {
  return (values) => {
    const wanted = values.map(parse);
    const [only] = wanted;
    if (wanted.length === 1 && only !== undefined) return (text) => compare(parse(text), only);
    return (text) => {
      const value = parse(text);
      return wanted.some((bound) => compare(value, bound));
    };
  };
}

const bool: ValuesCompiler = (values, variables, keys) => {
  const readers = values.map((value) =>
    compileText(parseTemplate(value, { variables, wildcards: false }), keys),
  );
  return (text, query) => {
    const value = text.toLowerCase();
    if (value !== 'true' && value !== 'false') return false;
    return readers.some((read) => read(query)?.toLowerCase() === value);
  };
};

const binary: ValuesCompiler = (values) => {
  const wanted = new Set(values.map(canonicalBase64));
  wanted.delete(undefined);
  return (text) => {
    const bytes = canonicalBase64(text);
    return bytes !== undefined && wanted.has(bytes);
  };
};

const readAddress = rememberLast(parseIpAddress);
const readDate = rememberLast(parseDate);

const ipAddress: ValuesCompiler = (values) => {
  const ranges = values.map(parseIpRange).filter((range) => range !== undefined);
  return (text) => {
    const address = readAddress(text);
    if (address !== undefined) for (const range of ranges) if (inRange(address, range)) return true;
    return false;
  };
};

const equals = (value: number, wanted: number): boolean => value === wanted;
const lessThan = (value: number, wanted: number): boolean => value < wanted;
const lessThanEquals = (value: number, wanted: number): boolean => value <= wanted;
const greaterThan = (value: number, wanted: number): boolean => value > wanted;
const greaterThanEquals = (value: number, wanted: number): boolean => value >= wanted;

const exactText = textEquality((text) => text);
const anyCaseText = textEquality((text) => text.toLowerCase());

/**
 * Every condition operator but `Null`, by the name policies use.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const conditionOperators: ReadonlyMap<string, ConditionOperator> = new Map<string, ConditionOperator>([
  ['StringEquals', { negated: false, takesVariables: true, compile: exactText }],
  ['StringNotEquals', { negated: true, takesVariables: true, compile: exactText }],
  ['StringEqualsIgnoreCase', { negated: false, takesVariables: true, compile: anyCaseText }],
  ['StringNotEqualsIgnoreCase', { negated: true, takesVariables: true, compile: anyCaseText }],
  ['StringLike', { negated: false, takesVariables: true, compile: textLike }],
  ['StringNotLike', { negated: true, takesVariables: true, compile: textLike }],
  ['NumericEquals', { negated: false, takesVariables: false, compile: comparison(parseNumber, equals) }],
  ['NumericNotEquals', { negated: true, takesVariables: false, compile: comparison(parseNumber, equals) }],
  ['NumericLessThan', { negated: false, takesVariables: false, compile: comparison(parseNumber, lessThan) }],
  [
    'NumericLessThanEquals',
    { negated: false, takesVariables: false, compile: comparison(parseNumber, lessThanEquals) },
  ],
  [
    'NumericGreaterThan',
    { negated: false, takesVariables: false, compile: comparison(parseNumber, greaterThan) },
  ],
  [
    'NumericGreaterThanEquals',
    { negated: false, takesVariables: false, compile: comparison(parseNumber, greaterThanEquals) },
  ],
  ['DateEquals', { negated: false, takesVariables: false, compile: comparison(readDate, equals) }],
  ['DateNotEquals', { negated: true, takesVariables: false, compile: comparison(readDate, equals) }],
  ['DateLessThan', { negated: false, takesVariables: false, compile: comparison(readDate, lessThan) }],
  [
    'DateLessThanEquals',
    { negated: false, takesVariables: false, compile: comparison(readDate, lessThanEquals) },
  ],
  ['DateGreaterThan', { negated: false, takesVariables: false, compile: comparison(readDate, greaterThan) }],
  [
    'DateGreaterThanEquals',
    { negated: false, takesVariables: false, compile: comparison(readDate, greaterThanEquals) },
  ],
  ['Bool', { negated: false, takesVariables: true, compile: bool }],
  ['BinaryEquals', { negated: false, takesVariables: false, compile: binary }],
  ['IpAddress', { negated: false, takesVariables: false, compile: ipAddress }],
  ['NotIpAddress', { negated: true, takesVariables: false, compile: ipAddress }],
  ['ArnEquals', { negated: false, takesVariables: true, compile: arnLike }],
  ['ArnLike', { negated: false, takesVariables: true, compile: arnLike }],
  ['ArnNotEquals', { negated: true, takesVariables: true, compile: arnLike }],
  ['ArnNotLike', { negated: true, takesVariables: true, compile: arnLike }],
]);
