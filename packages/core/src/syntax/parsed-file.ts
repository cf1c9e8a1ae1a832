import type { TSESTree } from "@typescript-eslint/types";
import { visitorKeys as defaultVisitorKeys } from "@typescript-eslint/visitor-keys";
import { firstEndingAfter, NodePlaces, placesOfWords, type VisitorKeys } from "./node-places.js";
import type { Node } from "./nodes.js";
import type { Range } from "./ranges.js";
import type { SourceFile } from "./source-file.js";
import { escapedWords, spelledOut } from "./spellings.js";

/** What is in every assignment; `<=` is none, `<<=` is one. */
const EQUALS = /(?<![=!]|(?<![<>])[<>])=(?![=>])/gu;

/** One file as text and tree, with its nodes by type and by the words in them, its comments, and the text around nodes. */
export class ParsedFile {
  readonly path: string;
  readonly text: string;
  readonly program: TSESTree.Program;
  readonly parts: readonly Range[] | undefined;
  readonly #source: SourceFile;
  readonly #keys: VisitorKeys;
  readonly #places: NodePlaces;
  #nodesByType: ReadonlyMap<string, readonly Node[]> | undefined;
  #escaped: ReadonlyMap<string, readonly number[]> | undefined;
  #comments: readonly TSESTree.Comment[] | undefined;

  constructor(source: SourceFile) {
    this.path = source.path;
    this.text = source.text;
    this.program = source.program;
    this.parts = source.parts;
    this.#source = source;
    this.#keys = source.visitorKeys ?? defaultVisitorKeys;
    this.#places = new NodePlaces(this, this.program, this.#keys);
    // A parser that gives one node its parent gives it to all; rules look around what they find.
    const [first] = this.program.body;
    if (first && (first.parent as Node | undefined) !== this.program) this.#sorted();
  }

