/** Takes the text of a log piece by piece. */
export interface JsonObjects {
  write(piece: string): void;
  end(): void;
}

/** The most characters of one record; CloudTrail's have 256 kB at most. */
const longest = 2_000_000;

/**
 * Cuts a log into the texts of its records, whatever their number: JSON objects one after the other, on a line each or
 * on many, or in a list, or in the list `Records` or `Events` of an object. Only one record is held at a time. What is
 * no object goes to `broken`, once a line; so does a record that ends before its end, and the next one is found again.
 */
export function jsonObjects(found: (text: string) => void, broken: () => void): JsonObjects {
  // Between records; in one; in what follows the list of an object; in a line that is no JSON.
  let state: 'between' | 'record' | 'tail' | 'garbage' = 'between';
  let inList = false;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let lineStart = true;
  let held = '';
  let from = 0;

  const begin = (at: number): void => {
    state = 'record';
    held = '';
    from = at;
    depth = 0;
    inString = false;
    escaped = false;
  };
  const giveUp = (): void => {
    broken();
    state = 'between';
    held = '';
  };

  const read = (piece: string): void => {
    from = 0;
    for (let at = 0; at < piece.length; at++) {
      const character = piece.charCodeAt(at);
      const first = lineStart;
      lineStart = character === newline;
      if (state === 'between') {
        if (character === openBrace) begin(at);
        else {
          if (character === closeBracket && inList) {
            inList = false;
            state = 'tail';
            depth = 1;
            inString = false;
          } else if (!isFiller(character)) {
            broken();
            state = 'garbage';
          }
          continue;
        }
      } else if (state === 'garbage') {
        if (character === newline) state = 'between';
        continue;
      } else if (state === 'tail') {
        if (character === openBrace && first) {
          state = 'between';
          begin(at);
        } else if (inString) {
          if (escaped) escaped = false;
          else if (character === backslash) escaped = true;
          else if (character === quote) inString = false;
          continue;
        } else {
          if (character === quote) inString = true;
          else if (character === openBrace || character === openBracket) depth += 1;
          else if (character === closeBrace || character === closeBracket) depth -= 1;
          if (depth === 0) state = 'between';
          continue;
        }
      }
      // In a record: a new line cannot be in a string, and one that begins with `{"` begins a record.
      if (inString) {
        if (escaped) escaped = false;
        else if (character === backslash) escaped = true;
        else if (character === quote) inString = false;
        else if (character === newline) giveUp();
        continue;
      }
      if (first && character === openBrace && depth > 0 && piece.charCodeAt(at + 1) === quote) {
        giveUp();
        begin(at);
      }
      if (character === quote) inString = true;
      else if (character === openBrace) depth += 1;
      else if (character === openBracket) {
        depth += 1;
        if (depth === 2 && /"(?:Records|Events)"\s*:\s*$/.test(ending(held, piece, from, at))) {
          inList = true;
          state = 'between';
          held = '';
        }
      } else if (character === closeBracket) depth -= 1;
      else if (character === closeBrace) {
        depth -= 1;
        if (depth === 0) {
          found(held + piece.slice(from, at + 1));
          held = '';
          state = 'between';
        }
      }
    }
    if (state !== 'record') return;
    held += piece.slice(from);
    if (held.length > longest) {
      giveUp();
      state = 'garbage';
    }
  };

  // Whether a brace begins a record is only known from what follows it.
  let brace = '';
  return {
    write: (piece) => {
      const whole = brace + piece;
      brace = whole.endsWith('{') ? '{' : '';
      read(brace === '' ? whole : whole.slice(0, -1));
    },
    end: () => {
      read(brace);
      if (state === 'record') giveUp();
    },
  };
}

/** The last characters of a record so far. */
function ending(held: string, piece: string, from: number, at: number): string {
  const own = piece.slice(Math.max(from, at - 40), at);
  return own.length < 40 ? held.slice(-40) + own : own;
}

const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** White space, a byte order mark, and what stands between the objects of a list. */
function isFiller(character: number): boolean {
  return (
    character <= 0x20 ||
    character === 0xfeff ||
    character === 0x2c ||
    character === openBracket ||
    character === closeBracket ||
    character === closeBrace
  );
}
