import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** How a {@link watchdog} looks, in milliseconds. */
export interface WatchdogTimes {
  /** Between an answer and the next question. */
  readonly interval: number;
  /** How long an answer may take. */
  readonly limit: number;
  /** How many answers in a row may be missing. */
  readonly failures: number;
}

/** Longer than any work that keeps an emulator busy: three quarters of a minute. */
export const patientWatchdog: WatchdogTimes = { interval: 5_000, limit: 10_000, failures: 3 };

/**
 * Asks a server again and again whether it answers, whatever it answers. Resolves with how many milliseconds it has
 * answered nothing, once that is too long; with `undefined` where `signal` ends the watch.
 */
export async function watchdog(
  url: string,
  headers: readonly string[],
  { interval, limit, failures }: WatchdogTimes,
  signal: AbortSignal,
): Promise<number | undefined> {
  let answered = performance.now();
  let missing = 0;
  while (missing < failures) {
    await delay(interval, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return undefined;
    const begun = performance.now();
    if (await answers(url, headers, AbortSignal.any([signal, AbortSignal.timeout(limit)]))) {
      answered = begun;
      missing = 0;
    } else missing++;
    if (signal.aborted) return undefined;
  }
  return performance.now() - answered;
}

/** Over a connection of its own: those of requests may all be waiting for answers that take long. */
function answers(url: string, headers: readonly string[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, headers: [...headers, 'connection', 'close'], signal });
    request.on('response', (response) => {
      response.on('error', () => undefined).resume();
      resolve(true);
    });
    request.on('error', () => resolve(false));
  });
}
