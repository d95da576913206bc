import type { Mutant } from './mutants.js';
import { type Fate, isSurvivor } from './results.js';

/** A mutant on one line, with its place as editors take it. */
export function describeMutant({ file, line, column, change, code }: Mutant): string {
  const short = change.replace(/\s+/g, ' ');
  return `${file}:${line}:${column}  ${short.length > 100 ? `${short.slice(0, 100)}…` : short}  in  ${code}`;
}

/** How many of the mutants were noticed, of a hundred. */
export function scoreOf(fates: readonly Fate[]): number {
  return fates.length === 0 ? 100 : (100 * fates.filter((fate) => !isSurvivor(fate)).length) / fates.length;
}

/** A line for each file, and one for all. */
export function table(fates: ReadonlyMap<Mutant, Fate>): string {
  const files = new Map<string, Fate[]>();
  for (const [{ file }, fate] of fates) files.set(file, [...(files.get(file) ?? []), fate]);
  const row = (name: string, all: readonly Fate[]) => {
    const noticed = all.filter((fate) => !isSurvivor(fate)).length;
    return `${name.padEnd(52)} ${`${noticed}/${all.length}`.padStart(9)} ${scoreOf(all).toFixed(1).padStart(6)} %`;
  };
  const rows = [...files].sort().map(([file, all]) => row(file, all));
  return [...rows, row('all', [...fates.values()])].join('\n');
}
