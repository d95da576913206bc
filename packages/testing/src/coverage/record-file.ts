import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestKitError } from '../kit-error.js';
import { type CoverageData, mergeCoverage, noCoverage } from './coverage-data.js';
import type { PolicyUse, RecordedPolicy } from './recorded-policy.js';

/** The version of the files; others are refused. */
const version = 1;

/** A line of a record. */
export type RecordLine =
  | { readonly policy: RecordedPolicy }
  | { readonly use: PolicyUse; readonly of: string }
  /** Counters of policies, by id, as they are now: the later line of two counts. */
  | { readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>> };

/** Makes the folder of records. Throws a {@link TestKitError} where that cannot be, so that it is told before any test runs. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TestKitError(`policy coverage cannot be recorded in \`${folder}\`: ${reason}`);
  }
}

/** Whether a process has a record in the folder. */
export function hasRecord(folder: string, process: string): boolean {
  return existsSync(join(folder, `${process}.jsonl`));
}

/** Adds lines to the record of one process, and makes it where there is none. */
export function appendRecord(folder: string, process: string, lines: readonly RecordLine[]): void {
  const path = join(folder, `${process}.jsonl`);
  const head = hasRecord(folder, process) ? [] : [{ version, process }];
  mkdirSync(folder, { recursive: true });
  appendFileSync(path, [...head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Keeps the text of a file beside the records; what has the same hash is kept once. */
export function keepText(folder: string, hash: string, text: string): void {
  const path = join(folder, `${hash}.txt`);
  if (existsSync(path)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
}

/**
 * Reads every record in a folder; none, where there is no such folder. The last line of a process that was stopped
 * while it wrote is left out. Throws a {@link TestKitError} for a file that is no record.
 */
export function readRecords(folder: string): CoverageData {
  if (!existsSync(folder)) return noCoverage;
  const names = readdirSync(folder);
  const texts = new Map(
    names
      .filter((name) => name.endsWith('.txt'))
      .map((name) => [name.slice(0, -4), readFileSync(join(folder, name), 'utf8')]),
  );
  const records = names
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => readRecord(join(folder, name), name.slice(0, -6)));
  return mergeCoverage({ ...noCoverage, texts }, ...records);
}

function readRecord(path: string, process: string): CoverageData {
  const [head = '', ...lines] = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  if (head !== JSON.stringify({ version, process })) {
    throw new TestKitError(
      `\`${path}\` is no record of policy coverage of version ${version}: delete its folder`,
    );
  }
  const policies = new Map<string, RecordedPolicy>();
  const uses = new Map<string, Map<string, PolicyUse>>();
  const counts = new Map<string, Map<string, number>>();
  for (const line of lines) {
    const read: RecordLine = JSON.parse(line);
    if ('policy' in read) policies.set(read.policy.id, read.policy);
    else if ('use' in read) {
      const { holder, policyType } = read.use;
      const known = uses.get(read.of) ?? new Map<string, PolicyUse>();
      uses.set(read.of, known.set(`${holder} ${policyType}`, read.use));
    } else {
      for (const [policy, counters] of Object.entries(read.counts)) {
        const known = counts.get(policy) ?? new Map<string, number>();
        for (const [name, count] of Object.entries(counters)) known.set(name, count);
        counts.set(policy, known);
      }
    }
  }
  return { policies, uses, counts: new Map([[process, counts]]), texts: new Map() };
}
