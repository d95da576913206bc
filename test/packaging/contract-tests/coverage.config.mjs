import { PolicyCoverageReporter } from '@cognito-iam/testing/vitest-reporter';

// biome-ignore lint/style/noDefaultExport: vitest takes no other.
export default {
  test: { reporters: ['default', new PolicyCoverageReporter({ thresholds: { statements: 100 } })] },
};
