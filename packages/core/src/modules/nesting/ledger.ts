/**
 * What each kind of nesting takes of a parser's stack, in links of a chain: measured, a bracket takes up to four times
 * as much as an operator that groups to the right.
 */
const BRACKET = 4;
const RIGHT = 2;
/**
 * `a<(b=c)`: the parser reads the parenthesis as parameters of a type, and again as a comparison. Each one inside of another doubles the time,
 * so twelve are as much as the bound lets through.
 */
const GUESS = 160;
/** `a<{[b]:c}`: the key is an expression in a type, which is read again as an object, and in parentheses a third time as parameters. */
const KEY_GUESS = 300;
/** `|` and `&`: real types have thousands of members, which parsers read in a loop; in an expression it takes 34,000 to end one. */
const UNION = 1 / 8;

/** How strongly an operator binds, as far as it matters here: what binds stronger is complete when a weaker one comes. */
export type Strength =
  /** Members, calls, "not null". */
  | "postfix"
  | "prefix"
  /** Arithmetic, comparisons, `as`. */
  | "binary"
  | "logical";

const STRENGTHS: readonly Strength[] = ["postfix", "prefix", "binary", "logical"];

type FrameKind = "block" | "braces" | "brackets" | "head" | "hole" | "tag" | "children";

/** Code between two brackets, or a JSX element, that is still open. */
interface Frame {
  kind: FrameKind;
  /** Where it begins. */
  start: number;
  /** The open links by strength. */
  readonly links: number[];
  /** The operators that group to the right: `?` before its colon, `:` behind it, `=` for all others. */
  readonly right: string[];
  /** Statements around the one that is read, without braces: `if (a) for (;;) …`. */
  statements: number;
  /** For each `<` that may begin type arguments and has no `>` yet, what was open before it: a comma does not end that. */
  readonly angles: Outside[];
  unions: number;
  /** What it costs that it has to be read more than once. */
  guess: number;
  /** It is the right side of `type A = …`. */
  isType: boolean;
  /** `extends` was read, so that a `?` may belong to a type. */
  hasExtends: boolean;
}

/** What is open outside of type arguments. */
interface Outside {
  readonly links: readonly number[];
  readonly right: number;
}

const NOTHING: Outside = { links: [0, 0, 0, 0], right: 0 };

/** Counts how deep a parser has to nest for the code read so far. */
export class Ledger {
  /** Those beyond the innermost open one are kept to be used again. */
  readonly #frames: Frame[] = [newFrame("block")];
  #top = this.#frames[0]!;
  #height = 0;
  #depth = 0;
  deepest = 0;

  get kind(): FrameKind {
    return this.#top.kind;
  }

  /** Where the innermost frame begins. */
  get start(): number {
    return this.#top.start;
  }

  open(kind: FrameKind, start: number): void {
    this.#height++;
    this.#top = this.#frames[this.#height] ??= newFrame(kind);
    this.#top.kind = kind;
    this.#top.start = start;
    this.#grow(BRACKET);
  }

  /** A `[` where an object, or a type of members, has a key. */
  openKey(start: number): void {
    this.open("brackets", start);
    this.#guess(KEY_GUESS);
  }

