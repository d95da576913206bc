const longest = 200;

/** What a document says, for a message: in backticks, and cut where it is long. */
export function quote(text: string): string {
  return text.length > longest ? `\`${text.slice(0, longest)}…\`` : `\`${text}\``;
}
