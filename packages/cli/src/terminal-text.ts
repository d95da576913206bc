/** What colours are made of, and what would move the cursor, name the window, or turn a line round. */
const controls = /\p{Cc}(?:\[(?:[0-2]|22|3[1-69]|9[0-7])m)?|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A text as a terminal may have it: in lines and colours, and with nothing else that a terminal would obey. What files,
 * logs and emulators call things may be anybody's.
 */
export function terminalText(text: string): string {
  return text.replace(controls, (found) => {
    const isColour = found.startsWith('\u001B') && found.length > 1;
    return isColour || /^[\n\t]/.test(found) ? found : `?${found.slice(1)}`;
  });
}
