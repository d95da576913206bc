import { onlyDigits } from './number-value.js';

/** An address as 32-bit groups: one for IPv4, four for IPv6. An IPv4-mapped IPv6 address is its IPv4 address. */
export type IpAddress = readonly number[];

/** A block of addresses: those of the same family whose first `prefix` bits are those of `base`. */
export interface IpRange {
  readonly base: IpAddress;
  readonly prefix: number;
}

/** Reads an IPv4 or IPv6 address; `undefined` for any other text. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const address = parseIpv4(text);
    return address === undefined ? undefined : [address];
  }
  const groups = parseIpv6(text);
  return groups !== undefined && isMapped(groups) ? groups.slice(3) : groups;
}

/** Reads an address or a CIDR block; without a prefix length it is that single address. */
export function parseIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) {
    const base = parseIpAddress(text);
    return base === undefined ? undefined : { base, prefix: base.length * 32 };
  }
  const length = text.slice(slash + 1);
  if (length === '' || length.length > 3 || !onlyDigits(length, 0, length.length)) return undefined;
  const prefix = Number(length);
  const address = text.slice(0, slash);
  if (!address.includes(':')) {
    const base = parseIpv4(address);
    return base === undefined || prefix > 32 ? undefined : { base: [base], prefix };
  }
  const base = parseIpv6(address);
  if (base === undefined || prefix > 128) return undefined;
  return isMapped(base) && prefix >= 96 ? { base: base.slice(3), prefix: prefix - 96 } : { base, prefix };
}

/** Whether `address` lies in `range`. Addresses of one family are never in a range of the other. */
export function inRange(address: IpAddress, range: IpRange): boolean {
  if (address.length !== range.base.length) return false;
  let left = range.prefix;
  for (let index = 0; left > 0; index++, left -= 32) {
    // A shift by 32 is a shift by 0 in JavaScript, so whole groups take no mask.
    const mask = left >= 32 ? -1 : ~(0xffffffff >>> left);
    if ((((address[index] ?? 0) ^ (range.base[index] ?? 0)) & mask) !== 0) return false;
  }
  return true;
}

function parseIpv4(text: string): number | undefined {
  let value = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (digits === 0 || ++dots > 3) return undefined;
      value = value * 256 + octet;
      octet = 0;
      digits = 0;
      continue;
    }
    // A leading zero is octal to some readers and decimal to others, so it is neither.
    if (code < 48 || code > 57 || (digits > 0 && octet === 0)) return undefined;
    octet = octet * 10 + code - 48;
    digits++;
    if (octet > 255) return undefined;
  }
  return dots === 3 && digits > 0 ? value * 256 + octet : undefined;
}

function parseIpv6(text: string): number[] | undefined {
  const gap = text.indexOf('::');
  const head = parseHextets(gap < 0 ? text : text.slice(0, gap), gap < 0);
  const tail = gap < 0 ? [] : parseHextets(text.slice(gap + 2), true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const groups: number[] = [];
  for (let index = 0; index < 8; index += 2) {
    groups.push((((all[index] ?? 0) << 16) | (all[index + 1] ?? 0)) >>> 0);
  }
  return groups;
}

function parseHextets(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':', 9);
  const hextets: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (mayEndInIpv4 && index === parts.length - 1 && part.includes('.')) {
      const address = parseIpv4(part);
      if (address === undefined) return undefined;
      hextets.push(address >>> 16, address & 0xffff);
    } else {
      const value = parseHextet(part);
      if (value === undefined) return undefined;
      hextets.push(value);
    }
  }
  return hextets;
}

function parseHextet(text: string): number | undefined {
  if (text === '' || text.length > 4) return undefined;
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = '0123456789abcdef'.indexOf(text.charAt(at).toLowerCase());
    if (digit < 0) return undefined;
    value = value * 16 + digit;
  }
  return value;
}

function isMapped(groups: readonly number[]): boolean {
  return groups.length === 4 && groups[0] === 0 && groups[1] === 0 && groups[2] === 0xffff;
}
