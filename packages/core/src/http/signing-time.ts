import { type Refusal, refuseWith } from './refusal.js';
import type { HttpRequest } from './request.js';

/** When a request was signed. */
export interface SigningTime {
  /** In milliseconds since 1970. */
  readonly time: number;
  /** As signatures hold it: `20150830T123600Z`. */
  readonly text: string;
}

/**
 * When a request says it was signed, in `X-Amz-Date` or else in `Date`, or AWS's refusal of one that does not say so, or
 * that was signed more than `window` milliseconds before or after `now`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function signingTime({ headers }: HttpRequest, now: number, window: number): SigningTime | Refusal {
  const header = headers['x-amz-date'] ?? headers['date'];
  const time = typeof header === 'string' ? timeOf(header, headers['x-amz-date'] === undefined) : Number.NaN;
  if (Number.isNaN(time)) {
    const got = String(header).slice(0, 100);
    return refuseWith(
      'incompleteSignature',
      `Date must be in ISO-8601 'basic format'. Got '${got}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  const text = basicFormat(time);
  const earliest = now - window;
  const latest = now + window;
  // In whole seconds, as signatures hold them. AWS's SDKs look for the first two words, correct their clocks and try again.
  if (time < Math.floor(earliest / 1000) * 1000) {
    return refuseWith(
      'invalidSignature',
      `Signature expired: ${text} is now earlier than ${basicFormat(earliest)} (${basicFormat(now)} - ${duration(window)}.)`,
    );
  }
  if (time > latest) {
    return refuseWith(
      'invalidSignature',
      `Signature not yet current: ${text} is still later than ${basicFormat(latest)} (${basicFormat(now)} + ${duration(window)}.)`,
    );
  }
  return { time, text };
}

/** The time in milliseconds, or `NaN`. A `Date` header may also have HTTP's own format. */
function timeOf(header: string, isDateHeader: boolean): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(header);
  if (parts !== null) {
    const [, year, month, day, hour, minute, second] = parts;
    const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    // `Date.parse` may take the 31st of a shorter month for a day of the next.
    return Number.isNaN(time) || basicFormat(time) !== header ? Number.NaN : time;
  }
  const isHttpDate = isDateHeader && /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(header);
  return isHttpDate ? Date.parse(header) : Number.NaN;
}

function basicFormat(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} sec`;
}
