/** A literal of ASCII characters, never empty. */
export interface Literal {
  readonly text: string;
  /** It is in lower case, and counts in any. */
  readonly ignoresCase: boolean;
  /** It counts only where no letter, digit, `_` or `$` is next to it. */
  readonly isWord: boolean;
}

/** Finds which of many literals a content has, in one pass (Aho and Corasick, 1975), over bytes of UTF-8 or over a string. */
export class LiteralScanner {
  readonly #literals: readonly Literal[];
  /** The class of each character, the same for both cases of a letter; 0 for those that no literal has. */
  readonly #classes = new Uint8Array(256);
  readonly #width: number;
  /** The next state by state and class; a state is where its row begins, and the first row is the root's. */
  readonly #next: Uint32Array;
  /** Rows from this one on end a literal. */
  readonly #firstEnding: number;
  /** The literals that end in a row, by its number above the first. */
  readonly #endings: readonly (readonly number[])[];

  constructor(literals: readonly Literal[]) {
    this.#literals = literals;
    const folded = literals.map(({ text }) => text.toLowerCase());
    this.#width = this.#classify(folded);
    const nodes = linked(plantTrie(folded));
    const ending = nodes.filter(({ ends }) => ends.length > 0);
    const order = [...nodes.filter(({ ends }) => ends.length === 0), ...ending];
    const rows = new Map(order.map((node, index) => [node, index * this.#width]));
    this.#firstEnding = (order.length - ending.length) * this.#width;
    this.#endings = ending.map(({ ends }) => ends);
    this.#next = new Uint32Array(order.length * this.#width);
    // Breadth first: the row to fall back to is complete before it is copied.
    for (const node of nodes) {
      const [row, fallback] = [rows.get(node)!, node.fallback && rows.get(node.fallback)!];
      if (fallback !== undefined) this.#next.copyWithin(row, fallback, fallback + this.#width);
      for (const [code, child] of node.children) this.#next[row + this.#classes[code]!] = rows.get(child)!;
    }
  }

  /** Sets `found[i]` to 1 for each literal `i` that the content has. */
  scan(content: Uint8Array | string, found: Uint8Array): void {
    if (typeof content === "string") this.#scanText(content, found);
    else this.#scanBytes(content, found);
  }

  #scanBytes(bytes: Uint8Array, found: Uint8Array): void {
    const [classes, next, firstEnding] = [this.#classes, this.#next, this.#firstEnding];
    const codeAt: CodeAt = (index) => bytes[index];
    let state = 0;
    for (let at = 0; at < bytes.length; at++) {
      state = next[state + classes[bytes[at]!]!]!;
      if (state >= firstEnding) this.#mark(state, found, at, codeAt);
    }
  }

  #scanText(text: string, found: Uint8Array): void {
    const [classes, next, firstEnding] = [this.#classes, this.#next, this.#firstEnding];
    const codeAt: CodeAt = (index) => text.charCodeAt(index);
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      state = next[state + (code < 128 ? classes[code]! : 0)]!;
      if (state >= firstEnding) this.#mark(state, found, at, codeAt);
    }
  }

  /** Notes the literals that end at a place. */
  #mark(state: number, found: Uint8Array, at: number, codeAt: CodeAt): void {
    for (const index of this.#endings[(state - this.#firstEnding) / this.#width]!) {
      if (found[index] === 1) continue;
      const literal = this.#literals[index]!;
      const start = at + 1 - literal.text.length;
      if (literal.isWord && (isPartOfWord(codeAt(at + 1)) || isPartOfWord(codeAt(start - 1)))) continue;
      if (literal.ignoresCase || isAt(literal.text, start, codeAt)) found[index] = 1;
    }
  }

  /** Gives each character of the literals a class, and returns the number of classes. */
  #classify(folded: readonly string[]): number {
    let count = 1;
    for (const text of folded) {
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (this.#classes[code] !== 0) continue;
        this.#classes[code] = count;
        if (code >= LOWER_A && code <= LOWER_Z) this.#classes[code - CASE_STEP] = count;
        count++;
      }
    }
    return count;
  }
}

/** The character at a place; there is none outside. */
type CodeAt = (index: number) => number | undefined;

/** Whether the text is there, in this case. */
function isAt(text: string, start: number, codeAt: CodeAt): boolean {
  for (let at = 0; at < text.length; at++) if (codeAt(start + at) !== text.charCodeAt(at)) return false;
  return true;
}

const [LOWER_A, LOWER_Z, CASE_STEP] = [0x61, 0x7a, 0x20];
/** By character: whether it is a letter, a digit, `_` or `$`. */
const IN_WORDS = Uint8Array.from({ length: 128 }, (_, code) => (/[\w$]/u.test(String.fromCharCode(code)) ? 1 : 0));

function isPartOfWord(code: number | undefined): boolean {
  return code !== undefined && IN_WORDS[code] === 1;
}

interface TrieNode {
  readonly children: Map<number, TrieNode>;
  /** The indexes of the literals that end here. */
  ends: readonly number[];
  /** The longest suffix of this node's text that is a node too; undefined for the root. */
  fallback: TrieNode | undefined;
}

function newNode(): TrieNode {
  return { children: new Map(), ends: [], fallback: undefined };
}

function plantTrie(literals: readonly string[]): TrieNode {
  const root = newNode();
  for (const [index, literal] of literals.entries()) {
    let node = root;
    for (let at = 0; at < literal.length; at++) {
      const code = literal.charCodeAt(at);
      const child = node.children.get(code) ?? newNode();
      node.children.set(code, child);
      node = child;
    }
    node.ends = [...node.ends, index];
  }
  return root;
}

/** All nodes, breadth first, with their fallbacks; a node ends what its fallback ends, too. */
function linked(root: TrieNode): readonly TrieNode[] {
  const nodes = [root];
  for (const node of nodes) {
    for (const [code, child] of node.children) {
      let at = node.fallback;
      while (at && !at.children.has(code)) at = at.fallback;
      child.fallback = at?.children.get(code) ?? root;
      child.ends = [...child.ends, ...child.fallback.ends];
      nodes.push(child);
    }
  }
  return nodes;
}
