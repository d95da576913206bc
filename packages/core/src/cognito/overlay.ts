/**
 * A record with another laid over it, as IAM does with tags and condition keys: a key of `over` replaces the same key of
 * `under`, letter case aside. The result is frozen and has no prototype.
 */
export function overlay<T>(
  under: Readonly<Record<string, T>>,
  over: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  const replaced = new Set(Object.keys(over).map((key) => key.toLowerCase()));
  const merged: Record<string, T> = Object.create(null);
  for (const [key, value] of Object.entries(under)) {
    if (!replaced.has(key.toLowerCase())) merged[key] = value;
  }
  for (const [key, value] of Object.entries(over)) merged[key] = value;
  return Object.freeze(merged);
}
