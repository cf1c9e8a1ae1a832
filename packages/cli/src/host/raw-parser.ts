import { Buffer } from "node:buffer";
import path from "node:path";
import type * as Oxc from "oxc-parser";

/** What is read out of a parse. */
export type Parsed = Pick<Oxc.ParseResult, "program" | "comments" | "errors">;

/** Parses with options that say how, never with others. */
export type Parse = (file: string, text: string, options: Oxc.ParserOptions) => Parsed;

/** The parts of oxc-parser that turn the tree that the native parser leaves in memory into objects, several times faster than JSON would. */
interface RawTransfer {
  readonly bindings: {
    parseRawSync(file: string, block: Uint8Array, start: number, length: number, options: Oxc.ParserOptions): void;
    getBufferOffset(buffer: Uint8Array): number;
    rawTransferSupported(): boolean;
  };
  readonly constants: Readonly<Record<"BLOCK_SIZE" | "BLOCK_ALIGN" | "BUFFER_SIZE" | "ACTIVE_SIZE" | "IS_TS_FLAG_POS", number>>;
  readonly deserializer: {
    deserialize(buffer: RawBuffer, text: string, start: number, length: number): Parsed;
  };
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
export function openRawParser(require: NodeJS.Require): Parse | undefined {
  try {
    return rawParser(loadParts(require));
  } catch {
    return undefined;
  }
}

function loadParts(require: NodeJS.Require): RawTransfer {
  const folder = path.dirname(require.resolve("oxc-parser"));
  const load = (file: string): unknown => require(path.join(folder, file));
  return {
    bindings: load("bindings.js") as RawTransfer["bindings"],
    constants: load("generated/constants.js") as RawTransfer["constants"],
    deserializer: load("generated/deserialize/ts_range.js") as RawTransfer["deserializer"],
  };
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
  const { deserialize } = deserializer;
  return (file, text, options) => {
    const length = Buffer.byteLength(text);
    const start = ACTIVE_SIZE - length;
    ENCODER.encodeInto(text, new Uint8Array(whole, offset + start, length));
    bindings.parseRawSync(file, block, start, length, options);
    if (block[IS_TS_FLAG_POS] === 0) throw new Error("oxc-parser gave a tree of another kind");
    return deserialize(buffer, text, start, length);
  };
}
