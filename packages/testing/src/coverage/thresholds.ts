import { requireKnown, TestKitError } from '../kit-error.js';
import type { CoverageSummary } from './coverage-report.js';

/** The least that must be exercised, in per cent; what is left out may be anything. */
export type CoverageThresholds = { readonly [K in keyof CoverageSummary]?: number };

const names = ['statements', 'actions', 'conditions'] as const;

/** Throws a {@link TestKitError} for thresholds that there are not. */
export function checkThresholds(thresholds: CoverageThresholds): void {
  requireKnown(thresholds, names, 'thresholds');
  for (const [name, percent] of Object.entries(thresholds)) {
    if (typeof percent === 'number' && percent >= 0 && percent <= 100) continue;
    throw new TestKitError(`\`thresholds.${name}\` is a percentage from 0 to 100; got ${String(percent)}`);
  }
}

/** A sentence for each threshold that is not reached; one for all, where nothing was counted that could reach any. */
export function missedThresholds(
  summary: CoverageSummary,
  thresholds: CoverageThresholds,
): readonly string[] {
  if (summary.statements.total === 0 && names.some((name) => (thresholds[name] ?? 0) > 0)) {
    return [
      'policy coverage has a threshold, and no account with policies about Cognito user pools was made',
    ];
  }
  return names.flatMap((name) => {
    const wanted = thresholds[name];
    const { percent, covered, total } = summary[name];
    if (wanted === undefined || percent >= wanted) return [];
    return `policy coverage of ${name} is ${percent}% (${covered} of ${total}), and the threshold is ${wanted}%`;
  });
}
