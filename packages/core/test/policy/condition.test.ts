import { expect, it } from 'vitest';
import { parseOperatorName } from '../../src/policy/condition.js';
import { conditionOperatorNames } from '../../src/policy/index.js';

it('knows the condition operators that the documentation lists', () => {
  const numeric = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
  const documented = [
    ...['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'],
    ...['StringNotEquals', 'StringNotEqualsIgnoreCase', 'StringNotLike'],
    ...numeric.map((name) => `Numeric${name}`),
    ...numeric.map((name) => `Date${name}`),
    ...['Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress', 'Null'],
    ...['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
  ];
  expect([...conditionOperatorNames].sort()).toEqual(documented.sort());
  for (const name of documented) expect(parseOperatorName(name)?.base).toBe(name);
});

it('takes an operator name apart once', () => {
  for (const name of ['StringLike', 'ForAnyValue:DateEqualsIfExists', 'ForAllValues:Null'])
    expect(parseOperatorName(name)).toBe(parseOperatorName(name));
});
