import type { TSESTree } from "@typescript-eslint/types";
import { escapePattern, remember } from "../modules/index.js";
import { isNode, type Node } from "./nodes.js";
import type { Range } from "./ranges.js";

/** The fields of nodes that hold nodes, by type. */
export type VisitorKeys = Readonly<Record<string, readonly string[] | undefined>>;

/** A text, and the offsets at which it has one of some words, in order. */
interface Words {
  readonly text: string;
  placesOf(words: readonly string[]): readonly number[];
}

/** Finds nodes by what is in the text, so that of a tree that is read on demand little is read. */
export class NodePlaces {
  readonly #words: Words;
  readonly #program: TSESTree.Program;
  readonly #keys: VisitorKeys;
  readonly #around = new Map<string, readonly Node[]>();

  constructor(words: Words, program: TSESTree.Program, keys: VisitorKeys) {
    this.#words = words;
    this.#program = program;
    this.#keys = keys;
  }

  /** The nodes that have one of the words in them, in the order of the text. */
  around(words: readonly string[]): readonly Node[] {
    return this.#kept(words.join(" "), () => this.#words.placesOf(words));
  }

  /** The nodes that have a match of a pattern in them, in the order of the text. */
  aroundMatches(pattern: RegExp): readonly Node[] {
    return this.#kept(String(pattern), () => [...this.#words.text.matchAll(pattern)].map(({ index }) => index));
  }

  #kept(key: string, findPlaces: () => readonly number[]): readonly Node[] {
    const known = this.#around.get(key);
    if (known) return known;
    const places = findPlaces();
    const nodes = new Visit(places, this.#keys).from(this.#program);
    this.#around.set(key, nodes);
    return nodes;
  }

  /** The nodes that are inside of some ranges as a whole. */
  within(ranges: readonly Range[]): readonly Node[] {
    const found: Node[] = [];
    this.#visitWithin(this.#program, outermost(ranges), found);
    return found;
  }

  #visitWithin(node: Node, ranges: SortedRanges, found: Node[]): void {
    if (isInOne(ranges, node.range)) found.push(node);
    const visit = (child: Node): void => {
      const near = rangesNear(ranges, child);
      if (near.from < near.to) this.#visitWithin(child, near, found);
    };
    for (const key of this.#keys[node.type] ?? []) {
      const value = (node as unknown as Record<string, unknown>)[key];
      if (Array.isArray(value)) {
        const list = value as (Node | null)[];
        for (let index = firstEndingAfter(list, ranges.starts[ranges.from]!); index < list.length; index++) {
          const child = list[index];
          if (!isNode(child)) continue;
          if (startOf(child) >= ranges.ends[ranges.to - 1]!) break;
          visit(child);
        }
      } else if (isNode(value)) visit(value);
    }
  }
}

/** A walk from a node to some places (in order), which makes no objects: it passes many nodes, and lists far more children than it enters. */
class Visit {
  readonly #places: readonly number[];
  readonly #keys: VisitorKeys;
  readonly #found: Node[] = [];
  /** The children that are still to be entered, of all nodes that are being visited, and which places are in them. */
  readonly #children: Node[] = [];
  readonly #froms: number[] = [];
  readonly #tos: number[] = [];

  constructor(places: readonly number[], keys: VisitorKeys) {
    this.#places = places;
    this.#keys = keys;
  }

  /** The node, and those in it that have a place in them, in the order of the text. */
  from(node: Node): readonly Node[] {
    this.#found.push(node);
    if (this.#places.length > 0) this.#visit(node, 0, this.#places.length);
    return this.#found;
  }

  /** Reads the children of a node once, however many places are in it. */
  #visit(node: Node, from: number, to: number): void {
    const first = this.#children.length;
    const keys = this.#keys[node.type] ?? [];
    for (let index = 0; index < keys.length; index++) {
      const value = (node as unknown as Record<string, unknown>)[keys[index]!];
      if (Array.isArray(value)) this.#addAround(value as (Node | null)[], from, to);
      else if (isNode(value)) this.#add(value, from, to);
    }
    this.#sortFrom(first);
    const end = this.#children.length;
    for (let index = first; index < end; index++) {
      const child = this.#children[index]!;
      this.#found.push(child);
      this.#visit(child, this.#froms[index]!, this.#tos[index]!);
    }
    this.#children.length = this.#froms.length = this.#tos.length = first;
  }

