import fc from 'fast-check';

/** A part of the program that is fed with inputs; `run` ends at the first input that is a fault. */
export interface FuzzTarget {
  readonly name: string;
  run(parameters: fc.Parameters<unknown>, slowest: number): Promise<FuzzFault | undefined>;
}

/** The least input that is a fault, and what leads to it again. */
export interface FuzzFault {
  readonly input: string;
  readonly message: string;
  readonly seed: number;
  readonly path: string;
}

/**
 * A target whose `check` throws where an input shows a fault. An input that takes longer than `slowest` milliseconds
 * is one, too.
 */
export function fuzzTarget<T>(
  name: string,
  arbitrary: fc.Arbitrary<T>,
  check: (input: T) => void | Promise<void>,
): FuzzTarget {
  return {
    name,
    async run(parameters, slowest) {
      const property = fc.asyncProperty(arbitrary, async (input) => {
        const start = performance.now();
        await check(input);
        const taken = performance.now() - start;
        if (taken > slowest) throw new Error(`it took ${Math.round(taken)} ms`);
      });
      const details = await fc.check(property, parameters as fc.Parameters<[T]>);
      if (!details.failed) return undefined;
      const { errorInstance: error, seed, counterexamplePath, counterexample } = details;
      return {
        input: fc.stringify(counterexample?.[0]),
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        seed,
        path: counterexamplePath ?? '',
      };
    },
  };
}
