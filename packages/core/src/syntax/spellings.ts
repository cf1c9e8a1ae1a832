import { isPartOfWord, wordEnd } from "../modules/index.js";

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
  return text.replaceAll(ESCAPED, (...match: (string | undefined)[]) => meaningOf(match));
}

/**
 * The words that are written with escapes, as they are spelled out, and the offsets at which they begin, or what is written beside them does:
 * `u\u0075id` is `uuid`.
 */
export function escapedWords(text: string): ReadonlyMap<string, readonly number[]> {
  const words = new Map<string, number[]>();
  if (!(text.includes("\\") || text.includes("&#")) || !UNUSUAL.test(text)) return words;
  const escape = new RegExp(ESCAPED);
  const more = new RegExp(ESCAPED.source, "uy");
  let end = 0;
  for (let match = escape.exec(text); match; match = escape.exec(text)) {
    const start = wordStart(text, match.index, end);
    let spelled = text.slice(start, match.index);
    for (let next: RegExpExecArray | null = match; next; next = more.exec(text)) {
      const after = next.index + next[0].length;
      end = wordEnd(text, after);
      spelled += meaningOf(next) + text.slice(after, end);
      more.lastIndex = end;
    }
    escape.lastIndex = end;
    for (const word of spelled.match(WORD) ?? []) {
      const places = words.get(word);
      if (places) places.push(start);
      else words.set(word, [start]);
    }
  }
  return words;
}

const WORD = /[\p{ID_Continue}$]+/gu;

/** The offset at which the characters of a word before an offset begin. */
function wordStart(text: string, from: number, least: number): number {
  let at = from;
  while (at > least && isPartOfWord(text.charCodeAt(at - 1))) at--;
  return at;
}

/** What a match of an escape stands for; a blank is as good as any for what is no part of a word. */
function meaningOf([, long, four, two, octal, single, hexadecimal, decimal]: readonly (string | undefined)[]): string {
  const sixteen = long ?? four ?? two ?? hexadecimal;
  if (sixteen !== undefined) return characterOf(Number.parseInt(sixteen, 16));
  if (octal !== undefined) return characterOf(Number.parseInt(octal, 8));
  if (decimal !== undefined) return characterOf(Number.parseInt(decimal, 10));
  if (single === undefined || LINE_ENDS.includes(single)) return "";
  return BLANKS.includes(single) ? " " : single;
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

/** `import("./ids").RunId`: a type of a module for a script, which an import would make a module, and take its globals from other files. */
export function importedInPlace(from: { readonly specifier: string; readonly exported: string }, quote: '"' | "'"): string {
  return `import(${quoted(from.specifier, quote)})${from.exported === "*" ? "" : `.${from.exported}`}`;
}
