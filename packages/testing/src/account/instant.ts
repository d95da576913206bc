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
  if (typeof instant !== 'string' && isOfSeconds(time)) {
    const mend = typeof instant === 'number' ? `${time} * 1000` : `new Date(${time} * 1000)`;
    throw new TestKitError(
      `${time} is ${new Date(time).toISOString()}: an instant is in milliseconds since 1970, and this looks like seconds; write ${mend}`,
    );
  }
  if (Number.isFinite(time)) return time;
  throw new TestKitError(
    `\`${String(instant)}\` is no instant: expected milliseconds since 1970, a Date, or a text such as 2027-03-01T12:00:00Z`,
  );
}

/** Whether a time in milliseconds would be one of this century in seconds; as it is, it is in the first weeks of 1970. */
function isOfSeconds(time: number): boolean {
  return time >= 946_684_800 && time < 4_102_444_800;
}
