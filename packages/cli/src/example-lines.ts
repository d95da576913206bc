/**
 * The examples of a command's help, each with what it is for beside it; above it where that would be wider than
 * `columns`.
 */
export function exampleLines(
  examples: readonly (readonly [command: string, purpose: string])[],
  columns: number,
): readonly string[] {
  const width = Math.max(...examples.map(([line]) => line.length));
  const beside = examples.map(([line, purpose]) => `  ${line.padEnd(width)}  ${purpose}`);
  if (beside.every((line) => line.length <= columns)) return beside;
  return examples.flatMap(([line, purpose]) => [`  # ${purpose}`, `  ${line}`]);
}
