import { compilePolicies, evaluate, unresolvedAction } from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTemplate } from '../src/cloudformation/index.js';
import { AccountError, type AccountPart } from '../src/index.js';

const context = {
  account: '123456789012',
  region: 'us-east-1',
  stackName: 'shop',
  imports: { dynamic: '{{resolve:ssm:/x}}' },
};

function read(value: unknown): AccountPart | undefined {
  const place = { file: 'template.json', line: 1, column: 1 };
  try {
    const given = typeof value === 'object' && value !== null && 'Parameters' in value;
    const parameters = given ? { DynamicGiven: '{{resolve:ssm:/x}}' } : {};
    return readTemplate({ file: 'template.json', value, placeOf: () => place }, { ...context, parameters });
  } catch (error) {
    if (error instanceof AccountError) return undefined;
    throw error;
  }
}

const names = fc.constantFrom(
  'Given',
  'Missing',
  'Pool',
  'A',
  'B',
  'Nested',
  'AWS::Region',
  'AWS::NoValue',
  'Nobody',
);
const conditions = fc.constantFrom('Yes', 'No', 'Perhaps', 'Loop');

/** Values of templates: plain ones, good calls of functions and bad ones, in one another. */
const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.string(),
      fc.constantFrom('*', 'cognito-idp:*', 'Allow', 'Deny', '2012-10-17', '${A.Arn}', '{{resolve:ssm:/x}}'),
      fc.constantFrom(0, true, null),
      names.map((name) => ({ Ref: name })),
      fc
        .tuple(names, fc.constantFrom('Arn', 'RoleId', 'Outputs.X', 'Nothing'))
        .map((path) => ({ 'Fn::GetAtt': path })),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
    fc
      .tuple(
        fc.constantFrom(
          'Join',
          'Sub',
          'Select',
          'Split',
          'FindInMap',
          'If',
          'Base64',
          'Length',
          'ImportValue',
          'ToJsonString',
          'Foo',
          'ForEach::X',
          'Equals',
        ),
        tie('value'),
      )
      .map(([name, argument]) => ({ [`Fn::${name}`]: argument })),
    fc.tuple(conditions, tie('value'), tie('value')).map((parts) => ({ 'Fn::If': parts })),
    fc
      .tuple(names, tie('value'), tie('object'))
      .map(([name, items, body]) => ({ 'Fn::ForEach::Loop': [name, items, body] })),
  ),
  object: fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        'Statement',
        'Effect',
        'Action',
        'NotAction',
        'Resource',
        'Condition',
        'Version',
        'Key',
        'Value',
        '__proto__',
        'constructor',
      ),
      fc.string({ maxLength: 5 }),
    ),
    tie('value'),
    { maxKeys: 4 },
  ),
}));

const properties = fc.dictionary(
  fc.constantFrom(
    'RoleName',
    'Policies',
    'ManagedPolicyArns',
    'PermissionsBoundary',
    'Path',
    'Tags',
    'PolicyDocument',
    'PolicyName',
    'Roles',
    'Users',
    'Groups',
    'UserPoolId',
    'GroupName',
    'RoleArn',
    'RoleMappings',
    'IdentityPoolId',
    'Role',
    'Parameters',
    'TemplateURL',
    'UserPoolName',
    'UserPoolTags',
  ),
  value,
  { maxKeys: 5 },
);
const types = fc.constantFrom(
  ...[
    'Role',
    'User',
    'Group',
    'Policy',
    'ManagedPolicy',
    'RolePolicy',
    'UserToGroupAddition',
    'AccessKey',
  ].map((name) => `AWS::IAM::${name}`),
  ...[
    'UserPool',
    'UserPoolGroup',
    'IdentityPool',
    'IdentityPoolRoleAttachment',
    'IdentityPoolPrincipalTag',
  ].map((name) => `AWS::Cognito::${name}`),
  ...['Serverless::Function', 'Serverless::Application', 'CloudFormation::Stack', 'DynamoDB::Table'].map(
    (name) => `AWS::${name}`,
  ),
);
const resource = fc.record(
  { Type: types, Properties: fc.oneof(properties, value), Condition: conditions },
  { requiredKeys: ['Type'] },
);
const head = {
  Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
  Parameters: {
    Given: { Type: 'String', Default: 'x' },
    Missing: { Type: 'String' },
    Dynamic: { Type: 'String', Default: 'a{{resolve:ssm:/x}}' },
    DynamicList: { Type: 'CommaDelimitedList', Default: 'a,{{resolve:ssm:/x}}' },
    DynamicGiven: { Type: 'String' },
  },
  Mappings: { Map: { a: { b: '{{resolve:secretsmanager:x:SecretString:y}}' } } },
  Conditions: {
    Yes: { 'Fn::Equals': ['a', 'a'] },
    No: { 'Fn::Equals': ['a', 'b'] },
    Perhaps: { 'Fn::Equals': [{ Ref: 'Missing' }, 'b'] },
    Loop: { 'Fn::Or': [{ Condition: 'Loop' }, { 'Fn::Equals': [{ 'Fn::GetAtt': ['A', 'Arn'] }, 'b'] }] },
  },
};

