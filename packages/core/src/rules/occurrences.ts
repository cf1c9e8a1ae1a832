/** Cheap looks at the places where a text has a name: for rules whose names are common words. */

/** Whether one of the places where a text has a word, and not as a part of another, passes a test. */
export function someOccurrence(text: string, word: string, test: (start: number, end: number) => boolean): boolean {
  for (let start = text.indexOf(word); start !== -1; start = text.indexOf(word, start + 1)) {
    const end = start + word.length;
    if (!isPartOfName(text[start - 1]) && !isPartOfName(text[end]) && test(start, end)) return true;
  }
  return false;
}

/** Whether a character may be a part of a name. */
function isPartOfName(character: string | undefined): boolean {
  return character !== undefined && /[\w$]/u.test(character);
}

/** The offset of the last character before another that is no white space; -1 at the start. */
export function lastVisible(text: string, before: number): number {
  let at = before - 1;
  while (at >= 0 && /\s/u.test(text.charAt(at))) at--;
  return at;
}

/** The offset of the first character from another on that is no white space. */
export function firstVisible(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/u.test(text.charAt(at))) at++;
  return at;
}

/** The longest part of a text that is looked at for one place; beyond it only a parser can tell. */
const MOST_CHARACTERS = 1000;

/** Whether the last visible character before another may belong to a comment, and so is not what the code has there. */
export function mayEndComment(text: string, at: number, next: number): boolean {
  if (text[at] === "/") return true;
  if (!/[\n\r\u2028\u2029]/u.test(text.slice(at + 1, next))) return false;
  const line = text.slice(Math.max(0, at - MOST_CHARACTERS), at + 1);
  const end = line.search(/[\n\r\u2028\u2029][^\n\r\u2028\u2029]*$/u);
  return (end === -1 && at >= MOST_CHARACTERS) || line.includes("//", Math.max(0, end));
}
