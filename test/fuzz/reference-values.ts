import { isIPv4, isIPv6 } from 'node:net';

/** A number as IAM reads it, or `NaN`: by the grammar, where the engine goes from character to character. */
export function numberOf(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

const datePattern =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-])(\d\d):(\d\d))?)?)?$/i;

/** A date as IAM reads it, in milliseconds since 1970, or `NaN`. */
export function dateOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const found = datePattern.exec(text);
  if (found === null) return Number.NaN;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const zoneHour = Number(found[9] ?? 0);
  const zoneMinute = Number(found[10] ?? 0);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59)
    return Number.NaN;
  date.setUTCHours(hour, minute, second, Number((found[7] ?? '').padEnd(3, '0')));
  return date.getTime() - (found[8] === '-' ? -1 : 1) * (zoneHour * 60 + zoneMinute) * 60_000;
}

/** An address as its family's width in bits and its value; an IPv4-mapped one is its IPv4 address. */
type Address = readonly [width: 32 | 128, value: bigint];

function wholeAddress(text: string): Address | undefined {
  if (isIPv4(text)) return [32, text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)];
  if (!isIPv6(text)) return undefined;
  // Node's URL writes an address in full hexadecimal but for one gap.
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return [
    128,
    [...before, ...zeros, ...after].reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n),
  ];
}

const mapped = 0xffffn << 32n;

function addressOf(text: string): Address | undefined {
  const whole = wholeAddress(text);
  return whole?.[0] === 128 && whole[1] >> 32n === mapped >> 32n ? [32, whole[1] - mapped] : whole;
}

/** Whether an address is in a range, both as IAM reads them. */
export function isInRange(text: string, range: string): boolean {
  const address = addressOf(text);
  const [base = '', length, ...more] = range.split('/');
  const whole = wholeAddress(base);
  if (address === undefined || whole === undefined || more.length > 0) return false;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return false;
  const prefix = length === undefined ? whole[0] : Number(length);
  if (prefix > whole[0]) return false;
  const isMapped = whole[0] === 128 && whole[1] >> 32n === mapped >> 32n && prefix >= 96;
  const [width, value, bits]: readonly [number, bigint, number] = isMapped
    ? [32, whole[1] - mapped, prefix - 96]
    : [...whole, prefix];
  const rest = BigInt(width - bits);
  return address[0] === width && address[1] >> rest === value >> rest;
}

/** The bytes of base64, in hexadecimal; `undefined` where it is none. Padding may be left out. */
export function bytesOf(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const digits = text.replace(/=+$/, '');
  if (digits.length % 4 === 1 || (digits !== text && text.length % 4 !== 0)) return undefined;
  return Buffer.from(digits, 'base64').toString('hex');
}
