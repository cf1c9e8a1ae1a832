/** Shortens code, paths and prose for a row, a hint or a line of a hover. Nothing is cut within a word or a quotation. */

/** Strings, words, spaces, operators, and single characters. */
const TOKENS =
  /"(?:[^"\\]|\\.)*"|(?<!\p{ID_Continue})'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[\p{ID_Continue}$-]+|\s+|[=<>!&|?.+*]{2,}|./gsu;
const CLOSED_BY: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
/** What is behind this is in no row. */
const LONGEST_READ = 2_000;

/**
 * A text of at most so many characters: as much as fits of its lists (`run(input, …)`) and paths (`"…/runtime/agents.js"`), else its beginning.
 */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const read = text.slice(0, LONGEST_READ);
  return leavingOut(read, length) ?? leavingOut(withoutClass(read), length) ?? cutBetweenTokens(read, length);
}

/** `UnifiedIdGenerator.generateBaseId("user")` → `generateBaseId("user")`: the class is longer and says less. */
export function withoutClass(code: string): string {
  return code.replace(/^((?:\(\) => |await )*)[A-Z]\w*\.(?=[\w$]+\()/u, "$1");
}

/** The end of a text, of at most so many characters, from a word or an operator on. */
export function keepEnd(text: string, length: number): string {
  if (text.length <= length) return text;
  for (const { 0: token, index } of text.matchAll(TOKENS))
    if (text.length - index < length && /[^\s)\]},;.]/u.test(token)) return `…${text.slice(index)}`;
  return "…";
}

/** The beginning of a text, of at most so many characters. */
export function cutBetweenTokens(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = 0;
  for (const [token] of text.matchAll(TOKENS)) {
    if (end + token.length > length - 1) break;
    end += token.length;
  }
  if (end >= Math.min(5, length / 4)) return `${text.slice(0, end).replace(/\s+[=<>!&|?+*]*\s*$/u, "")}…`;
  // A long string or word at the beginning would leave nothing to read.
  const cut = text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, "");
  const words = cut.replace(/[\p{ID_Continue}$-]+$/u, "");
  return `${words.length >= cut.length / 2 ? words : cut}…`;
}

/** Leaves out one part after the other, the largest first, until leaving out one more is enough. */
function leavingOut(text: string, length: number): string | undefined {
  for (let now = text; now.length > length;) {
    const parts = partsToLeaveOut(now);
    const least = now.length - length + 1;
    const enough = parts.filter((part) => sizeOf(part) >= least);
    const chosen = enough.length > 0 ? smallestOf(enough) : largestOf(parts);
    if (!chosen || sizeOf(chosen) < 2) return undefined;
    now = `${now.slice(0, chosen[0])}…${now.slice(chosen[1])}`;
    if (enough.length > 0) return now;
  }
  return text;
}

type Part = readonly [start: number, end: number];

/** The ends of lists in brackets, and the first folders of paths in quotes. */
function partsToLeaveOut(text: string): Part[] {
  const parts: Part[] = [];
  const open: { readonly closer: string; readonly starts: number[] }[] = [];
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const end = index + token.length;
    const innermost = open.at(-1);
    if (CLOSED_BY[token] !== undefined) open.push({ closer: CLOSED_BY[token], starts: [end] });
    else if (token === ",") innermost?.starts.push(text[end] === " " ? end + 1 : end);
    else if (innermost && token === innermost.closer) {
      open.pop();
      parts.push(...innermost.starts.map((start): Part => [start, index]));
    } else if (/^["'`][^\s]*\/[^\s]*["'`]$/u.test(token))
      parts.push(...[...token.slice(0, -2).matchAll(/\//gu)].map((slash): Part => [index + 1, index + slash.index]));
  }
  return parts;
}

function sizeOf([start, end]: Part): number {
  return end - start;
}

function smallestOf(parts: readonly Part[]): Part {
  return parts.reduce((least, each) => (sizeOf(each) < sizeOf(least) ? each : least));
}

function largestOf(parts: readonly Part[]): Part | undefined {
  return parts.reduce<Part | undefined>((most, each) => (most && sizeOf(most) >= sizeOf(each) ? most : each), undefined);
}
