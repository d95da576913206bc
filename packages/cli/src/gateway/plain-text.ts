/** A text of somebody else's, without what would move the cursor or turn the line round. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?').slice(0, 1_000);
}

/** The same for a text of several lines. */
export function plainLines(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[^\n\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?');
}
