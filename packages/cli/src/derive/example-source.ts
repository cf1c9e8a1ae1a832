import path from "node:path";
import type { ExampleSource } from "./entry.js";
import type { DerivedModule } from "./read-module.js";

/** A use of something deprecated. */
export interface Use {
  /** The code, with the local name of what is deprecated. */
  readonly code: string;
  readonly isFixed: boolean;
  readonly isType?: boolean;
  readonly parameters?: readonly string[];
}

interface ExampleSubject {
  readonly module: DerivedModule;
  readonly local: string;
  readonly exported: string | undefined;
  /** Whether only the module is another one. */
  readonly keepsName: boolean;
}

/** A file that has one use, beside the module. */
export function exampleOf(
  { code, isFixed, isType, parameters }: Use,
  index: number,
  { module, local, exported, keepsName }: ExampleSubject,
): ExampleSource {
  const file = module.module.slice(2);
  const extension = /\.[cm]?([jt])sx?$/.exec(file)?.[1] === "j" ? "js" : "ts";
  const folder = path.posix.dirname(file);
  const name = `use-${file.split("/").at(-1)!.replace(/\..*$/, "")}${index === 0 ? "" : `-${index + 1}`}.${extension}`;
  const at = folder === "." ? name : `${folder}/${name}`;
  const answer = module.modules.specifierFor(
    path.join(module.modules.root, at),
    module.modules.resolveContractModule(module.module),
    {
      ...{ specifiers: [], commonJs: false },
    },
  );
  const specifier = "specifier" in answer ? answer.specifier : `./${path.posix.basename(file)}`;
  const clause =
    exported === undefined
      ? `{ ${local} }`
      : exported === "default"
        ? local
        : exported === local
          ? `{ ${local} }`
          : `{ ${exported} as ${local} }`;
  const typed = extension === "ts" ? ": never" : "";
  const given = parameters?.map((each) => `${each}${typed}`).join(", ");
  const use = isType
    ? `export type Example = ${local};`
    : `export const example = ${given === undefined ? "" : `(${given}) => `}${code === "old" ? local : code};`;
  const before = `import ${isType ? "type " : ""}${clause} from "${specifier}";\n\n${use}\n`;
  return { path: at, before, isFixed, old: code !== "old" ? code : keepsName ? `"${specifier}"` : local };
}
