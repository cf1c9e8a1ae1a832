import { SourceSyntaxError } from "./parsed-source.js";
import { endOfSkipped, endOfTemplateText } from "./skipped-text.js";
import { isPartOfWord, wordEnd } from "./word-characters.js";

/** Costs are in 32nds of a word, which are what `|` and `&` cost: real types have thousands of members, which parsers read in a loop. */
const WORD_COST = 32;
/**
 * 500 brackets in each other, or a chain of 2,000 words. With half of a worker's stack the native parser's thread ends with the process soon
 * after, and recursion in JavaScript ends at about 2,500 links. The deepest file of public repositories has 1/4 of it.
 */
const LIMIT = 2_000 * WORD_COST;
const SIGN_COST = 2 * WORD_COST;
const BRACKET_COST = 4 * WORD_COST;
/** `a<(b=c)` may be a comparison or type arguments: the parser reads it again, and what is nested in it twice as often each time. */
const READ_AGAIN = 160 * WORD_COST;
const MOST_LEVELS = LIMIT / BRACKET_COST + 1;

/** What a character may be; 0 is what nests nothing. */
const [SIGN, LESS, OPEN, CLOSE, SEMICOLON, COMMA, UNION, LINE_END, QUOTE, TEMPLATE, ESCAPE, WORD] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
] as const;
const CHARACTERS = ["=?:!*%^~+-", "<", "([{", ")]}", ";", ",", "|&", "\n", "\"'/", "`", "\\"];
const KINDS = Uint8Array.from({ length: 128 }, (_, code) =>
  isPartOfWord(code) ? WORD : CHARACTERS.findIndex((each) => each.includes(String.fromCharCode(code))) + 1,
);
/** Words that nest the statement which follows. */
const STATEMENTS = new Set(["if", "else", "for", "while", "do", "with"]);
const LONGEST_STATEMENT = 5;
/** The letters with which these and `case` begin: most words are never cut out of the text. */
const FIRST_LETTERS = Uint8Array.from({ length: 128 }, (_, code) => Number("cdefiw".includes(String.fromCharCode(code))));
/** So much of one level has to be open before it pays to ask whether a statement ends. */
const MANY = 64 * WORD_COST;
/** Words that go on with a statement which would end before them. */
const CONTINUING = /(?:as|catch|else|extends|finally|in|instanceof|is|of|satisfies)\b/uy;
/** A line that ends no statement, or may not. */
const UNFINISHED =
  /\/\/|(?:[^\w$)\]}"'`>]|=>|\b(?:as|asserts|await|delete|do|else|extends|in|infer|instanceof|is|keyof|new|of|readonly|satisfies|throw|typeof|unique|void|yield))\s*$/u;

/** Throws `SourceSyntaxError` for a text that is nested too deeply for a parser, which would end the process. */
export function assertShallow(text: string): void {
  const offset = new NestingCount(text).findTooDeep();
  if (offset === undefined) return;
  const before = text.slice(0, offset).split("\n");
  throw new SourceSyntaxError(
    "brackets, operators or statements are nested too deeply here.",
    before.length,
    before.at(-1)!.length + 1,
  );
}

/**
 * A plain count of brackets, words and signs, in one loop, since every file that is parsed is read here. Only a text that is made to be deep
 * where it seems not to be, such as in many short things that look like strings, gets past it.
 */