  /**
   * All nodes of one type, in the order of the text. With words there need not be others than those that have one of the words in them: much
   * less of the file is read for that.
   */
  nodes<T extends Node["type"]>(type: `${T}`, words?: readonly string[]): readonly Extract<Node, { type: T }>[] {
    const nodes =
      words && !this.#nodesByType
        ? this.#places.around(words).filter((node) => node.type === type)
        : (this.#sorted().get(type) ?? []);
    return nodes as unknown as readonly Extract<Node, { type: T }>[];
  }

  /** All assignments, in the order of the text. */
  assignments(): readonly TSESTree.AssignmentExpression[] {
    const nodes = this.#nodesByType?.get("AssignmentExpression") ?? (this.#nodesByType ? [] : this.#places.aroundMatches(EQUALS));
    return nodes.filter((node): node is TSESTree.AssignmentExpression => node.type === "AssignmentExpression");
  }

  /** Those with `=`. */
  plainAssignments(): readonly TSESTree.AssignmentExpression[] {
    return this.assignments().filter(({ operator }) => operator === "=");
  }

  /** The nodes that are inside of some ranges as a whole. */
  nodesWithin(ranges: readonly Range[]): readonly Node[] {
    return this.#places.within(ranges);
  }

  /** The nodes that have one of the words in them, in the order of the text. */
  nodesAround(words: readonly string[]): readonly Node[] {
    return this.#places.around(words);
  }

  /** The identifiers with a name, in the order of the text. */
  identifiers(name: string): readonly TSESTree.Identifier[] {
    return this.nodesAround([name]).filter(
      (node): node is TSESTree.Identifier => node.type === "Identifier" && node.name === name,
    );
  }

  /** Whether one of some names may be in the text. */
  mayName(names: readonly string[]): boolean {
    if (names.some((name) => this.text.includes(name))) return true;
    const spelled = spelledOut(this.text);
    return spelled !== undefined && names.some((name) => spelled.includes(name));
  }

  /** Where the text has one of some words, with escapes or without, in order; where escapes are beside it, perhaps a little before. */
  placesOf(words: readonly string[]): readonly number[] {
    const escaped = (this.#escaped ??= escapedWords(this.text));
    const places = placesOfWords(this.text, words);
    const others = escaped.size === 0 ? [] : words.flatMap((word) => escaped.get(word) ?? []);
    return others.length === 0 ? places : [...places, ...others].sort((a, b) => a - b);
  }

  /** All comments. Reading them is expensive in some hosts, so they are only read when asked for. */
  comments(): readonly TSESTree.Comment[] {
    return (this.#comments ??= this.#source.comments());
  }

  commentsIn(range: Range): readonly TSESTree.Comment[] {
    const inside: TSESTree.Comment[] = [];
    const comments = this.comments();
    for (let index = firstEndingAfter(comments, range[0]); index < comments.length; index++) {
      const comment = comments[index]!;
      if (comment.range[1] > range[1]) break;
      if (comment.range[0] >= range[0]) inside.push(comment);
    }
    return inside;
  }

  textOf(node: Node): string {
    return this.text.slice(node.range[0], node.range[1]);
  }

  /** Offset of the first character at or after `from` that is neither white space nor in a comment. */
  skipTrivia(from: number): number {
    let at = from;
    for (;;) {
      while (at < this.text.length && /\s/u.test(this.text.charAt(at))) at++;
      if (this.text.startsWith("//", at)) at = endOfLine(this.text, at);
      else if (this.text.startsWith("/*", at)) at = this.text.indexOf("*/", at + 2) + 2 || this.text.length;
      else return at;
    }
  }

  /** The range of the node with the parentheses around it. */
  rangeWithParentheses(node: Node): Range {
    let [start, end] = node.range;
    for (;;) {
      const after = this.skipTrivia(end);
      const before = this.#lastBefore(start);
      if (this.text[after] !== ")" || this.text[before] !== "(" || this.#opensCall(node, before)) return [start, end];
      [start, end] = [before, after + 1];
    }
  }

  isParenthesized(node: Node): boolean {
    return this.rangeWithParentheses(node)[0] !== node.range[0];
  }

  /** Whether the parenthesis belongs to the parent's own syntax: a call, `if (…)`, parameters. */
  #opensCall(node: Node, open: number): boolean {
    const parent = node.parent;
    if (!parent) return false;
    switch (parent.type) {
      case "CallExpression":
      case "NewExpression": {
        if (parent.callee === node) return false;
        const head = parent.typeArguments ?? parent.callee;
        return this.skipTrivia(this.#afterParentheses(head)) === open || this.#afterOptionalDot(head) === open;
      }
      case "ImportExpression":
        return this.skipTrivia(parent.range[0] + "import".length) === open;
      case "IfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
      case "SwitchStatement":
      case "WithStatement":
        return (
          ("test" in parent ? parent.test : "discriminant" in parent ? parent.discriminant : parent.object) === node &&
          !this.#isDoubled(node, open)
        );
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "CatchClause":
        return !this.#isDoubled(node, open);
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return parent.body !== node;
      default:
        return false;
    }
  }

  /** `((x))`: the inner pair of a statement's condition is the expression's own. */
  #isDoubled(node: Node, open: number): boolean {
    const before = this.#lastBefore(open);
    const after = this.skipTrivia(this.skipTrivia(node.range[1]) + 1);
    return this.text[before] === "(" && this.text[after] === ")";
  }

  #afterParentheses(node: Node): number {
    let end = node.range[1];
    let start = node.range[0];
    for (;;) {
      const after = this.skipTrivia(end);
      const before = this.#lastBefore(start);
      if (this.text[after] !== ")" || this.text[before] !== "(") return end;
      [start, end] = [before, after + 1];
    }
  }

  #afterOptionalDot(head: Node): number {
    const dot = this.skipTrivia(this.#afterParentheses(head));
    return this.text.startsWith("?.", dot) ? this.skipTrivia(dot + 2) : -1;
  }

  /** Offset of the last character before `from` that is neither white space nor in a comment; -1 at the start. */
  #lastBefore(from: number): number {
    let at = from - 1;
    for (;;) {
      while (at >= 0 && /\s/u.test(this.text.charAt(at))) at--;
      const comments = this.comments();
      const comment = comments[firstEndingAfter(comments, at)];
      if (!comment || at < comment.range[0]) return at;
      at = comment.range[0] - 1;
    }
  }

  lastBefore(from: number): number {
    return this.#lastBefore(from);
  }

  /** All nodes by their type. */
  #sorted(): ReadonlyMap<string, readonly Node[]> {
    if (this.#nodesByType) return this.#nodesByType;
    const sorted = new Map<string, Node[]>();
    for (const node of this.#source.nodes?.() ?? walk(this.program, this.#keys)) {
      const list = sorted.get(node.type);
      if (list) list.push(node);
      else sorted.set(node.type, [node]);
    }
    return (this.#nodesByType = sorted);
  }
}

/** All nodes in the order of the text, with their parents. */
function walk(program: Node, keys: VisitorKeys): readonly Node[] {
  const nodes: Node[] = [];
  const stack: Node[] = [program];
  for (let node = stack.pop(); node; node = stack.pop()) {
    nodes.push(node);
    const own = keys[node.type] ?? [];
    for (let k = own.length - 1; k >= 0; k--) {
      const child = (node as unknown as Record<string, unknown>)[own[k] as string];
      if (Array.isArray(child)) for (let c = child.length - 1; c >= 0; c--) adopt(child[c], node, stack);
      else adopt(child, node, stack);
    }
  }
  return nodes;
}

function adopt(child: unknown, parent: Node, stack: Node[]): void {
  if (!child || typeof (child as Node).type !== "string") return;
  // A host's parser may have set the same parent already.
  if ((child as Node).parent !== parent) (child as { parent: Node }).parent = parent;
  stack.push(child as Node);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}