describe('the reader of templates', () => {
  it('is total: a part or an AccountError', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            Resources: fc.dictionary(names, fc.oneof(resource, value)),
            Conditions: value,
            Globals: value,
            Outputs: value,
          },
          { requiredKeys: ['Resources'] },
        ),
        (template) => {
          const part = read({ ...head, ...template });
          expect(JSON.stringify(part?.directory ?? {})).not.toContain('{{resolve:');
          expect(() => JSON.stringify(part)).not.toThrow();
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is total whatever the file holds', () => {
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), value), (file) => void read(file)));
  });

  it('is total where a template goes on without end', () => {
    const circle: { list: unknown[] } = { list: [] };
    circle.list.push(circle.list, circle.list);
    let deep: unknown = 'x';
    for (let depth = 0; depth < 2000; depth++) deep = [deep];
    let wide: unknown = 'x'.repeat(100);
    for (let depth = 0; depth < 40; depth++) wide = { 'Fn::Sub': ['${a}${a}', { a: wide }] };
    for (const Resource of [circle.list, deep, wide]) {
      const Statement = [{ Effect: 'Allow', Action: 'cognito-idp:*', Resource }];
      const Policies = [{ PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement } }];
      const part = read({
        Resources: { A: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'A', Policies } } },
      });
      expect(part?.directory.roles?.['A']?.inlinePolicies?.['P']).toMatchObject({
        Statement: [{ Action: unresolvedAction }],
      });
    }
  });

  /** Something that cannot be told, in functions that pass it on. */
  const unknown = fc
    .tuple(
      fc.constantFrom<unknown>(
        { Ref: 'Missing' },
        { Ref: 'Nobody' },
        { 'Fn::GetAtt': ['Table', 'Arn'] },
        { 'Fn::ImportValue': 'x' },
        { 'Fn::If': ['Perhaps', 'a', 'a'] },
        { 'Fn::Transform': { Name: 'x' } },
        { 'Fn::GetAZs': '' },
        '{{resolve:ssm:/x}}',
        '{{resolve:ssm:/${Given}/x}}',
        { 'Fn::Sub': '{{resolve:ssm:/${Given}/x}}' },
        { 'Fn::Sub': ['{{res${half}', { half: 'olve:ssm:/x}}' }] },
        { 'Fn::Join': ['/', ['a', '{{resolve:ssm:', { Ref: 'Given' }, 'x}}']] },
        { 'Fn::Join': [':', ['{{resolve', 'ssm', '/x}}']] },
        { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Dynamic' }] }] },
        { 'Fn::Select': [1, { Ref: 'DynamicList' }] },
        { 'Fn::FindInMap': ['Map', 'a', 'b'] },
        { 'Fn::ImportValue': 'dynamic' },
        { Ref: 'Dynamic' },
        { Ref: 'DynamicList' },
        { Ref: 'DynamicGiven' },
        { 'Fn::Sub': 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/${Missing}' },
      ),
      fc.array(
        fc.constantFrom<(value: unknown) => unknown>(
          (inner) => ({ 'Fn::Join': ['', ['a', inner]] }),
          (inner) => ({ 'Fn::Sub': ['${v}*', { v: inner }] }),
          (inner) => ({ 'Fn::Base64': inner }),
          (inner) => ({ 'Fn::If': ['Yes', inner, 'a'] }),
          (inner) => ({ 'Fn::If': ['No', '*', inner] }),
          (inner) => ({ 'Fn::Select': [1, ['a', inner]] }),
          (inner) => ({ 'Fn::Select': [0, { 'Fn::Split': [',', inner] }] }),
          (inner) => ({ 'Fn::ToJsonString': { a: inner } }),
          (inner) => ({ 'Fn::FindInMap': ['None', 'a', 'b', { DefaultValue: inner }] }),
        ),
        { maxLength: 4 },
      ),
    )
    .map(([start, wraps]) => wraps.reduce((inner, wrap) => wrap(inner), start));
  const good = { Effect: 'Allow', Action: '*', Resource: '*' };
  const statement = fc.oneof(
    unknown.map((Resource) => ({ ...good, Resource })),
    unknown.map((item) => ({ ...good, Resource: ['*', item] })),
    unknown.map((NotResource) => ({ Effect: 'Allow', Action: '*', NotResource })),
    unknown.map((item) => ({ ...good, Action: ['cognito-idp:*', item] })),
    unknown.map((NotAction) => ({ Effect: 'Allow', NotAction, Resource: '*' })),
    unknown.map((Effect) => ({ ...good, Effect })),
    unknown.map((item) => ({ ...good, Condition: { StringNotEquals: { 'aws:username': ['a', item] } } })),
    unknown.map((item) => ({ ...good, Condition: item })),
    unknown.map((Sid) => ({ ...good, Sid })),
    unknown.map((Resource) => ({ ...good, Effect: 'Deny', Resource })),
    fc.constant({ ...good, Condition: { StringEquals: { '{{resolve:ssm:/x}}': 'a' } } }),
    unknown,
  );

  it('never guesses: a statement that holds something unresolved matches nothing and is told of', () => {
    fc.assert(
      fc.property(
        statement,
        fc.constantFrom('AdminGetUser', 'ListUserPools', 'Unresolved'),
        (written, operation) => {
          const document = { Version: '2012-10-17', Statement: [written] };
          const part = read({
            ...head,
            Resources: {
              Table: { Type: 'AWS::DynamoDB::Table' },
              A: {
                Type: 'AWS::IAM::Role',
                Properties: { RoleName: 'A', Policies: [{ PolicyName: 'P', PolicyDocument: document }] },
              },
            },
          });
          const policy = part?.directory.roles?.['A']?.inlinePolicies?.['P'];
          if (part === undefined || policy === undefined) throw new Error('the policy is not there');
          const request = {
            action: `cognito-idp:${operation}`,
            resource: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/a',
          };
          expect(JSON.stringify(policy)).not.toContain('{{resolve:');
          expect(evaluate(compilePolicies([policy]), request).decision).toBe('implicitDeny');
          const told = part.findings.filter(
            ({ code }) => code === 'unresolved-statement' || code === 'unresolved-deny',
          );
          expect(told).toHaveLength(1);
        },
      ),
      { numRuns: 400 },
    );
  });
});
