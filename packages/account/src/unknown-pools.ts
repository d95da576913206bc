import { nearestName } from '@cognito-iam/core';
import type { AccountPart } from './account-part.js';
import type { Finding } from './finding.js';
import { pointerOf } from './json-pointer.js';
import type { SourceFile } from './source-file.js';

/** A template or plan of a configuration: `pointer` is where it is named there. */
export interface MappedSource {
  readonly file: string;
  readonly pools?: Readonly<Record<string, string>>;
  readonly pointer: string;
}

/** What is to say of keys of `pools` that name no pool of their file, by which so no pool is known. */
export function unknownPools(
  { file, pools = {}, pointer }: MappedSource,
  { identityPools = [], userPools }: Pick<AccountPart, 'identityPools' | 'userPools'>,
  config: SourceFile,
): readonly Finding[] {
  const known = [
    ...userPools.flatMap(({ id, name }) => (name === undefined ? [id] : [id, name])),
    ...identityPools,
  ];
  return Object.keys(pools)
    .filter((key) => !known.includes(key) && !isPoolId(key))
    .map((key) => {
      const nearest = nearestName(key, known);
      const mend =
        nearest !== undefined
          ? `did you mean \`${nearest}\`?`
          : known.length === 0
            ? 'it has none'
            : `it has ${known.map((one) => `\`${one}\``).join(', ')}`;
      const message = `\`${file}\` has no pool \`${key}\``;
      const place = config.placeOf(pointer + pointerOf('pools', key));
      return { severity: 'warning', code: 'unknown-pool', message, mend, place };
    });
}

/** A pool of another file goes by its id, which a file may have as a text, a parameter or an import. */
function isPoolId(key: string): boolean {
  return /^[\w-]+_[0-9A-Za-z]+$/.test(key);
}
