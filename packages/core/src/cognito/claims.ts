/** The claims of a verified token. Nothing is assumed about their values. */
export type Claims = Readonly<Record<string, unknown>>;

/** The claim's value; `undefined` where the token has none, or `null`. Inherited members are no claims. */
export function claimOf(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? (claims[name] ?? undefined) : undefined;
}

/**
 * A claim that lists names: an array of text; or text, which is a JSON array or names separated by commas or blanks,
 * as gateways flatten it (`a,b`, `[a b]`). No claim is an empty list; anything else is `undefined`.
 */
export function claimList(claims: Claims, name: string): readonly string[] | undefined {
  const value = claimOf(claims, name);
  if (value === undefined) return [];
  if (typeof value === 'string') return listFromText(value.trim());
  return textsOnly(value);
}

/** The claim as a list of text, whatever it is: scalars are written out, objects left out. */
export function claimTexts(claims: Claims, name: string): readonly string[] {
  const value = claimOf(claims, name);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter(isScalar).map(String);
}

function listFromText(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return namesIn(text);
  try {
    return textsOnly(JSON.parse(text));
  } catch {
    return namesIn(text.slice(1, text.endsWith(']') ? -1 : undefined));
  }
}

function namesIn(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}

function textsOnly(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) return undefined;
  return value.filter((name) => name !== '');
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
