import { Buffer } from "node:buffer";
import os from "node:os";
import path from "node:path";
import vm from "node:vm";
import { readText } from "@godwit/core/disk";
import type * as Oxc from "oxc-parser";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import { withLazyNodes } from "./lazy-nodes.js";

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
  // Addresses only: what is not written to takes no memory.
  const whole = new ArrayBuffer(BLOCK_SIZE + BLOCK_ALIGN);
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
