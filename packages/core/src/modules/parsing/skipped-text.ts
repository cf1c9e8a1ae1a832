/** How deep brackets may be in each other in what looks like a string, a comment or the text of a template; else it is read as code. */
const MOST_INNER_LEVELS = 100;
const [LINE_END, DOUBLE_QUOTE, SINGLE_QUOTE, STAR, SLASH, BACKSLASH, BACKTICK] = [10, 34, 39, 42, 47, 92, 96] as const;

/** The offset behind the string or the comment that seems to begin at a character; the next one's if none does. */
export function endOfSkipped(text: string, start: number): number {
  const next = start + 1;
  const code = text.charCodeAt(start);
  let end = 0;
  if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) end = endOfString(text, start, code);
  else if (code === SLASH && text.charCodeAt(next) === SLASH) end = endOfLine(text, next);
  else if (code === SLASH && text.charCodeAt(next) === STAR) end = text.indexOf("*/", next + 1) + 2;
  return end > next && isShallowText(text, next, end) ? end : next;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The offset behind a string's closing quote; 0 if it does not end on its line. */
function endOfString(text: string, start: number, quote: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === quote) return at + 1;
    else if (code === LINE_END) return 0;
  }
  return 0;
}

/** The offset of the backtick or of the hole's `{` at which a text of a template ends; the offset where it began if it is none. */
export function endOfTemplateText(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === BACKTICK || text.startsWith("${", at)) {
      if (!isShallowText(text, start, at)) return start;
      return code === BACKTICK ? at : at + 1;
    }
  }
  return start;
}

function isShallowText(text: string, start: number, end: number): boolean {
  if (end - start < MOST_INNER_LEVELS) return true;
  let level = 0;
  for (let at = start; at < end; at++) {
    const character = text[at]!;
    if (character === "(" || character === "[" || character === "{" || character === "<") level++;
    else if (level > 0 && (character === ")" || character === "]" || character === "}" || character === ">")) level--;
    if (level > MOST_INNER_LEVELS) return false;
  }
  return true;
}
