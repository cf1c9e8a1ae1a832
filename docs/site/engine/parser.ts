/**
 * The parser of the command line, compiled to WebAssembly. oxc-parser's package brings the binary; this starts it without threads, which
 * would need headers that static hosting can't set.
 */
import { instantiateNapiModule, type WASIInstance } from "@emnapi/core";
import asyncWork from "@emnapi/core/plugins/async-work";
import threadsafeFunctions from "@emnapi/core/plugins/threadsafe-function";
import { createContext } from "@emnapi/runtime";
// @ts-expect-error: the package has no types for this part of it.
import { wrap } from "oxc-parser/src-js/wrap.js";

/** What the binary exports; the tree is JSON. */
interface Binding {
  parseSync(file: string, text: string, options: unknown): Parsed & { readonly program: string };
}

interface Parsed {
  readonly program: unknown;
  readonly comments: unknown;
  readonly errors: unknown;
}

/** What `require("oxc-parser")` gives to the engine. */
export interface ParserBinding {
  parseSync(file: string, text: string, options: unknown): Parsed;
}

/** 64 MB, which the binary asks for, and 1 GB at most. */
const PAGES = { initial: 1024, maximum: 16_384 };

let binding: Binding | undefined;

/** Starts the parser; once. */
export async function startParser(wasm: WebAssembly.Module): Promise<void> {
  const memory = new WebAssembly.Memory(PAGES);
  const { napiModule } = await instantiateNapiModule(wasm, {
    context: createContext(),
    asyncWorkPoolSize: 0,
    plugins: [asyncWork, threadsafeFunctions],
    wasi: systemFor(memory),
    overwriteImports(imports) {
      imports.env = { ...imports.env, ...imports.napi, ...imports.emnapi, memory };
      return imports;
    },
    beforeInit({ instance }) {
      for (const [name, register] of Object.entries(instance.exports))
        if (name.startsWith("__napi_register__")) (register as () => void)();
    },
  });
  binding = napiModule.exports as Binding;
}

/** The started parser, as oxc-parser's own package has it. */
export function parserBinding(): ParserBinding {
  return { parseSync: (file, text, options) => wrap(binding!.parseSync(file, text, options)) as Parsed };
}

/** The five calls to the system that the binary makes: random numbers for its tables, no environment, and a message before it ends. */
function systemFor(memory: WebAssembly.Memory): WASIInstance {
  const view = (): DataView => new DataView(memory.buffer);
  return {
    initialize: (instance) => ((instance as WebAssembly.Instance).exports["_initialize"] as () => void)(),
    // A library is not started.
    start: () => 0,
    wasiImport: {
      random_get(at: number, length: number) {
        crypto.getRandomValues(new Uint8Array(memory.buffer, at, length));
        return 0;
      },
      environ_get: () => 0,
      environ_sizes_get(count: number, size: number) {
        view().setUint32(count, 0, true);
        view().setUint32(size, 0, true);
        return 0;
      },
      fd_write(_handle: number, parts: number, count: number, written: number) {
        let length = 0;
        for (let part = 0; part < count; part++) length += view().getUint32(parts + 8 * part + 4, true);
        view().setUint32(written, length, true);
        return 0;
      },
      proc_exit(code: number) {
        throw new Error(`The parser ended with ${code}.`);
      },
    },
  };
}
