import { Buffer } from "node:buffer";
import path from "node:path";
import vm from "node:vm";
import { readText } from "@godwit/core/disk";
import type * as Oxc from "oxc-parser";
import type { Pruning } from "./pruned-tree.js";

/** What is read out of a parse. */
export type Parsed = Pick<Oxc.ParseResult, "program" | "comments" | "errors">;

/** Parses with options that say how, never with others; a pruning may leave out parts of the tree. */
export type Parse = (file: string, text: string, options: Oxc.ParserOptions, pruning?: Pruning) => Parsed;

/** The parts of oxc-parser that turn the tree that the native parser leaves in memory into objects, several times faster than JSON would. */
interface RawTransfer {
  readonly bindings: {
    parseRawSync(file: string, block: Uint8Array, start: number, length: number, options: Oxc.ParserOptions): void;
    getBufferOffset(buffer: Uint8Array): number;
    rawTransferSupported(): boolean;
  };
  readonly constants: Readonly<Record<"BLOCK_SIZE" | "BLOCK_ALIGN" | "BUFFER_SIZE" | "ACTIVE_SIZE" | "IS_TS_FLAG_POS", number>>;
  readonly deserializer: Deserializer;
}

interface Deserializer {
  deserialize(buffer: RawBuffer, text: string, start: number, length: number): Parsed;
  /** Sets what is left out from now on. */
  prune(pruning: Pruning | undefined): void;
}

/** The memory into which the native parser writes, as the deserializer wants it. */
interface RawBuffer extends Uint8Array {
  int32: Int32Array;
  float64: Float64Array;
}

const ENCODER = new TextEncoder();

/**
 * The parser through memory that it shares with the native one; undefined where that is not to be had: another byte order, a runtime or a
 * limit that refuses 6 GB of addresses, an oxc-parser with other parts. Then its own way, through JSON, gives the same.
 */
export function openRawParser(require: NodeJS.Require, read = (file: string) => readText(file, "source")): Parse | undefined {
  try {
    return rawParser(loadParts(require, read));
  } catch {
    return undefined;
  }
}

function loadParts(require: NodeJS.Require, read: (file: string) => string): RawTransfer {
  const folder = path.dirname(require.resolve("oxc-parser"));
  const load = (file: string): unknown => require(path.join(folder, file));
  return {
    bindings: load("bindings.js") as RawTransfer["bindings"],
    constants: load("generated/constants.js") as RawTransfer["constants"],
    deserializer: withPruning(path.join(folder, "generated/deserialize/ts_range.js"), read),
  };
}

/** The types of nodes that are cut, by the name that the deserializer has for them. */
const CUT = new Map(
  ["BlockStatement", "ObjectExpression", "ArrayExpression", "JSXElement", "JSXFragment", "ClassBody", "TSInterfaceBody"].map(
    (type) => [type, type] as const,
  ),
);
CUT.set("FunctionBody", "BlockStatement").set("TSTypeLiteral", "TSTypeLiteral");

/** The deserializer, which asks before it reads what is in a large node. Throws where it is not what it was. */
function withPruning(file: string, read: (file: string) => string): Deserializer {
  let code = read(file).replace(/^export (?=function)/gm, "");
  for (const [name, type] of CUT) {
    const head = `function deserialize${name}(pos) {`;
    if (!code.includes(`\n${head}\n  let start,\n`)) throw new Error(`oxc-parser reads ${name} in another way`);
    const ask = `const cut = pruning?.cut("${type}", deserializeI32(pos), deserializeI32(pos + 4)); if (cut) return cut;`;
    code = code.replace(head, `${head} ${ask}`);
  }
  const end = "let pruning; return { deserialize, prune(next) { pruning = next; } };";
  return (vm.compileFunction(`${code}\n${end}`, [], { filename: file }) as () => Deserializer)();
}

function rawParser({ bindings, constants, deserializer }: RawTransfer): Parse | undefined {
  const { BLOCK_SIZE, BLOCK_ALIGN, BUFFER_SIZE, ACTIVE_SIZE, IS_TS_FLAG_POS } = constants;
  if (!bindings.rawTransferSupported()) return undefined;
  // Addresses only: what is not written to takes no memory.
  const whole = new ArrayBuffer(BLOCK_SIZE + BLOCK_ALIGN);
  // Node 20 does not tell the native side of a view as large as that.
  const offset = bindings.getBufferOffset(new Uint8Array(whole, 0, 4096));
  const block = new Uint8Array(whole, offset, BLOCK_SIZE);
  const views = {
    int32: new Int32Array(whole, offset, BUFFER_SIZE / 4),
    float64: new Float64Array(whole, offset, BUFFER_SIZE / 8),
  };
  const buffer: RawBuffer = Object.assign(new Uint8Array(whole, offset, BUFFER_SIZE), views);
  return (file, text, options, pruning) => {
    const length = Buffer.byteLength(text);
    const start = ACTIVE_SIZE - length;
    ENCODER.encodeInto(text, new Uint8Array(whole, offset + start, length));
    bindings.parseRawSync(file, block, start, length, options);
    if (block[IS_TS_FLAG_POS] === 0) throw new Error("oxc-parser gave a tree of another kind");
    deserializer.prune(pruning);
    return deserializer.deserialize(buffer, text, start, length);
  };
}
