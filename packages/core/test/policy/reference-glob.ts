/** A piece of a pattern: text, or a wildcard that matches colons or does not. */
export type ReferencePiece = string | { readonly kind: 'many' | 'one'; readonly colon: boolean };

/** The rule itself, one table cell a pair of places: slow, and plainly right. */
export function matchesByTable(pieces: readonly ReferencePiece[], text: string): boolean {
  const tokens = pieces.flatMap((piece): readonly ReferencePiece[] =>
    typeof piece === 'string' ? [...piece] : [piece],
  );
  let row = Array.from({ length: text.length + 1 }, (_, at) => at === 0);
  for (const token of tokens) {
    const next = row.map(() => false);
    for (let at = 0; at <= text.length; at++) {
      if (!row[at]) continue;
      if (typeof token === 'object' && token.kind === 'many') {
        for (let end = at; end <= text.length; end++) {
          if (!token.colon && text.slice(at, end).includes(':')) break;
          next[end] = true;
        }
      } else if (at < text.length) {
        const character = text.charAt(at);
        const fits =
          typeof token === 'string'
            ? token === character
            : token.kind === 'one' && (token.colon || character !== ':');
        if (fits) next[at + 1] = true;
      }
    }
    row = next;
  }
  return row[text.length] === true;
}

/** The wildcards of a resource entry by the rule for its segments: a colon stands in a wildcard only from the fifth on. */
export function resourcePieces(pattern: string): readonly ReferencePiece[] {
  const fifth = [...pattern].flatMap((character, at) => (character === ':' ? [at] : []))[4];
  const short = /\*:/.test(pattern) ? pattern.lastIndexOf(':') + 1 : pattern.length;
  const start = fifth === undefined ? short : fifth + 1;
  return [...pattern].map((character, at): ReferencePiece => {
    if (character !== '*' && character !== '?') return character;
    const ends = at + 1 === pattern.length || pattern.charAt(at + 1) === ':';
    return {
      kind: character === '*' ? 'many' : 'one',
      colon: at >= start || (character === '*' && ends),
    };
  });
}
