/** The offset behind the string that begins at an offset; undefined if its line ends before. */
export function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === text[start]) return at + 1;
    if (character === "\n") return undefined;
    if (character === "\\") at++;
  }
  return undefined;
}

/** The offset behind the regular expression that begins at an offset; undefined if its line ends before. */
export function endOfRegex(text: string, start: number): number | undefined {
  let isInClass = false;
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === "\n") return undefined;
    if (character === "\\") at++;
    else if (character === "[") isInClass = true;
    else if (character === "]") isInClass = false;
    else if (character === "/" && !isInClass) return at + 1;
  }
  return undefined;
}

/** Where the last closing tag of each name is: `</b>`, `</>`. */
export function closingTagsOf(text: string): ReadonlyMap<string, number> {
  return new Map([...text.matchAll(/<\/\s*([\w$.:-]*)\s*>/gu)].map((match) => [match[1]!, match.index]));
}

/** Whether a character is part of names, words and numbers. */
export function isWordCharacter(code: number): boolean {
  if (code > 127) return !isUnusualSpace(code);
  return (code > 96 && code < 123) || (code > 64 && code < 91) || (code > 47 && code < 58) || code === 95 || code === 36;
}

/** Whether a character beyond ASCII is white space. */
export function isUnusualSpace(code: number): boolean {
  return code > 127 && (code === 160 || code === 0x2028 || code === 0x2029 || code === 0xfeff);
}
