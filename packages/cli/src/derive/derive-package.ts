import path from "node:path";
import { createFileTree, isRecord, type FileTree } from "@godwit/core/modules";
import { moduleExportName } from "@godwit/core/engine";
import { listFiles, readSource, type Project } from "@godwit/project";
import { tryOpen } from "../host/source-file.js";
import { findPackage, type InstalledPackage } from "../doctor/finding.js";
import { UsageError } from "../failure.js";
import type { Entry, NotDerived } from "./write-contract.js";
import { findTagged, importedName, namedInTag, OVERLOADED, type Tagged } from "./tagged.js";

/** A package with thousands of declaration files is read no further than this. */
const MOST_FILES = 2_000;

/** Derives what the declarations of an installed package say of the exports that the repository imports from it. */
export function derivePackage(
  project: Project,
  name: string,
): { readonly entries: readonly Entry[]; readonly notDerived: readonly NotDerived[]; readonly hasTags: boolean } {
  const tree = createFileTree();
  const found = findPackage(tree, project.root, name);
  if (!found) throw new UsageError(`There is no package ${name} in node_modules: install it, or correct its name.`);
  const entry = typesOf(tree, found) ?? typesOfTwin(tree, project.root, name);
  if (entry === undefined) throw new UsageError(`${name} has no declarations (.d.ts), so nothing says what of it is deprecated.`);
  const exports = readDeclarations(tree, entry);
  const used = usedNames(project, name);
  const entries: Entry[] = [];
  const notDerived: NotDerived[] = [];
  for (const { tagged, file } of exports.tagged) {
    if (!used.has(tagged.exported)) continue;
    const target = tagged.kind === "overload" ? undefined : targetOf(tagged, exports.names);
    if (target !== undefined) entries.push(entryOf(name, tagged, target));
    else {
      const [what, reason] = [`${name}#${tagged.exported}`, whyNotDerived(name, tagged)];
      notDerived.push({ file: path.relative(project.root, file).replaceAll("\\", "/"), line: tagged.line, what, reason });
    }
  }
  return { entries, notDerived, hasTags: exports.hasTags };
}

type TaggedExport = Tagged & { readonly exported: string };

/** The other export that a tag names. */
function targetOf({ tag, exported }: TaggedExport, names: ReadonlySet<string>): string | undefined {
  return namedInTag(tag).find((each) => each !== exported && names.has(each));
}

function whyNotDerived(name: string, { kind, tag }: TaggedExport): string {
  if (kind === "overload") return OVERLOADED;
  return tag === "" ? "its tag names no replacement" : `its tag names no other export of ${name}: ${tag.slice(0, 120)}`;
}

function entryOf(name: string, tagged: TaggedExport, target: string): Entry {
  const isType = tagged.kind === "declaration" && /^TS(?:TypeAlias|Interface)/.test(tagged.node.type);
  const use = isType ? "export type Example = " : "export const example = ";
  const before = `import ${isType ? "type " : ""}{ ${tagged.exported} } from "${name}";\n\n${use}${tagged.exported};\n`;
  return {
    what: tagged.exported,
    line: tagged.line,
    found: `says to use ${target}`,
    moves: [{ from: name, name: tagged.exported, as: target, rename: "uses", fix: "suggest" }],
    bans: [],
    names: {},
    bridge: undefined,
    example: { path: "src/example.ts", before, isFixed: false, old: tagged.exported },
  };
}

interface PackageExports {
  /** Whether something is tagged, be it an export or not. */
  readonly hasTags: boolean;
  readonly names: ReadonlySet<string>;
  readonly tagged: readonly { readonly tagged: TaggedExport; readonly file: string }[];
}

/** The exports of an entry and of what it passes on from its own package, under the names that their files give them. */
function readDeclarations(tree: FileTree, entry: string): PackageExports {
  const names = new Set<string>();
  const tagged: PackageExports["tagged"][number][] = [];
  const seen = new Set<string>();
  const waiting = [entry];
  let hasTags = false;
  for (let file = waiting.pop(); file !== undefined && seen.size < MOST_FILES; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = tree.read(file);
    // Declarations newer than the parser say nothing; what they hide is not derived.
    const source = text === undefined ? undefined : tryOpen(file, text);
    if (!source) continue;
    const own = source.text.includes("@deprecated") ? findTagged(source) : [];
    hasTags ||= own.length > 0;
    for (const each of own) if ("exported" in each && each.kind !== "member") tagged.push({ tagged: each, file });
    for (const statement of source.program.body) {
      if (statement.type === "ExportNamedDeclaration") {
        for (const { exported } of statement.specifiers) names.add(moduleExportName(exported));
        const { declaration } = statement;
        if (declaration?.type === "VariableDeclaration")
          for (const { id } of declaration.declarations) if (id.type === "Identifier") names.add(id.name);
        if (declaration && "id" in declaration && declaration.id && "name" in declaration.id)
          names.add(String(declaration.id.name));
      }
      if (!("source" in statement) || !statement.source || statement.type === "ImportDeclaration") continue;
      const next = besideOf(tree, file, statement.source.value);
      if (next !== undefined) waiting.push(next);
    }
  }
  return { hasTags, names, tagged };
}

function besideOf(tree: FileTree, from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const stem = path.resolve(path.dirname(from), specifier);
  const script = /\.([cm]?)jsx?$/.exec(stem);
  const candidates = script
    ? [`${stem.slice(0, script.index)}.d.${script[1]!}ts`]
    : [`${stem}.d.ts`, `${stem}.d.mts`, `${stem}.d.cts`, path.join(stem, "index.d.ts"), stem];
  return candidates.find((each) => /\.d\.[cm]?ts$/.test(each) && tree.isFile(each));
}

/** The declarations of a package's entry. */
function typesOf(tree: FileTree, { folder }: InstalledPackage): string | undefined {
  const json = tree.json(path.join(folder, "package.json"));
  if (!isRecord(json)) return undefined;
  const exported = isRecord(json["exports"]) ? (json["exports"]["."] ?? json["exports"]) : undefined;
  const candidates = [typesIn(exported), json["types"], json["typings"], "index.d.ts", json["main"]].flatMap((each) =>
    typeof each === "string" ? [path.join(folder, each), path.join(folder, each.replace(/\.([cm]?)js$/, ".d.$1ts"))] : [],
  );
  return candidates.find((each) => /\.d\.[cm]?ts$/.test(each) && tree.isFile(each));
}

/** The first `types` in an `exports` entry, be it under `import`, `node` or `default`. */
function typesIn(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  if (typeof value["types"] === "string") return value["types"];
  return Object.values(value)
    .map(typesIn)
    .find((each) => each !== undefined);
}

/** Types that others wrote: `@types/name`. */
function typesOfTwin(tree: FileTree, root: string, name: string): string | undefined {
  const twin = findPackage(tree, root, `@types/${name.replace(/^@/, "").replace("/", "__")}`);
  return twin && typesOf(tree, twin);
}

/** The names that the repository imports from a package; those of other ways of using it are not known. */
function usedNames(project: Project, name: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { path: file } of listFiles(project.root)) {
    const absolute = path.join(project.root, file);
    const read = readSource(absolute);
    if (read.kind !== "text" || !read.text.includes(name)) continue;
    const source = tryOpen(absolute, read.text);
    for (const statement of source?.program.body ?? [])
      if (statement.type === "ImportDeclaration" && statement.source.value === name)
        for (const each of statement.specifiers) names.add(importedName(each));
      else if (statement.type === "ExportNamedDeclaration" && statement.source?.value === name)
        for (const { local } of statement.specifiers) names.add(moduleExportName(local));
  }
  return names;
}
