import type { Engine } from './engine.js';

/** The simulator without its validation of requests: the faster of its two ways. It reads the documents every time. */
export const iamSimulate: Engine = {
  name: '@cloud-copilot/iam-simulate',
  package: '@cloud-copilot/iam-simulate',
  note: '`runUnsafeSimulation`, which does not validate',
  async prepare(workload) {
    const { runUnsafeSimulation } = await import('@cloud-copilot/iam-simulate');
    const identityPolicies = workload.policies.map((policy, index) => ({ name: `policy ${index}`, policy }));
    return ({ action, resource, principal, context }) => {
      const result = runUnsafeSimulation(
        {
          request: {
            principal: principal.arn,
            action,
            resource: { resource, accountId: '123456789012' },
            contextVariables: context,
          },
          identityPolicies,
          serviceControlPolicies: [],
          resourceControlPolicies: [],
        },
        {},
      );
      return result === 'Allowed';
    };
  },
};
