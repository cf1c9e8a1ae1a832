import { isBuiltin } from "node:module";
import { dirname, join, relative } from "node:path";
import { because, type Why } from "../../reasons/reasons.js";
import type { Dependencies } from "../resolving/dependencies.js";
import type { Habits, SpecifierHabit } from "./habits.js";
import type { ModuleIdentity } from "../resolving/identities.js";
import { entryOf, matchEntry, readEntries, requiredFile } from "../packages/package-entries.js";
import { declaredRanges, declaresForUse, isPublished, type PackageScope } from "../packages/packages.js";
import { extensionOf, isDeclaration, isInside, isJavaScript, isTypeScript, slashed, splitPackage } from "../tree/paths.js";
import { probe } from "../tree/probe.js";
import type { RepositoryContext, Resolver } from "../resolving/resolve.js";
import { stringsOf } from "../tree/file-tree.js";

/** The extensions that may be missing from a path into a package. */
const ENDINGS = ["", ".js", ".mjs", ".cjs"];

type PackageIdentity = Extract<ModuleIdentity, { kind: "package" }>;

/** How to write a specifier, or why none can be written. */
export type SpecifierAnswer =
  | {
      readonly specifier: string;
      /** Right, but a person has to look (an undeclared dependency, say). */
      readonly reason?: Why;
      /** What the module behind the specifier calls the export, where that is another name. */
      readonly exported?: string;
    }
  | { readonly refused: Why };

/** What the choice of a package's specifier depends on, whoever asks. */
interface Chooser {
  readonly context: RepositoryContext;
  readonly habits: Habits;
}

interface PackageRequest {
  readonly from: string;
  readonly target: PackageIdentity;
  readonly habit: SpecifierHabit;
  readonly isModule: boolean;
}

/** How a file imports a package. */
export function packageSpecifier(
  { context, habits, resolver }: Chooser & { readonly resolver: Resolver },
  { from, target, habit, isModule }: PackageRequest,
): SpecifierAnswer {
  const { name, subpath } = target;
  const specifier = subpath === "" ? name : `${name}/${subpath}`;
  if (isBuiltin(specifier)) {
    const isBare = !specifier.startsWith("node:") && hasBareBuiltins(habit);
    const reason = whyNotNode(context, from, habit);
    return {
      specifier: isBare ? specifier : `node:${specifier.replace(/^node:/u, "")}`,
      ...(reason !== undefined && { reason }),
    };
  }
  if (isDeadAlias({ context, resolver }, { from, specifier, habit })) return { refused: `${specifier} leads nowhere from here` };
  const as = [habit.instead, ...habit.specifiers].find(
    (each) => each !== undefined && splitPackage(each).name === name && splitPackage(each).subpath === subpath,
  );
  if (as === undefined && !isExported(context, from, target))
    return { refused: because("notExported", `${specifier} is not exported by ${name}`) };
  const written = as ?? specifier + subpathExtension(context, from, target, isModule);
  return withPackageWarning({ context, habits }, { from, specifier: written, habit });
}

/** Whether a specifier begins with what is an alias, or below a "baseUrl", in the one that it replaces, and leads to nothing: no package has that name. */
function isDeadAlias(
  { context, resolver }: { readonly context: RepositoryContext; readonly resolver: Resolver },
  { from, specifier, habit: { instead } }: PackageImport,
): boolean {
  const { name } = splitPackage(specifier);
  if (instead === undefined || splitPackage(instead).name !== name) return false;
  if (context.packages.find(dirname(context.tree.real(from)), name)) return false;
  return resolver.resolve(from, instead).kind === "file" && resolver.resolve(from, specifier).kind !== "file";
}

/** A package's specifier, with a reason to look at it where the package is not declared, or `require` may not load it. */
export function withPackageWarning(
  { context, habits }: Chooser,
  { from, specifier, habit }: PackageImport & { readonly habit: SpecifierHabit },
): SpecifierAnswer {
  const answer = withDependencyWarning({ context, habits }, { from, specifier, habit });
  const isKnown = habit.instead === specifier || habit.specifiers.includes(specifier);
  if (isKnown || "refused" in answer || answer.reason !== undefined) return answer;
  // JavaScript with imports in a CommonJS package is built before it runs.
  const isRequired =
    habit.commonJs && habit.isTypeOnly !== true && isJavaScript(context.tree.real(from)) && !habits.isModule(from);
  const { name, subpath } = splitPackage(specifier);
  const reason = isRequired ? whyNotRequired(context.packages.find(dirname(from), name)?.scope, { name, subpath }) : undefined;
  return reason === undefined ? answer : { ...answer, reason };
}

