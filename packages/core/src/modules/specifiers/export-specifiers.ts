import { because, wordsOf } from "../../reasons/reasons.js";
import { basename, dirname, join, relative } from "node:path";
import type { Dependencies } from "../resolving/dependencies.js";
import { isSameOrigin, type ExportOrigin, type Exports } from "../exports/exports.js";
import { type Habits, ranked, type SpecifierHabit } from "./habits.js";
import { hasOnlyTypes, type SpecifierAnswer } from "./package-specifiers.js";
import { isSameModule, type ModuleIdentity } from "../resolving/identities.js";
import { readEntries } from "../packages/package-entries.js";
import type { PackageScope } from "../packages/packages.js";
import { isInside, isTypeScript, slashed, splitPackage, stemOf } from "../tree/paths.js";
import { resolveEntry, type Resolver, type RepositoryContext } from "../resolving/resolve.js";
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
  readonly habits: Habits;
  readonly specifiers: Specifiers;
}

/** What is to be imported, and by whom. */
interface Wanted {
  readonly from: string;
  readonly target: FileIdentity;
  readonly exported: string;
  readonly habit: SpecifierHabit;
}

/** Creates the finder: an entry where a border is crossed, the holding file inside the own package. */
export function createExportSpecifiers(needs: Needs): ExportSpecifiers {
  const { context, resolver, exports, dependencies, habits, specifiers } = needs;
  const ownerOf = (path: string): PackageScope | undefined => context.packages.owner(dirname(context.tree.real(path)));
  const asImported = (from: string, path: string): PackageScope | undefined =>
    context.packages.asImported(dirname(context.tree.real(from)), ownerOf(path));

  /** The file that holds the export, where the module is the importing file's own barrel or an entry of its own package. */
  const behindOwnBarrel = ({ from, target, exported, habit: { instead, leaves } }: Wanted): ExportOrigin | undefined => {
    const owner = ownerOf(from);
    if (owner === undefined || owner !== ownerOf(target.path) || exported === "*") return undefined;
    const origin = exports.origin(target, exported);
    if (origin?.module.kind !== "file" || origin.module.path === target.path || origin.name === "*") return undefined;
    // The new home may pass on for now what the old one still holds.
    const left = leaves ?? (instead === undefined ? undefined : resolver.resolve(from, instead));
    if (left && isSameModule(left, origin.module)) return undefined;
    if (ownerOf(origin.module.path) !== owner) return undefined;
    // A script beside the TypeScript that it passes on is there for other packages, and loads what is built.
    const isProxy = !isTypeScript(target.path) && isTypeScript(origin.module.path);
    const isEntry = isProxy || entriesOf(context, owner).has(target.path);
    return isEntry || dependencies.distance(target, context.tree.real(from)) !== undefined ? origin : undefined;
  };

  /** Whether a module is the one that has to go, or has the export from there before its new home. */
  const isLeft = (module: ModuleIdentity, { target, exported, habit: { leaves } }: Wanted, name = exported): boolean => {
    if (!leaves || isSameModule(module, target)) return false;
    const met = exports.way(module, name).find((step) => [leaves, target].some((each) => isSameModule(step.module, each)));
    return isSameModule(module, leaves) || (!!met && isSameModule(met.module, leaves));
  };

  /** Whether a module has the export, as a value too where one is wanted: `export type { X }` leaves none. */
  const offers = (module: ModuleIdentity, wanted: Wanted, origin: ExportOrigin, name = wanted.exported): boolean => {
    const found = exports.origin(module, name);
    const isValue = wanted.habit.isTypeOnly === true || found?.kind !== "type" || origin.kind === "type";
    return isSameOrigin(found, origin) && isValue && !isLeft(module, wanted, name);
  };

  const throughEntry = (wanted: Wanted): SpecifierAnswer | undefined => {
    const { from, target, exported, habit } = wanted;
    const owner = asImported(from, target.path);
    const origin = exports.origin(target, exported);
    if (owner?.name === undefined || owner === ownerOf(from) || !origin) return undefined;
    if (habit.isTypeOnly !== true && hasOnlyTypes(owner)) return undefined;
    const { name } = owner;
    const shown = entrySpecifiers(owner, habit, () => habits.entriesOf(from, name));
    // Who leaves one path into the package takes another one.
    const isPath = leavesPath(owner, habit);
    const entries = [...shown, ...proxiesOf(owner, name, target.path)].flatMap((specifier) => {
      if (isPath && specifier === name) return [];
      const entry = resolver.resolve(from, specifier);
      return entry.kind === "file" ? [{ specifier, entry }] : [];
    });
    const passing = entries.find(({ entry }) => offers(entry, wanted, origin));
    if (passing) return specifiers.specifierWithWarning(from, passing.specifier, habit);
    for (const { specifier, entry } of entries) {
      const renamed = exports.nameOf(entry, origin);
      if (renamed !== undefined && offers(entry, wanted, origin, renamed))
        return { ...specifiers.specifierWithWarning(from, specifier, habit), exported: renamed };
    }
    return undefined;
  };

  /** Of a package that may import the export's own one, or will be able to by an entry that passes it on. */
  const direct = (wanted: Wanted): SpecifierAnswer => {
    const { from, target, exported, habit } = wanted;
    const answer = specifiers.specifierFor(from, target, habit);
    const owner = asImported(from, target.path);
    if (!("refused" in answer) && !(owner && isDeepPath(owner, answer.specifier, habit))) return answer;
    const entry = throughEntry(wanted);
    if (entry) return entry;
    if (owner?.name === undefined || owner === ownerOf(from)) return answer;
    const { name } = owner;
    const way = wayToExport(owner, target.path, exported);
    if ("refused" in answer) return { refused: because("notExported", wordsOf(answer.refused) + way) };
    const isNewWay = habit.instead === name && habits.entriesOf(from, name).every((each) => each === name);
    return isNewWay ? { reason: because("notExported", `so far ${name} is only imported by its name${way}`), ...answer } : answer;
  };

  /** Another package, which the file or its package imports already and depends on, may pass the export on. */
  const throughOther = (wanted: Wanted): SpecifierAnswer | undefined => {
    const { from, target, exported, habit } = wanted;
    const others = [ownerOf(from), ownerOf(target.path)];
    const origin = exports.origin(target, exported);
    // What is replaced may be a bridge, which passes the export on until nobody imports it any more.
    const isBridge = !habit.leaves && habit.instead !== undefined && resolver.resolve(from, habit.instead).kind === "file";
    if (others[0] === others[1] || !origin || isBridge) return undefined;
    const leadsThere = (specifier: string): boolean => {
      const module = resolver.resolve(from, specifier);
      const isOther = module.kind === "file" && !others.includes(ownerOf(module.path));
      return isOther && offers(module, wanted, origin);
    };
    const own = habit.instead === undefined ? habit.specifiers : [habit.instead, ...habit.specifiers];
    for (const list of [() => habits.seen(from, own), () => habits.neighbours(from), () => habits.inPackage(from)]) {
      const packages = list().filter(({ style, path }) => style === "package" && path !== undefined);
      for (const specifier of ranked(packages.map((each) => each.specifier))) {
        const answer = specifiers.specifierWithWarning(from, specifier, habit);
        if (!needsReview(answer) && leadsThere(specifier)) return answer;
      }
    }
    return undefined;
  };

  /**
   * The own package by its name, where a file that it does not load imports it so: a test of what a build wrote would load the module a
   * second time from its source, with a state of its own.
   */
  const throughOwnName = (wanted: Wanted): SpecifierAnswer | undefined => {
    const { from, target, exported, habit } = wanted;
    const shown = habit.instead === undefined ? habit.specifiers : [habit.instead];
    const owner = ownerOf(from);
    if (owner?.name === undefined || owner !== ownerOf(target.path)) return undefined;
    const ownName = new Set(shown.filter((specifier) => splitPackage(specifier).name === owner.name));
    const origin = ownName.size === 0 ? undefined : exports.origin(target, exported);
    if (!origin) return undefined;
    for (const specifier of ownName) {
      const entry = resolver.resolve(from, specifier);
      if (entry.kind !== "file" || dependencies.distance(entry, context.tree.real(from)) !== undefined) continue;
      if (offers(entry, wanted, origin)) return { specifier };
    }
    return undefined;
  };

  /** An `index` of the own package that the file loads already, that does not load the file, and that passes the export on. */
  const throughBarrel = (wanted: Wanted): SpecifierAnswer | undefined => {
    const { from, target, exported, habit } = wanted;
    if ((habit.instead !== undefined && !habit.leaves) || ownerOf(from) !== ownerOf(target.path)) return undefined;
    const barrels = (habit.instead === undefined ? habit.specifiers : [habit.instead]).flatMap((specifier) => {
      const entry = resolver.resolve(from, specifier);
      const isBarrel = entry.kind === "file" && stemOf(basename(entry.path)) === "index";
      return isBarrel ? [{ specifier, entry }] : [];
    });
    const origin = barrels.length === 0 ? undefined : exports.origin(target, exported);
    const loads = (entry: FileIdentity) => dependencies.distance(entry, context.tree.real(from)) !== undefined;
    // Whether an import is only of types takes scopes to see.
    const isLoaded = (specifier: string) => habit.commonJs || habit.loaded?.().includes(specifier) === true;
    const passing =
      origin && barrels.find(({ specifier, entry }) => isLoaded(specifier) && offers(entry, wanted, origin) && !loads(entry));
    return passing && { specifier: passing.specifier };
  };

  /**
   * An alias that leads to the entry of a library, which passes the export on: the way into it for all that is outside. Where the library is
   * no project of its own, others take that way.
   */
  const throughAlias = (wanted: Wanted, answer: SpecifierAnswer): SpecifierAnswer | undefined => {
    const { from, target, exported, habit } = wanted;
    if ("specifier" in answer && answer.reason === undefined && !answer.specifier.startsWith("..")) return undefined;
    // A package has to declare what it takes of another one.
    if (needsReview(answer) && !isInside(target.path, ownerOf(from)?.directory ?? from)) return undefined;
    const aliases = (context.projects.projectOf(from)?.aliases ?? []).filter(({ key }) => !key.includes("*"));
    const origin = aliases.length === 0 ? undefined : exports.origin(target, exported);
    if (!origin) return undefined;
    const isShown = (key: string): boolean =>
      [() => habit.specifiers, () => habits.neighbours(from).map(({ specifier }) => specifier)].some((list) =>
        list().includes(key),
      );
    const leads = ({ key }: { readonly key: string }): boolean => {
      const entry = resolver.resolve(from, key);
      if (entry.kind !== "file") return false;
      const library = folderOfLibrary(entry.path);
      if (!isInside(target.path, library) || isInside(from, library) || !offers(entry, wanted, origin)) return false;
      if (dependencies.distance(entry, context.tree.real(from)) !== undefined) return false;
      return needsReview(answer) || isShown(key) || PROJECTS.some((name) => context.tree.isFile(join(library, name)));
    };
    const alias = aliases.find(leads);
    return alias && { specifier: alias.key };
  };

  return {
    specifierFor(from, target, exported, habit) {
      const wanted = { from, target, exported, habit };
      const ownName = throughOwnName(wanted);
      if (ownName) return ownName;
      const origin = behindOwnBarrel(wanted);
      if (origin) {
        const barrel = throughBarrel(wanted);
        if (barrel) return barrel;
        const answer = specifiers.specifierFor(from, origin.module, habit);
        return "refused" in answer ? answer : { ...answer, exported: origin.name };
      }
      const answer = direct(wanted);
      // Who imports the package itself, declared or not, goes on like that.
      const isOwnWay = "specifier" in answer && habit.specifiers.includes(answer.specifier);
      const alias = isOwnWay ? undefined : throughAlias(wanted, answer);
      if (alias) return alias;
      const barrel = isOwnWay ? undefined : throughBarrel(wanted);
      if (barrel) return barrel;
      const isUnusual = needsReview(answer) || ("specifier" in answer && specifiers.isForeign(from, answer.specifier));
      return (isUnusual && !isOwnWay ? throughOther(wanted) : undefined) ?? answer;
    },
  };
}