  /** Ends the innermost frame; a closing bracket too many is left to the parser. */
  close(): FrameKind | undefined {
    if (this.#height === 0) return undefined;
    this.endStatement();
    const { kind } = this.#top;
    this.#depth -= this.#top.guess;
    this.#top.guess = 0;
    this.#height--;
    this.#top = this.#frames[this.#height]!;
    this.#depth -= BRACKET;
    return kind;
  }

  /** An opening tag has ended: what follows are the children of its element. */
  beginChildren(): void {
    this.#top.kind = "children";
  }

  link(strength: Strength): void {
    const index = STRENGTHS.indexOf(strength);
    if (index > 0) this.#complete(index);
    // No type has such an operator, so every `<` before was a comparison.
    if (strength === "logical") this.#dropAngles();
    this.#top.links[index]!++;
    this.#grow(1);
  }

  /** An operator that groups to the right, as in `a ? b : c ? d : e`, `a = b = c`, `a => b => c`. */
  linkRight(operator: "?" | ":" | "="): void {
    this.#complete(STRENGTHS.length);
    if (operator === "?" && !this.#top.hasExtends) this.#dropAngles();
    const { right } = this.#top;
    const question = operator === ":" ? right.lastIndexOf("?") : -1;
    if (question !== -1) {
      this.#depth -= RIGHT * (right.length - question);
      right.length = question;
    }
    right.push(operator === ":" && question === -1 ? "=" : operator);
    if (operator === "=") this.#guess(GUESS);
    this.#grow(RIGHT);
  }

  /** `|` or `&`, of a type or of numbers. */
  union(): void {
    this.#complete(STRENGTHS.indexOf("binary"));
    if (this.#top.isType) return;
    this.#top.unions++;
    this.#grow(UNION);
  }

  /** `type A`: the statement declares a type. */
  beginType(): void {
    this.#top.isType = true;
  }

  extend(): void {
    this.#top.hasExtends = true;
    this.linkRight("=");
  }

  statement(): void {
    this.#top.statements++;
    this.#grow(1);
  }

  openAngle(): void {
    const { angles, links, right } = this.#top;
    angles.push({ links: [...links], right: right.length });
    this.#grow(BRACKET);
  }

  closeAngle(): void {
    const outside = this.#top.angles.pop();
    if (outside === undefined) return this.link("binary");
    this.#endInside(outside);
    this.#depth -= BRACKET;
  }

  /** A tag that is never closed: a type parameter, or an error, which a parser finds at the end of the text. */
  unclosedTag(): void {
    this.#grow(1);
  }

  /** A comma: the next expression begins. */
  endExpression(): void {
    this.#endInside(this.#top.angles.at(-1) ?? NOTHING);
    this.#depth -= UNION * this.#top.unions;
    this.#top.unions = 0;
  }

  #endInside(outside: Outside): void {
    const { links, right } = this.#top;
    for (let index = 0; index < links.length; index++) {
      // A weaker operator may have ended what was open before.
      const open = Math.min(outside.links[index]!, links[index]!);
      this.#depth -= links[index]! - open;
      links[index] = open;
    }
    if (right.length <= outside.right) return;
    this.#depth -= RIGHT * (right.length - outside.right);
    right.length = outside.right;
  }

  endStatement(): void {
    this.#dropAngles();
    this.endExpression();
    this.#depth -= this.#top.statements;
    this.#top.statements = 0;
    this.#top.isType = this.#top.hasExtends = false;
  }

  #guess(cost: number): void {
    if (this.#top.guess >= cost || !this.#mayBeType()) return;
    this.#grow(cost - this.#top.guess);
    this.#top.guess = cost;
  }

  /** Whether the innermost frame may be part of type arguments: no block between it and an open `<`. */
  #mayBeType(): boolean {
    for (let height = this.#height; height > 0 && this.#frames[height]!.kind !== "block"; height--)
      if (this.#frames[height - 1]!.angles.length > 0) return true;
    return false;
  }

  #complete(before: number): void {
    const { links } = this.#top;
    for (let index = 0; index < before; index++) {
      if (links[index] === 0) continue;
      this.#depth -= links[index]!;
      links[index] = 0;
    }
  }

  #dropAngles(): void {
    const { angles } = this.#top;
    if (angles.length === 0) return;
    this.#depth -= BRACKET * angles.length;
    angles.length = 0;
  }

  #grow(links: number): void {
    this.#depth += links;
    if (this.#depth > this.deepest) this.deepest = this.#depth;
  }
}

function newFrame(kind: FrameKind): Frame {
  return {
    kind,
    start: 0,
    links: [0, 0, 0, 0],
    right: [],
    statements: 0,
    angles: [],
    unions: 0,
    guess: 0,
    isType: false,
    hasExtends: false,
  };
}
