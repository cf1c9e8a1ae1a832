import path from "node:path";
import type { ExampleSource } from "./entry.js";
import type { DerivedModule } from "./read-module.js";

/** A use of something deprecated. */
interface Use {
  /** The code, with the local name of what is deprecated. */
  readonly code: string;
  readonly local: string;
  /** Undefined for a whole module. */
  readonly exported: string | undefined;
  /** Whether only the module is another one. */
  readonly keepsName: boolean;
  readonly isType: boolean;
  readonly isFixed: boolean;
}

/** A file beside the module that has one use. */
export function exampleOf({ module, modules }: DerivedModule, use: Use): ExampleSource {
  const { code, local, exported, isType } = use;
  const file = module.slice(2);
  const extension = /\.[cm]?jsx?$/.test(file) ? "js" : "ts";
  const name = `use-${path.posix.basename(file).replace(/\..*$/, "")}.${extension}`;
  const at = path.posix.join(path.posix.dirname(file), name);
  const answer = modules.specifierFor(path.join(modules.root, at), modules.resolveContractModule(module), {
    ...{ specifiers: [], commonJs: false },
  });
  const specifier = "specifier" in answer ? answer.specifier : `./${path.posix.basename(file)}`;
  const renamed = exported === undefined || exported === local ? local : `${exported} as ${local}`;
  const clause = exported === "default" ? local : `{ ${renamed} }`;
  const statement = isType ? `export type Example = ${code};` : `export const example = ${code};`;
  const before = `import ${isType ? "type " : ""}${clause} from "${specifier}";\n\n${statement}\n`;
  return { path: at, before, isFixed: use.isFixed, old: use.keepsName ? `"${specifier}"` : local };
}