/** What says that a folder is a project of its own in the tools of monorepos. */
const PROJECTS = ["project.json", "package.json"];

/** The folder of what an entry is of: `libs/log` of `libs/log/src/index.ts`. */
function folderOfLibrary(entry: string): string {
  const folder = dirname(entry);
  return basename(folder) === "src" ? dirname(folder) : folder;
}

/** Whether a person has to look at an answer, or there is none. */
function needsReview(answer: SpecifierAnswer): boolean {
  return "refused" in answer || answer.reason !== undefined;
}

/** Whether a specifier names a file inside a package that the importing file does not name already, and no entry. */
function isDeepPath(owner: PackageScope, specifier: string, habit: SpecifierHabit): boolean {
  // Most specifiers are paths.
  if (owner.name === undefined || !specifier.startsWith(owner.name)) return false;
  const { name, subpath } = splitPackage(specifier);
  if (name !== owner.name || subpath === "" || habit.specifiers.includes(specifier)) return false;
  // What `exports` names is as good as what others import.
  if (!isOpen(owner) && leavesPath(owner, habit)) return false;
  return !entrySpecifiers(owner, habit).includes(specifier);
}

/** Whether a file leaves a path into the package, and not its entry. */
function leavesPath({ name }: PackageScope, { leaves, instead }: SpecifierHabit): boolean {
  const left = splitPackage(leaves ? (instead ?? "") : "");
  return left.name === name && left.subpath !== "";
}

