/**
 * Whether a text has a literal at a place, as `text.startsWith(literal, at)` says in twice the time. From the end of the
 * literal on, because texts that differ mostly do near their end.
 */
export function isLiteralAt(text: string, literal: string, at: number): boolean {
  if (text.length < at + literal.length) return false;
  for (let index = literal.length - 1; index >= 0; index--) {
    if (text.charCodeAt(at + index) !== literal.charCodeAt(index)) return false;
  }
  return true;
}
