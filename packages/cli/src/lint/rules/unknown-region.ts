import { unknownRegion as regionProblem } from '@cognito-iam/account';
import type { LintRule } from '../lint-rule.js';
import type { LintedEntry, LintedStatement } from '../linted-policy.js';

/** A region that AWS has not, as far as is known: only a warning, since AWS opens new ones. */
export const unknownRegion: LintRule = {
  code: 'unknown-region',
  severity: 'warning',
  summary:
    'a user pool or `aws:RequestedRegion` is of a region that AWS is not known to have, so nothing matches it',
  mend: 'write the region as AWS does, as in `eu-west-1`; one that has opened since may stay',
  *find({ statements }) {
    for (const { pointer, region } of statements.flatMap(namedRegions)) {
      const unknown = regionProblem(region);
      if (unknown !== undefined) yield { pointer, ...unknown };
    }
  },
};

interface NamedRegion {
  readonly pointer: string;
  readonly region: string;
}

function namedRegions({ conditions, resource }: LintedStatement): readonly NamedRegion[] {
  const values = conditions
    .filter(({ base, key }) => base.startsWith('String') && key.toLowerCase() === 'aws:requestedregion')
    .flatMap((condition) => condition.values.map(({ text, pointer }) => ({ pointer, region: text })));
  // What is no literal may stand for any region.
  return [...resource.entries.flatMap(regionsOf), ...values].filter(({ region }) => /^[\w-]+$/.test(region));
}

/** The region of a pool's ARN, and the one that its id begins with. */
function regionsOf({ pointer, text }: LintedEntry): readonly NamedRegion[] {
  const [, , service, region = '', , resource = ''] = text.split(':');
  if (service !== 'cognito-idp') return [];
  const [, ofPool = ''] = /^userpool\/([^_]+)_/.exec(resource) ?? [];
  return [...new Set([region, ofPool])].map((one) => ({ pointer, region: one }));
}
