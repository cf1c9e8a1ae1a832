import { dirname, relative } from "node:path";
import type { Dependencies } from "./dependencies.js";
import type { ExportOrigin, Exports } from "./exports.js";
import { isSameModule, type ModuleIdentity } from "./identities.js";
import type { SpecifierAnswer, SpecifierHabit } from "./modules.js";
import { readEntries } from "./package-entries.js";
import type { PackageScope } from "./packages.js";
import { slashed, splitPackage, stemOf } from "./paths.js";
import { resolveEntry, type Resolver, type RepositoryContext } from "./resolve.js";
import type { Specifiers } from "./specifiers.js";

/** Finds how a file should write an import of one export. */
export interface ExportSpecifiers {
  specifierFor(from: string, target: FileIdentity, exported: string, habit: SpecifierHabit): SpecifierAnswer;
}

type FileIdentity = Extract<ModuleIdentity, { kind: "file" }>;

interface Needs {
  readonly context: RepositoryContext;
  readonly resolver: Resolver;
  readonly exports: Exports;
  readonly dependencies: Dependencies;
  readonly specifiers: Specifiers;
}

/** Creates the finder: an entry where a border is crossed, the holding file inside the own package. */
export function createExportSpecifiers({ context, resolver, exports, dependencies, specifiers }: Needs): ExportSpecifiers {
  const ownerOf = (path: string): PackageScope | undefined => context.packages.owner(dirname(context.tree.real(path)));

  /** The file that holds the export, where the module is the importing file's own barrel or an entry of its own package. */
  const behindOwnBarrel = (from: string, target: FileIdentity, exported: string): ExportOrigin | undefined => {
    const owner = ownerOf(from);
    if (owner === undefined || owner !== ownerOf(target.path) || exported === "*") return undefined;
    const origin = exports.origin(target, exported);
    if (origin?.module.kind !== "file" || origin.module.path === target.path || origin.name === "*") return undefined;
    if (ownerOf(origin.module.path) !== owner) return undefined;
    const isEntry = entriesOf(context, owner).has(target.path);
    return isEntry || dependencies.distance(target, context.tree.real(from)) !== undefined ? origin : undefined;
  };

  const throughEntry = (
    from: string,
    target: FileIdentity,
    exported: string,
    habit: SpecifierHabit,
  ): SpecifierAnswer | undefined => {
    const owner = ownerOf(target.path);
    const origin = exports.origin(target, exported);
    if (owner?.name === undefined || owner === ownerOf(from) || !origin) return undefined;
    const entries = entrySpecifiers(owner, owner.name, habit).flatMap((specifier) => {
      const entry = resolver.resolve(from, specifier);
      return entry.kind === "file" ? [{ specifier, entry }] : [];
    });
    const passing = entries.find(({ entry }) => isSameExport(exports.origin(entry, exported), origin));
    if (passing) return specifiers.specifierWithWarning(from, passing.specifier, habit);
    for (const { specifier, entry } of entries) {
      const renamed = exports.nameOf(entry, origin);
      if (renamed !== undefined) return { ...specifiers.specifierWithWarning(from, specifier, habit), exported: renamed };
    }
    return undefined;
  };

  return {
    specifierFor(from, target, exported, habit) {
      const origin = behindOwnBarrel(from, target, exported);
      if (origin) {
        const answer = specifiers.specifierFor(from, origin.module, habit);
        return "refused" in answer ? answer : { ...answer, exported: origin.name };
      }
      const answer = specifiers.specifierFor(from, target, habit);
      const owner = ownerOf(target.path);
      if (!("refused" in answer) && !(owner && isDeepPath(owner, answer.specifier, habit))) return answer;
      const entry = throughEntry(from, target, exported, habit);
      if (entry) return entry;
      if (!("refused" in answer) || owner?.name === undefined || owner === ownerOf(from)) return answer;
      return { refused: answer.refused + wayToExport(owner, target.path, exported) };
    },
  };
}

/** Whether a specifier names a file inside a package that the importing file does not name already, and no entry. */
function isDeepPath(owner: PackageScope, specifier: string, habit: SpecifierHabit): boolean {
  // Most specifiers are paths.
  if (owner.name === undefined || !specifier.startsWith(owner.name)) return false;
  const { name, subpath } = splitPackage(specifier);
  if (name !== owner.name || subpath === "" || habit.specifiers.includes(specifier)) return false;
  return !entrySpecifiers(owner, name, habit).includes(specifier);
}

/** What the package's author can do. */
function wayToExport({ directory, name, json }: PackageScope, path: string, exported: string): string {
  const what = exported === "default" || exported === "*" ? "it" : exported;
  const subpath = slashed(stemOf(relative(directory, path))).replace(/^(?:src|lib|source)\//, "");
  const field = json["exports"] ?? undefined;
  return `: export ${what} from the entry of ${name ?? "its package"}${field === undefined ? "" : `, or add "./${subpath}" to its exports`}`;
}

function isSameExport(a: ExportOrigin | undefined, b: ExportOrigin): boolean {
  return a !== undefined && a.name === b.name && isSameModule(a.module, b.module);
}

/** The files that the package's own entries lead to. */
function entriesOf(context: RepositoryContext, owner: PackageScope): ReadonlySet<string> {
  const subpaths = exportKeys(owner).map((key) => key.slice(2));
  return new Set(
    subpaths.flatMap((subpath) => {
      const entry = resolveEntry(context, owner, subpath, []);
      return entry?.kind === "file" ? [entry.path] : [];
    }),
  );
}

function exportKeys({ json }: PackageScope): readonly string[] {
  const field = json["exports"];
  const keys = field === undefined || field === null ? ["."] : readEntries(field, []).map((entry) => entry.key);
  return keys.filter((key) => !key.includes("*") && key.startsWith("."));
}

/** The package's entries as they are imported: those that the file uses already, then the shortest. */
function entrySpecifiers(owner: PackageScope, name: string, habit: SpecifierHabit): readonly string[] {
  const specifiers = exportKeys(owner).map((key) => name + key.slice(1));
  const used = [...(habit.instead === undefined ? [] : [habit.instead]), ...habit.specifiers].filter((each) =>
    specifiers.includes(each),
  );
  return [...new Set([...used, ...specifiers.sort((a, b) => a.length - b.length)])];
}
