import { TestKitError } from '../kit-error.js';

/** An instant: milliseconds since 1970, a `Date`, or a text such as `2027-03-01T12:00:00Z`. */
export type Instant = number | Date | string;

/** An instant, or a function that gives it each time it is asked, so that a test can move it. */
export type TestClock = Instant | (() => Instant);

/**
 * Gives the time of a clock in milliseconds since 1970. Without one it is that of `Date.now`, which the fake timers of
 * test runners set. Throws a {@link TestKitError} where a clock is no instant.
 */
export function clockOf(clock: TestClock | undefined): () => number {
  if (clock === undefined) return () => Date.now();
  if (typeof clock === 'function') return () => milliseconds(clock());
  const fixed = milliseconds(clock);
  return () => fixed;
}

function milliseconds(instant: Instant): number {
  const time = typeof instant === 'number' ? instant : new Date(instant).getTime();
  if (Number.isFinite(time)) return time;
  throw new TestKitError(
    `\`${String(instant)}\` is no instant: expected milliseconds since 1970, a Date, or a text such as 2027-03-01T12:00:00Z`,
  );
}
