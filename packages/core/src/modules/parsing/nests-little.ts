/**
 * 500 brackets in each other, or a chain of 2,000 operators. With half of a worker's stack the native parser's thread ends with the process
 * soon after, and recursion in JavaScript ends at about 2,500 links. The deepest file of public repositories has 1/4 of it.
 */
export const LIMIT = 2_000;
export const BRACKET = 4;
/** An operator that groups to the right: `a ? b : c ? d : e`, `a = b = c`, `a => b => c`. */
export const RIGHT = 2;
/** `a<(b=c)` may be a comparison or type arguments: the parser reads it again, and what is nested in it twice as often each time. */
export const READ_AGAIN = 160;

/** What a character may do to the nesting; 0 is nothing. */
const [OPERATOR, LESS, OPEN, CLOSE, SEMICOLON, _COMMA, WORD] = [1, 2, 3, 4, 5, 6, 7];
const SIGNS = ["=?:!&|*/%^~+-`", "<", "([{", ")]}", ";", ","];
const KINDS = Uint8Array.from({ length: 128 }, (_, code) =>
  isPartOfWord(code) ? WORD : SIGNS.findIndex((signs) => signs.includes(String.fromCharCode(code))) + 1,
);
const CLOSING_BRACE = 125;
/** Words that nest the statement which follows. */
export const STATEMENTS = new Set(["if", "else", "for", "while", "do", "with"]);
const LONGEST_STATEMENT = 5;
/** The letters with which these begin. */
const FIRST_LETTERS = Uint8Array.from({ length: 128 }, (_, code) =>
  Number([...STATEMENTS].some((word) => word.charCodeAt(0) === code)),
);
const MOST_LEVELS = LIMIT / BRACKET + 1;

/**
 * Whether a text surely is not too deep, by a plain count that takes words in strings and comments for links: nearly all files pass it. Only
 * a text that is made to be deep where it seems not to be (`a ? ";" : a ? ";" : …`) is deeper. One loop, since every file that is parsed is
 * read here; without `-0` and a look behind the end, for which V8 would give up the code it has made of it.
 */
export function nestsLittle(text: string): boolean {
  // By level of brackets: what a comma ends, and what goes on until the statement ends.
  const links = new Int32Array(MOST_LEVELS);
  const lasting = new Int32Array(MOST_LEVELS);
  let [level, depth] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? KINDS[code]! : WORD;
    if (kind === 0) continue;
    if (kind === WORD) {
      const end = wordEnd(text, at + 1);
      const ofLevel = isStatement(text, at, end) ? lasting : links;
      ofLevel[level]!++;
      depth++;
      at = end - 1;
    } else if (kind === OPERATOR) {
      links[level]! += RIGHT;
      depth += RIGHT;
    } else if (kind === LESS) {
      const cost = mayBeReadAgain(text, at + 1) ? READ_AGAIN : BRACKET;
      lasting[level]! += cost;
      depth += cost;
    } else if (kind === OPEN) {
      level++;
      depth += BRACKET;
    } else {
      depth -= links[level]!;
      links[level] = 0;
      if (kind === CLOSE || (kind === SEMICOLON && !text.startsWith("else", nextSign(text, at + 1)))) {
        depth -= lasting[level]!;
        lasting[level] = 0;
      }
      if (kind === CLOSE && level > 0) {
        level--;
        // Behind the end of a block a statement may begin; else the brackets are a link of what is around them.
        const change = code === CLOSING_BRACE && isBeforeStatement(text, at) ? 0 - links[level]! : 1;
        links[level]! += change;
        depth += change - BRACKET;
      }
    }
    if (depth > LIMIT) return false;
  }
  return true;
}

/** Whether a word nests the statement behind it. Most are told by their first letter, and never cut out of the text. */
function isStatement(text: string, at: number, end: number): boolean {
  return end - at <= LONGEST_STATEMENT && FIRST_LETTERS[text.charCodeAt(at)] === 1 && STATEMENTS.has(text.slice(at, end));
}

function isBeforeStatement(text: string, at: number): boolean {
  const next = nextSign(text, at + 1);
  return next < text.length && isPartOfWord(text.charCodeAt(next)) && !text.startsWith("else", next);
}

/** Whether brackets follow, or a comment, which may hide some. */
function mayBeReadAgain(text: string, from: number): boolean {
  const at = nextSign(text, from);
  return /^(?:[([{]|\/[/*])/.test(text.slice(at, at + 2));
}

/** The offset of the next character that is no white space. */
function nextSign(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

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
