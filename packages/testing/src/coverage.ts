export {
  type Counters,
  type CoverageData,
  mergeCoverage,
} from './coverage/coverage-data.js';
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
  clearRecords,
  policyCoverage,
  recordsFolder,
} from './coverage/policy-coverage.js';
export { readRecords } from './coverage/record-file.js';
export type { PolicyUse, Position, RecordedPolicy } from './coverage/recorded-policy.js';
export type { CoverageThresholds } from './coverage/thresholds.js';
