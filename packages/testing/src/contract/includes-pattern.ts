/**
 * Whether a resource pattern matches whatever a narrower one does, as a contract writes them; not told of patterns with
 * `?`, nor by the values of variables. Each star or variable of the narrower one must be where the wider has a star.
 */
export function includesPattern(wide: string, narrow: string): boolean {
  if (/[?]|\$\{/.test(wide)) return false;
  const [text, pattern] = [withRegion(narrow), withRegion(wide)];
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined || !text.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.endsWith(tail) && at <= text.length - tail.length;
}

/** What has no region is of the account's, whichever that is: only a star alone stands for it. */
function withRegion(pattern: string): string {
  return pattern.startsWith('userpool/') ? `<region>:${pattern}` : pattern;
}
