import { strict as assert } from 'node:assert';
import { compilePolicies, evaluate } from '@cognito-iam/core/policy';
import fc from 'fast-check';
import { orRefused } from './policy-text.js';
import { bytesOf, dateOf, isInRange, numberOf } from './reference-values.js';
import { type FuzzTarget, fuzzTarget } from './target.js';
import { edited } from './texts.js';

const two = (most: number) =>
  fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'));
const numbers = edited(fc.oneof(fc.integer(), fc.double(), fc.integer({ min: -3, max: 3 })).map(String), [
  ...'+-.eE0123 ',
  '00',
  '1e400',
  'Infinity',
  '0x1',
]);
const dates = edited(
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom('0000', '0099', '1970', '1999', '2000', '2024', '2025', '9999'),
        two(13),
        two(32),
        two(24),
        two(60),
        fc.constantFrom('', ':00', ':59', ':60', ':59.5', ':00.001', ':30.999'),
        fc.constantFrom('', 'Z', 'z', '+00:00', '-00:30', '+23:59', '+24:00', '-12:00'),
      )
      .map(
        ([year, month, day, hour, minute, second, zone]) =>
          `${year}-${month}-${day}T${hour}:${minute}${second}${zone}`,
      ),
    fc.tuple(two(13), two(32)).map(([month, day]) => `2024-${month}-${day}`),
    two(13).map((month) => `2023-${month}`),
    fc.nat().map(String),
  ),
  [...'TZ:+-0123 ', '00', '-0'],
);
const addresses = edited(
  fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('::', '::1', '::ffff:10.0.0.1', '::ffff:a00:1', '10.0.0.1', '1::2:3', '::10.0.0.1'),
  ),
  [...'.:0/1f', '::', '255', '256', '01', 'ffff'],
);
const ranges = edited(
  fc.tuple(addresses, fc.integer({ min: 0, max: 130 })).map(([base, prefix]) => `${base}/${prefix}`),
  [...'/.:0129'],
);
const binaries = edited(fc.base64String({ maxLength: 8 }), [...'=AQgw+/-_ ', '==']);

interface Family {
  readonly text: fc.Arbitrary<string>;
  readonly wanted: fc.Arbitrary<string>;
  readonly operators: Readonly<Record<string, (text: string, wanted: string) => boolean>>;
}

function ordered(read: (text: string) => number, name: string): Family['operators'] {
  return {
    [`${name}Equals`]: (text, wanted) => read(text) === read(wanted),
    [`${name}NotEquals`]: (text, wanted) => read(text) !== read(wanted),
    [`${name}LessThan`]: (text, wanted) => read(text) < read(wanted),
    [`${name}LessThanEquals`]: (text, wanted) => read(text) <= read(wanted),
    [`${name}GreaterThan`]: (text, wanted) => read(text) > read(wanted),
    [`${name}GreaterThanEquals`]: (text, wanted) => read(text) >= read(wanted),
  };
}

function familyTarget(name: string, { text, wanted, operators }: Family): FuzzTarget {
  const input = fc.oneof(
    fc.tuple(fc.constantFrom(...Object.keys(operators)), text, wanted),
    // The same text twice, since two at random are hardly ever equal.
    fc
      .tuple(fc.constantFrom(...Object.keys(operators)), text)
      .map(([operator, one]) => [operator, one, one] as const),
  );
  return fuzzTarget(name, input, ([operator, value, bound]) => {
    const Condition = { [operator]: { 'a:b': bound } };
    const Statement = { Effect: 'Allow' as const, Action: '*', Resource: '*', Condition };
    const set = orRefused(() => compilePolicies([{ Version: '2008-10-17', Statement }]));
    if (set === undefined) return;
    const { decision } = evaluate(set, { action: 'a:b', resource: '*', context: { 'a:b': value } });
    assert.equal(decision === 'allowed', operators[operator]?.(value, bound));
  });
}

/** Condition values of each kind mean what an independent reading of them means. */
export const conditionValues: readonly FuzzTarget[] = [
  familyTarget('numbers', { text: numbers, wanted: numbers, operators: ordered(numberOf, 'Numeric') }),
  familyTarget('dates', { text: dates, wanted: dates, operators: ordered(dateOf, 'Date') }),
  familyTarget('addresses', {
    text: addresses,
    wanted: fc.oneof(addresses, ranges),
    operators: { IpAddress: isInRange, NotIpAddress: (text, range) => !isInRange(text, range) },
  }),
  familyTarget('binaries', {
    text: binaries,
    wanted: binaries,
    operators: {
      BinaryEquals: (text, wanted) => bytesOf(text) !== undefined && bytesOf(text) === bytesOf(wanted),
    },
  }),
];
