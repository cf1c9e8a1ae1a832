/** Takes the place of those modules of Node of which the engine needs a little; where there is none of it in a browser, the engine is told so. */
import { sha256 } from "@noble/hashes/sha2.js";
import { Buffer } from "buffer";
import { parserBinding } from "../parser.js";

declare const BUILTIN_MODULES: readonly string[];

/** `node:module` */
export const builtinModules = BUILTIN_MODULES;

export function isBuiltin(name: string): boolean {
  return name.startsWith("node:") || builtinModules.includes(name);
}

/** Only the parser is there; without a native resolver the engine uses its own. */
export function createRequire(): (name: string) => unknown {
  return (name) => {
    if (name === "oxc-parser") return parserBinding();
    throw notHere(name);
  };
}

/** `node:crypto` */
export function createHash(): { update(content: string | Uint8Array): unknown; digest(encoding: BufferEncoding): string } {
  const made = sha256.create();
  const hasher = {
    update(content: string | Uint8Array) {
      made.update(bytesOf(content));
      return hasher;
    },
    digest: (encoding: BufferEncoding) => encoded(made.digest(), encoding),
  };
  return hasher;
}

export function hash(_algorithm: string, content: string | Uint8Array, encoding: BufferEncoding): string {
  return encoded(sha256(bytesOf(content)), encoding);
}

export function randomUUID(): string {
  return crypto.randomUUID();
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

function encoded(bytes: Uint8Array, encoding: BufferEncoding): string {
  if (encoding !== "base64url") return Buffer.from(bytes).toString(encoding);
  return Buffer.from(bytes).toString("base64").replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** `node:buffer` */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

export function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 128);
}

export { Buffer };

/** `node:url` */
export function pathToFileURL(path: string): URL {
  return new URL(`file://${path.split("/").map(encodeURIComponent).join("/")}`);
}

export function fileURLToPath(url: string | URL): string {
  return decodeURIComponent(new URL(url).pathname);
}

/** `node:os` */
export const platform = (): string => "linux";
export const homedir = (): string => "/";

/** `node:child_process`: the answer as where git is not installed. */
export function spawnSync(): { error: Error; status: null } {
  return { error: notHere("git"), status: null };
}

/** `node:util`: compares what an earlier process has kept, and nothing is kept here. */
export function isDeepStrictEqual(): boolean {
  return false;
}

/** `node:events`: the names of its methods, which a class that extends it has. */
const EMITTER =
  "addListener emit eventNames getMaxListeners listenerCount listeners off on once prependListener prependOnceListener rawListeners removeAllListeners removeListener setMaxListeners";
export const EventEmitter = { prototype: Object.fromEntries(EMITTER.split(" ").map((name) => [name, name])) };

/** `node:vm` */
export default {
  compileFunction(): never {
    throw notHere("node:vm");
  },
};

/** The global `process`. */
export const process = { platform: "linux", env: {}, cwd: () => "/", versions: {}, argv: [] };

function notHere(what: string): Error {
  return Object.assign(new Error(`There is no ${what} in a browser.`), { code: "ENOENT" });
}
