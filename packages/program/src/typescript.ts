import { createRequire } from "node:module";
import path from "node:path";
import { findUnreadable } from "@godwit/core/disk";
import type ts from "typescript";

/** TypeScript as a module: the project's own one or godwit's. */
export type TypeScript = typeof ts;

/** The TypeScript that judges a project. */
export interface FoundTypeScript {
  readonly ts: TypeScript;
  readonly version: string;
  /** Whether it is the project's own; otherwise it is the one that godwit brings. */
  readonly isOwn: boolean;
}

const require = createRequire(import.meta.url);
const found = new Map<string, FoundTypeScript>();

/** The project's own TypeScript if it has the JavaScript API (5.4 to 6), else the one that godwit brings. */
export function findTypeScript(folder: string): FoundTypeScript {
  const own = resolveFrom(folder);
  const key = own ?? "";
  let answer = found.get(key);
  if (!answer) found.set(key, (answer = (own !== undefined && loadOwn(own)) || bundledTypeScript()));
  return answer;
}

function resolveFrom(folder: string): string | undefined {
  if (hasOddPackages(folder)) return undefined;
  try {
    return createRequire(path.join(folder, "tsconfig.json")).resolve("typescript");
  } catch {
    return undefined;
  }
}

/** Whether Node would wait for a pipe, or read a device, in the place of a `package.json` that it asks on the way to TypeScript. */
function hasOddPackages(folder: string): boolean {
  const odd = (name: string): boolean => findUnreadable(path.join(folder, name), "settings") !== undefined;
  if (odd("package.json") || odd("node_modules/typescript/package.json")) return true;
  const parent = path.dirname(folder);
  return parent !== folder && hasOddPackages(parent);
}

function loadOwn(file: string): FoundTypeScript | undefined {
  try {
    const loaded = require(file) as Partial<TypeScript>;
    if (!hasApi(loaded)) return undefined;
    return { ts: loaded, version: String(loaded.version), isOwn: true };
  } catch {
    return undefined;
  }
}

function hasApi(loaded: Partial<TypeScript>): loaded is TypeScript {
  const [major = 0, minor = 0] = String(loaded.version).split(".").map(Number);
  const isKnown = (major === 5 && minor >= 4) || major === 6;
  return isKnown && typeof loaded.createProgram === "function" && typeof loaded.getParsedCommandLineOfConfigFile === "function";
}

/** The TypeScript that godwit brings. */
export function bundledTypeScript(): FoundTypeScript {
  const own = require("typescript") as TypeScript;
  return { ts: own, version: own.version, isOwn: false };
}
