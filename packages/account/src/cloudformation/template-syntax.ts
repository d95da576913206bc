import type { SourceOptions } from '../source-options.js';

/** The intrinsic functions that have a short form in YAML, by the name after the `!`. */
const shortForms: ReadonlyMap<string, string> = new Map([
  ['Ref', 'Ref'],
  ['Condition', 'Condition'],
  ...[
    'And',
    'Base64',
    'Cidr',
    'Equals',
    'FindInMap',
    'GetAtt',
    'GetAZs',
    'If',
    'ImportValue',
    'Join',
    'Length',
    'Not',
    'Or',
    'Select',
    'Split',
    'Sub',
    'ToJsonString',
    'Transform',
  ].map((name): [string, string] => [name, `Fn::${name}`]),
]);

/** The only key of a number that begins with a zero, which no function of CloudFormation has. */
export const leadingZeroKey = 'YAML::LeadingZero';

/**
 * What CloudFormation's YAML has of its own, for `readSource`: `!Sub x` reads as `{ "Fn::Sub": "x" }`, `!GetAtt a.b` as
 * `{ "Fn::GetAtt": ["a", "b"] }`, and `yes` without quotes as true, as in YAML 1.1. What begins with a zero and has no
 * quotes is a number in base 8 there, or one with an exponent where it has an 8 or 9 in it, and so no account id any
 * more: it reads as something that is not known.
 * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/745
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export const templateSyntax: SourceOptions = {
  tags: [...shortForms].map(([short, key]) => ({
    tag: `!${short}`,
    key,
    ...(short === 'GetAtt' && { textValue: attributeOf }),
  })),
  wordBooleans: true,
  zeroKey: leadingZeroKey,
};

/** `Stack.Outputs.Name` is the attribute `Outputs.Name` of `Stack`. */
function attributeOf(text: string): string | readonly string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? text : [text.slice(0, dot), text.slice(dot + 1)];
}