  /** Goes from place to place, and not through all nodes of a list. */
  #addAround(list: readonly (Node | null)[], from: number, to: number): void {
    let next = from;
    while (next < to) {
      const child = list[firstEndingAfter(list, this.#places[next]!)];
      if (!isNode(child)) return;
      next = this.#add(child, next, to);
    }
  }

  /** Notes a child if it has one of some places in it, and returns the first place behind it. */
  #add(child: Node, from: number, to: number): number {
    const start = firstFrom(this.#places, startOf(child), from, to);
    const end = firstFrom(this.#places, child.range[1], start, to);
    if (start === end) return end;
    this.#children.push(child);
    this.#froms.push(start);
    this.#tos.push(end);
    return end;
  }

  /** Few nodes list their children in another order than the text does: quasis and expressions of a template, decorators. */
  #sortFrom(first: number): void {
    const [children, froms, tos] = [this.#children, this.#froms, this.#tos];
    for (let index = first + 1; index < children.length; index++) {
      for (let at = index; at > first && froms[at - 1]! > froms[at]!; at--) {
        [children[at - 1], children[at]] = [children[at]!, children[at - 1]!];
        [froms[at - 1], froms[at]] = [froms[at]!, froms[at - 1]!];
        [tos[at - 1], tos[at]] = [tos[at]!, tos[at - 1]!];
      }
    }
  }
}

/** Some of many places, which are in order. */
export interface Places {
  readonly all: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Those of some places that are in a node. */
function placesIn({ all, from, to }: Places, node: Node): Places {
  const start = firstFrom(all, startOf(node), from, to);
  return { all, from: start, to: firstFrom(all, node.range[1], start, to) };
}

/** Some of many ranges, none of which is in another one: their starts and their ends are in order. */
interface SortedRanges {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Those of some ranges that are in no other one. */
function outermost(ranges: readonly Range[]): SortedRanges {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  let end = -1;
  const kept = sorted.filter((range) => range[1] > end && ((end = range[1]), true));
  return { starts: kept.map(([start]) => start), ends: kept.map((range) => range[1]), from: 0, to: kept.length };
}

function isInOne({ starts, ends, from, to }: SortedRanges, [start, end]: Range): boolean {
  const last = firstFrom(starts, start + 1, from, to) - 1;
  return last >= from && ends[last]! >= end;
}

/** Those of the ranges that share a character with a node. */
function rangesNear({ starts, ends, from, to }: SortedRanges, node: Node): SortedRanges {
  return {
    ...{ starts, ends },
    from: firstFrom(ends, startOf(node) + 1, from, to),
    to: firstFrom(starts, node.range[1], from, to),
  };
}

/** The index of the first thing of a list in the order of the text, whose holes are null, that ends after an offset. */
export function firstEndingAfter(list: readonly ({ readonly range: Range } | null)[], offset: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    let at = middle;
    while (at > low && list[at] === null) at--;
    if ((list[at]?.range[1] ?? -1) > offset) high = at;
    else low = middle + 1;
  }
  return low;
}

/** The index of the first number that is not below an offset. */
function firstFrom(all: readonly number[], offset: number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Decorators may be before a node's own range: of a parameter, or of a class before its `export`. */
function startOf(node: Node): number {
  switch (node.type) {
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return Math.min(node.range[0], node.declaration?.type === "ClassDeclaration" ? startOf(node.declaration) : Infinity);
    case "Identifier":
    case "ObjectPattern":
    case "ArrayPattern":
    case "AssignmentPattern":
    case "RestElement":
    case "TSParameterProperty":
    case "ClassDeclaration": {
      // Parsers of JavaScript leave the list out.
      const [first] = (node.decorators as TSESTree.Decorator[] | undefined) ?? [];
      return first ? Math.min(first.range[0], node.range[0]) : node.range[0];
    }
    default:
      return node.range[0];
  }
}

/** What to ask for the nodes with a name, of a member or a key, by; undefined where it is computed, or no name by itself: `0` is `0x0` too. */
export function wordsOfName(name: string | undefined): readonly string[] | undefined {
  return name !== undefined && NAME.test(name) ? [name.replace(/^#/u, "")] : undefined;
}

const NAME = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Where a text has one of some words as one of its own, in order. What a parser puts in place of a name that is missing, `""`, is nowhere. */
export function placesOfWords(text: string, asked: readonly string[]): number[] {
  const words = asked.filter((each) => each !== "");
  const [word] = words;
  if (word === undefined) return [];
  if (words.length === 1) return placesOfWord(text, word);
  const places: number[] = [];
  const expression = expressionOf(words);
  expression.lastIndex = 0;
  for (let found = expression.exec(text); found; found = expression.exec(text))
    if (isAlone(text, found.index, found[0].length)) places.push(found.index);
  return places;
}

function placesOfWord(text: string, word: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (isAlone(text, at, word.length)) places.push(at);
  return places;
}

/** The lists that rules ask for, which are few. */
const expressions = new Map<string, RegExp>();

/** Finds words that no ASCII letter is beside. */
function expressionOf(words: readonly string[]): RegExp {
  return remember(expressions, words.join(" "), () => {
    const alternatives = words.map(escapePattern).join("|");
    return new RegExp(String.raw`(?<![\w$])(?:${alternatives})(?![\w$])`, "g");
  });
}

function isAlone(text: string, start: number, length: number): boolean {
  const end = start + length;
  return (start === 0 || !isInWords(text, start - 1)) && (end === text.length || !isInWords(text, end));
}

const LETTER = /\p{ID_Continue}/u;

/** Whether a name may go on with the character at an offset. */
function isInWords(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code >= 128)
    return LETTER.test(String.fromCodePoint(text.codePointAt(code >= 0xdc00 && code < 0xe000 ? at - 1 : at) ?? code));
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36;
}

/** Lists that may be long, and in which nothing depends on the place. */
const LISTS = new Set(["body", "properties", "elements", "arguments", "children", "members", "consequent", "attributes"]);

type Fields = Record<string, unknown>;

/**
 * Lets the lists of a tree have only the nodes in which one of some offsets (in order) is, while something is done; and directives, which
 * say how code is meant. So scopes of one name are made without a look at the rest of the file.
 */
export function focusedOn<T>(program: TSESTree.Program, offsets: readonly number[], keys: VisitorKeys, use: () => T): T {
  const whole: { readonly fields: Fields; readonly key: string; readonly list: unknown }[] = [];
  const narrow = (node: Node, places: Places): void => {
    const fields = node as unknown as Fields;
    for (const key of keys[node.type] ?? []) {
      const value = fields[key];
      if (isNode(value)) narrow(value, placesIn(places, value));
      if (!Array.isArray(value)) continue;
      const inside = LISTS.has(key)
        ? (value as (Node | null)[]).filter((each) => each && isKept(each, places))
        : (value as Node[]);
      if (inside.length < value.length) {
        whole.push({ fields, key, list: value });
        fields[key] = inside;
      }
      for (const each of inside) if (isNode(each)) narrow(each, placesIn(places, each));
    }
  };
  try {
    narrow(program, { all: offsets, from: 0, to: offsets.length });
    return use();
  } finally {
    for (const { fields, key, list } of whole) fields[key] = list;
  }
}

function isKept(node: Node, places: Places): boolean {
  const own = placesIn(places, node);
  return own.from < own.to || ("directive" in node && node.directive !== undefined);
}
