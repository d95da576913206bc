/** The error of work that took longer than it may. */
export class TimeLimitExceeded extends Error {
  override readonly name = 'TimeLimitExceeded';
}

/** What `work` comes to, or a {@link TimeLimitExceeded} after `milliseconds`; what it comes to later is dropped. */
export function withinTimeLimit<T>(work: PromiseLike<T>, milliseconds: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new TimeLimitExceeded(`no answer within ${milliseconds} ms`)),
      milliseconds,
    );
    work.then(resolve, reject).then(() => clearTimeout(timer));
  });
}
