import { Buffer } from "node:buffer";
import os from "node:os";
import path from "node:path";
import vm from "node:vm";
import { readText } from "@godwit/core/disk";
import type * as Oxc from "oxc-parser";
import { visitorKeys } from "@typescript-eslint/visitor-keys";

/** What is read out of a parse. */
export interface Parsed extends Pick<Oxc.ParseResult, "program" | "errors"> {
  comments(): readonly Oxc.Comment[];
}

/** A parse whose nodes read what is in them when they are asked, until it is closed. */
export interface OpenTree extends Parsed {
  /** Lets lists of nodes have only those in which one of some offsets (in order) is, while something is done. */
  focusedOn<T>(places: readonly number[], work: () => T): T;
  close(): void;
}

export interface RawParser {
  /** Parses with options that say how, never with others; the tree is whole. Undefined where memory for it is not to be had. */
  parse(file: string, text: string, options: Oxc.ParserOptions): Parsed | undefined;
  /** The same; undefined while another tree is open. */
  open(file: string, text: string, options: Oxc.ParserOptions): OpenTree | undefined;
}

/** The parts of oxc-parser that turn the tree that the native parser leaves in memory into objects, several times faster than JSON would. */
interface RawTransfer {
  readonly bindings: {
    parseRawSync(file: string, block: Uint8Array, start: number, length: number, options: Oxc.ParserOptions): void;
    getBufferOffset(buffer: Uint8Array): number;
    rawTransferSupported(): boolean;
  };
  readonly constants: Readonly<Record<"BLOCK_SIZE" | "BLOCK_ALIGN" | "BUFFER_SIZE" | "ACTIVE_SIZE" | "IS_TS_FLAG_POS", number>>;
  /** Makes all nodes of a tree, in a third of the time that the other takes for all. */
  makeWhole(): { open: ReadTree };
  makeLazy(): Lazy;
}

/** Makes nodes of one tree at a time, when they are asked for. */
interface Lazy {
  readonly open: ReadTree;
  close(): void;
  focusOn(places: readonly number[] | undefined): void;
}

type ReadTree = (buffer: RawBuffer, text: string, start: number, length: number) => Parsed;

/** The memory into which the native parser writes, as the reader wants it. */
interface RawBuffer extends Uint8Array {
  int32: Int32Array;
  float64: Float64Array;
}

/** Parses into one piece of memory, which is free again when the tree is read. */
type Space = (read: ReadTree, ...given: Parameters<RawParser["parse"]>) => Parsed;

const ENCODER = new TextEncoder();

/**
 * The parser through memory that it shares with the native one; undefined where that is not to be had: another byte order, a runtime or a
 * limit that refuses 6 GB of addresses, an oxc-parser with other parts. Then its own way, through JSON, gives the same.
 */
export function openRawParser(require: NodeJS.Require, read = (file: string) => readText(file, "source")): RawParser | undefined {
  try {
    return rawParser(loadParts(require, read));
  } catch {
    return undefined;
  }
}

function loadParts(require: NodeJS.Require, read: (file: string) => string): RawTransfer {
  const folder = path.dirname(require.resolve("oxc-parser"));
  const load = (file: string): unknown => require(path.join(folder, file));
  const filename = path.join(folder, "generated/deserialize/ts_range.js");
  const code = read(filename).replace(/^export (?=function)/gm, "");
  const compile = (text: string): unknown => vm.compileFunction(text, ["visitorKeys"], { filename });
  const makeLazy = compile(withLazyNodes(code)) as (keys: object) => Lazy;
  return {
    bindings: load("bindings.js") as RawTransfer["bindings"],
    constants: load("generated/constants.js") as RawTransfer["constants"],
    makeWhole: () => ({ open: (compile(`${code}\n${WHOLE}`) as () => ReadTree)() }),
    makeLazy: () => makeLazy(visitorKeys),
  };
}

/** What a parse says of modules is left out. */
const WHOLE = `return (...given) => deserializeWith(...given, (pos) => {
  const comments = deserializeVecComment(pos + 144);
  return { program: deserializeProgram(pos), errors: deserializeVecError(pos + 272), comments: () => comments };
});`;

function rawParser(parts: RawTransfer): RawParser | undefined {
  if (!parts.bindings.rawTransferSupported() || !mayTakeSpace(parts)) return undefined;
  const lazy = parts.makeLazy();
  const space = takeSpace(parts);
  let beside: Space | undefined;
  let readWhole: ReadTree | undefined;
  let isOpen = false;
  return {
    parse(...given) {
      // Many runs need no tree as a whole.
      readWhole ??= parts.makeWhole().open;
      if (!isOpen) return space(readWhole, ...given);
      beside ??= mayTakeSpace(parts) ? takeSpace(parts) : undefined;
      return beside?.(readWhole, ...given);
    },
    open(...given) {
      if (isOpen) return undefined;
      const parsed = space(lazy.open, ...given);
      isOpen = true;
      return {
        ...parsed,
        focusedOn(places, work) {
          lazy.focusOn(places);
          try {
            return work();
          } finally {
            lazy.focusOn(undefined);
          }
        },
        close() {
          isOpen = false;
          lazy.close();
        },
      };
    },
  };
}

