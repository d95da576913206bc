import type { CollectionTag, ScalarTag, Tags } from 'yaml';
import type { SourceOptions } from './source-options.js';
import { yamlLibrary } from './yaml-library.js';

/** Tags as the `yaml` library takes them, with those of its own; with `wordBooleans`, `yes` is a boolean, too. */
export function libraryTags({
  tags = [],
  wordBooleans = false,
  zeroKey,
}: SourceOptions): (own: Tags) => Tags {
  const others = tags.flatMap(
    ({ tag, key, textValue = (text) => text }): Tags => [
      { tag, resolve: (text: string) => ({ [key]: textValue(text) }) },
      collectionTag(tag, key, 'seq'),
      collectionTag(tag, key, 'map'),
    ],
  );
  return (own) => [
    ...own.map(withoutLeadingZeros).map((tag) => (wordBooleans ? withWordBooleans(tag) : tag)),
    ...(zeroKey === undefined ? [] : [leadingZero(zeroKey)]),
    ...others,
  ];
}

/** Only where it is not in quotes: what is has a tag already. */
function leadingZero(key: string): ScalarTag {
  return {
    tag: 'tag:cognito-iam,2026:leading-zero',
    default: true,
    test: /^[-+]?0[0-9]+$/,
    resolve: (text) => ({ [key]: text }),
  };
}

/** What begins with a zero is an account id rather than a number, and another one without it. */
function withoutLeadingZeros(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || tag.collection !== undefined) return tag;
  const isDecimal = tag.tag === 'tag:yaml.org,2002:int' && tag.format === undefined;
  return isDecimal ? { ...tag, test: /^[-+]?(?:0|[1-9][0-9]*)$/ } : tag;
}

/** Each in the three ways of writing that YAML 1.1 knows. */
const booleans = /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF)$/;

function withWordBooleans(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || tag.collection !== undefined || tag.tag !== 'tag:yaml.org,2002:bool')
    return tag;
  return { ...tag, test: booleans, resolve: (text) => /^(?:t|y|on)/i.test(text) };
}

function collectionTag(tag: string, key: string, collection: 'seq' | 'map'): CollectionTag {
  return {
    tag,
    collection,
    resolve: (content) => {
      const { isMap, isSeq, Pair, Scalar, YAMLMap } = yamlLibrary();
      const call = new YAMLMap();
      // The tag is the call's: the content keeps its place, and none of its own.
      if (isMap(content) || isSeq(content)) call.items.push(new Pair(new Scalar(key), content));
      return call;
    },
  };
}
