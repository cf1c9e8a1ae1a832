// What is not closed goes on to the end, so that no text is searched again and again.
const STRING_OR_COMMENT = /"(?:[^"\\]+|\\[^])*(?:"|$)|\/\/[^\n\r]*|\/\*[^]*?(?:\*\/|$)/g;
const STRING_OR_LAST_COMMA = /"(?:[^"\\]+|\\[^])*(?:"|$)|,(?=\s*[\]}])/g;

/** Parses JSON with comments and trailing commas, as tsconfig files have them; undefined where it does not parse. Linear in the text. */
export function parseJsonc(text: string): unknown {
  const source = text.replace(/^\uFEFF/, "");
  return parseQuietly(source) ?? parseQuietly(blank(blank(source, STRING_OR_COMMENT), STRING_OR_LAST_COMMA));
}

/** Whether the text has nothing but blanks and comments: TypeScript takes such a tsconfig for an empty one. */
export function isBlank(text: string): boolean {
  return blank(text.replace(/^\uFEFF/, ""), STRING_OR_COMMENT).trim() === "";
}

/** The text with a blank in place of all that is no string. */
function blank(text: string, noise: RegExp): string {
  return text.replace(noise, (part) => (part.startsWith('"') ? part : " "));
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
