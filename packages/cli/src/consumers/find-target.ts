import { isBuiltin } from "node:module";
import path from "node:path";
import { suggestNearest, type Component } from "@godwit/core/contracts";
import type { TraceTarget } from "@godwit/core/engine";
import { isFile } from "@godwit/core/disk";
import type { ModuleIdentity } from "@godwit/core/modules";
import { listFiles, type ActiveContract, type ConsumedTarget, type Project } from "@godwit/project";
import { UsageError } from "../usage-error.js";

/** What to trace, and how it is called. */
export interface FoundTarget {
  readonly target: TraceTarget;
  readonly described: Omit<ConsumedTarget, "contracts">;
}

/**
 * Finds what a text means: a component of a contract, a name of a contract's `imports`, a file, `file#export`, `package#export`.
 * Throws `UsageError` with what is near.
 */
export function findTarget(project: Project, text: string, cwd: string): FoundTarget {
  const [module, exported] = splitTarget(text.endsWith("#") ? text.slice(0, -1) : text);
  const file = findFile(project.root, module, cwd);
  if (file !== undefined) return targetInFile(project, { text, file, exported });
  if (exported === undefined) {
    const named = findComponent(project, text) ?? findImport(project, text);
    if (named) return named;
  }
  const identity = project.engine.modules.resolveContractModule(module);
  const isUsed = identity.kind === "package" && (isBuiltin(module) || isDeclared(project, module));
  if (isUsed) return targetFor({ text, kind: "package", module, exported: exported ?? null, expectations: {} }, identity);
  if (text.trim() === "") throw new UsageError("Name a component, a file, FILE#EXPORT or PACKAGE#EXPORT.");
  throw new UsageError(unknownTarget(project, text, module));
}

function splitTarget(text: string): readonly [module: string, exported: string | undefined] {
  const at = text.lastIndexOf("#");
  return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, undefined];
}

/** Whether a package is one that the root, or a package of it, declares. */
function isDeclared({ engine, root }: Project, specifier: string): boolean {
  const [, name = ""] = /^(@[\w.-]+\/[\w.-]+|[\w.-]+)(?:\/.*)?$/.exec(specifier) ?? [];
  const files = listFiles(root).map(({ path: file }) => path.join(root, file));
  return engine.modules.declaredPackages(files).has(name);
}

/** A file relative to the working directory, else to the root; its extension may be left out. */
function findFile(root: string, text: string, cwd: string): string | undefined {
  const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", "/index.ts", "/index.tsx", "/index.js"];
  for (const base of [cwd, root]) {
    for (const ending of endings) {
      const file = path.resolve(base, text + ending);
      if (isFile(file) && /\.[cm]?[jt]sx?$/.test(file)) return file;
    }
  }
  return undefined;
}

interface InFile {
  readonly text: string;
  /** Absolute. */
  readonly file: string;
  readonly exported: string | undefined;
}

function targetInFile({ root, engine }: Project, { text, file, exported }: InFile): FoundTarget {
  const inside = path.relative(root, file).replaceAll("\\", "/");
  if (inside.startsWith("../") || path.isAbsolute(inside)) throw new UsageError(`${text} lies outside the root ${root}.`);
  const identity = engine.modules.resolveContractModule(`./${inside}`);
  const described = {
    text,
    kind: exported === undefined ? "file" : "export",
    module: inside,
    exported: exported ?? null,
    expectations: {},
  } as const;
  if (exported !== undefined && engine.modules.exportOrigin(identity, exported) === undefined) {
    const names = engine.modules.exportedNames(identity);
    const nearest = suggestNearest(exported, names);
    const choice = nearest
      ? `Did you mean ${inside}#${nearest}?`
      : names.length > 0
        ? `It exports ${names.join(", ")}.`
        : "It exports nothing.";
    throw new UsageError(`${inside} has no export ${exported}. ${choice}`);
  }
  return targetFor(described, identity);
}

function findComponent(project: Project, name: string): FoundTarget | undefined {
  const owners = project.contracts.filter(({ contract }) => Object.hasOwn(contract.components, name));
  const froms = [...new Set(owners.map(({ contract }) => componentOf(contract, name).from))];
  const [from] = froms;
  if (from === undefined) return undefined;
  if (froms.length > 1)
    throw new UsageError(
      `Several contracts have a component ${name}. Name its file: ${froms.map((each) => `${each}#${name}`).join(" or ")}`,
    );
  const identity = project.engine.modules.resolveContractModule(from);
  const exported = exportOfComponent(project, identity, name);
  const expectations = Object.assign(
    {},
    ...owners.map(({ contract }) => componentOf(contract, name).consumerExpectations),
  ) as Record<string, string>;
  return targetFor(
    { text: name, kind: "component", module: from.replace(/^\.\//, ""), exported: exported ?? null, expectations },
    identity,
  );
}

function componentOf(contract: ActiveContract["contract"], name: string): Component {
  return contract.components[name]!;
}

/** A component that its file exports under no name of its own is looked for by the whole file. */
function exportOfComponent({ engine: { modules } }: Project, module: ModuleIdentity, name: string): string | undefined {
  if (modules.exportOrigin(module, name)) return name;
  return modules.exportOrigin(module, "default")?.local === name ? "default" : undefined;
}

function findImport(project: Project, name: string): FoundTarget | undefined {
  const targets = project.contracts.flatMap(({ contract }) =>
    Object.hasOwn(contract.imports, name) ? [contract.imports[name]!] : [],
  );
  const distinct = [...new Map(targets.map((target) => [`${target.module}#${target.exported}`, target])).values()];
  const [target] = distinct;
  if (!target) return undefined;
  if (distinct.length > 1)
    throw new UsageError(
      `Contracts mean different things by ${name}. Name one: ${distinct.map(({ module, exported }) => `${module}#${exported}`).join(" or ")}`,
    );
  const identity = project.engine.modules.resolveContractModule(target.module);
  const exported = target.exported === "*" ? null : target.exported;
  const module = target.module.replace(/^\.\//, "");
  const kind = identity.kind === "package" ? "package" : exported === null ? "file" : "export";
  return targetFor({ text: name, kind, module, exported, expectations: {} }, identity);
}

function targetFor(described: FoundTarget["described"], module: ModuleIdentity): FoundTarget {
  return { described, target: { module, exported: described.exported ?? undefined } };
}

function unknownTarget({ contracts, root }: Project, text: string, module: string): string {
  const names = [
    ...new Set(contracts.flatMap(({ contract }) => [...Object.keys(contract.components), ...Object.keys(contract.imports)])),
  ];
  const nearest = suggestNearest(text, names);
  const start = `Nothing is called ${text}: it is no component or name of a contract`;
  if (nearest) return `${start}. Did you mean ${nearest}?`;
  const looksLikePath = /[/\\]|\.[cm]?[jt]sx?$/.test(module);
  if (looksLikePath) return `${start}, and there is no file ${module} below ${root}.`;
  const known = names.slice(0, 8);
  return `${start}, and no file. ${known.length > 0 ? `There are: ${known.join(", ")}${names.length > known.length ? ", …" : ""}; or name a file` : "Name a file"}: ./src/a.ts, ./src/a.ts#name.`;
}
