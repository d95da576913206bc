import { readFileSync } from 'node:fs';
import {
  type AccessExplanation,
  decisionMark,
  type EvaluationResult,
  evaluationResults,
  type FileReader,
  question,
  reasonText,
  valueEnd,
} from '@cognito-iam/account';
import { hangingLines } from '../hanging-lines.js';
import type { Terminal } from '../terminal.js';
import type { AccessAnswers } from './ask-access.js';

/** One decision as a line with its reason, which goes on below itself in a terminal; several as a table with a line that counts them. */
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
  return [
    ...rows.map(({ one, asked }) => {
      const mark = `${decisionMark(one, terminal)}${' '.repeat(decisionWidth - one.decision.length)}`;
      const room = terminal.columns - decisionWidth - askedWidth - 6;
      return `${mark}  ${asked.padEnd(askedWidth)}  ${dim(shortened(one, room, terminal))}`;
    }),
    '',
    `${principal ?? 'these policies'}: ${allowed} of ${explanations.length} allowed`,
  ];
}

/** In a terminal a row stays on its line; elsewhere, where it may be searched, the reason is whole. */
function shortened(explanation: AccessExplanation, room: number, { isTerminal }: Terminal): string {
  const reason = explanation.notAsked ?? reasonText(explanation);
  if (!isTerminal || reason.length <= room) return reason;
  return room < 20 ? '' : `${reason.slice(0, room - 1)}…`;
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
