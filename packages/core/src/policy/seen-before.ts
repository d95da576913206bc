/** Two marks for what was seen last at each place, for all policy sets together. */
const marks = new Int32Array(4096);

/** As many characters of the end tell texts apart: those of user pools are random, and six have more values than a mark. */
const compared = 6;

/**
 * Whether this text was seen with this number lately, and notes that it was: what is seen once only is not worth keeping.
 * A hash of its end stands for the text, so it may say so of one that was not, and forgets those that share a place.
 */
export function seenBefore(text: string, number: number): boolean {
  let mark = number ^ text.length;
  for (let at = Math.max(0, text.length - compared); at < text.length; at++) {
    mark = Math.imul(mark ^ text.charCodeAt(at), 0x01000193);
  }
  const at = (mark ^ (mark >>> 15)) & (marks.length - 2);
  const last = marks[at] ?? 0;
  if (last === mark || marks[at + 1] === mark) return true;
  marks[at + 1] = last;
  marks[at] = mark;
  return false;
}
