const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The bytes that base64 text stands for, written as text that is equal exactly where the bytes are equal;
 * `undefined` where the text is no base64. Padding may be left out.
 */
export function canonicalBase64(text: string): string | undefined {
  let end = text.length;
  while (end > 0 && text.length - end < 2 && text.charAt(end - 1) === '=') end--;
  if (end !== text.length && text.length % 4 !== 0) return undefined;
  if (end % 4 === 1) return undefined;
  for (let at = 0; at < end; at++) if (!alphabet.includes(text.charAt(at))) return undefined;
  const unused = end % 4;
  if (unused === 0) return text;
  // The last character carries bits that belong to no byte: they must not make equal bytes differ.
  const bits = alphabet.indexOf(text.charAt(end - 1)) & (unused === 2 ? 0b110000 : 0b111100);
  return text.slice(0, end - 1) + alphabet.charAt(bits);
}
