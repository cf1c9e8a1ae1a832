import { wordsOf } from "../src/reasons/reasons.js";
import { join } from "node:path";
import { createModules } from "../src/modules/create-modules.js";
import type { SpecifierHabit } from "../src/modules/specifiers/habits.js";
import type { ModuleIdentity } from "../src/modules/resolving/identities.js";
import { parseWithOxc } from "../../../test/support/parse-with-oxc.js";
import { type TreeContent, writeTree } from "../../../test/support/temporary-tree.js";

/** The module service over a tree of files, with paths relative to the tree. */
export interface ModuleRepository {
  readonly root: string;
  readonly modules: ReturnType<typeof createModules>;
  /** `src/a.ts`, `missing src/a` or `package uuid/v4`. */
  resolve(from: string, specifier: string): string;
  contract(module: string): string;
  /** The specifier, followed by ` | ` and its reason if there is one, or `refused: …`. */
  specifier(from: string, target: string, habit?: Partial<SpecifierHabit>): string;
  /** The same for one export of the target, with the name that it has there behind ` as ` where that is another. */
  specifierOf(from: string, target: string, exported: string, habit?: Partial<SpecifierHabit>): string;
}

/** Writes the files and opens the module service over them. */
export function moduleRepository(files: Readonly<Record<string, TreeContent>>, folder = ""): ModuleRepository {
  const base = writeTree(files);
  const root = join(base, folder);
  const modules = createModules({ root, parse: parseWithOxc });
  const show = (identity: ModuleIdentity): string => {
    if (identity.kind === "package") return `package ${identity.name}${identity.subpath && `/${identity.subpath}`}`;
    const path = identity.kind === "file" ? identity.path : identity.stem;
    return (identity.kind === "file" ? "" : "missing ") + (modules.relative(path) ?? path.replace(base, "<above>"));
  };
  const specifierOf = (from: string, target: string, exported?: string, habit?: Partial<SpecifierHabit>): string => {
    const identity = target.startsWith("./")
      ? modules.resolveContractModule(target)
      : modules.resolve(join(root, "x.ts"), target);
    const answer = modules.specifierFor(join(root, from), identity, { specifiers: [], commonJs: false, ...habit }, exported);
    if ("refused" in answer) return `refused: ${wordsOf(answer.refused)}`;
    const name = answer.exported === undefined || answer.exported === exported ? "" : ` as ${answer.exported}`;
    return answer.specifier + name + (answer.reason === undefined ? "" : ` | ${wordsOf(answer.reason)}`);
  };
  return {
    root,
    modules,
    resolve: (from, specifier) => show(modules.resolve(join(root, from), specifier)),
    contract: (module) => show(modules.resolveContractModule(module)),
    specifier: (from, target, habit) => specifierOf(from, target, undefined, habit),
    specifierOf: (from, target, exported, habit) => specifierOf(from, target, exported, habit),
  };
}
