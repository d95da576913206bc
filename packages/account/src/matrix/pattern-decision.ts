import { compilePolicies, evaluate, type Principal } from '@cognito-iam/core';
import { type MatrixAccount, settledContext } from './settled-context.js';
import { isCertain, widest } from './statement-bounds.js';

/**
 * Tells of resource patterns, with policy variables, whether they match a pool in requests of a principal: in all of
 * them, in none, or `undefined` where that depends. Nothing counts as known of the principal's tags, nor of a principal
 * that is left out.
 */
export function patternDecision(
  account: MatrixAccount,
  principal: Principal | undefined,
  arn: string,
): (pattern: string) => boolean | undefined {
  const action = 'cognito-idp:DescribeUserPool';
  const unknown = { pool: false, region: false, tags: true };
  const settled = principal && settledContext(account, principal, action, arn, unknown);
  const isSettled = (key: string): boolean =>
    settled !== undefined && !key.startsWith('aws:principaltag/') && settled.isSettled(key);
  const request = { action, resource: arn, context: settled?.context ?? {} };
  const unsettled = { isSettled, pools: undefined };
  return (pattern) => {
    const Statement = {
      Effect: 'Allow',
      Action: action,
      Resource: widest(pattern, true, unsettled),
    } as const;
    const policies = compilePolicies([{ Version: '2012-10-17', Statement }]);
    if (evaluate(policies, request).decision !== 'allowed') return false;
    return isCertain(pattern, true, unsettled) ? true : undefined;
  };
}
