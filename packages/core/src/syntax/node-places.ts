import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "./nodes.js";
import { contains, type Range } from "./ranges.js";

/** The fields of nodes that hold nodes, by type. */
export type VisitorKeys = Readonly<Record<string, readonly string[] | undefined>>;

/** Finds nodes by what is in the text, so that of a tree that is read on demand little is read. */
export class NodePlaces {
  readonly #text: string;
  readonly #program: TSESTree.Program;
  readonly #keys: VisitorKeys;
  readonly #around = new Map<string, readonly Node[]>();

  constructor(text: string, program: TSESTree.Program, keys: VisitorKeys) {
    this.#text = text;
    this.#program = program;
    this.#keys = keys;
  }

  /** The nodes that have one of the words in them, in the order of the text. */
  around(words: readonly string[]): readonly Node[] {
    const places = () => words.flatMap((word) => placesOfWord(this.#text, word)).sort((a, b) => a - b);
    return this.#kept(words.join(" "), places);
  }

  /** The nodes that have a match of a pattern in them, in the order of the text. */
  aroundMatches(pattern: RegExp): readonly Node[] {
    return this.#kept(String(pattern), () => [...this.#text.matchAll(pattern)].map(({ index }) => index));
  }

  #kept(key: string, findPlaces: () => readonly number[]): readonly Node[] {
    const known = this.#around.get(key);
    if (known) return known;
    const found = new Set<Node>([this.#program]);
    for (const place of findPlaces()) this.#visit(this.#program, place, found);
    const nodes = [...found];
    this.#around.set(key, nodes);
    return nodes;
  }

  /** The nodes that are inside of some ranges as a whole. */
  within(ranges: readonly Range[]): readonly Node[] {
    const found = new Set<Node>();
    for (const range of ranges) this.#visitWithin(this.#program, range, found);
    return [...found];
  }

  #visitWithin(node: Node, range: Range, found: Set<Node>): void {
    if (contains(range, node.range)) found.add(node);
    for (const key of this.#keys[node.type] ?? [])
      for (const child of [(node as unknown as Record<string, Node | null | readonly (Node | null)[]>)[key]].flat())
        if (isNode(child) && startOf(child) < range[1] && range[0] < child.range[1]) this.#visitWithin(child, range, found);
  }

  #visit(node: Node, place: number, found: Set<Node>): void {
    for (const key of this.#keys[node.type] ?? []) {
      const value = (node as unknown as Record<string, unknown>)[key];
      if (Array.isArray(value)) this.#visitList(value as (Node | null)[], place, found);
      else if (isNode(value)) this.#visitIf(value, place, found);
    }
  }

  #visitList(list: readonly (Node | null)[], place: number, found: Set<Node>): void {
    for (const each of list) {
      if (!isNode(each)) continue;
      if (startOf(each) > place) return;
      this.#visitIf(each, place, found);
    }
  }

  #visitIf(node: Node, place: number, found: Set<Node>): void {
    if (place < startOf(node) || place >= node.range[1]) return;
    found.add(node);
    this.#visit(node, place, found);
  }
}

function isNode(value: unknown): value is Node {
  return typeof (value as Node | null | undefined)?.type === "string";
}

/** Decorators may be before the `export` of their class. */
function startOf(node: Node): number {
  if (node.type !== "ExportNamedDeclaration" && node.type !== "ExportDefaultDeclaration") return node.range[0];
  const { declaration } = node;
  const [first] = declaration?.type === "ClassDeclaration" ? declaration.decorators : [];
  return first ? Math.min(first.range[0], node.range[0]) : node.range[0];
}

const LETTER = /\p{ID_Continue}/u;

/** Where a text has a word as one of its own, in order. */
export function placesOfWord(text: string, word: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!isInWords(text, at - 1) && !isInWords(text, at + word.length)) places.push(at);
  return places;
}

/** Whether a name may go on with the character at an offset. */
function isInWords(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code >= 128)
    return LETTER.test(String.fromCodePoint(text.codePointAt(code >= 0xdc00 && code < 0xe000 ? at - 1 : at) ?? code));
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36;
}
