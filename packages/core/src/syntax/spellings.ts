/** A backslash that is more than a line break, a blank or a quote; or a character of JSX by its number. */
const UNUSUAL = /\\(?:[^nrtvfb0'"`\\]|0[0-7])|&#/u;
const ESCAPED =
  /\\(?:u\{([0-9A-Fa-f]{1,8})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-3]?[0-7]{1,2})|\r\n|([^]))|&#(?:[xX]([0-9A-Fa-f]{1,8})|(\d{1,8}));/gu;
const BLANKS = "nrtvfb";
const LINE_ENDS = "\n\r\u2028\u2029";

/**
 * The text with escapes spelled out, as strings, names and JSX mean them: `u` for `\u0075`, `\x75`, `\165`, `\u{75}`, `&#117;`, `\u` of
 * a line's end; undefined if the text has none that could spell a part of a name.
 */
export function spelledOut(text: string): string | undefined {
  if (!text.includes("\\") && !text.includes("&#")) return undefined;
  if (!UNUSUAL.test(text)) return undefined;
  return text.replaceAll(ESCAPED, (...match: (string | undefined)[]) => {
    const [, long, four, two, octal, single, hexadecimal, decimal] = match;
    const sixteen = long ?? four ?? two ?? hexadecimal;
    if (sixteen !== undefined) return characterOf(Number.parseInt(sixteen, 16));
    if (octal !== undefined) return characterOf(Number.parseInt(octal, 8));
    if (decimal !== undefined) return characterOf(Number.parseInt(decimal, 10));
    if (single === undefined || LINE_ENDS.includes(single)) return "";
    return BLANKS.includes(single) ? " " : single;
  });
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** Whether a name may be written with escapes: `\u0075uid`. */
export function hasEscapedName(text: string): boolean {
  return text.includes("\\u");
}

/** A string literal in the given quotes. */
export function quoted(value: string, quote: '"' | "'"): string {
  const body = JSON.stringify(value).slice(1, -1);
  return quote === '"' ? `"${body}"` : `'${body.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
