import { onlyDigits } from './number-value.js';

/**
 * Reads a date as IAM writes it, as milliseconds since 1970; `NaN` for any other text.
 *
 * Digits alone are seconds since 1970; otherwise ISO 8601 in the W3C profile, where a date without time is
 * midnight and a time without zone is UTC. https://www.w3.org/TR/NOTE-datetime
 */
export function parseDate(text: string): number {
  if (text !== '' && onlyDigits(text, 0, text.length)) return Number(text) * 1000;
  const year = field(text, 0, 4);
  if (Number.isNaN(year)) return NaN;
  if (text.length === 4) return NaN;
  const month = text.charAt(4) === '-' ? field(text, 5, 2) : NaN;
  if (!(month >= 1 && month <= 12)) return NaN;
  if (text.length === 7) return utc(year, month, 1);
  const day = text.charAt(7) === '-' ? field(text, 8, 2) : NaN;
  if (!(day >= 1 && day <= daysOf(year, month))) return NaN;
  const midnight = utc(year, month, day);
  if (text.length === 10) return midnight;
  const separator = text.charAt(10);
  return separator === 'T' || separator === 't' ? midnight + parseTime(text, 11) : NaN;
}

/** `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s…` and a zone, as milliseconds since midnight UTC. */
function parseTime(text: string, start: number): number {
  const hour = field(text, start, 2);
  const minute = text.charAt(start + 2) === ':' ? field(text, start + 3, 2) : NaN;
  if (!(hour <= 23 && minute <= 59)) return NaN;
  let at = start + 5;
  let seconds = 0;
  if (text.charAt(at) === ':') {
    seconds = field(text, at + 1, 2);
    if (!(seconds <= 59)) return NaN;
    at += 3;
    if (text.charAt(at) === '.') {
      let end = at + 1;
      while (end < text.length && onlyDigits(text, end, end + 1)) end++;
      if (end === at + 1) return NaN;
      seconds += Number(text.slice(at, end));
      at = end;
    }
  }
  return hour * 3_600_000 + minute * 60_000 + seconds * 1000 - parseZone(text, at);
}

/** The zone's distance from UTC in milliseconds. */
function parseZone(text: string, at: number): number {
  const zone = text.charAt(at);
  if (zone === '') return 0;
  if (zone === 'Z' || zone === 'z') return at + 1 === text.length ? 0 : NaN;
  if ((zone !== '+' && zone !== '-') || text.charAt(at + 3) !== ':' || at + 6 !== text.length) return NaN;
  const hours = field(text, at + 1, 2);
  const minutes = field(text, at + 4, 2);
  if (!(hours <= 23 && minutes <= 59)) return NaN;
  const distance = hours * 3_600_000 + minutes * 60_000;
  return zone === '+' ? distance : -distance;
}

/** A number of so many digits; `NaN` where there is anything else. */
function field(text: string, start: number, length: number): number {
  let value = 0;
  for (let at = start; at < start + length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Midnight of a day in milliseconds since 1970. Counted out, because a `Date` costs more than the rest of a decision:
 * years of 400 repeat, and they begin in March, so that a leap day is the last day of its year.
 */
function utc(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const months = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  const days = years * 365 + leapDays + Math.floor((153 * months + 2) / 5) + day - 1;
  return (days - daysTo1970) * 86_400_000;
}

/** From 1 March of the year 0. */
const daysTo1970 = 719_468;
