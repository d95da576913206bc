import { describe, expect, it } from 'vitest';
import { readTemplate } from '../src/cloudformation/index.js';
import { AccountError, readSource, templateSyntax } from '../src/index.js';

const read = (text: string) => readSource('template.yaml', text, templateSyntax);

describe('the short forms of intrinsic functions', () => {
  it.each([
    ['!Ref Pool', { Ref: 'Pool' }],
    ['!Condition Prod', { Condition: 'Prod' }],
    ['!GetAtt Pool.Arn', { 'Fn::GetAtt': ['Pool', 'Arn'] }],
    ['!GetAtt Stack.Outputs.Arn', { 'Fn::GetAtt': ['Stack', 'Outputs.Arn'] }],
    ['!GetAtt [Pool, Arn]', { 'Fn::GetAtt': ['Pool', 'Arn'] }],
    ['!GetAtt Pool', { 'Fn::GetAtt': 'Pool' }],
    ['!Sub "${Pool}"', { 'Fn::Sub': '${Pool}' }],
    ['!Sub ["${a}", { a: !Ref Pool }]', { 'Fn::Sub': ['${a}', { a: { Ref: 'Pool' } }] }],
    ['!Sub |\n    one\n    two\n', { 'Fn::Sub': 'one\ntwo\n' }],
    ['!Join [":", [a, !Ref b]]', { 'Fn::Join': [':', ['a', { Ref: 'b' }]] }],
    ['!If [Prod, a, !Ref "AWS::NoValue"]', { 'Fn::If': ['Prod', 'a', { Ref: 'AWS::NoValue' }] }],
    ['!ImportValue { "Fn::Sub": "${a}" }', { 'Fn::ImportValue': { 'Fn::Sub': '${a}' } }],
    ['!Select [0, !Split [",", a]]', { 'Fn::Select': [0, { 'Fn::Split': [',', 'a'] }] }],
    ['!FindInMap [a, b, c]', { 'Fn::FindInMap': ['a', 'b', 'c'] }],
    [
      '!And [!Equals [a, b], !Not [!Condition c], !Or [!Condition d]]',
      {
        'Fn::And': [
          { 'Fn::Equals': ['a', 'b'] },
          { 'Fn::Not': [{ Condition: 'c' }] },
          { 'Fn::Or': [{ Condition: 'd' }] },
        ],
      },
    ],
    ['!Base64 a', { 'Fn::Base64': 'a' }],
    ['!Cidr [a, 1, 2]', { 'Fn::Cidr': ['a', 1, 2] }],
    ['!GetAZs ""', { 'Fn::GetAZs': '' }],
    ['!Transform { Name: a }', { 'Fn::Transform': { Name: 'a' } }],
    ['!ToJsonString { a: 1 }', { 'Fn::ToJsonString': { a: 1 } }],
    ['!Length [a, b]', { 'Fn::Length': ['a', 'b'] }],
  ])('%s', (text, value) => {
    expect(read(`a: ${text}`).value).toEqual({ a: value });
  });

  // YAML 1.1's, as CloudFormation reads them: https://github.com/aws/aws-cli/pull/5257 and, of single letters, issues/7805
  it.each([
    ['yes', true],
    ['No', false],
    ['ON', true],
    ['off', false],
    ['True', true],
    ['"yes"', 'yes'],
    ["'no'", 'no'],
    ['!!str on', 'on'],
    ['y', 'y'],
    ['N', 'N'],
    ['yES', 'yES'],
    ['no way', 'no way'],
  ])('beside them %s is a boolean where it is one of the words of YAML 1.1', (text, value) => {
    expect(read(`a: ${text}\non: [${text}]`).value).toEqual({ a: value, on: [value] });
  });

  it('keep the places of what they hold', () => {
    const { placeOf } = read('a: !Join\n  - ":"\n  - - x\n    - !Ref b\n');
    expect([placeOf('/a'), placeOf('/a/Fn::Join/1/1'), placeOf('/a/Fn::Join/1/1/Ref')]).toMatchObject([
      { line: 1, column: 1 },
      { line: 4, column: 12 },
      { line: 4, column: 12 },
    ]);
  });

  it('are the only ones', () => {
    expect(() => read('a: !Reff b')).toThrow(AccountError);
  });
});

describe('a template that is refused', () => {
  const context = { account: '123456789012', region: 'us-east-1', stackName: 'shop' };
  const policy = (name: string) =>
    `{ PolicyName: ${name}, PolicyDocument: { Version: 2012-10-17, Statement: { Effect: Allow, Action: 's3:*', Resource: '*' } } }`;

  it.each([
    ['no template', 'a: 1\n', 'template.yaml:1:1', 'no-template'],
    ['no object', '- 1\n', 'template.yaml:1:1', 'no-template'],
    [
      'two roles of one name',
      'Resources:\n  A: { Type: AWS::IAM::Role, Properties: { RoleName: a } }\n  B: { Type: AWS::IAM::Role, Properties: { RoleName: a } }\n',
      'template.yaml:3:3',
      'duplicate-name',
    ],
    [
      'two policies of one name',
      `Resources:\n  A:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies:\n        - ${policy('P')}\n        - ${policy('P')}\n`,
      'template.yaml:7:11',
      'duplicate-policy',
    ],
  ])('%s', (_, text, place, code) => {
    const reading = () => readTemplate(read(text), context);
    expect(reading).toThrow(AccountError);
    expect(reading).toThrow(new RegExp(`^${place}  error  .*\\(${code}\\)$`));
  });
});
