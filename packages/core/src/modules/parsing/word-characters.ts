/** Whether a character may be one of a name; what is beyond ASCII is taken for a letter. */
export function isPartOfWord(code: number): boolean {
  return (
    code >= 128 ||
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}

/** The offset at which the characters of a name from an offset end. */
export function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isPartOfWord(text.charCodeAt(at))) at++;
  return at;
}

/** A text as a part of a regular expression. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`);
}
