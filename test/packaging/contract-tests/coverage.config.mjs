import { PolicyCoverageReporter } from '@cognito-iam/testing/vitest-reporter';

export default {
  test: { reporters: ['default', new PolicyCoverageReporter({ thresholds: { statements: 100 } })] },
};
