import { formatPlace } from '../place.js';
import type { AccessExplanation } from './explain-access.js';
import { referenceText } from './pool-reference.js';
import { principalReferenceText } from './principal-reference.js';
import type { Suggestion } from './suggestion.js';
import { type TextStyle, wrapped } from './text-style.js';
import { layerTitle, statementTitle } from './wording.js';

/** What would allow a refused request, document by document; nothing where it is allowed. */
export function suggestionLines(
  { suggestions, decision, limitation }: AccessExplanation,
  principal: string | undefined,
  style: TextStyle,
): readonly string[] {
  const { bold, dim, cyan } = style.colours;
  if (decision === 'allowed') return [];
  if (suggestions.length === 0) {
    return limitation === undefined
      ? ['', 'No change of one statement would allow it']
      : ['', 'No policy can allow it'];
  }
  const title =
    suggestions.length === 1
      ? 'To allow it'
      : suggestions.length === 2
        ? 'To allow it, both of these'
        : `To allow it, all ${suggestions.length} of these`;
  return [
    '',
    bold(title),
    ...suggestions.flatMap((suggestion) => [
      ...wrapped(deed(suggestion, principal), style.columns, '  '),
      ...(suggestion.place === undefined ? [] : [`  ${dim(formatPlace(suggestion.place))}`]),
      ...change(suggestion).map((line) => `    ${cyan(line)}`),
      ...referenceNote(suggestion).flatMap((note) => wrapped(note, style.columns, '  ')),
    ]),
  ];
}

/** What to do, in one clause. */
export function deed(suggestion: Suggestion, principal: string | undefined): string {
  switch (suggestion.change) {
    case 'allow': {
      const own = suggestion.policyType === 'serviceControl' || suggestion.policyType === 'resourceControl';
      const whose = own || principal === undefined ? '' : ` of ${principal}`;
      return `add to the ${layerTitle(suggestion)}${whose}`;
    }
    case 'exempt':
      return `${statementTitle(suggestion.denied)} denies it, whatever others allow: except the principal from it, with the condition`;
    case 'remove':
      return `${statementTitle(suggestion.denied)} denies it, whatever others allow: narrow it or take it out`;
  }
}

/** Whether the statement belongs in the file that makes its pool, where the pool has no ARN yet. */
function isInSource({ place, ...suggestion }: Suggestion): boolean {
  return suggestion.change === 'allow' && place !== undefined && place.file === suggestion.pool?.file;
}

/**
 * How to name the pool in the file that makes it, where that is not known to be the one the statement belongs in, or
 * where what is to be written depends on the module; and a principal that is excepted.
 */
function referenceNote({ place, ...suggestion }: Suggestion): readonly string[] {
  if (suggestion.change === 'exempt') {
    return suggestion.principal === undefined ? [] : [principalReferenceText(suggestion.principal)];
  }
  if (suggestion.change !== 'allow' || suggestion.pool === undefined) return [];
  const { arn, file } = suggestion.pool;
  const isTold = place === undefined || (place.file === file && arn === undefined);
  return isTold ? [referenceText(suggestion.pool)] : [];
}

function change(suggestion: Suggestion): readonly string[] {
  switch (suggestion.change) {
    case 'allow': {
      const { pool, statement } = suggestion;
      const own = isInSource(suggestion) ? pool?.arn : undefined;
      const written = own === undefined ? statement : { ...statement, Resource: own };
      return JSON.stringify(written, null, 2).split('\n');
    }
    case 'exempt':
      return `"Condition": ${JSON.stringify(suggestion.statement.Condition, null, 2)}`.split('\n');
    case 'remove':
      return [];
  }
}
