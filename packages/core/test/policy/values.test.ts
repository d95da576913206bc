import { describe, expect, it } from 'vitest';
import { canonicalBase64 } from '../../src/policy/binary-value.js';
import { toKeyValue } from '../../src/policy/context.js';
import { parseDate } from '../../src/policy/date-value.js';
import { inRange, parseIpAddress, parseIpRange } from '../../src/policy/ip-address.js';
import { parseNumber } from '../../src/policy/number-value.js';

describe('dates', () => {
  const noon = Date.UTC(2025, 5, 15, 12);
  it.each([
    ['2025-06-15T12:00:00Z', noon],
    ['2025-06-15t12:00:00z', noon],
    ['2025-06-15T12:00Z', noon],
    ['2025-06-15T12:00', noon],
    ['2025-06-15T14:00:00+02:00', noon],
    ['2025-06-15T06:30:00-05:30', noon],
    ['2025-06-16T11:59:00+23:59', noon],
    ['2025-06-14T12:01:00-23:59', noon],
    ['2025-06-15T00:00:00Z', noon - 12 * 3_600_000],
    ['2025-06-15T23:59:59Z', noon + 12 * 3_600_000 - 1000],
    ['2025-06-15T12:00:00.5Z', noon + 500],
    ['2025-06-15T12:00:00.123456Z', noon + 123.456],
    ['2025-06-15', Date.UTC(2025, 5, 15)],
    ['2025-06', Date.UTC(2025, 5, 1)],
    ['1749988800', noon],
    ['0', 0],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2000-02-29', Date.UTC(2000, 1, 29)],
    ['0050-01-01', new Date('0050-01-01T00:00:00Z').getTime()],
  ])('%s', (text, instant) => expect(parseDate(text)).toBeCloseTo(instant, 3));

  it.each([
    '',
    ' ',
    '-1',
    '1.5',
    'tomorrow',
    '2025-',
    '2025/06',
    '2025-6-15',
    '2025-13-01',
    '2025-00-01',
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-06-15T',
    '2025-06-15 12:00:00Z',
    '2025-06-15T12Z',
    '2025-06-15T24:00:00Z',
    '2025-06-15T12:60:00Z',
    '2025-06-15T12:00:60Z',
    '2025-06-15T12:00:00.Z',
    '2025-06-15T12:00:00Z ',
    '2025-06-15T12:00:00+0200',
    '2025-06-15T12:00:00+02-00',
    '2025-06-15T12:00:00+02:000',
    '2025-06-15T12:00:00+24:00',
    '2025-06-15T12:00:00+02:60',
    '２０２５-06-15',
  ])('`%s` is none', (text) => expect(parseDate(text)).toBeNaN());
});

describe('numbers', () => {
  it.each([
    ['10', 10],
    ['10.0', 10],
    ['-1.5', -1.5],
    ['+7', 7],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1E-2', 0.01],
    ['1e+2', 100],
    ['1.5e1', 15],
    ['007', 7],
  ])('%s', (text, value) => expect(parseNumber(text)).toBe(value));

  it.each([
    '',
    ' ',
    '10abc',
    '0x10',
    '1e',
    '1e+',
    '1.2.3',
    '1..2',
    '1.2.3e1',
    '--1',
    '+',
    '.',
    'e5',
    'Infinity',
    'NaN',
    '1,000',
    ' 1',
    '1 ',
    '1_000',
    '１',
  ])('`%s` is none', (text) => expect(parseNumber(text)).toBeNaN());
});

describe('addresses', () => {
  it.each([
    ['203.0.113.5', '203.0.113.0/24', true],
    ['203.0.114.5', '203.0.113.0/24', false],
    ['203.0.113.5', '203.0.113.77/24', true],
    ['203.0.113.5', '203.0.113.5', true],
    ['203.0.113.5', '203.0.113.4/31', true],
    ['203.0.113.6', '203.0.113.4/31', false],
    ['255.255.255.255', '0.0.0.0/0', true],
    ['127.255.255.255', '128.0.0.0/1', false],
    ['128.0.0.0', '128.0.0.0/1', true],
    ['::1', '::/0', true],
    ['::1', '0.0.0.0/0', false],
    ['1.2.3.4', '::/0', false],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1', true],
    ['2001:db8::ffff', '2001:db8::/113', false],
    ['2001:db8::7fff', '2001:db8::/113', true],
    ['::ffff:203.0.113.5', '203.0.113.0/24', true],
    ['::ffff:cb00:7105', '203.0.113.5', true],
    ['203.0.113.5', '::ffff:203.0.113.0/120', true],
    ['64:ff9b::203.0.113.5', '64:ff9b::/96', true],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', true],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8', true],
  ])('%s in %s: %s', (address, range, expected) => {
    const [parsed, block] = [parseIpAddress(address), parseIpRange(range)];
    expect(parsed !== undefined && block !== undefined && inRange(parsed, block)).toBe(expected);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.',
    '1..2.3',
    '1.2.3.4 ',
    '10.0.0.0/8',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    '1.2.3.4::',
    '::1.2.3.4.5',
    'fe80::1%eth0',
  ])('`%s` is none', (text) => expect(parseIpAddress(text)).toBeUndefined());

  it.each([
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/-1',
    '1.2.3.4/8/8',
    '::/129',
    '1.2.3.4/0x8',
    '/8',
    'x/8',
    '::x/8',
  ])('`%s` is no block', (text) => expect(parseIpRange(text)).toBeUndefined());
});

describe('values of condition keys', () => {
  it.each<[unknown, unknown]>([
    ['x', 'x'],
    ['', ''],
    [5, '5'],
    [false, 'false'],
    [new Date('2025-06-15T12:00:00Z'), '2025-06-15T12:00:00Z'],
    [new Date('2025-06-15T12:00:00.5Z'), '2025-06-15T12:00:00.500Z'],
    [new Date(Number.NaN), 'Invalid Date'],
    [
      ['a', 1],
      ['a', '1'],
    ],
    [['a', {}, null], ['a']],
    [[], undefined],
    [[{}], undefined],
    [{}, undefined],
    [null, undefined],
    [() => 1, undefined],
    [1n, undefined],
  ])('%s is %j', (value, text) => expect(toKeyValue(value)).toEqual(text));
});

describe('base64', () => {
  it.each([
    ['QUE=', 'QUE'],
    ['QUE', 'QUE'],
    ['QUF=', 'QUE'],
    ['QQ==', 'QQ'],
    ['QR==', 'QQ'],
    ['', ''],
    ['QUFB', 'QUFB'],
  ])('`%s` holds the bytes of `%s`', (text, shortest) => expect(canonicalBase64(text)).toBe(shortest));

  it('holds other bytes', () => expect(canonicalBase64('QUFB')).not.toBe(canonicalBase64('QUFC')));

  it.each(['=', 'Q', 'Q===', 'QUE==', 'QU=E', 'QUE-', 'QU E', 'QUFB='])('`%s` is none', (text) =>
    expect(canonicalBase64(text)).toBeUndefined(),
  );
});
