const STRING_OR_NOISE = /"(?:[^"\\]|\\[^])*"|\/\/[^\n\r]*|\/\*[^]*?\*\/|,(?=(?:\s|\/\/[^\n\r]*|\/\*[^]*?\*\/)*[\]}])/g;

/** Parses JSON with comments and trailing commas, as tsconfig files have them; undefined where it does not parse. */
export function parseJsonc(text: string): unknown {
  const source = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(source);
  } catch {
    return parseQuietly(source.replace(STRING_OR_NOISE, (part) => (part.startsWith('"') ? part : " ")));
  }
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
