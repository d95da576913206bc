/**
 * Reads an integer or decimal number; `NaN` for any other text, also one with text after the number.
 */
export function parseNumber(text: string): number {
  let at = text.startsWith('-') || text.startsWith('+') ? 1 : 0;
  let digits = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits++;
    else if ((code === 101 || code === 69) && digits > 0) return isInteger(text, at + 1) ? Number(text) : NaN;
    else if (code !== 46) return NaN;
  }
  return digits > 0 ? Number(text) : NaN;
}

function isInteger(text: string, from: number): boolean {
  const sign = text.charAt(from);
  const start = sign === '-' || sign === '+' ? from + 1 : from;
  return start < text.length && onlyDigits(text, start, text.length);
}

/** Whether `text` holds nothing but ASCII digits from `start` up to `end`. */
export function onlyDigits(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return end <= text.length;
}