/** How many spaces all parsers of this process have, of whichever copy of this module. */
const taken = globalThis as unknown as Record<symbol, number | undefined>;
const TAKEN = Symbol.for("godwit.parser.spaces");

/**
 * Neighbouring spaces become one piece of addresses, and Linux starts no program from a process with a piece larger than the machine's
 * memory (`vm.overcommit_memory` 0: Documentation/mm/overcommit-accounting in the kernel's sources).
 */
function mayTakeSpace({ constants }: RawTransfer): boolean {
  const size = constants.BLOCK_SIZE + constants.BLOCK_ALIGN;
  return ((taken[TAKEN] ?? 0) + 1) * size + ROOM_FOR_NEIGHBOURS <= os.totalmem();
}

const ROOM_FOR_NEIGHBOURS = 2 ** 30;

function takeSpace({ bindings, constants }: RawTransfer): Space {
  const { BLOCK_SIZE, BLOCK_ALIGN, BUFFER_SIZE, ACTIVE_SIZE, IS_TS_FLAG_POS } = constants;
  // Addresses only: what is not written to takes no memory. Shared, since V8 counts any other as 6 GB of garbage to look for, and does so twice.
  const whole = new SharedArrayBuffer(BLOCK_SIZE + BLOCK_ALIGN);
  taken[TAKEN] = (taken[TAKEN] ?? 0) + 1;
  // Node 20 does not tell the native side of a view as large as that.
  const offset = bindings.getBufferOffset(new Uint8Array(whole, 0, 4096));
  const block = new Uint8Array(whole, offset, BLOCK_SIZE);
  const views = {
    int32: new Int32Array(whole, offset, BUFFER_SIZE / 4),
    float64: new Float64Array(whole, offset, BUFFER_SIZE / 8),
  };
  const buffer: RawBuffer = Object.assign(new Uint8Array(whole, offset, BUFFER_SIZE), views);
  return (read, file, text, options) => {
    const length = Buffer.byteLength(text);
    const start = ACTIVE_SIZE - length;
    ENCODER.encodeInto(text, new Uint8Array(whole, offset + start, length));
    bindings.parseRawSync(file, block, start, length, options);
    if (block[IS_TS_FLAG_POS] === 0) throw new Error("oxc-parser gave a tree of another kind");
    return read(buffer, text, start, length);
  };
}

/** What a node's class reads when it is first asked for: the field, and the code that reads it. */
interface LazyField {
  readonly field: string;
  readonly read: string;
  readonly isList: boolean;
}

const FUNCTION = /^function (deserialize\w+)\(pos\) \{\n([^]*?)^\}/gm;
/** `node.body = deserializeBoxClassBody(pos + 128);` */
const FIELD = /^ {2}node\.(\w+) = (deserialize\w+)\(pos( \+ \d+)?\);\n/gm;
const LITERAL = /^ {4}node = \{\n((?: {6}\w+: [^\n]+,\n)+) {4}\}/m;
const ENTRY = /^ {6}(\w+): ([^\n]+),$/gm;
/** Directives and statements of functions and namespaces, which come from two lists. */
const BODY =
  /,\n {4}body = deserializeVecDirective\(pos \+ 16\);\n {2}body\.push\(\.\.\.deserializeVecStatement\(pos \+ 40\)\);\n {2}node\.body = body;/;

/**
 * The code of oxc-parser that makes objects of the tree in the native parser's memory, changed so that each node is an instance of a class
 * that reads what is in it when it is asked for that. Throws where the code is not what it was.
 */
function withLazyNodes(code: string): string {
  const classes: string[] = [];
  const changed = code.replace(FUNCTION, (whole: string, name: string, own: string) => {
    const made = lazyClass(name, own.replace(BODY, ";\n  node.body = deserializeVecBody(pos);"));
    if (!made) return whole;
    classes.push(made.definition);
    return `function ${name}(pos) {\n${made.body}}`;
  });
  // A version with another layout would leave much of the tree to be read at once, or be read wrongly.
  if (classes.length !== LAZY_CLASSES) throw new Error("oxc-parser reads nodes in another way");
  return [changed, ...classes, TREE].join("\n");
}

/** Lists that may be long, and in which nothing depends on the place. */
const LISTS = new Set(["body", "properties", "elements", "arguments", "children", "members", "consequent", "attributes"]);

/** How many kinds of nodes of oxc-parser 0.154 have something in them. */
const LAZY_CLASSES = 136;

