const longestKept = 64;

/** Remembers the last answer of a function of a text: every statement about the time asks about the same text. */
export function rememberLast<T>(read: (text: string) => T): (text: string) => T {
  let lastText = '';
  let lastAnswer = read(lastText);
  return (text) => {
    if (text === lastText) return lastAnswer;
    const answer = read(text);
    if (text.length <= longestKept) {
      lastText = text;
      lastAnswer = answer;
    }
    return answer;
  };
}
