/** A value that is there, or will be. Most of what a request needs has been seen before, and waiting costs time. */
export type Soon<T> = T | Promise<T>;

/** What `next` makes of a value: at once where it is there. */
export function soon<T, Next>(value: Soon<T>, next: (value: T) => Soon<Next>): Soon<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}
