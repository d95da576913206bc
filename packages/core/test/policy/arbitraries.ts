import fc from 'fast-check';
import type {
  AuthorizationRequest,
  ContextValue,
  PolicyDocument,
  PolicyLayers,
  PolicyStatement,
} from '../../src/policy/index.js';

// Small pools, so that what is asked and what is granted meet often.
const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_';
const actions = [
  'cognito-idp:AdminGetUser',
  'cognito-idp:AdminDeleteUser',
  'cognito-idp:ListUsers',
  'COGNITO-IDP:listusers',
];
const actionEntries = [
  ...actions,
  '*',
  'cognito-idp:*',
  'cognito-idp:Admin*',
  'cognito-idp:*User',
  's3:*',
  'cognito-idp:List?sers',
];
const resources = [
  `${pool}a`,
  `${pool}b`,
  `${pool}alice`,
  '*',
  'arn:aws:cognito-idp:eu-west-1:210987654321:userpool/x_y',
];
const resourceEntries = [
  ...resources,
  `${pool}*`,
  `${pool}?`,
  'arn:aws:cognito-idp:*',
  'arn:aws:cognito-idp:*:userpool/*',
  `${pool}\${aws:username}`,
  `${pool}\${aws:username, 'a'}*`,
];
const keys = [
  'aws:username',
  'aws:PrincipalTag/team',
  'AWS:principaltag/Team',
  'aws:SourceIp',
  'aws:TagKeys',
  'aws:CurrentTime',
  'constructor',
];
const values = [
  'alice',
  'a',
  'b',
  '',
  'true',
  '10',
  '10.0',
  '203.0.113.5',
  '2025-06-15T12:00:00Z',
  '${aws:username}',
  'a*',
  '*',
  pool,
];
const operators = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'NumericEquals',
  'NumericLessThan',
  'Bool',
  'IpAddress',
  'NotIpAddress',
  'ArnLike',
  'ArnNotLike',
  'Null',
  'BinaryEquals',
];

const operator = fc
  .tuple(
    fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom(...operators),
    fc.constantFrom('', 'IfExists'),
  )
  .map(([prefix, name, suffix]) => prefix + name + (name === 'Null' ? '' : suffix));

const condition = fc.dictionary(
  operator,
  fc.dictionary(
    fc.constantFrom(...keys),
    fc.oneof(fc.constantFrom(...values), fc.array(fc.constantFrom(...values), { maxLength: 3 })),
    {
      maxKeys: 2,
    },
  ),
  { maxKeys: 2 },
);

function entries(pool: readonly string[]): fc.Arbitrary<string | string[]> {
  return fc.oneof(
    fc.constantFrom(...pool),
    fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 3 }),
  );
}

export function statement(effect: fc.Arbitrary<'Allow' | 'Deny'>): fc.Arbitrary<PolicyStatement> {
  return fc
    .tuple(
      effect,
      fc.boolean(),
      entries(actionEntries),
      fc.boolean(),
      entries(resourceEntries),
      fc.option(condition, { nil: undefined }),
    )
    .map(([Effect, notAction, action, notResource, resource, Condition]) => ({
      Effect,
      ...(notAction ? { NotAction: action } : { Action: action }),
      ...(notResource ? { NotResource: resource } : { Resource: resource }),
      ...(Condition === undefined ? {} : { Condition }),
    }));
}

const anyEffect = fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny');

export const policyDocument: fc.Arbitrary<PolicyDocument> = fc
  .tuple(
    fc.constantFrom<'2012-10-17' | '2008-10-17'>('2012-10-17', '2012-10-17', '2008-10-17'),
    fc.array(statement(anyEffect), { minLength: 1, maxLength: 4 }),
  )
  .map(([Version, Statement]) => ({ Version, Statement }));

const documents = fc.array(policyDocument, { maxLength: 2 });
const nearlyAll: PolicyDocument = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
};
const limits = fc.oneof(fc.constant([nearlyAll]), documents);

export const policyLayers: fc.Arbitrary<PolicyLayers> = fc.record(
  {
    identity: documents,
    boundary: fc.oneof(fc.constant(nearlyAll), policyDocument),
    session: limits,
    serviceControl: fc.array(limits, { maxLength: 2 }),
  },
  { requiredKeys: ['identity'] },
);

const contextValue: fc.Arbitrary<ContextValue> = fc.oneof(
  fc.constantFrom(...values),
  fc.array(fc.constantFrom(...values), { maxLength: 2 }),
  fc.constantFrom<ContextValue>(true, 10, new Date('2025-06-15T12:00:00Z')),
);

export const context: fc.Arbitrary<Record<string, ContextValue>> = fc.dictionary(
  fc.constantFrom(...keys),
  contextValue,
  { maxKeys: 4 },
);

export const request: fc.Arbitrary<AuthorizationRequest> = fc.record(
  {
    action: fc.constantFrom(...actions),
    resource: fc.constantFrom(...resources),
    principal: fc.constantFrom(
      { arn: 'arn:aws:iam::123456789012:user/alice' },
      { arn: 'arn:aws:sts::123456789012:assumed-role/R/s', roleArn: 'arn:aws:iam::123456789012:role/p/R' },
      { arn: 'arn:aws:iam::123456789012:root' },
      { arn: 'arn:aws:sts::123456789012:federated-user/bob' },
      {
        arn: 'arn:aws:sts::123456789012:assumed-role/S/s',
        roleArn: 'arn:aws:iam::123456789012:role/aws-service-role/x/S',
      },
      { arn: 'anonymous' },
    ),
    context,
  },
  { requiredKeys: ['action', 'resource'] },
);
