import { Ledger, type Strength } from "./ledger.js";
import { closingTagsOf, endOfRegex, endOfString, isUnusualSpace, isWordCharacter } from "./text.js";
import { factsOfWord } from "./words.js";

/** What the last token was, as far as the next one depends on it. */
type Before =
  /** A name, a literal, a closing bracket: an operator may follow, and a line may end here. */
  | "operand"
  /** A `}` that ends a block, or may. */
  | "block-end"
  /** A word that may be a name, but after which a line does not end the expression: `keyof`. */
  | "prefix"
  /** An operator, an opening bracket, `return`: an operand follows. */
  | "operator";

const TYPE_ARGUMENTS = /<[^<>(){}]{0,200}(?:<[^<>(){}]{0,200}>[^<>(){}]{0,200}){0,5}>/uy;
/** The operators of more than one character that are not read one by one; `>>` may end type arguments. */
const OPERATOR = /=>|[!=]==?|<<?=?|>>?>?=|\*\*=?|&&=?|\|\|=?|\?\?=?|\?\.(?!\d)|\.{3}|\+\+|--|[-+*/%&|^]=/uy;
const TAG_NAME = /[\w$.:-]*/uy;
const LONGEST_WORD = "instanceof".length;
const OPENING = /[([{]/u;

/**
 * Reads the tokens of a text, without a tree and without recursion, and keeps count of its nesting. It knows comments, strings,
 * templates, regular expressions and JSX; where the grammar alone could tell two readings apart, it takes the one that nests more.
 */
export class NestingScanner {
  readonly #text: string;
  readonly #limit: number;
  readonly #ledger = new Ledger();
  readonly #hasJsx: boolean;
  /** Where the last closing tag of each name is. */
  #closingTags: ReadonlyMap<string, number> | undefined;
  #at = 0;
  #before: Before = "operator";
  #hasNewline = false;
  #isAfterDot = false;
  #isAfterType = false;
  /** A `;` whose statement goes on if `else` follows. */
  #isAtSemicolon = false;
  /** The next parenthesis is the head of a statement. */
  #isBeforeHead = false;

  constructor(text: string, limit: number, hasJsx: boolean) {
    this.#text = text;
    this.#limit = limit;
    this.#hasJsx = hasJsx;
  }

  /** The offset at which the text is nested deeper than the limit; undefined if it is not. */
  findTooDeep(): number | undefined {
    while (this.#at < this.#text.length) {
      if (this.#ledger.kind === "children") this.#children();
      else if (this.#ledger.kind === "tag") this.#tag();
      else this.#token();
      if (this.#ledger.deepest > this.#limit) return Math.min(this.#at, this.#text.length - 1);
    }
    return undefined;
  }

  #token(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (this.#skipSpace(code)) return;
    if (isWordCharacter(code)) return this.#word();
    const character = this.#text[this.#at]!;
    const isOnNewLine = this.#hasNewline;
    if (character !== ";") this.#settle(character);
    switch (character) {
      case "(":
      case "[":
      case "{":
        return this.#open(character);
      case ")":
      case "]":
      case "}":
        return this.#close();
      case '"':
      case "'":
        return this.#string();
      case "`":
        if (this.#isOperand()) this.#ledger.link("postfix");
        return this.#template(this.#at + 1);
      case "/":
        return this.#slash();
      case "<":
        return this.#less();
      case ">":
        return this.#more();
      case ",":
        this.#ledger.endExpression();
        return this.#punctuate();
      case ";":
        this.#isAtSemicolon = true;
        return this.#punctuate();
      case "!":
        return this.#exclaim(isOnNewLine);
      default:
        return this.#operator();
    }
  }

  /** "Not", or behind an operand TypeScript's "not null", which leaves it an operand. */
  #exclaim(isOnNewLine: boolean): void {
    const isBehind = this.#isOperand() && !isOnNewLine;
    if (isBehind && this.#text[this.#at + 1] === "=") return this.#operator();
    this.#ledger.link(isBehind ? "postfix" : "prefix");
    if (isBehind) this.#at++;
    else this.#punctuate();
  }

  /** One operator, of any number of characters. */
  #operator(): void {
    const operator = this.#readOperator();
    const isOperand = this.#isOperand();
    // `a++` is an operand as `a` is.
    const isBehind = isOperand && (operator === "++" || operator === "--");
    if (operator === ".") this.#ledger.link("postfix");
    else if (operator === "|" || operator === "&") this.#ledger.union();
    else if (operator === "?" || operator === ":") this.#ledger.linkRight(operator);
    else if (operator === "=" || operator === "=>" || /^(?:[^=!<>]*|<<|>>>?)=$/u.test(operator)) this.#ledger.linkRight("=");
    else this.#ledger.link(strengthOf(operator, isOperand));
    this.#at += operator.length - 1;
    if (isBehind) this.#at++;
    else this.#punctuate();
    this.#isAfterDot = operator === "." || operator === "?.";
  }

  #readOperator(): string {
    const character = this.#text[this.#at]!;
    const next = this.#text.charCodeAt(this.#at + 1);
    // Most have one character, and no space, bracket, quote or letter goes on with one.
    if (next <= 32 || isWordCharacter(next) || next === 40 || next === 34 || next === 39) return character;
    OPERATOR.lastIndex = this.#at;
    return OPERATOR.exec(this.#text)?.[0] ?? character;
  }

  #punctuate(): void {
    this.#at++;
    this.#isAfterType = false;
    this.#before = "operator";
    this.#isAfterDot = false;
    this.#isBeforeHead = false;
  }

  #isOperand(): boolean {
    return this.#before !== "operator";
  }

  #endOperand(before: Before = "operand"): void {
    this.#before = before;
    this.#isAfterDot = false;
    this.#hasNewline = false;
  }

  /** Ends the statement before a token, where one ends there; `word` is the token, or its first character. */
  #settle(word: string, isContinuing = false): void {
    const isWord = isWordCharacter(word.charCodeAt(0));
    if (this.#isAtSemicolon) {
      if (word === "else") this.#ledger.endExpression();
      else this.#ledger.endStatement();
    } else if (this.#endsHere(word, isWord) && !isContinuing) this.#ledger.endStatement();
    this.#isAtSemicolon = false;
    if (!isWord) this.#hasNewline = false;
  }

  #endsHere(first: string, isWord: boolean): boolean {
    if (this.#isAfterDot) return false;
    if (this.#before === "block-end") return isWord || first === "@" || first === "#" || (this.#hasNewline && first === "[");
    if (this.#before !== "operand" || !this.#hasNewline) return false;
    return isWord || ['"', "'", "@", "#", "!", "~", "{", "}"].includes(first);
  }

  #word(): void {
    const start = this.#at;
    let end = start + 1;
    while (end < this.#text.length && isWordCharacter(this.#text.charCodeAt(end))) end++;
    const isLong = end - start > LONGEST_WORD || this.#text.charCodeAt(start) < 97;
    const word = isLong ? "" : this.#text.slice(start, end);
    const facts = factsOfWord(this.#isAfterDot ? "" : word);
    this.#settle(word || "name", facts.isContinuing);
    if (facts.startsClause) this.#ledger.endStatement();
    if (facts.isStatement) this.#ledger.statement();
    if (this.#isAfterType && !facts.isContinuing) this.#ledger.beginType();
    this.#isAfterType = word === "type" && !this.#isAfterDot;
    if (word === "extends") this.#ledger.extend();
    else if (facts.isRight) this.#ledger.linkRight("=");
    else if (facts.isBinary) this.#ledger.link("binary");
    else if (facts.isPrefix) this.#ledger.link("prefix");
    this.#at = end;
    this.#isBeforeHead = facts.hasHead || (this.#isBeforeHead && word === "await");
    this.#endOperand(facts.isBeforeRegex || facts.hasHead ? "operator" : facts.isPrefix ? "prefix" : "operand");
  }

  #open(character: "(" | "[" | "{"): void {
    if (this.#isOperand() && character !== "{") this.#ledger.link("postfix");
    const isHead = character === "(" && this.#isBeforeHead;
    const isBlock = character === "{" && this.#beginsBlock();
    const isKey = character === "[" && this.#ledger.kind === "braces" && !this.#isOperand();
    this.#punctuate();
    if (isKey) return this.#ledger.openKey(this.#at - 1);
    this.#ledger.open(isHead ? "head" : isBlock ? "block" : character === "{" ? "braces" : "brackets", this.#at - 1);
  }

  /** Whether a brace begins statements or members; after an operator it begins an object. */
  #beginsBlock(): boolean {
    if (this.#isOperand()) return true;
    let at = this.#at - 1;
    while (at >= 0 && this.#text.charCodeAt(at) <= 32) at--;
    const last = this.#text[at] ?? ";";
    return (
      ";{})".includes(last) ||
      (last === ">" && this.#text[at - 1] === "=") ||
      /\b(?:else|do|try|finally)$/u.test(this.#text.slice(Math.max(0, at - 7), at + 1))
    );
  }

  #close(): void {
    const kind = this.#ledger.close();
    this.#at++;
    if (kind === "hole") return this.#template(this.#at);
    this.#endOperand(kind === "head" ? "operator" : kind === "block" ? "block-end" : "operand");
  }

  #string(): void {
    const end = endOfString(this.#text, this.#at);
    if (end !== undefined) this.#skipOpaque(end);
    this.#at = end ?? this.#at + 1;
    this.#endOperand();
  }

  /** Reads the text of a template up to its end or to `${`. */
  #template(from: number): void {
    for (let at = from; at < this.#text.length; at++) {
      const character = this.#text[at];
      if (character === "\\") at++;
      else if (character === "`") {
        this.#skipOpaque(at + 1);
        return this.#endOperand();
      } else if (character === "$" && this.#text[at + 1] === "{") {
        this.#skipOpaque(at + 2);
        this.#ledger.open("hole", at);
        this.#before = "operator";
        return;
      }
    }
    this.#skipOpaque(this.#text.length);
  }

  #slash(): void {
    const isRegex = this.#before === "operator" || this.#before === "block-end";
    const end = isRegex ? endOfRegex(this.#text, this.#at) : undefined;
    if (end === undefined) return this.#operator();
    this.#skipOpaque(end);
    this.#endOperand();
  }

  #more(): void {
    if (this.#text[this.#at + 1] === "=" && this.#text[this.#at + 2] !== ">") return this.#operator();
    this.#ledger.closeAngle();
    this.#punctuate();
  }

  #less(): void {
    const next = this.#text[this.#at + 1] ?? "";
    if (next === "=" || (next === "<" && this.#isOperand())) return this.#operator();
    const mayBeTag = this.#hasJsx && !this.#isOperand() && /[A-Za-z_$>]/u.test(next);
    this.#punctuate();
    if (mayBeTag) this.#ledger.open("tag", this.#at - 1);
    else this.#ledger.openAngle();
  }

  /** One step inside `<a b={c}>`; anything that no tag can have shows that it is a type parameter or an assertion. */
  #tag(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (this.#skipSpace(code)) return;
    const character = this.#text[this.#at]!;
    if (isWordCharacter(code) || "-:.=/".includes(character)) {
      if (character === ".") this.#ledger.link("postfix");
      this.#at++;
    } else if (character === '"' || character === "'") {
      const end = this.#text.indexOf(character, this.#at + 1);
      this.#skipOpaque(end === -1 ? this.#at + 1 : end + 1);
    } else if (character === "{") {
      this.#punctuate();
      this.#ledger.open("braces", this.#at - 1);
    } else if (character === ">") this.#endOfTag();
    else if (character === "<" && this.#text[this.#at - 1] === "=") {
      this.#punctuate();
      this.#ledger.open("tag", this.#at - 1);
    } else this.#typeArguments();
  }

  /** Skips the type arguments of a component: `<Select<Option> …>`. */
  #typeArguments(): void {
    TYPE_ARGUMENTS.lastIndex = this.#at;
    if (TYPE_ARGUMENTS.test(this.#text)) this.#at = TYPE_ARGUMENTS.lastIndex;
    else this.#noTag();
  }

  #noTag(): void {
    this.#ledger.close();
    this.#ledger.openAngle();
    this.#before = "operand";
  }

  #endOfTag(): void {
    const isClosed = this.#text[this.#at - 1] === "/";
    TAG_NAME.lastIndex = this.#ledger.start + 1;
    const name = TAG_NAME.exec(this.#text)?.[0] ?? "";
    this.#at++;
    if (isClosed) this.#endElement();
    else if (this.#isClosedLater(name)) this.#ledger.beginChildren();
    else {
      this.#ledger.close();
      this.#ledger.unclosedTag();
      this.#before = "operator";
    }
  }

  #isClosedLater(name: string): boolean {
    this.#closingTags ??= closingTagsOf(this.#text);
    return (this.#closingTags.get(name) ?? -1) >= this.#at;
  }

  #endElement(): void {
    this.#ledger.close();
    this.#endOperand();
  }

  /** One step between tags. */
  #children(): void {
    const rest = /[<{]/gu;
    rest.lastIndex = this.#at;
    const next = rest.exec(this.#text)?.index ?? this.#text.length;
    this.#skipOpaque(next);
    if (this.#text[next] === "{") {
      this.#punctuate();
      this.#ledger.open("braces", this.#at - 1);
    } else if (this.#text[next + 1] === "/") {
      const end = this.#text.indexOf(">", next);
      this.#at = end === -1 ? this.#text.length : end + 1;
      this.#endElement();
    } else if (next < this.#text.length) {
      this.#punctuate();
      this.#ledger.open("tag", this.#at - 1);
    }
  }

  #skipSpace(first: number): boolean {
    if (first === 47) return this.#skipComment();
    let code = first;
    let at = this.#at;
    for (; code <= 32 || isUnusualSpace(code); code = this.#text.charCodeAt(++at))
      if (code === 10 || code === 13 || code === 0x2028 || code === 0x2029) this.#hasNewline = true;
    if (at === this.#at) return false;
    this.#at = at;
    return true;
  }

  #skipComment(): boolean {
    const next = this.#text[this.#at + 1];
    if (next !== "/" && next !== "*") return false;
    const end = this.#text.indexOf(next === "/" ? "\n" : "*/", this.#at + 2);
    // Without an end it is no comment: a regular expression, or an error.
    if (next === "*" && end === -1) return false;
    const after = next === "/" ? (end === -1 ? this.#text.length : end) : end + 2;
    if (next === "*" && this.#text.slice(this.#at, after).includes("\n")) this.#hasNewline = true;
    this.#skipOpaque(after);
    return true;
  }

  /** Goes on behind a text that is not code. One that holds thousands of brackets may be code that was read wrongly: it counts. */
  #skipOpaque(end: number): void {
    if ((end - this.#at) * 4 > this.#limit) {
      const inner = new Ledger();
      for (let at = this.#at; at < end && inner.deepest <= this.#limit; at++) {
        const character = this.#text[at]!;
        if (OPENING.test(character)) inner.open("brackets", at);
        else if (character === ")" || character === "]" || character === "}") inner.close();
      }
      this.#ledger.deepest = Math.max(this.#ledger.deepest, inner.deepest);
    }
    this.#at = end;
  }
}

function strengthOf(operator: string, isBehindOperand: boolean): Strength {
  if (operator === "." || operator === "?." || operator === "++" || operator === "--") return "postfix";
  if (operator === "&&" || operator === "||" || operator === "??") return "logical";
  return isBehindOperand ? "binary" : "prefix";
}
