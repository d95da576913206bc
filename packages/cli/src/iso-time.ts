/**
 * The time of a text such as `2026-01-31` or `2026-01-31T12:00:00Z`, in milliseconds since 1970; `undefined` for a day that
 * no month has, and for what `Date.parse` guesses: it takes `12` for a December. Without an offset the time of a day is
 * that of this machine.
 */
export function isoTime(text: string): number | undefined {
  const [, day] =
    /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
