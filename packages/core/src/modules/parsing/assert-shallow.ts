import { BRACKET, LIMIT, nestsLittle, READ_AGAIN, RIGHT, STATEMENTS, isPartOfWord, wordEnd } from "./nests-little.js";
import { SourceSyntaxError } from "./parsed-source.js";

/** `|` and `&`: real types have thousands of members, which parsers read in a loop. */
const UNION = 1 / 32;

/** A bracket that is still open. */
interface Open {
  /** Its character, `$` for the hole of a template, `<` for what may be type arguments, or a part of an element. */
  kind: string;
  /** The name of a tag. */
  readonly name: string;
  readonly cost: number;
  readonly isReadAgain: boolean;
  /** The parentheses of `if (…)`, behind which a statement begins. */
  readonly isHead: boolean;
  /** What the expression that is read has of operators, and the statement around it of words such as `else`. */
  links: number;
  /** Those of the links that end at the next `&&` or `||`. */
  tight: number;
  /** Those for `&&`, which end at the next `||`. */
  ands: number;
  statements: number;
}

const OPERATOR = /=>|[!=]==?|[<>]=|&&=?|\|\|=?|\?\?=?|\?\.(?!\d)|\.{3}|\+\+|--|\*\*=?|[-+*/%&|^]=|<\/|\/>|[^]/uy;
/** What begins no longer operator. */
const ALONE = "()[]{},;:`";
/** What the second character of a longer operator may be. */
const GOES_ON = /[=>&|?.+\-*/]/u;
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[^]|\$(?!\{))*(?<end>`|\$\{|$)/uy;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//uy;
const TAG_NAME = /[\w$.:-]*/uy;
/** Words that nest what follows in the expression around them. */
const PREFIXES = new Set(
  "typeof void delete await yield new keyof unique readonly infer is asserts in instanceof as satisfies throw".split(" "),
);
/** Words that go on with what is before them, even on a new line. */
const CONTINUING = new Set(["else", "in", "instanceof", "as", "satisfies", "extends", "is"]);
/** Any word that nests nothing. */
const NAME = "name";
const NESTING_WORDS = new Set([...PREFIXES, ...STATEMENTS, ...CONTINUING, ..."case default return of".split(" ")]);
const LONGEST_WORD = Math.max(...[...NESTING_WORDS].map(({ length }) => length));
const CLOSING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Throws `SourceSyntaxError` for a text that is nested too deeply for a parser, which would end the process. */
export function assertShallow(file: string, text: string): void {
  if (nestsLittle(text)) return;
  const offset = new NestingCount(text, !/\.[cm]?ts$/u.test(file)).findTooDeep();
  if (offset === undefined) return;
  const before = text.slice(0, offset).split("\n");
  throw new SourceSyntaxError(
    "brackets, operators or statements are nested too deeply here.",
    before.length,
    before.at(-1)!.length + 1,
  );
}

const NOTHING: Partial<Open> = {};

/**
 * Counts the nesting of a text's brackets and operators, without a tree and without recursion. What is left
 * open in a bracket ends with it, so that an error in the reading stays small.
 */
class NestingCount {
  readonly #text: string;
  readonly #hasJsx: boolean;
  readonly #open: Open[] = [];
  #depth = 0;
  #at = 0;
  #top: Open;
  /** The last token is one behind which an expression may end. */
  #isOperand = false;
  #last = "";
  #hasNewline = false;
  #isAfterHeadWord = false;
  /** Where the last closing tag of each name is. */
  #closingTags: ReadonlyMap<string, number> | undefined;

  constructor(text: string, hasJsx: boolean) {
    this.#text = text;
    this.#hasJsx = hasJsx;
    this.#top = this.#push("{", 0);
  }

  /** The offset at which the text is nested deeper than the limit; undefined if it is not. */
  findTooDeep(): number | undefined {
    while (this.#at < this.#text.length) {
      if (this.#top.kind === "element") this.#skipChildText();
      const start = this.#at;
      if (start === this.#text.length) return undefined;
      const code = this.#text.charCodeAt(start);
      if (code <= 32) {
        this.#hasNewline ||= code === 10;
        this.#at++;
      } else if (isPartOfWord(code)) this.#wordFrom(start, (this.#at = wordEnd(this.#text, start)));
      else if ((code === 34 || code === 39) && this.#skipsString(code)) this.#operand("'");
      else if (code === 47 && this.#skipsComment()) this.#hasNewline ||= this.#text.slice(start, this.#at).includes("\n");
      else this.#operator(this.#readOperator());
      if (this.#depth > LIMIT) return start;
    }
    return undefined;
  }

  /** Goes behind what a pattern matches here, if it does. */
  #skips(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #skipsComment(): boolean {
    const start = this.#text.slice(this.#at, this.#at + 2);
    if (start !== "//" && start !== "/*") return false;
    const end = start === "//" ? this.#text.indexOf("\n", this.#at) : this.#text.indexOf("*/", this.#at + 2) + 2;
    if (end === 1) return false;
    this.#at = end === -1 ? this.#text.length : end;
    return true;
  }

  /** Goes behind the string that begins here with a quote, if it ends on its line. */
  #skipsString(quote: number): boolean {
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === quote) {
        this.#at = at + 1;
        return true;
      } else if (code === 10) return false;
    }
    return false;
  }

  #readOperator(): string {
    const start = this.#at;
    const first = this.#text[start]!;
    if (ALONE.includes(first) || !GOES_ON.test(this.#text[start + 1] ?? "")) {
      this.#at++;
      return first;
    }
    this.#skips(OPERATOR);
    return this.#text.slice(start, this.#at);
  }

  /** Goes to the next tag, or `{`, among an element's children. */
  #skipChildText(): void {
    const rest = /[<{]/gu;
    rest.lastIndex = this.#at;
    this.#at = rest.exec(this.#text)?.index ?? this.#text.length;
    this.#isOperand = this.#hasNewline = false;
  }

  #push(kind: string, cost: number, { name = "", isReadAgain = false, isHead = false }: Partial<Open> = NOTHING): Open {
    this.#top = { kind, cost, name, isReadAgain, isHead, links: 0, tight: 0, ands: 0, statements: 0 };
    this.#open.push(this.#top);
    this.#depth += cost;
    return this.#top;
  }

  #pop(): Open {
    const closed = this.#open.pop()!;
    this.#depth -= closed.cost + closed.links + closed.statements;
    this.#top = this.#open.at(-1)!;
    return closed;
  }

  /** Closes the innermost bracket of a kind, and what is open in it; a closing bracket too many is left to the parser. */
  #close(kinds: string): Open | undefined {
    let index = this.#open.length - 1;
    while (index > 0 && !kinds.includes(this.#open[index]!.kind)) index--;
    if (index < 1) return undefined;
    while (this.#open.length > index + 1) this.#pop();
    return this.#pop();
  }

  #link(cost: number): void {
    this.#top.links += cost;
    this.#depth += cost;
  }

  #tightLink(): void {
    this.#top.tight++;
    this.#link(1);
  }

  /** Of what binds tighter only the deepest operand counts: `a == 1 || a == 2 && …`. */
  #logicalLink(operator: string): void {
    const { tight, ands } = this.#top;
    this.#top.tight = 0;
    this.#top.ands = operator === "&&" ? ands + 1 : 0;
    this.#link(1 - tight - (operator === "&&" ? 0 : ands));
  }

  #endExpression(): void {
    this.#depth -= this.#top.links;
    this.#top.links = this.#top.tight = this.#top.ands = 0;
  }

  #endStatement(): void {
    while (this.#top.kind === "<") this.#pop();
    this.#endExpression();
    this.#depth -= this.#top.statements;
    this.#top.statements = 0;
  }

  /** Ends the statement before a word, a string or an opening brace, where one ends there. */
  #settle(word: string): void {
    const isLineEnd = this.#hasNewline && this.#isOperand;
    if (!CONTINUING.has(word) && (isLineEnd || this.#last === "}" || this.#last === ";")) this.#endStatement();
    this.#hasNewline = false;
  }

  /** Most words are names, which need not be cut out of the text. */
  #wordFrom(start: number, end: number): void {
    const mayNest = end - start <= LONGEST_WORD && end - start > 1 && this.#last !== ".";
    const word = mayNest ? this.#text.slice(start, end) : NAME;
    if (NESTING_WORDS.has(word)) this.#word(word);
    else this.#operand(NAME);
  }

  #word(word: string): void {
    this.#settle(word);
    if (word === "case" || word === "default") this.#endStatement();
    const isStatement = STATEMENTS.has(word);
    if (isStatement) {
      this.#top.statements++;
      this.#depth++;
    } else if (word === "extends") this.#link(RIGHT);
    else if (PREFIXES.has(word)) this.#tightLink();
    this.#isOperand =
      !isStatement && !PREFIXES.has(word) && word !== "extends" && word !== "return" && word !== "case" && word !== "of";
    this.#isAfterHeadWord = isStatement || (this.#isAfterHeadWord && word === "await");
    this.#last = word;
  }

  #operand(text: string): void {
    if (this.#last !== ".") this.#settle(text);
    this.#isOperand = true;
    this.#last = text;
    this.#hasNewline = this.#isAfterHeadWord = false;
  }

  #operator(operator: string): void {
    const wasOperand = this.#isOperand;
    if (this.#last === ";") this.#endStatement();
    if ("([{".includes(operator)) return this.#openBracket(operator, wasOperand);
    if (")]}".includes(operator)) return this.#closeBracket(operator);
    if (operator === "`") return this.#template(wasOperand);
    if (operator === "/" && (!wasOperand || this.#last === "}") && this.#skipRegex()) return this.#operand("/");
    const before = this.#last;
    this.#isOperand = this.#hasNewline = this.#isAfterHeadWord = false;
    this.#last = operator === "?." ? "." : operator;
    if (operator === ",") {
      if (this.#top.kind === "tag") this.#top.kind = "<";
      this.#endExpression();
    } else if (operator === "<") this.#less(wasOperand, before);
    else if (operator === ">") this.#more();
    else if (operator === "/>" || operator === "</") this.#endTag(operator);
    else if (operator === "|" || operator === "&") this.#link(UNION);
    else if (operator === "?" || operator === ":" || /^(?:=>|[^=!<>]*=)$/u.test(operator)) this.#link(RIGHT);
    else if (operator !== ";") this.#behindOrBetween(operator, wasOperand);
  }

  /** `a!`, `a++` are operands as `a` is. */
  #behindOrBetween(operator: string, wasOperand: boolean): void {
    if (operator === "&&" || operator === "||" || operator === "??") this.#logicalLink(operator);
    else this.#tightLink();
    this.#isOperand = wasOperand && (operator === "!" || operator === "++" || operator === "--");
  }

  #openBracket(bracket: string, wasOperand: boolean): void {
    if (bracket === "{") this.#settle(bracket);
    if (wasOperand && bracket !== "{") this.#tightLink();
    const isNext = this.#last === this.#top.kind && this.#top.isReadAgain;
    const isReadAgain = this.#top.kind === "<" || isNext;
    const isHead = this.#isAfterHeadWord && bracket === "(";
    this.#push(bracket, isReadAgain ? READ_AGAIN : BRACKET, { isReadAgain, isHead });
    this.#isOperand = this.#hasNewline = this.#isAfterHeadWord = false;
    this.#last = bracket;
  }

  #closeBracket(bracket: string): void {
    const closed = this.#close(bracket === "}" ? "{$" : CLOSING[bracket]!);
    if (closed?.kind === "$") return this.#templateText();
    this.#isOperand = closed?.isHead !== true;
    this.#hasNewline = false;
    this.#last = bracket;
  }

  #template(wasOperand: boolean): void {
    if (wasOperand) this.#tightLink();
    this.#templateText();
  }

  /** Reads the text of a template up to its end or to `${`. */
  #templateText(): void {
    TEMPLATE_TEXT.lastIndex = this.#at;
    const end = TEMPLATE_TEXT.exec(this.#text)?.groups?.["end"];
    this.#at = TEMPLATE_TEXT.lastIndex || this.#text.length;
    this.#isOperand = end !== "${";
    this.#last = "`";
    this.#hasNewline = false;
    if (end === "${") this.#push("$", BRACKET);
  }

  #skipRegex(): boolean {
    this.#at--;
    if (this.#skips(REGEX)) return true;
    this.#at++;
    return false;
  }

  #less(wasOperand: boolean, before: string): void {
    // In a tag only an attribute's value is an element: `<Select<Option> …>`.
    const mayBeTag = this.#hasJsx && !wasOperand && (this.#top.kind !== "tag" || before === "=");
    const isTag = mayBeTag && /[A-Za-z_$>]/u.test(this.#text[this.#at] ?? "");
    if (!isTag) return void this.#push("<", BRACKET);
    TAG_NAME.lastIndex = this.#at;
    const name = TAG_NAME.exec(this.#text)![0];
    this.#at = TAG_NAME.lastIndex;
    this.#push("tag", BRACKET, { name });
  }

  /** The end of type arguments, of an opening tag behind which the element's children follow, or an operator. */
  #more(): void {
    const { kind, name } = this.#top;
    if (kind !== "<" && kind !== "tag") return this.#tightLink();
    this.#pop();
    if (kind === "tag" && this.#isClosedLater(name)) this.#push("element", BRACKET);
  }

  /** Whether an element ends behind here; else its tag is a type parameter, or an error. */
  #isClosedLater(name: string): boolean {
    this.#closingTags ??= new Map([...this.#text.matchAll(/<\/\s*([\w$.:-]*)/gu)].map((each) => [each[1]!, each.index]));
    return (this.#closingTags.get(name) ?? -1) >= this.#at;
  }

  #endTag(operator: string): void {
    if (operator === "/>") {
      while (this.#top.kind === "<") this.#pop();
      if (this.#top.kind === "tag") this.#pop();
    } else if (this.#open.some(({ kind }) => kind === "element")) {
      while (this.#top.kind !== "element") this.#pop();
      this.#pop();
      this.#at = Math.max(this.#at, this.#text.indexOf(">", this.#at) + 1);
    }
    this.#isOperand = true;
  }
}
