import { type CollectionTag, isMap, isSeq, Pair, Scalar, type ScalarTag, YAMLMap } from 'yaml';
import type { YamlTag } from '../source-yaml.js';

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

/**
 * The tags of CloudFormation's YAML, for `readSource`: `!Sub x` reads as `{ "Fn::Sub": "x" }`, `!GetAtt a.b` as
 * `{ "Fn::GetAtt": ["a", "b"] }`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export const templateTags: readonly YamlTag[] = [...shortForms].flatMap(([short, long]) => [
  scalarTag(`!${short}`, long),
  collectionTag(`!${short}`, long, 'seq'),
  collectionTag(`!${short}`, long, 'map'),
]);

function scalarTag(tag: string, long: string): ScalarTag {
  return { tag, resolve: (text) => ({ [long]: long === 'Fn::GetAtt' ? attributeOf(text) : text }) };
}

/** `Stack.Outputs.Name` is the attribute `Outputs.Name` of `Stack`. */
function attributeOf(text: string): string | readonly string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? text : [text.slice(0, dot), text.slice(dot + 1)];
}

function collectionTag(tag: string, long: string, collection: 'seq' | 'map'): CollectionTag {
  return {
    tag,
    collection,
    resolve: (content) => {
      const call = new YAMLMap();
      // The tag is the call's: the content keeps its place, and none of its own.
      if (isMap(content) || isSeq(content)) call.items.push(new Pair(new Scalar(long), content));
      return call;
    },
  };
}
