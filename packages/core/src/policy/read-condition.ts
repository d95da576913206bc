import { type Condition, type OperatorName, parseOperatorName } from './condition.js';
import { parseDate } from './date-value.js';
import type { IssueList } from './issue-list.js';
import { pointerStep } from './json-text.js';
import { nearestOperator } from './nearest-operator.js';
import { onlyDigits } from './number-value.js';
import { quote } from './quote.js';
import { didYouMean, membersOf } from './read-elements.js';

/** Reads a `Condition` element. */
export function readConditions(value: unknown, pointer: string, issues: IssueList): readonly Condition[] {
  const operators = membersOf(value);
  if (operators === undefined) {
    issues.add('syntax', pointer, 'expected an object of condition operators');
    return [];
  }
  const conditions: Condition[] = [];
  for (const [operator, block] of operators) {
    const at = pointer + pointerStep(operator);
    const keys = membersOf(block);
    if (keys === undefined) {
      issues.add('syntax', at, 'expected an object of condition keys');
      continue;
    }
    const name = parseOperatorName(operator);
    // IAM accepts an operator that it does not know as long as nothing is asked of it.
    if (name === undefined && keys.size > 0) {
      const hint = didYouMean(nearestOperator(operator));
      issues.add('syntax', at, `unknown condition operator ${quote(operator)}${hint}`);
    }
    for (const [key, given] of keys) {
      const values = readValues(given, at + pointerStep(key), issues);
      if (name === undefined || values === undefined) continue;
      verifyDates(name, values, at + pointerStep(key), issues);
      conditions.push({ operator, name, key, values });
    }
  }
  return conditions.slice();
}

function readValues(given: unknown, pointer: string, issues: IssueList): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const values: string[] = [];
  for (const [index, value] of list.entries()) {
    // JSON has no number without end, so that a document with one could not be written out.
    if (typeof value === 'string' || Number.isFinite(value) || typeof value === 'boolean') {
      values.push(String(value));
    } else {
      const at = Array.isArray(given) ? pointer + pointerStep(index) : pointer;
      issues.add('syntax', at, 'expected a string, number or boolean, or a list of them');
    }
  }
  // A copy is as long as it needs to be; a list that has grown keeps room for more.
  return values.length === list.length ? Object.freeze(values.slice()) : undefined;
}

const longest = 9_223_372_036_854_775_807n;

function verifyDates(
  name: OperatorName,
  values: readonly string[],
  pointer: string,
  issues: IssueList,
): void {
  if (!name.base.startsWith('Date')) return;
  for (const value of values)
    if (!isDate(value)) issues.add('legacy', pointer, `${quote(value)} is not a date`);
}

/** Text with a `T` or a hyphen must be ISO 8601, any other an integer of 64 bits. */
function isDate(value: string): boolean {
  if (/[Tt-]/.test(value)) return !Number.isNaN(parseDate(value));
  if (value === '' || !onlyDigits(value, 0, value.length)) return false;
  const digits = value.replace(/^0+/, '');
  return digits.length < 20 && BigInt(digits) <= longest;
}