class NestingCount {
  readonly #text: string;
  // By level of brackets: their cost, what a comma ends, what goes on until the statement ends, and whether it is the hole of a template.
  readonly #brackets = new Int32Array(MOST_LEVELS);
  readonly #links = new Int32Array(MOST_LEVELS);
  readonly #lasting = new Int32Array(MOST_LEVELS);
  readonly #holes = new Uint8Array(MOST_LEVELS);
  #level = 0;
  #depth = 0;
  #at = 0;
  #isAfterLess = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** The offset at which the text is nested deeper than the limit; undefined if it is not. */
  findTooDeep(): number | undefined {
    const text = this.#text;
    while (this.#at < text.length) {
      const start = this.#at++;
      const code = text.charCodeAt(start);
      const kind = code < 128 ? KINDS[code]! : WORD;
      if (kind === WORD) this.#word(start);
      else if (kind !== 0) this.#sign(kind, start);
      if (this.#depth > LIMIT) return start;
    }
    return undefined;
  }

  #word(start: number): void {
    this.#isAfterLess = false;
    this.#at = wordEnd(this.#text, this.#at);
    const isShort = this.#at - start <= LONGEST_STATEMENT && FIRST_LETTERS[this.#text.charCodeAt(start)] === 1;
    const word = isShort ? this.#text.slice(start, this.#at) : "";
    if (word === "case" && this.#text[start - 1] !== ".") this.#end(this.#links);
    this.#add(STATEMENTS.has(word) ? this.#lasting : this.#links, WORD_COST);
  }

  #sign(kind: number, start: number): void {
    if (kind === SIGN) this.#add(this.#links, SIGN_COST);
    else if (kind === OPEN) this.#open();
    else if (kind === CLOSE) this.#close(start);
    else if (kind === COMMA) this.#end(this.#links);
    else if (kind === LINE_END) this.#endLine(start);
    else if (kind === SEMICOLON) {
      this.#end(this.#links);
      if (!this.#text.startsWith("else", nextSign(this.#text, this.#at))) this.#end(this.#lasting);
    } else if (kind === QUOTE) this.#quote(start);
    else if (kind === UNION) this.#add(this.#links, this.#text[this.#at] === this.#text[start] ? SIGN_COST : 1);
    else if (kind === LESS && this.#text[this.#at] !== "=") {
      this.#isAfterLess = true;
      this.#add(this.#lasting, BRACKET_COST);
    } else if (kind === TEMPLATE) {
      this.#add(this.#links, SIGN_COST);
      this.#templateText();
    } else if (kind === ESCAPE) this.#at++;
  }

  #add(costs: Int32Array, cost: number): void {
    costs[this.#level]! += cost;
    this.#depth += cost;
  }

  #end(costs: Int32Array): void {
    this.#depth -= costs[this.#level]!;
    costs[this.#level] = 0;
  }

  #open(): void {
    const cost = this.#isAfterLess ? READ_AGAIN : BRACKET_COST;
    this.#brackets[++this.#level] = cost;
    this.#depth += cost;
    this.#isAfterLess = false;
  }

  #close(start: number): void {
    this.#end(this.#links);
    this.#end(this.#lasting);
    if (this.#level === 0) return;
    const isBrace = this.#text[start] === "}";
    const isHole = isBrace && this.#holes[this.#level] === 1;
    this.#holes[this.#level] = 0;
    this.#depth -= this.#brackets[this.#level]!;
    this.#level--;
    // The brackets are a link of what is around them, unless they are a block behind which a statement begins.
    this.#add(this.#links, WORD_COST);
    if (isHole) this.#templateText();
    else if (isBrace && this.#links[this.#level]! >= MANY) this.#beginStatement();
  }

  /** Ends the expression before the next word, if a statement begins there. */
  #beginStatement(): void {
    const next = nextSign(this.#text, this.#at);
    CONTINUING.lastIndex = next;
    if (next < this.#text.length && isPartOfWord(this.#text.charCodeAt(next)) && !CONTINUING.test(this.#text))
      this.#end(this.#links);
  }

  #endLine(start: number): void {
    if (this.#links[this.#level]! < MANY) return;
    const line = this.#text.slice(this.#text.lastIndexOf("\n", start - 1) + 1, start);
    if (!UNFINISHED.test(line)) this.#beginStatement();
  }

  /** A string, a comment, a division, or the end of an element, whose beginning counts no longer. */
  #quote(start: number): void {
    this.#at = endOfSkipped(this.#text, start);
    if (this.#at > start + 1 || this.#text[start] !== "/") return;
    const [before, behind] = [this.#text[start - 1], this.#text[this.#at]];
    const isEnd = (behind === ">" || before === "<") && this.#lasting[this.#level]! >= BRACKET_COST;
    if (!isEnd) return this.#add(this.#links, SIGN_COST);
    const ended = before === "<" ? 2 * BRACKET_COST : BRACKET_COST;
    this.#add(this.#lasting, -Math.min(ended, this.#lasting[this.#level]!));
  }

  /** Reads the text of a template up to its end or to a hole. */
  #templateText(): void {
    const end = endOfTemplateText(this.#text, this.#at);
    if (end === this.#at && this.#text[end] !== "`") return;
    this.#at = end + 1;
    if (this.#text[end] !== "{") return;
    this.#open();
    this.#holes[this.#level] = 1;
  }
}

/** The offset of the next character that is neither white space nor of a comment. */
function nextSign(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (text.charCodeAt(at) <= 32) at++;
    const end = text[at] === "/" ? endOfSkipped(text, at) : at;
    if (end <= at + 1) return at;
    at = end;
  }
}
