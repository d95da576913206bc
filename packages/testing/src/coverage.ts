export type {
  ActionCoverage,
  ConditionCoverage,
  CoverageReport,
  CoverageSummary,
  DecisionCounts,
  PolicyCoverage,
  Share,
  StatementCoverage,
} from './coverage/coverage-report.js';
export {
  type CoverageFormat,
  type CoverageOptions,
  type CoverageResult,
  policyCoverage,
  startPolicyCoverage,
} from './coverage/policy-coverage.js';
export type { Position } from './coverage/recorded-policy.js';
export type { CoverageThresholds } from './coverage/thresholds.js';
