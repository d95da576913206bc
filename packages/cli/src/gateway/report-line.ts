import { hangingLines } from '../hanging-lines.js';
import { type LineStyle, timeIndent } from './decision-line.js';
import type { GatewayReport } from './report.js';

/** What happened, for a terminal: the time, what it is about, and the message, all of it below itself. */
export function reportLine(
  { level, event, message }: GatewayReport,
  time: Date,
  { colours, columns }: LineStyle,
): string {
  const { dim, red, yellow } = colours;
  const colour = { info: dim, warn: yellow, error: red }[level];
  const [first = '', ...others] = message.split('\n');
  const below = ' '.repeat(timeIndent);
  const head = [dim(time.toTimeString().slice(0, 8)), ...aboutText(event, first, colour).split(' ')];
  const rest = others.map((line) => hangingLines(line.split(' '), columns - timeIndent, 0));
  return [hangingLines(head, columns, timeIndent), ...rest.map((text) => text.replaceAll(/^/gm, below))].join(
    '\n',
  );
}

/** Findings say themselves how bad they are, and `stop stopping` would say it twice. */
function aboutText(event: GatewayReport['event'], message: string, colour: (text: string) => string): string {
  if (event === 'finding') return message.replace(/(?<= {2})(?:warning|error)(?= {2})/, colour);
  return message.startsWith(event.slice(0, 4))
    ? message.replace(/^\S+/, colour)
    : `${colour(event)} ${message}`;
}
