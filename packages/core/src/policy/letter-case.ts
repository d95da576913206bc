/**
 * A name of an action or condition key with its ASCII letters in lower case. Other letters keep their case:
 * Unicode folds some of them onto ASCII, the Kelvin sign onto `k`, and one name must not pass for another.
 */
export function foldCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
