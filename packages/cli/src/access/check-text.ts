import { readFileSync } from 'node:fs';
import {
  decisionMark,
  type EvaluationResult,
  evaluationResults,
  type FileReader,
  question,
  reasonText,
  valueEnd,
  wrapped,
} from '@cognito-iam/account';
import { hangingLines } from '../hanging-lines.js';
import type { Terminal } from '../terminal.js';
import type { AccessAnswers } from './ask-access.js';

/** One decision as a line with its reason, which goes on below itself in a terminal; several as a table, their reasons beside or, where a terminal is too narrow, below them, with a line that counts them. */
export function checkLines(
  { principal, explanations }: AccessAnswers,
  terminal: Terminal,
): readonly string[] {
  const { dim } = terminal.colours;
  const [only, ...others] = explanations;
  if (only !== undefined && others.length === 0) {
    const notAsked = only.notAsked === undefined ? [] : [`  ${only.notAsked}`];
    const line = `${decisionMark(only, terminal)}  ${question(only, principal)}: ${dim(reasonText(only))}`;
    return [terminal.isTerminal ? hangingLines(line.split(' '), terminal.columns, 2) : line, ...notAsked];
  }
  const rows = explanations.map((one) => ({
    one,
    asked: question(one, undefined).replace(/^.*? may (not )?/, ''),
  }));
  const decisionWidth = Math.max(...explanations.map(({ decision }) => decision.length));
  const askedWidth = Math.max(...rows.map(({ asked }) => asked.length));
  const allowed = explanations.filter(({ decision }) => decision === 'allowed').length;
  const reasons = rows.map(({ one }) => one.notAsked ?? reasonText(one));
  const room = terminal.columns - decisionWidth - askedWidth - 6;
  // Where lines may be searched, each is whole; people read reasons below where one has no room beside.
  const isBeside = !terminal.isTerminal || reasons.every((reason) => reason.length <= room);
  const below = ' '.repeat(decisionWidth + 4);
  return [
    ...rows.flatMap(({ one, asked }, index) => {
      const mark = `${decisionMark(one, terminal)}${' '.repeat(decisionWidth - one.decision.length)}`;
      const reason = reasons[index] ?? '';
      return isBeside
        ? [`${mark}  ${asked.padEnd(askedWidth)}  ${dim(reason)}`]
        : [
            hangingLines([`${mark} `, ...asked.split(' ')], terminal.columns, below.length),
            ...wrapped(reason, terminal.columns, below).map(dim),
          ];
    }),
    '',
    `${principal ?? 'these policies'}: ${allowed} of ${explanations.length} allowed`,
  ];
}

/** The answers as `SimulateCustomPolicy` gives them. */
export function simulation({ explanations, reader }: AccessAnswers): {
  readonly EvaluationResults: readonly EvaluationResult[];
  readonly IsTruncated: false;
} {
  const texts = new Map<string, string>();
  const textOf = (file: string): string => {
    const text = texts.get(file) ?? readText(reader, file);
    texts.set(file, text);
    return text;
  };
  const results = evaluationResults(explanations, (place) => valueEnd(textOf(place.file), place));
  return { EvaluationResults: results, IsTruncated: false };
}

function readText(reader: FileReader, file: string): string {
  return readFileSync(reader.path(file), 'utf8').replace(/^\uFEFF/, '');
}
