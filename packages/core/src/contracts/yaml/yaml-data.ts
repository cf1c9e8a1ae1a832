import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { PathStep } from "../finding.js";
import { findCutComment, hintForSyntax, isProse, quoteAdvice } from "./yaml-hints.js";

/** Where one value of the data is, as offsets of the YAML. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** Where its key begins; its own start in a list. */
  readonly keyStart: number;
  readonly children: ReadonlyMap<PathStep, Place>;
}

/** A problem at an offset of a text: of the YAML itself, or of the contract. */
export interface TextProblem {
  readonly offset: number;
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** A YAML text as plain data, with the place of each value. */
export interface YamlData {
  readonly data: unknown;
  readonly place: Place;
  readonly problems: readonly TextProblem[];
  /** Offset of the first syntax error: data after it can't be trusted. Infinity if there is none. */
  readonly brokenAt: number;
}

/** Brackets and indents may nest this deeply. */
const DEEPEST = 200;
/** Aliases may repeat this many values; more would be an attack. */
const MOST_REPEATED = 10_000;
/** The number of problems that are reported for one YAML text. */
const MOST_PROBLEMS = 50;

/** Reads YAML (core schema; no tags, no merge keys) without ever throwing. */
export function readYaml(yaml: string): YamlData {
  const fault = findDepthFault(yaml);
  if (fault) return broken(yaml, fault.offset, "too-deep", fault.message);
  try {
    // Duplicate keys are found below, because the library needs quadratic time for it.
    const document = parseDocument(maskPlaceholders(yaml), {
      schema: "core",
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    return new Reader(yaml, document).read();
  } catch (error) {
    if (error instanceof AliasFault) return broken(yaml, error.offset, "alias-bomb", error.message);
    return broken(
      yaml,
      0,
      "yaml",
      `The front matter can't be read (${error instanceof Error ? error.message : String(error)}); write it simpler.`,
    );
  }
}

/** Thrown for aliases that would expand without end, or nearly so. */
class AliasFault extends Error {
  constructor(readonly offset: number) {
    super("The aliases repeat more than 10,000 values: write the values out, or fewer of them.");
  }
}

/** `[vitest related {files}]` is not valid YAML, but people write it first: braces of placeholders become plain text. */
function maskPlaceholders(yaml: string): string {
  return yaml.replaceAll(/\{(files|consumer)\}/g, "\ue000$1\ue001");
}

function unmaskPlaceholders(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll(/\ue000(files|consumer)\ue001/g, "{$1}") : value;
}

function broken(yaml: string, offset: number, code: string, message: string): YamlData {
  const place: Place = { start: 0, end: yaml.length, keyStart: 0, children: new Map() };
  return { data: undefined, place, problems: [{ offset, code, severity: "error", message }], brokenAt: 0 };
}

interface Read {
  readonly data: unknown;
  readonly place: Place;
}

class Reader {
  readonly #problems: TextProblem[] = [];
  readonly #reported = new Set<number>();
  readonly #anchors = new Map<string, Node>();
  readonly #used = new Set<string>();
  /** Offsets of the syntax errors. */
  readonly #syntax: number[] = [];
  #repeating = 0;
  #repeated = 0;

  constructor(
    readonly yaml: string,
    readonly document: Document.Parsed,
  ) {}

  read(): YamlData {
    const brokenAt = this.#readSyntaxErrors();
    const { data, place } = this.#value(this.document.contents, 0);
    for (const [name, node] of this.#anchors) if (!this.#used.has(name) && isScalar(node)) this.#unusedAnchor(name, node);
    const errors = this.#problems.filter((problem) => problem.severity === "error");
    const warnings = this.#problems.filter((problem) => problem.severity === "warning");
    return { data, place, problems: [...errors, ...warnings].slice(0, MOST_PROBLEMS), brokenAt };
  }

  #problem(offset: number, code: string, message: string, severity: "error" | "warning" = "error"): void {
    if (this.#reported.has(offset)) return;
    this.#reported.add(offset);
    this.#problems.push({ offset, code, severity, message });
  }

  /** Reports one problem a line, because the library also reports the consequences of the first. */
  #readSyntaxErrors(): number {
    let [brokenAt, lastLine] = [Infinity, -2];
    // Each hint reads its whole line, so many errors on one long line would take quadratic time without a limit.
    for (const error of this.document.errors.slice(0, 4 * MOST_PROBLEMS)) {
      const { offset, message } = hintForSyntax(this.yaml, error.pos[0], error.code, error.message);
      brokenAt = Math.min(brokenAt, offset);
      const line = this.yaml.lastIndexOf("\n", Math.max(offset - 1, 0));
      // An unclosed quote or bracket is reported where it opens.
      if (line !== lastLine && !/end with a|closing ["']quote/.test(error.message)) this.#syntaxProblem(offset, message);
      lastLine = line;
      if (this.#problems.length >= MOST_PROBLEMS) break;
    }
    return brokenAt;
  }

  #syntaxProblem(offset: number, message: string): void {
    this.#syntax.push(offset);
    this.#problem(offset, "yaml", message);
  }

  #value(node: unknown, offset: number, keyStart = offset): Read {
    if (isAlias(node)) return this.#alias(node, keyStart);
    if (!isScalar(node) && !isCollection(node))
      return { data: null, place: { start: offset, end: offset, keyStart, children: new Map() } };
    const [start, end] = node.range ? [node.range[0], node.range[1]] : [offset, offset];
    if (this.#repeating === 0) this.#checkProperties(node, start);
    else if (++this.#repeated > MOST_REPEATED) throw new AliasFault(keyStart);
    if (this.#repeating === 0) this.#checkClosed(node, start, end);
    if (isScalar(node) && isCustomTag(node.tag)) return { data: node.tag, place: { start, end, keyStart, children: new Map() } };
    if (isScalar(node)) return { data: unmaskPlaceholders(node.value), place: { start, end, keyStart, children: new Map() } };
    const children = new Map<PathStep, Place>();
    const place: Place = { start, end, keyStart, children };
    if (isMap(node)) return { data: this.#map(node, children, start), place };
    if (isSeq(node)) return { data: this.#list(node.items, children, start), place };
    return { data: null, place };
  }

  #list(items: readonly unknown[], children: Map<PathStep, Place>, start: number): unknown[] {
    return items.map((item, index) => {
      // `[a: b]` is a list of one-key objects.
      const pairStart = isPair(item) ? startOf(item.key, start) : start;
      const read = isPair(item) ? this.#pairAsObject(item, pairStart) : this.#value(item, startOf(item, start));
      children.set(index, read.place);
      return read.data;
    });
  }

  #pairAsObject(pair: { key: unknown; value: unknown }, start: number): Read {
    const children = new Map<PathStep, Place>();
    const data: Record<string, unknown> = {};
    this.#pair(pair, data, children, start);
    return { data, place: { start, end: start, keyStart: start, children } };
  }

  #map(node: YAMLMap, children: Map<PathStep, Place>, start: number): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const pair of node.items) this.#pair(pair, data, children, start);
    return data;
  }

  #pair(
    pair: { key: unknown; value: unknown },
    data: Record<string, unknown>,
    children: Map<PathStep, Place>,
    start: number,
  ): void {
    const keyStart = startOf(pair.key, start);
    const key = this.#key(pair.key, keyStart);
    if (key === undefined) return;
    if (Object.hasOwn(data, key)) {
      const first = this.#lineOf(children.get(key)!.keyStart);
      this.#problem(keyStart, "duplicate-key", `"${key}" stands here twice (first ${first} above): keep one of the two.`);
      return;
    }
    const read = this.#value(pair.value, startOf(pair.value, endOf(pair.key, keyStart)), keyStart);
    const cut = isScalar(pair.value) && this.#repeating === 0 ? this.#checkCut(key, pair.value) : undefined;
    data[key] = cut ?? read.data;
    children.set(key, read.place);
  }

  #lineOf(offset: number): string {
    return `as ${JSON.stringify(this.yaml.slice(offset, offset + 40).split(/[\r\n]/, 1)[0])}`;
  }

  #key(node: unknown, offset: number): string | undefined {
    const resolved = isAlias(node) ? this.#anchors.get(node.source) : node;
    if (isAlias(node)) this.#used.add(node.source);
    if (resolved !== undefined && !isScalar(resolved)) {
      this.#problem(offset, "wrong-type", "A key has to be one word: put text that begins with a bracket in quotes.");
      return undefined;
    }
    if (isScalar(resolved) && this.#repeating === 0) this.#checkProperties(resolved, offset);
    const key = isScalar(resolved) && resolved.value !== null ? String(resolved.value) : "";
    if (key === "")
      this.#problem(offset, "wrong-type", "There is no key before the colon: write one, or put the text in quotes.");
    else if (key === "__proto__") this.#problem(offset, "unsafe-key", "__proto__ can't be a key: write another name.");
    else return key;
    return undefined;
  }

  #alias(node: Alias, keyStart: number): Read {
    const start = node.range?.[0] ?? 0;
    const target = this.#anchors.get(node.source);
    if (target === undefined) {
      this.#problem(start, "yaml", `* begins a YAML alias. ${quoteAdvice(this.yaml, start)}`);
      // The text becomes the value, so that no other problem is reported for it.
      return { data: this.yaml.slice(start, node.range?.[1]), place: { start, end: start, keyStart, children: new Map() } };
    }
    this.#used.add(node.source);
    if (this.#repeating > 20) throw new AliasFault(start);
    this.#repeating++;
    const read = this.#value(target, start, keyStart);
    this.#repeating--;
    return { data: read.data, place: { ...read.place, start, end: node.range?.[1] ?? start, keyStart } };
  }

  #checkClosed(node: Node, start: number, end: number): void {
    const opening = this.yaml[start]!;
    const isQuoted = isScalar(node) && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE");
    const closing = isQuoted ? opening : isCollection(node) && node.flow ? (opening === "{" ? "}" : "]") : undefined;
    if (closing === undefined || (end - start > 1 && this.yaml[end - 1] === closing)) return;
    if (this.#syntax.some((offset) => offset > start && offset <= end + 1)) return;
    this.#problem(start, "yaml", `This ${opening} is never closed: write the ${closing} that closes it.`);
  }

  #checkProperties(node: Node, offset: number): void {
    const { anchor, tag } = node as Scalar;
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    if (!isCustomTag(tag)) return;
    const start = this.yaml.lastIndexOf("!", Math.max(offset - 1, 0));
    this.#problem(
      start < 0 ? offset : start,
      "yaml",
      `! begins a YAML tag, and a contract has none. ${quoteAdvice(this.yaml, start < 0 ? offset : start)}`,
    );
  }

  #unusedAnchor(name: string, node: Node): void {
    const start = this.yaml.lastIndexOf(`&${name}`, node.range?.[0] ?? 0);
    this.#problem(
      Math.max(start, 0),
      "yaml",
      `& begins a YAML anchor, and nothing uses it. ${quoteAdvice(this.yaml, Math.max(start, 0))}`,
    );
  }