/** Whether any path into the package may be imported. */
function isOpen({ json }: PackageScope): boolean {
  return (json["exports"] ?? undefined) === undefined;
}

/** What the package's author can do. */
function wayToExport({ directory, name, json }: PackageScope, path: string, exported: string): string {
  const what = exported === "default" || exported === "*" ? "it" : exported;
  const subpath = slashed(stemOf(relative(directory, path))).replace(/^(?:src|lib|source)\//, "");
  const field = json["exports"] ?? undefined;
  return `: export ${what} from the entry of ${name ?? "its package"}${field === undefined ? "" : `, or add "./${subpath}" to its exports`}`;
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

/** Without `exports`, `lib/ids` may stand for `lib/src/ids.ts`: a file of the package's root that passes on what is built. */
function proxiesOf(owner: PackageScope, name: string, path: string): readonly string[] {
  const subpath = slashed(stemOf(relative(owner.directory, path)));
  const short = subpath.replace(/^(?:src|lib|source)\//u, "");
  return isOpen(owner) && short !== subpath ? [`${name}/${short}`] : [];
}

/** The package's entries as they are imported: those that the file uses already, those that files beside it use, then the shortest. */
function entrySpecifiers(
  owner: PackageScope,
  { instead, specifiers }: SpecifierHabit,
  besides: () => readonly string[] = () => [],
): readonly string[] {
  const all = exportKeys(owner).map((key) => (owner.name ?? "") + key.slice(1));
  const anyPath = isOpen(owner);
  if (all.length < 2 && !anyPath) return all;
  // Without `exports` each path that code imports already is one.
  const isEntry = (each: string): boolean => (anyPath ? splitPackage(each).name === owner.name : all.includes(each));
  const used = [...(instead === undefined ? [] : [instead]), ...specifiers, ...besides()].filter(isEntry);
  return [...new Set([...used, ...all.sort((a, b) => a.length - b.length)])];
}
