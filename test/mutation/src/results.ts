import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './sources.js';

/** A mutant that no test notices has survived, also where none runs it. */
export type Fate = 'killed' | 'hung' | 'survived' | 'not run';

export interface Result {
  /** Of everything that the fate depends on. */
  readonly digest: string;
  readonly id: string;
  readonly fate: Fate;
  /** The test file that noticed. */
  readonly by?: string;
}

const kept: string = join(root, 'test/mutation/results/results.jsonl');

/** Every fate found so far, the last one of each mutant. */
export function readResults(): ReadonlyMap<string, Result> {
  if (!existsSync(kept)) return new Map();
  const lines = readFileSync(kept, 'utf8').trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const result: Result = JSON.parse(line);
      return [result.id, result];
    }),
  );
}

export function keepResult(result: Result): void {
  mkdirSync(join(kept, '..'), { recursive: true });
  appendFileSync(kept, `${JSON.stringify(result)}\n`);
}

export function isSurvivor(fate: Fate | undefined): boolean {
  return fate === 'survived' || fate === 'not run';
}
