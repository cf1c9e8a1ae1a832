import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { escapePattern } from "../parsing/nests-little.js";
import type { ParseSource } from "../parsing/parsed-source.js";
import type { ExportEntry, ExportTable } from "./export-table.js";
import { readExports } from "./module-exports.js";
import { extensionOf, isDeclaration, isTypeScript, splitPackage, stemOf } from "../tree/paths.js";
import { probeFile } from "../tree/probe.js";
import { remember } from "../tree/remember.js";
import type { RepositoryContext } from "../resolving/resolve.js";

/** An export that a file would import from an installed package. */
export interface InstalledExport {
  /** The importing file (absolute). */
  readonly from: string;
  /** The package's specifier. */
  readonly specifier: string;
  readonly name: string;
}

const DEFAULT_DECLARATION = /\bexport\s+default\s+(?:abstract\s+)?(?:function|class|interface)\s+[\w$]+/gu;

/** What the types of installed packages show of their exports; false where they are not there, or do not tell. */
export interface InstalledExports {
  /** Whether a package lacks an export. */
  lacks(wanted: InstalledExport): boolean;
  /** What else an export is; undefined where the package's types are not there. */
  otherForms(wanted: InstalledExport): OtherForms | undefined;
  /** The declarations of what a specifier leads to from a file, or its script. */
  fileOf(from: string, specifier: string): string | undefined;
}

/** How a file may get an export besides by its name. */
export interface OtherForms {
  /** Whether it is the module's default export too. */
  readonly isDefault: boolean;
  /** Whether it has what the module exports, as zod's `z`: then `import * as z` gives the same. */
  readonly isModule: boolean;
}

/** Creates the reader of what installed packages export. */
export function createInstalledExports(context: RepositoryContext, parse: ParseSource): InstalledExports {
  const { tree } = context;
  const tables = new Map<string, ExportTable | undefined>();
  const forms = new Map<string, OtherForms | undefined>();

  const tableOf = (path: string): ExportTable | undefined =>
    remember(tables, path, () => {
      const text = tree.read(path);
      try {
        return text === undefined ? undefined : readExports(parse(path, text).program);
      } catch {
        return undefined;
      }
    });

  const typesOf = (from: string, specifier: string): string | undefined => {
    if (/^\.\.?(?:\/|$)/u.test(specifier)) {
      const path = join(dirname(from), specifier);
      return [probeFile(tree, path), probeFile(tree, join(path, "index"))].flatMap((found) => declarationsOf(found) ?? [])[0];
    }
    const { name, subpath } = splitPackage(specifier);
    const scope = context.packages.find(dirname(from), name)?.scope;
    const field = subpath === "" ? (scope?.json["types"] ?? scope?.json["typings"]) : undefined;
    const hasEntries = (scope?.json["exports"] ?? undefined) !== undefined;
    const named = scope && !hasEntries && typeof field === "string" ? probeFile(tree, join(scope.directory, field)) : undefined;
    if (named !== undefined) return declarationsOf(named);
    const found = declarationsOf(context.native(from, specifier, context.projects.projectOf(from)?.conditions ?? []));
    if (found !== undefined || name.startsWith("@types/")) return found;
    return typesOf(from, [typesName(name), subpath].filter((part) => part !== "").join("/"));
  };

  /** The file itself, or the declarations beside a script. */
  const declarationsOf = (path: string | undefined): string | undefined => {
    if (path === undefined || isDeclaration(path) || isTypeScript(path)) return path;
    const beside = stemOf(path) + extensionOf(path).replace(/^\.([mc]?).*/u, ".d.$1ts");
    return tree.isFile(beside) ? beside : undefined;
  };

  const lacks = (path: string | undefined, name: string, visited: Set<string>): boolean => {
    const table = path === undefined ? undefined : tableOf(path);
    if (path === undefined || !table) return false;
    // `export = moment` exports what is declared under that name, which may be of another module, or in a file that is referred to.
    const isWhole = table.names.has("export=") && !/\b(?:import|require)\b|<reference path/u.test(tree.read(path) ?? "");
    if (!isWhole && (table.opaque || table.names.has("export="))) return false;
    if (table.names.has(name)) return false;
    if (visited.has(path)) return true;
    visited.add(path);
    // In a declaration file what has no `export` may be exported all the same, but for the name of the default export.
    const isDeclared = new RegExp(String.raw`(?<![\w$.])${escapePattern(name)}(?![\w$])`, "u").test(
      (tree.read(path) ?? "").replaceAll(DEFAULT_DECLARATION, ""),
    );
    if (isDeclared) return false;
    return table.stars.every(({ specifier }) => lacks(typesOf(path, specifier), name, visited));
  };

  const fileOf = (from: string, specifier: string): string | undefined =>
    typesOf(from, specifier) ??
    (specifier.startsWith(".")
      ? probeFile(tree, join(dirname(from), specifier))
      : context.native(from, specifier, context.projects.projectOf(from)?.conditions ?? []));

  return {
    fileOf: (from, specifier) =>
      fileOf(tree.real(from), isBuiltin(specifier) ? `@types/node/${specifier.replace(/^node:/u, "")}` : specifier),
    lacks: ({ from, specifier, name }) =>
      name !== "default" && name !== "*" && lacks(typesOf(tree.real(from), specifier), name, new Set()),
    otherForms: ({ from, specifier, name }) =>
      remember(forms, [dirname(from), specifier, name].join("\0"), () => {
        const path = typesOf(tree.real(from), specifier);
        const table = path === undefined ? undefined : tableOf(path);
        return table && formsIn(table, name);
      }),
  };
}

function formsIn({ names, stars }: ExportTable, name: string): OtherForms {
  const entry = names.get(name);
  const isNamespace = entry?.kind === "from" && entry.name === "*";
  return {
    isDefault: isSameEntry(entry, names.get("default")),
    isModule: isNamespace && stars.some(({ specifier, typeOnly }) => !typeOnly && specifier === entry.specifier),
  };
}

/** Whether two exports of a module are one thing by its own text. */
function isSameEntry(a: ExportEntry | undefined, b: ExportEntry | undefined): boolean {
  if (a?.kind === "from" && b?.kind === "from") return a.specifier === b.specifier && a.name === b.name;
  return a?.kind === "local" && b?.kind === "local" && a.local !== undefined && a.local === b.local;
}

function typesName(name: string): string {
  return `@types/${name.replace(/^@/u, "").replace("/", "__")}`;
}
