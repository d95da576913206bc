import { bindContext, compilePolicies, evaluate } from '@cognito-iam/core/policy';
import type { Engine } from './engine.js';
import { userNameOf } from './statements.js';

/** As a library: plain request objects. Conditions are asked anew; what a resource settles, a set remembers. */
export const ours: Engine = {
  name: 'cognito-iam, `evaluate`',
  package: '@cognito-iam/core',
  note: 'plain request objects; conditions are asked every time, what a resource settles is remembered by the policy set from the second time on: unmet resources have a row of their own',
  prepare(workload) {
    const policies = compilePolicies(workload.policies);
    return (request) => evaluate(policies, request).decision === 'allowed';
  },
};

/** With the user's constant keys bound in advance. */
export const oursBound: Engine = {
  name: 'cognito-iam, `bindContext`',
  package: '@cognito-iam/core',
  note: 'the same, `aws:username` bound in advance',
  prepare(workload) {
    const policies = bindContext(compilePolicies(workload.policies), {
      'aws:username': userNameOf(workload),
    });
    return (request) => evaluate(policies, request).decision === 'allowed';
  },
};
