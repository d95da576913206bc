import type { DescribedSource } from './described-source.js';
import { itemsOf, membersOf, type Resolved, textOf } from './resolved-value.js';

/** Tags as a list of `Key` and `Value`, or as an object. One that cannot be told is left out and reported. */
export function tagsOf(
  file: DescribedSource,
  written: Resolved | undefined,
  what: string,
): Readonly<Record<string, string>> {
  const pairs: readonly (readonly [Resolved | undefined, Resolved | undefined, Resolved])[] =
    written?.kind === 'map'
      ? [...written.members].map(([key, value]) => [
          { kind: 'scalar', pointer: value.pointer, value: key },
          value,
          value,
        ])
      : itemsOf(written).map((item) => [membersOf(item).get('Key'), membersOf(item).get('Value'), item]);
  return Object.fromEntries(
    pairs.flatMap(([key, value, item]): readonly (readonly [string, string])[] => {
      const [name, text] = [textOf(key), textOf(value)];
      if (name !== undefined && text !== undefined) return [[name, text]];
      const unknown = [item, key, value].find((part) => part?.kind === 'unresolved');
      file.report(item.pointer, {
        severity: 'warning',
        code: 'unresolved-tag',
        message: `the tag ${name === undefined ? '' : `\`${name}\` `}of ${what} is left out: ${
          unknown?.kind === 'unresolved' ? unknown.reason : 'it has no key and value'
        }`,
      });
      return [];
    }),
  );
}
