import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestName } from '../../src/policy/nearest-name.js';
import { nearestOperator } from '../../src/policy/nearest-operator.js';

describe('nearestName', () => {
  const known = ['roleMapping', 'resourceTags', 'region', 'mode', 'now'];

  it.each([
    ['rolemapping', 'roleMapping'],
    ['roleMaping', 'roleMapping'],
    ['resourcesTags', 'resourceTags'],
    ['reigon', 'region'],
    ['moed', 'mode'],
    ['nwo', undefined],
    ['nov', 'now'],
    ['foo', undefined],
    ['issuers', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%s: %s', (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });

  it('finds a known name itself', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1 }), (names) => {
        const [name = ''] = names;
        expect(nearestName(name, names)?.toLowerCase()).toBe(name.toLowerCase());
      }),
    );
  });
});

describe('nearestOperator', () => {
  it.each([
    ['StringEqual', 'StringEquals'],
    ['stringequals', 'StringEquals'],
    ['StringEqualIfExists', 'StringEqualsIfExists'],
    ['StringEqualsIfExist', 'StringEqualsIfExists'],
    ['ForAnyValues:StringLik', 'ForAnyValue:StringLike'],
    ['ForAllValue:ArnLikesIfExists', 'ForAllValues:ArnLikeIfExists'],
    ['NullIfExists', 'Null'],
    ['Nul', 'Null'],
    ['NotStringEquals', 'StringNotEquals'],
    ['IpNotAddress', 'NotIpAddress'],
    ['StringEqualsNot', 'StringNotEquals'],
    ['ForAllValues:NotStringLike', 'ForAllValues:StringNotLike'],
    ['NumericNotLessThan', undefined],
    ['DateNotLessThan', undefined],
    ['Frobnicate', undefined],
    ['Frobnicate:StringEquals', undefined],
    ['', undefined],
  ])('%s: %s', (operator, nearest) => {
    expect(nearestOperator(operator)).toBe(nearest);
  });
});
