import { resolve } from 'node:path';
import type { Reporter, Vitest } from 'vitest/node';
import {
  type CoverageOptions,
  checkCoverageOptions,
  defaultFolder,
  policyCoverage,
  startPolicyCoverage,
} from './coverage/policy-coverage.js';

/**
 * Reports, after each run of vitest, what it exercised of the policies of its test accounts: for `reporters`, beside
 * `default`. A run that misses a threshold fails. Throws a `TestKitError` for options that there are not.
 */
export class PolicyCoverageReporter implements Reporter {
  readonly #options: Omit<CoverageOptions, 'records'>;
  #folder: string = defaultFolder;
  #print: NonNullable<CoverageOptions['print']> = (line) => void process.stdout.write(`${line}\n`);

  constructor(options: Omit<CoverageOptions, 'records'> = {}) {
    checkCoverageOptions(options);
    this.#options = options;
  }

  /** The processes that run tests are told where to record. */
  onInit({ config: { root }, logger }: Pick<Vitest, 'config' | 'logger'>): void {
    this.#print = (line) => logger.log(line);
    this.#folder = resolve(root, this.#options.folder ?? defaultFolder);
    startPolicyCoverage(this.#folder);
  }

  onTestRunStart(): void {
    startPolicyCoverage(this.#folder);
  }

  onTestRunEnd(): void {
    const { missed } = policyCoverage({ print: this.#print, ...this.#options, folder: this.#folder });
    if (missed.length > 0) process.exitCode = 1;
  }
}
