/** Every list of so many at most. */
export function lists<T>(of: readonly T[], most: number): readonly (readonly T[])[] {
  const shorter = most === 0 ? [] : lists(of, most - 1);
  return [[], ...shorter.flatMap((list) => of.map((one) => [...list, one]))];
}
