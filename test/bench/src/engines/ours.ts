import { bindContext, compilePolicies, conditionKeysRead, evaluate } from '@cognito-iam/core/policy';
import { decisionCache } from '../../../../packages/core/dist/http/decision-cache.js';
import type { Engine } from './engine.js';
import { userNameOf } from './statements.js';

/** As a library: plain request objects, nothing remembered. */
export const ours: Engine = {
  name: 'cognito-iam, `evaluate`',
  package: '@cognito-iam/core',
  note: 'plain request objects, nothing remembered',
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

/** Bound, and through the authorizer's decision cache. */
export const oursCached: Engine = {
  name: 'cognito-iam, decision cache',
  package: '@cognito-iam/core',
  note: 'the same behind the decision cache of the authorizer',
  prepare(workload) {
    const policies = bindContext(compilePolicies(workload.policies), {
      'aws:username': userNameOf(workload),
    });
    const cache = decisionCache(
      { evaluate, conditionKeysRead },
      { principals: 500, decisionsPerPrincipal: 200 },
    );
    return (request) => cache.evaluate(policies, request).decision.decision === 'allowed';
  },
};