/** The class of the nodes that a function makes, and what the function does then; undefined if there is nothing to put off. */
function lazyClass(name: string, own: string): { readonly definition: string; readonly body: string } | undefined {
  const literal = LITERAL.exec(own);
  const fields = [...own.matchAll(FIELD)].flatMap(([, field, reader, offset = ""]): LazyField[] => {
    const isReadAgain = own.split(`node.${field}`).length > 2;
    return isReadAgain
      ? []
      : [
          {
            field: field!,
            read: `${reader}(this.$${offset})`,
            isList: LISTS.has(field!) && reader!.startsWith("deserializeVec"),
          },
        ];
  });
  if (!literal || fields.length === 0) return undefined;
  const isLazy = (field: string | undefined): boolean => fields.some((each) => each.field === field);
  const entries = [...literal[1]!.matchAll(ENTRY)].filter(([, field]) => !isLazy(field));
  const type = `${name}Node`;
  const definition = `class ${type} {
  constructor(pos) {
    let start, end;
    this.$ = pos;
    this.$tree = tree;
    this.parent = undefined;
    ${entries.map(([, field, value]) => `this.${field} = ${value};`).join("\n    ")}
    ${fields.map(({ field }) => `this.$${field} = undefined;`).join(" ")}
  }
${fields.map(accessor).join("\n")}
}
${type}.lazy = ${JSON.stringify(fields.map(({ field }) => field))};`;
  const body = own
    .replace(LITERAL, `    node = new ${type}(pos)`)
    .replace(FIELD, (statement, field: string) => (isLazy(field) ? "" : statement));
  return { definition, body };
}

function accessor({ field, read, isList }: LazyField): string {
  const value = `this.$${field} ?? (this.$${field} === null ? null : (this.$${field} = adopt(opened(this), ${read})))`;
  return `  get ${field}() { return ${isList ? `inFocus(${value})` : value}; }
  set ${field}(value) { this.$${field} = adopt(this, value); }`;
}

/** What all nodes need, and how a tree is opened and closed; `visitorKeys` is a parameter of the code around it. */
const TREE = `
let tree = 0, focus;

function deserializeVecBody(pos) {
  const body = deserializeVecDirective(pos + 16);
  body.push(...deserializeVecStatement(pos + 40));
  return body;
}

/** Memory that has another tree by now must not be read. */
function opened(node) {
  if (node.$tree !== tree) throw new Error("The file of this node is closed.");
  return node;
}

function adopt(parent, value) {
  if (Array.isArray(value)) { for (const each of value) if (each !== null) take(parent, each); }
  else if (value !== null) take(parent, value);
  return value;
}

/** Nodes of the fields that are read at once get their parents with the node itself. */
function take(parent, node) {
  node.parent = parent;
  const keys = eagerKeys(node);
  for (let k = 0; k < keys.length; k++) {
    const value = node[keys[k]];
    if (value === null || value === undefined) continue;
    if (!Array.isArray(value)) take(node, value);
    else for (const each of value) if (each !== null) take(node, each);
  }
}

function eagerKeys(node) {
  const all = visitorKeys[node.type];
  const { constructor } = node;
  if (constructor === Object) return all;
  return constructor.eager ??= all.filter((key) => !constructor.lazy.includes(key));
}

/** A class, since V8 keeps what a getter of a single object holds until it collects all garbage: the trees of many files. */
class FocusedProgram {
  constructor({ body, ...fields }) {
    Object.assign(this, fields);
    this.$body = adopt(this, body);
  }
  get body() { return inFocus(this.$body); }
}
FocusedProgram.lazy = ["body"];

/** Of a list, the nodes in which a place is while some places are in focus, and directives, which say how code is meant. */
function inFocus(list) {
  return focus === undefined ? list : list.filter((node) => node !== null && (node.directive || isInFocus(node)));
}

function isInFocus(node) {
  let [low, high] = [0, focus.length];
  const [first] = node.declaration?.decorators ?? [];
  const start = first ? Math.min(first.start, node.start) : node.start;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (focus[middle] < start) low = middle + 1;
    else high = middle;
  }
  return low < focus.length && focus[low] < node.end;
}

return {
  open(buffer, text, start, length) {
    tree++;
    let pos;
    resetBuffer();
    const program = deserializeWith(buffer, text, start, length, (at) => deserializeProgram((pos = at)));
    [uint8, int32, float64, sourceText] = [buffer, buffer.int32, buffer.float64, text];
    sourceTextLatin = length === text.length ? text : latin1Slice.call(uint8, start, start + length);
    const focused = new FocusedProgram(program);
    return { program: focused, errors: deserializeVecError(pos + 272), comments: () => deserializeVecComment(pos + 144) };
  },
  close() { tree++; resetBuffer(); },
  focusOn(places) { focus = places; },
};`;
