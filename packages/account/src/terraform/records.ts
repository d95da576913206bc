/** The members of what may be an object, none for anything else. */
export function recordOf(value: unknown): ReadonlyMap<string, unknown> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return new Map(isRecord ? Object.entries(value) : []);
}

/** The items of what may be a list, none for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What may be text. */
export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
