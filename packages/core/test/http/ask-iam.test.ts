import { describe, expect, test } from 'vitest';
import { rootPrincipal } from '../../src/cognito/principal-of-entry.js';
import { createSurroundings } from '../../src/cognito/request-context.js';
import { askIam } from '../../src/http/ask-iam.js';
import { noDecisionCache } from '../../src/http/decision-cache.js';
import { compilePolicies, evaluate } from '../../src/policy/index.js';
import { directory, poolArn } from './authorizer-fixture.js';

const arn = 'arn:aws:iam::123456789012:user/alice';
const caller = {
  principal: { ...rootPrincipal(directory), arn, type: 'User' as const },
  policies: compilePolicies([
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'cognito-idp:AssociateWebACL', Resource: poolArn },
        {
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalAccount': '1' } },
        },
      ],
    },
  ]),
};
const ask = askIam(noDecisionCache({ evaluate }), createSurroundings(directory, 'us-east-1'));
const about = (resource: string) => ({ action: 'cognito-idp:AssociateWebACL', resource, principal: { arn } });
const webAcl = 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b';

describe('askIam', () => {
  test('every resource must be allowed, whatever their order', () => {
    expect(ask(caller, [about(poolArn)]).decision.decision).toBe('allowed');
    expect(ask(caller, [about(poolArn), about(webAcl)])).toMatchObject({
      decision: { decision: 'implicitDeny' },
      request: { resource: webAcl },
    });
    expect(ask(caller, [about(webAcl), about(poolArn)])).toMatchObject({
      decision: { decision: 'implicitDeny' },
      request: { resource: webAcl },
    });
  });

  test('no resource is no yes', () => {
    expect(() => ask(caller, [])).toThrow(RangeError);
  });

  test('the policies of a caller are bound once', () => {
    expect(ask(caller, [about(poolArn)]).policies).toBe(ask(caller, [about(poolArn)]).policies);
  });
});
