import type { TextColours } from '@cognito-iam/account';
import type { TableStyle } from './coverage-table.js';

const codes: Readonly<Record<keyof TextColours, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  cyan: 36,
};

/** Colours in a terminal, unless it is told otherwise: https://no-color.org, https://force-color.org */
export function terminalStyle(
  { isTTY = false, columns }: { readonly isTTY?: boolean; readonly columns?: number } = process.stdout,
  { NO_COLOR, FORCE_COLOR, TERM }: Readonly<Record<string, string | undefined>> = process.env,
): TableStyle {
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  const coloured = !NO_COLOR && (forced || (isTTY && TERM !== 'dumb'));
  const of =
    (name: keyof TextColours) =>
    (text: string): string =>
      coloured && text !== ''
        ? `\u001b[${codes[name]}m${text}\u001b[${name === 'bold' || name === 'dim' ? 22 : 39}m`
        : text;
  return {
    colours: {
      bold: of('bold'),
      dim: of('dim'),
      red: of('red'),
      green: of('green'),
      yellow: of('yellow'),
      cyan: of('cyan'),
    },
    columns: columns ?? 80,
  };
}
