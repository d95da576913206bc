/** A piece of a pattern. `any` says whether a wildcard may stand for a colon; a variable is known by how it is written. */
export type Token =
  | { readonly kind: 'text'; readonly character: string }
  | { readonly kind: 'one' | 'many'; readonly any: boolean }
  | { readonly kind: 'class'; readonly characters: RegExp }
  | { readonly kind: 'variable'; readonly written: string };

/** A pattern of actions or resources. A class stands for a run of its characters, none too, and has no colon in it. */
export type Pattern = readonly Token[];

/** Whether every text that `inner` matches is matched by `outer`: `true` is always right, `false` may mean "not sure". */
export function contains(outer: Pattern, inner: Pattern): boolean {
  return meet(
    outer,
    inner,
    takes,
    ({ kind }) => kind === 'many',
    () => false,
  );
}

/** Whether some text is matched by both: `false` is always right; a variable counts as any text. */
export function overlaps(one: Pattern, other: Pattern): boolean {
  return meet(one, other, shares, isRun, isRun);
}

/**
 * Walks two patterns at once: `fits` says whether a token of the one takes a token of the other, and the last two which
 * tokens may stand for nothing, on either side. Each pair of places is seen once.
 */
function meet(
  one: Pattern,
  other: Pattern,
  fits: (token: Token, other: Token) => boolean,
  skipsOne: (token: Token) => boolean,
  skipsOther: (token: Token) => boolean,
): boolean {
  const width = other.length + 1;
  const seen = new Set([0]);
  // A set is walked with what is added on the way.
  for (const place of seen) {
    const at = Math.floor(place / width);
    const otherAt = place % width;
    const token = one[at];
    const otherToken = other[otherAt];
    if (token === undefined && otherToken === undefined) return true;
    if (token !== undefined && skipsOne(token)) seen.add(place + width);
    if (otherToken !== undefined && skipsOther(otherToken)) seen.add(place + 1);
    if (token === undefined || otherToken === undefined || !fits(token, otherToken)) continue;
    seen.add((skipsOne(token) ? at : at + 1) * width + (skipsOther(otherToken) ? otherAt : otherAt + 1));
  }
  return false;
}

function isRun({ kind }: Token): boolean {
  return kind === 'many' || kind === 'variable' || kind === 'class';
}

/** Whether all that `inner` may stand for is taken by `outer`. */
function takes(outer: Token, inner: Token): boolean {
  if (outer.kind === 'text') return inner.kind === 'text' && inner.character === outer.character;
  if (outer.kind === 'variable') return inner.kind === 'variable' && inner.written === outer.written;
  if (outer.kind === 'class') return inner.kind === 'text' && outer.characters.test(inner.character);
  if (inner.kind === 'text') return outer.any || inner.character !== ':';
  if (inner.kind === 'one') return outer.any || !inner.any;
  if (outer.kind === 'one') return false;
  if (inner.kind === 'many') return outer.any || !inner.any;
  // A class has no colon in it.
  return outer.any || inner.kind === 'class';
}

/** Whether one character is taken by both. */
function shares(one: Token, other: Token): boolean {
  if (one.kind === 'variable' || other.kind === 'variable') return true;
  if (one.kind === 'text') return other.kind === 'text' ? one.character === other.character : has(other, one);
  return other.kind === 'text' ? has(one, other) : true;
}

function has(token: Token, { character }: { readonly character: string }): boolean {
  if (token.kind === 'class') return token.characters.test(character);
  return token.kind !== 'text' && token.kind !== 'variable' && (token.any || character !== ':');
}
