/** More methods than anybody names: what frameworks make of `all`. */
const namedAtMost = 12;

/**
 * The functions of each method, `all` under one name: where a framework registers every method that Node knows, those with
 * the same functions are `ALL`.
 */
export function byMethod(
  functionsOf: ReadonlyMap<string, readonly unknown[]>,
): readonly (readonly [string, readonly unknown[]])[] {
  const entries = [...functionsOf];
  if (entries.length <= namedAtMost) return entries;
  const [, common = []] = entries.find(([method]) => method === 'TRACE') ?? entries[0] ?? [];
  const others = entries.filter(([method, functions]) => method !== 'ALL' && !isSame(functions, common));
  return [...others, ['ALL', common]];
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