/** Why `require` may not load a package; undefined where nothing is known to speak against it. */
function whyNotRequired(
  scope: PackageScope | undefined,
  { name, subpath }: Pick<PackageIdentity, "name" | "subpath">,
): string | undefined {
  if (!scope) return undefined;
  const { exports, main, type } = scope.json;
  let file: unknown = subpath === "" ? (main ?? "index.js") : subpath;
  if (exports !== undefined && exports !== null) {
    const entry = entryOf(exports, subpath === "" ? "." : `./${subpath}`);
    if (entry === undefined) return undefined;
    file = requiredFile(entry);
    if (file === undefined) return `${name} exports nothing for require`;
  }
  const isModule =
    typeof file === "string" && (file.endsWith(".mjs") || (type === "module" && /(?:^|\/)[^.]+$|\.js$/u.test(file)));
  return isModule ? becauseOfRequire(name) : undefined;
}

/** Why a file that `require` asks for may not be loaded. */
export function becauseOfRequire(name: string): string {
  return `${name} is an ES module, which only newer versions of Node load with require`;
}

/** Packages that run nowhere but in Node. */
const FOR_NODE = new Set(["fs-extra", "graceful-fs", "express", "fastify", "@nestjs/common"]);
/** Packages whose dependents mostly run in a browser, or on a phone. */
const FOR_BROWSERS = ["react", "react-dom", "react-native", "preact", "vue", "svelte", "solid-js", "lit", "@angular/core"];

