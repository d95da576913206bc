/** Whether a name is like a pattern, in which `*` stands for any characters and `?` for one; letter case counts. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const source = pattern
    .replaceAll(/\*+/g, '*')
    .split('*')
    .map((part) => part.split('?').map(literally).join('[\\s\\S]'))
    .join('[\\s\\S]*');
  const expression = new RegExp(`^${source}$`);
  return (name) => expression.test(name);
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
