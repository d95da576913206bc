const prefix = 'cognito-idp';

/**
 * The names among `names` that an IAM action pattern matches. Linear in the pattern's length, whatever it holds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function expandActions(pattern: string, names: Iterable<string>): readonly string[] {
  const namePattern = withoutPrefix(pattern.toLowerCase());
  if (namePattern === undefined) return [];
  return [...names].filter((name) => matchesGlob(namePattern, name.toLowerCase()));
}

/** The pattern after `cognito-idp:`; `undefined` for another service, as a prefix has no wildcards but in `*:*`. */
function withoutPrefix(pattern: string): string | undefined {
  const colon = pattern.indexOf(':');
  if (colon === -1) return pattern;
  if (pattern === '*:*') return '*';
  return pattern.slice(0, colon) === prefix ? pattern.slice(colon + 1) : undefined;
}

/** Whether the whole of `text` matches; never goes back further than the last `*`, so at most |text| × |pattern| steps. */
function matchesGlob(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const symbol = pattern[p];
    if (symbol === '*') {
      star = p;
      resume = t;
      p += 1;
    } else if (symbol === '?' || (symbol !== undefined && symbol === text[t])) {
      p += 1;
      t += 1;
    } else if (star !== -1) {
      resume += 1;
      p = star + 1;
      t = resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
