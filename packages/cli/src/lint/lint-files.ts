import { statSync } from 'node:fs';
import { type Finding, fileReader } from '@cognito-iam/account';
import type { PolicyType } from '@cognito-iam/core';
import { type FileContext, type FoundPolicies, foundPolicies } from './found-policies.js';
import { lintPolicy } from './lint-policy.js';

/** What is to be looked at. */
export interface LintRequest {
  /** As the user names them, from `folder`; a folder stands for what is in it. */
  readonly files: readonly string[];
  readonly folder: string;
  /** What policies in files of their own are. */
  readonly type: PolicyType;
  /** Codes that are not told. */
  readonly ignored: ReadonlySet<string>;
}

/** What was found. */
export interface LintReport {
  /** By file, each from top to bottom; every one has a place. */
  readonly findings: readonly PlacedFinding[];
  readonly files: readonly string[];
  /** Files of the folders that were named which are no policy, template, plan or configuration. */
  readonly others: readonly string[];
  /** How many policies were looked at. */
  readonly policies: number;
  /** Whether one of the files, or of those that they name, could not be read, so that nothing is known of it. */
  readonly unread: boolean;
  /** Codes of {@link LintRequest.ignored} that nothing was found of. */
  readonly unused: readonly string[];
}

/** A finding with a place. */
export type PlacedFinding = Finding & Required<Pick<Finding, 'place'>>;

/** Reads the files and looks for what the rules know. Throws a `UserError` for a folder without any. */
export async function lintFiles({ files, folder, ignored, type }: LintRequest): Promise<LintReport> {
  const context = { reader: fileReader(folder), folder, type };
  const all = new Map<string, PlacedFinding>();
  let policies = 0;
  const { found: foundFiles, others } = await readAll(files, context);
  for (const [file, found] of foundFiles) {
    policies += found.policies.length;
    for (const finding of [...found.findings, ...found.policies.flatMap(lintPolicy)]) {
      const placed = { place: { file, line: 1, column: 1 }, ...finding };
      // A file may be named by itself and by a configuration.
      all.set(JSON.stringify(placed), placed);
    }
  }
  const findings = [...all.values()];
  const codes = new Set(findings.map(({ code }) => code));
  return {
    findings: inOrder(findings.filter(({ code }) => !ignored.has(code))),
    files: [...foundFiles.keys()],
    others,
    policies,
    unread: codes.has('unreadable-file') || codes.has('syntax'),
    unused: [...ignored].filter((code) => !codes.has(code)),
  };
}

async function readAll(
  names: readonly string[],
  context: FileContext,
): Promise<{ readonly found: ReadonlyMap<string, FoundPolicies>; readonly others: readonly string[] }> {
  const found = new Map<string, FoundPolicies>();
  const others = new Set<string>();
  for (const name of new Set(names)) {
    if (statSync(context.reader.path(name), { throwIfNoEntry: false })?.isDirectory()) {
      const { folderPolicies } = await import('./folder-policies.js');
      const inside = await folderPolicies(name, context);
      for (const [file, policies] of inside.found) found.set(file, policies);
      for (const file of inside.others) others.add(file);
    } else found.set(name, await foundPolicies(name, context));
  }
  return { found, others: [...others].filter((file) => !found.has(file)) };
}

function inOrder(findings: readonly PlacedFinding[]): readonly PlacedFinding[] {
  const order = new Map(findings.map(({ place }, index) => [place.file, index]));
  return [...findings].sort(
    ({ place: one }, { place: other }) =>
      (order.get(one.file) ?? 0) - (order.get(other.file) ?? 0) ||
      one.line - other.line ||
      one.column - other.column,
  );
}