  /** Warns of a value that a comment cuts short; if nothing is left, it is an error, and its message becomes the value. */
  #checkCut(key: string, node: Scalar): string | undefined {
    if (node.type !== "PLAIN" || !node.range || isProse(key)) return undefined;
    const cut = findCutComment(this.yaml, key, node.range[0], node.range[1]);
    if (!cut) return undefined;
    const isAll = node.range[0] === node.range[1];
    this.#problem(cut.offset, "cut-comment", cut.message, isAll ? "error" : "warning");
    return isAll ? cut.message : undefined;
  }
}

function isCustomTag(tag: string | undefined): boolean {
  return tag !== undefined && !/^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(tag);
}

function startOf(node: unknown, otherwise: number): number {
  return (isScalar(node) || isCollection(node) || isAlias(node)) && node.range ? node.range[0] : otherwise;
}

function endOf(node: unknown, otherwise: number): number {
  return (isScalar(node) || isCollection(node) || isAlias(node)) && node.range ? node.range[1] : otherwise;
}

/** Finds YAML that is nested too deeply for a contract: the parser's regular expressions would use up all memory. */
function findDepthFault(yaml: string): { offset: number; message: string } | undefined {
  let brackets = 0;
  let offset = 0;
  for (const line of yaml.split("\n")) {
    const lead = leadingDepth(line);
    if (lead > DEEPEST) return tooDeep(offset);
    for (const character of line) {
      if (character === "[" || character === "{") brackets++;
      else if (character === "]" || character === "}") brackets = Math.max(brackets - 1, 0);
      if (brackets > DEEPEST) return tooDeep(offset);
    }
    offset += line.length + 1;
  }
  return undefined;
}

function tooDeep(offset: number): { offset: number; message: string } {
  return { offset, message: `This nests more than ${DEEPEST} levels deep: write it flat, and put text with brackets in quotes.` };
}

/** How many blocks a line may open: its indentation, and each single `-`, `?` or `:` before its text. */
function leadingDepth(line: string): number {
  let depth = 0;
  for (let index = 0; index < line.length; index++) {
    const character = line[index]!;
    const isMarker = "-?:".includes(character) && /^[\s]?$/.test(line[index + 1] ?? "");
    if (character !== " " && character !== "\t" && !isMarker) break;
    depth++;
  }
  return depth;
}
