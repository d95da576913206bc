/** Whether a promise is fulfilled within `limit` milliseconds; rejects where it does so within them. */
export async function doneWithin(promise: Promise<unknown>, limit: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, limit, false);
  });
  const done = promise.then(() => true);
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