/** Why a file may run where there is no module of Node's own; undefined where it loads one already, or nothing speaks for that. */
function whyNotNode(context: RepositoryContext, from: string, habit: SpecifierHabit): string | undefined {
  const { instead = "", isTypeOnly } = habit;
  if (isTypeOnly === true) return undefined;
  const real = context.tree.real(from);
  const owner = context.packages.owner(dirname(real));
  if (!owner || isForDevelopment(slashed(relative(owner.directory, real)))) return undefined;
  const mayBePolyfill = isBuiltin(instead) && !instead.startsWith("node:");
  const isForClients = mayBePolyfill && (/^\s*(["'])use client\1/u.test(context.tree.read(real) ?? "") || pageOf(context, real));
  if (isForClients) return `a bundler for browsers may know \`${instead}\` and not \`node:${instead}\``;
  const sign = signOfBrowser(context, owner);
  // `assert` of a package.json that lists it is what a bundler takes for Node's.
  const isOfNode = (each: string): boolean =>
    isBuiltin(each) ? each.startsWith("node:") || !declaresForUse(owner, splitPackage(each).name) : FOR_NODE.has(each);
  if (sign === undefined || [instead, ...(habit.loaded?.() ?? [])].some(isOfNode)) return undefined;
  return `${packageLabel(context, owner)} ${sign}, and browsers have no module of Node's`;
}

/** Packages that only code of a page imports. */
const OF_PAGES = new Set(["@angular/core", "@angular/platform-browser", "react-dom", "react-dom/client"]);

/**
 * Why a file may not load a module: that, or what it loads, is of Node alone, and the file, which loads nothing so yet, may be code of a page, as
 * what it imports or a page above it shows.
 */
export function whyNotInBrowser(
  { context, dependencies }: { readonly context: RepositoryContext; readonly dependencies: Dependencies },
  module: ModuleIdentity,
  from: string,
  imported: () => readonly string[],
): string | undefined {
  const path = context.tree.real(from);
  const needed = dependencies.loadedOfNode(module);
  if (needed === undefined) return undefined;
  const client = ownerOfPageCode(context, path) ? imported().find((specifier) => OF_PAGES.has(specifier)) : undefined;
  const page = client === undefined ? pageOf(context, path) : undefined;
  const who = client ?? (page && display(context, page));
  if (who === undefined || dependencies.loadedOfNode({ kind: "file", path }) !== undefined) return undefined;
  const sign = client === undefined ? `${who} may load this file` : `this file imports ${who}`;
  return `its module loads \`${needed}\`, which no browser has, and ${sign}`;
}

/** The package of a file that a page may load; none for what runs on a developer's machine, or in Electron. */
function ownerOfPageCode({ packages }: RepositoryContext, path: string): PackageScope | undefined {
  const owner = packages.owner(dirname(path));
  if (!owner || isForDevelopment(slashed(relative(owner.directory, path)))) return undefined;
  return packages.declares(owner.directory, "electron") ? undefined : owner;
}

/** The nearest `index.html` above a file that a page may load. */
function pageOf(context: RepositoryContext, path: string): string | undefined {
  const owner = ownerOfPageCode(context, path);
  if (!owner) return undefined;
  for (let at = dirname(path); ; at = dirname(at)) {
    const candidates = ["", "src", "public"].map((folder) => join(at, folder, "index.html"));
    const page = candidates.find((each) => context.tree.isFile(each));
    if (page !== undefined || at === owner.directory || !isInside(at, owner.directory)) return page;
  }
}

/** What speaks for a package that runs in a browser: what it depends on, a page beside its package.json, or what that says. */
function signOfBrowser({ tree }: RepositoryContext, owner: PackageScope): string | undefined {
  const framework = FOR_BROWSERS.find((name) => declaresForUse(owner, name));
  if (framework !== undefined) return `depends on ${framework}`;
  if (tree.find(join(owner.directory, "index.html"))?.kind === "file") return "has an index.html";
  const field = ["browser", "browserslist"].find((name) => owner.json[name] !== undefined);
  return field && `has "${field}" in its package.json`;
}

/** Whether a package's `exports` offer a path; true if the package is not found or has no `exports`. */
function isExported(context: RepositoryContext, from: string, { name, subpath }: PackageIdentity): boolean {
  const exports = context.packages.find(dirname(from), name)?.scope?.json["exports"];
  if (exports === undefined || exports === null) return true;
  const entries = readEntries(exports, context.projects.projectOf(from)?.conditions ?? []);
  const keys = subpath === "" ? ["."] : ENDINGS.map((extension) => `./${subpath}${extension}`);
  return keys.some((key) => matchEntry(entries, key) !== undefined);
}

/** The extension that a path into an installed package needs; empty if its `exports` or CommonJS completes the path. */
function subpathExtension(
  context: RepositoryContext,
  from: string,
  { name, subpath }: PackageIdentity,
  isModule: boolean,
): string {
  const scope = subpath === "" ? undefined : context.packages.find(dirname(from), name)?.scope;
  if (!scope) return "";
  const { json, directory } = scope;
  if (json["exports"] !== undefined && json["exports"] !== null) {
    const entries = readEntries(json["exports"], []);
    return ENDINGS.find((extension) => matchEntry(entries, `./${subpath}${extension}`)) ?? "";
  }
  if (!isModule || context.tree.isFile(join(directory, subpath))) return "";
  return [".js", ".mjs", ".cjs"].find((extension) => context.tree.isFile(join(directory, subpath + extension))) ?? "";
}

function hasBareBuiltins({ instead, specifiers }: SpecifierHabit): boolean {
  const all = [...(instead === undefined ? [] : [instead]), ...specifiers];
  const decisive = all.find((specifier) => isBuiltin(specifier));
  return decisive !== undefined && !decisive.startsWith("node:");
}

/** A package's specifier that a file is to import. */
interface PackageImport {
  readonly from: string;
  readonly specifier: string;
  readonly habit: Pick<SpecifierHabit, "instead" | "isTypeOnly" | "loaded">;
}

/** The specifier, with a reason to look at it if nothing says that the importing package finds the one that it names. */
export function withDependencyWarning({ context, habits }: Chooser, { from, specifier, habit }: PackageImport): SpecifierAnswer {
  const real = context.tree.real(from);
  const directory = dirname(real);
  const { name } = splitPackage(specifier);
  const owner = context.packages.owner(directory);
  if (!owner || owner.name === name) return { specifier };
  const label = packageLabel(context, owner);
  const found = context.packages.find(directory, name);
  const other = found?.kind === "local" ? otherVersion(found.scope, declaredRanges(owner, name)) : undefined;
  if (other !== undefined) return { specifier, reason: `${label} asks for ${name} ${other}, which is not the workspace's` };
  const isNothingNew = (): boolean =>
    [habit.instead ?? "", ...(habit.loaded?.() ?? [])].some((each) => splitPackage(each).name === name);
  const isUnbuilt = habit.isTypeOnly !== true && CONFIGURATION.test(real) && found?.kind === "local";
  if (isUnbuilt && !isNothingNew()) return { specifier, reason: `${name} may not be built yet when this configuration is read` };
  const isForUse = !isForDevelopment(slashed(relative(owner.directory, real)));
  // Who installs a package from a registry gets what its own package.json declares, and nothing of the repository's root, as its tests may.
  const asksOwn = isForUse && isPublished(owner);
  const isGiven = (): boolean =>
    context.packages.isAvailable(directory, name) &&
    !declaresItsOwn(context, owner, [habit.instead ?? "", ...habits.allInPackage(real)], isForUse);
  const isThere = context.packages.declares(directory, name) || (!asksOwn && (isGiven() || habits.isImported(real, name)));
  if (!isThere && !isNothingNew())
    return { specifier, reason: because("notADependency", `${name} is not a dependency of ${label}`) };
  if (habit.isTypeOnly === true || !context.packages.declaresForDevelopment(directory, name) || isNothingNew())
    return { specifier };
  // What it replaces may be there on the same terms.
  const isAlike =
    habit.instead !== undefined && context.packages.declaresForDevelopment(directory, splitPackage(habit.instead).name);
  if (!isForUse || isAlike) return { specifier };
  // What is bundled, or run from its sources alone, may have all that it uses among them, as another file that runs shows.
  const isBundled = habits.takesValues(real, name, (path) => !isForDevelopment(path));
  return isBundled ? { specifier } : { specifier, reason: `${name} is only a devDependency of ${label}` };
}

/** What is asked for of a package's source, where that is another major version: it comes from a registry. */
function otherVersion({ json }: PackageScope, ranges: readonly string[]): string | undefined {
  const majorOf = (version: string): string | undefined => /^[~^]?([1-9]\d*)\.\d/u.exec(version)?.[1];
  const own = majorOf(String(json["version"]));
  return own === undefined ? undefined : ranges.find((range) => ![undefined, own].includes(majorOf(range)));
}

/**
 * Whether a package declares what is for files like one of its own that imports this, and imports nothing that its workspace alone declares. Of
 * another package of the workspace that says little: two that need each other can't both declare it.
 */
function declaresItsOwn(
  { packages }: RepositoryContext,
  owner: PackageScope,
  imported: readonly string[],
  isForUse: boolean,
): boolean {
  const { directory } = owner;
  const names = imported.map((specifier) => splitPackage(specifier).name).filter((name) => !/^\.|^$/u.test(name));
  const isOwn = (name: string) => (isForUse ? declaresForUse(owner, name) : packages.declaresForDevelopment(directory, name));
  const isGiven = (name: string) => !packages.declares(directory, name) && packages.isAvailable(directory, name);
  return names.some(isOwn) && !names.some((name) => isGiven(name) && packages.find(directory, name)?.kind !== "local");
}

const CONFIGURATION = /\.config\.[cm]?[jt]s$/iu;

export function packageLabel(context: RepositoryContext, scope: PackageScope): string {
  return scope.name ?? display(context, scope.directory);
}

/** A path as people write it: below the root by `./`. */
export function display(context: RepositoryContext, path: string): string {
  return path.startsWith(context.root) ? `.${slashed(path.slice(context.root.length))}` : slashed(path);
}

const FOLDERS =
  /(?:^|\/)(?:__(?:tests?|mocks?|fixtures?|snapshots?|testutils?)__|tests?|specs?|testing|test-utils?|e2e|cypress|playwright|fixtures?|mocks?|bench(?:es|marks?)?|scripts?|tools?|tooling|stories|\.storybook|examples?|evals?)\//iu;

/** `load-config.ts` and `get-story.ts` may be anything; `vite.config.ts`, `user-test.ts` and `jest-config.js` in the package's folder are not. */
const NAMES =
  /(?:\.(?:stories|story|mock|mocks|fixture|config|eval)|[.-](?:test|tests|spec|e2e|bench)|^[^/]+-config)\.[cm]?[jt]sx?$|(?:^|\/)\.[^/]+$/iu;

/** Whether a file (relative to its package) only runs while people work on the package: a test, a script, a tool's settings. */
export function isForDevelopment(path: string): boolean {
  return (
    FOLDERS.test(path) ||
    NAMES.test(path) ||
    /(?:^|\/)(?:test|vitest|jest)[-.](?:setup|env\w*|utils?)\.[cm]?[jt]sx?$/iu.test(path)
  );
}

/** What the question is about whether a package offers a file to others. */
interface ExposureRequest {
  readonly scope: PackageScope;
  /** What follows the package's name in the specifier, as written. */
  readonly subpath: string;
  readonly conditions: readonly string[];
  /** Whether nothing of it has to be there at run time. */
  readonly isTypeOnly: boolean;
}

/** Whether a package lets others load the file: by `exports`; without them every file. */
export function isExposed(request: ExposureRequest): boolean {
  const { scope, subpath, conditions, isTypeOnly } = request;
  const exports = scope.json["exports"];
  if (exports !== undefined && exports !== null) {
    const entries = readEntries(exports, conditions);
    const match = matchEntry(entries, subpath === "" ? "." : `./${subpath}`);
    return match !== undefined && (isTypeOnly || match.runs || !entries.some((entry) => entry.runs));
  }
  if (subpath === "" && !isTypeOnly && hasOnlyTypes(scope)) return false;
  // Nobody depends on the root of a workspace.
  return subpath === "" || scope.json["workspaces"] === undefined;
}

/** Whether all that a package's own name leads to is declarations: Node finds nothing to load. */
export function hasOnlyTypes({ json }: PackageScope): boolean {
  const types = ["types", "typings"].flatMap((field) => stringsOf(json[field]));
  const hasCode = ["exports", "main", "module", "browser", "source"].some((field) => json[field] !== undefined);
  return types.length > 0 && !hasCode && types.every(isDeclaration);
}

/** The specifiers of what a build makes of a file, by the package's name: Node completes no path into an ES module's package. */
export function builtSpecifiers(
  context: RepositoryContext,
  { name = "", directory, json }: PackageScope,
  path: string,
): readonly string[] {
  const ends = json["type"] === "module" ? [".js", ""] : ["", ".js"];
  return builtStems(context, path).flatMap((stem) => ends.map((end) => `${name}/${slashed(relative(directory, stem + end))}`));
}

/** Where a build writes a file, without the extension. No compiler writes a declaration file: what copies it has to have done so. */
export function builtStems({ output, tree }: RepositoryContext, path: string): readonly string[] {
  const isThere = (stem: string): boolean => !isDeclaration(path) || tree.isFile(stem + extensionOf(path));
  return output.outputsOf(path).filter(isThere);
}

/** Whether what others load of the package is written by a build, so that the source file is nothing to load. */
export function shipsBuild(context: RepositoryContext, { json, directory }: PackageScope, target: string): boolean {
  const entries = ["main", "module", "types", "typings"].flatMap((field) => stringsOf(json[field]));
  if (entries.length === 0) {
    // Without an entry others load paths into what is published.
    const shipped = stringsOf(json["files"]).map((glob) => dirname(join(directory, glob.replace(/\*.*$/u, ""), "any.js")));
    return (
      shipped.some((folder) => context.output.isBuilt(join(folder, "any.js"))) &&
      !shipped.some((folder) => isInside(target, folder))
    );
  }
  return entries.some((entry) => {
    const path = join(directory, entry);
    if (context.output.isBuilt(path)) return true;
    const file = probe(context.tree, path);
    // What is not there has to be written first.
    if (file === undefined) return true;
    const source = context.output.sourceOf(file);
    if (source !== undefined) return source !== file;
    return /^\.[mc]?jsx?$/.test(extensionOf(file)) && isTypeScript(target);
  });
}
