import type { Batch, BatchResult } from './batch.js';

/** What a fault is told as; `undefined` where a batch found none. An error is that of a batch that gave no result in its time, in milliseconds. */
export function faultText(batch: Batch, result: BatchResult | Error, patience: number): string | undefined {
  const { target, seed, runs } = batch;
  if (result instanceof Error) {
    const isEndless = result.name === 'AbortError';
    const why = isEndless
      ? `no answer within ${patience / 1000} s: an input never ends`
      : (result.stack ?? String(result));
    return `\n${target}: FAULT\n${why}\nagain: npx -y pnpm@10 fuzz ${target} --seed=${seed} --runs ${runs}`;
  }
  if (result.fault === undefined) return undefined;
  const { input, message, path, seed: shown } = result.fault;
  return `\n${target}: FAULT\ninput: ${input}\n${message}\nagain: npx -y pnpm@10 fuzz ${target} --seed=${shown} --path ${path}`;
}

/** How many inputs a batch has: few at first, so that every target has its turn within a minute on a busy machine too. */
export function batchSizeAfter(inputs: number): number {
  return inputs === 0 ? 250 : 5_000;
}
