/** A piece of a pattern. `any` says whether a wildcard may stand for a colon; a variable is known by how it is written. */
export type Token =
  | { readonly kind: 'text'; readonly character: string }
  | { readonly kind: 'one' | 'many'; readonly any: boolean }
  | { readonly kind: 'class'; readonly characters: RegExp }
  | { readonly kind: 'variable'; readonly written: string };

/** A pattern of actions or resources. */
export type Pattern = readonly Token[];

/** A variable, or one of the three characters that are written like one. */
const variable = /\$\{(?:([*?$])|(\s*[^,}${\s][^,}${]*)(?:, *'[^']*' *)?)\}/y;

/**
 * The pattern of an entry of `Action`, in lower case; `undefined` where it matches nothing, since it has a wildcard in
 * its service. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function actionPattern(entry: string): Pattern | undefined {
  const [service = '', name] = lowerCase(entry).split(':', 2);
  if (entry === '*' || entry === '*:*') return [{ kind: 'many', any: true }];
  if (name === undefined || (service !== '*' && /[*?]/.test(service))) return undefined;
  return [...tokens(service, false), ...tokens(':', false), ...tokens(name, true)];
}

/**
 * The pattern of an entry of `Resource` other than `*`; `undefined` where it is not sure what the entry stands for.
 * Before the resource part a wildcard stays in its segment, but for a `*` that ends it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourcePattern(entry: string, variables: boolean): Pattern | undefined {
  const start = resourcePart(entry, variables);
  if (start === undefined) return undefined;
  const head = entry.slice(0, start).replaceAll(/\*(?=:|$)/g, '\0');
  const tail = templateTokens(entry.slice(start), variables);
  return tail && [...tokens(head, false), ...tail];
}

/** ASCII letters only, as IAM compares actions and condition keys. */
export function lowerCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * Where the resource part of an entry begins: after the fifth colon, or after the last where a star stands for several
 * parts; `undefined` where a variable has a form that is not understood.
 */
export function resourcePart(entry: string, variables: boolean): number | undefined {
  let colons = 0;
  let segment = 0;
  let crosses = false;
  for (let at = 0; at < entry.length; at++) {
    if (variables && entry.startsWith('${', at)) {
      variable.lastIndex = at;
      const [found] = variable.exec(entry) ?? [];
      if (found === undefined) return undefined;
      at += found.length - 1;
    } else if (entry[at] === ':') {
      colons++;
      crosses ||= entry[at - 1] === '*';
      segment = at + 1;
      if (colons === 5) return segment;
    }
  }
  return crosses ? segment : entry.length;
}

function templateTokens(text: string, variables: boolean): Pattern | undefined {
  if (!variables) return tokens(text, true);
  const pieces: Token[] = [];
  for (let at = 0; at < text.length; at++) {
    if (!text.startsWith('${', at)) {
      pieces.push(...tokens(text.charAt(at), true));
      continue;
    }
    variable.lastIndex = at;
    const [written, special] = variable.exec(text) ?? [];
    if (written === undefined) return undefined;
    pieces.push(special === undefined ? { kind: 'variable', written } : { kind: 'text', character: special });
    at += written.length - 1;
  }
  return pieces;
}

function tokens(text: string, any: boolean): Pattern {
  return [...text].map((character): Token => {
    if (character === '\0') return { kind: 'many', any: true };
    if (character === '*') return { kind: 'many', any };
    return character === '?' ? { kind: 'one', any } : { kind: 'text', character };
  });
}

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
