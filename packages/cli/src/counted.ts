/** `1 role`, `2 roles`: a count with what it is of. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
