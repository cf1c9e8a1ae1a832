import { dirname, join } from "node:path";
import {
  allForms,
  baseUrlCandidates,
  importsCandidates,
  packageCandidates,
  pathsCandidates,
  sourceOfAlias,
  type SpecifierCandidate,
  type TargetForms,
} from "../specifiers/aliases.js";
import { type FileTree, stringsOf } from "../tree/file-tree.js";
import { remember } from "../tree/remember.js";
import type { ModuleIdentity } from "../resolving/identities.js";
import { readEntries } from "../packages/package-entries.js";
import { localDependencies, type PackageScope } from "../packages/packages.js";
import { below, folderOfIndex, isInside, isIndexStem, lastSegment, slashed, splitPackage, stemOf } from "../tree/paths.js";
import { probe } from "../tree/probe.js";
import type { Project } from "../packages/projects.js";
import { type RepositoryContext, findSource } from "../resolving/resolve.js";

/** Finds strings that every text that imports a module contains. */
export interface Tokens {
  tokensFor(target: ModuleIdentity): readonly string[] | undefined;
  /** All viewpoints of the repository; undefined if it is too large to look at. */
  viewpoints(): readonly Viewpoint[] | undefined;
}

/** The token of a module that a specifier of dots and slashes alone may lead to: `.`, `../..`. */
export const DOTS = ".";

/** What decides which specifiers a file can write; shared by all files with the same tsconfig and package. */
export interface Viewpoint {
  readonly directory: string;
  readonly project: Project | undefined;
}

const MAX_FOLDERS = 20_000;

/** Creates the search for tokens. */
export function createTokens(context: RepositoryContext): Tokens {
  const answers = new Map<string, readonly string[] | undefined>();
  const everywhere = new Map<string, readonly Viewpoint[] | undefined>();
  const viewpoints = () => remember(everywhere, context.root, () => allViewpoints(context));
  return {
    viewpoints,
    tokensFor: (target) => remember(answers, keyOf(target), () => tokensOf(context, target, viewpoints())),
  };
}

function keyOf(target: ModuleIdentity): string {
  return target.kind === "file"
    ? `file ${target.path}`
    : target.kind === "missing"
      ? `missing ${target.stem}`
      : `package ${target.name}`;
}

function pathOf(target: Exclude<ModuleIdentity, { kind: "package" }>): string {
  return target.kind === "file" ? target.path : target.stem;
}

/** Whether a specifier of dots alone (`.`, `../..`) can lead to the target, as it can in the folder whose entry the target is. */
function isReachedByDots(context: RepositoryContext, target: Exclude<ModuleIdentity, { kind: "package" }>): boolean {
  const path = pathOf(target);
  // The missing module may be the index of a folder that still exists.
  if (target.kind === "missing" && context.tree.isDirectory(path)) return true;
  return [probedStem(path), ...context.output.outputsOf(path)].some(isIndexStem) || foldersLedFrom(context.tree, path).length > 0;
}

/** The path without an extension that a specifier may leave out; resolvers complete `.json` too. */
function probedStem(path: string): string {
  return stemOf(path).replace(/\.json$/, "");
}

/** The folders above a file whose package.json names it as `main`. */
function foldersLedFrom(tree: FileTree, path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = dirname(path); dirname(at) !== at; at = dirname(at)) {
    if (tree.isFile(join(at, "package.json")) && probe(tree, at) === path) folders.push(at);
  }
  return folders;
}

function tokensOf(
  context: RepositoryContext,
  target: ModuleIdentity,
  views: readonly Viewpoint[] | undefined,
): readonly string[] | undefined {
  if (!views) return undefined;
  const tokens =
    target.kind === "package" ? packageTokens(context, target.name, views) : fileTokens(context, pathOf(target), target, views);
  // A string that contains a shorter token adds nothing.
  const distinct = [...new Set(tokens)].filter((token, _, all) => !all.some((other) => other !== token && token.includes(other)));
  if (distinct.includes("")) return undefined;
  // In the folder itself its index is `./index` too.
  return target.kind !== "package" && isReachedByDots(context, target) ? [...distinct, "/index", DOTS] : distinct;
}

function packageTokens(context: RepositoryContext, name: string, views: readonly Viewpoint[]): readonly string[] {
  const keys = views.flatMap(({ directory, project }) => {
    const imports = readEntries(context.packages.nearest(directory)?.json["imports"], project?.conditions ?? []);
    const mapped = imports.filter(({ active }) =>
      active.some((entry) => splitPackage(entry.replace(/^node:/, "")).name === name),
    );
    const vendored = (project?.aliases ?? []).filter(({ targets }) =>
      targets.some((path) => slashed(path).includes(`/node_modules/${name}`)),
    );
    return [...mapped, ...vendored].map(({ key }) => key.split("*")[0] ?? key);
  });
  return [name, ...keys];
}

function fileTokens(
  context: RepositoryContext,
  path: string,
  target: Exclude<ModuleIdentity, { kind: "package" }>,
  views: readonly Viewpoint[],
): readonly string[] {
  const stems = [probedStem(path), ...context.output.outputsOf(path)];
  const named = [...stems.map(folderOfIndex), ...foldersLedFrom(context.tree, path)].map(lastSegment);
  const whole =
    target.kind === "file"
      ? allForms(path, context.output)
      : [path, join(path, "index")].flatMap((each) => allForms(each, context.output));
  const forms: TargetForms = { path, whole, habitual: [] };
  const owner = context.packages.owner(dirname(path));
  const isNamed = ({ specifier }: SpecifierCandidate) => named.some((name) => specifier.includes(name));
  const known = new Map<string, readonly SpecifierCandidate[]>();
  // Of a project only its conditions matter here, and most have the same.
  const packaged = (project: Project | undefined) =>
    remember(known, String(project?.conditions ?? []), () =>
      owner ? packageCandidates(context, project, owner, { ...forms, habitual: whole }) : [],
    );
  return [...named, ...views.flatMap((view) => aliasTokens(context, view, { owner, forms, packaged, isNamed }))];
}

interface AliasedTarget {
  /** The package that holds the target. */
  readonly owner: PackageScope | undefined;
  readonly forms: TargetForms;
  /** The specifiers by the package's name that a file of a project can write. */
  packaged(project: Project | undefined): readonly SpecifierCandidate[];
  /** Whether a specifier holds the target's own name, which is searched for anyway. */
  isNamed(candidate: SpecifierCandidate): boolean;
}

/** What identifies the specifiers that lead to the target from files of one viewpoint without naming it. */
function aliasTokens(
  context: RepositoryContext,
  { directory, project }: Viewpoint,
  { owner, forms, packaged, isNamed }: AliasedTarget,
): readonly string[] {
  const mapped = [
    ...pathsCandidates(context, project, forms),
    ...baseUrlCandidates(project, forms.whole),
    ...importsCandidates(context, project, directory, forms),
  ];
  const catchAlls = (project?.aliases ?? []).filter(
    ({ key, targets }) => key.includes("*") && targets.some((target) => isFixedTarget(context, target, forms)),
  );
  const entries = packaged(project)
    .filter((each) => !isNamed(each))
    .flatMap((each) => (owner && each.specifier === owner.name ? namesOf(context, directory, owner) : identifyingPart(each)));
  return [
    ...mapped.filter((each) => !isNamed(each)).map(identifyingPart),
    ...entries,
    ...catchAlls.map(({ key }) => longerPart(key)),
  ];
}

/** Whether a target without a `*` is the target file: every specifier of its key leads there. */
function isFixedTarget(context: RepositoryContext, target: string, { path, whole }: TargetForms): boolean {
  return !target.includes("*") && (whole.includes(slashed(target)) || sourceOfAlias(context, target) === path);
}

function longerPart(key: string): string {
  const [prefix = "", suffix = ""] = key.split("*");
  return prefix.length >= suffix.length ? prefix : suffix;
}

/** The part of a specifier that is always written: all of an exact key, the last segment of any other. */
function identifyingPart({ style, specifier }: SpecifierCandidate): string {
  return style === `paths:${specifier}` ? specifier : lastSegment(probedStem(specifier));
}

/** The names by which a package of the repository can be imported: its own, and those of dependencies that link to it. */
function namesOf(context: RepositoryContext, directory: string, owner: PackageScope): readonly string[] {
  const names = owner.name === undefined ? [] : [owner.name];
  for (let scope = context.packages.owner(directory); scope; scope = context.packages.owner(dirname(scope.directory))) {
    for (const name of localDependencies(scope)) {
      const found = context.packages.find(directory, name);
      if (found?.kind === "local" && found.scope.directory === owner.directory) names.push(name);
    }
    if (dirname(scope.directory) === scope.directory) break;
  }
  return names;
}

/** All viewpoints of the repository; undefined if it is too large to look at. */
function allViewpoints(context: RepositoryContext): readonly Viewpoint[] | undefined {
  const { tree, projects, root } = context;
  const views: Viewpoint[] = [{ directory: root, project: projects.projectOf(join(root, "x.ts")) }];
  const folders = [root];
  for (const directory of folders) {
    if (folders.length > MAX_FOLDERS) return undefined;
    const { folders: names, linked, jsons } = tree.outline(directory);
    if (jsons.some((name) => /^(?:tsconfig.*|jsconfig|package)\.json$/.test(name))) {
      const own = projects.projectsIn(directory);
      views.push(
        ...(own.length > 0 ? own : [projects.projectOf(join(directory, "x.ts"))]).map((project) => ({ directory, project })),
      );
    }
    // A linked folder is visited at its real path; following the link could lead in a circle.
    const inner = names.filter((name) => name !== "node_modules" && name !== ".git" && !linked.has(name));
    folders.push(...inner.map((name) => below(directory, name)));
  }
  return views;
}

/** A configured prefix of specifiers (or an exact one), and where it leads. */
interface Link {
  readonly key: string;
  /** An absolute path with `/`; may contain a `*`. */
  readonly target: string;
  /** Package names; if the key is empty, every specifier that uses the link contains one of them. */
  readonly names: readonly string[];
}

const PROBE = "probe-of-a-folder";

/**
 * Every specifier outside a folder that leads into the folder contains at least one of these strings; undefined if there is no
 * such list.
 */
export function folderTokens(
  context: RepositoryContext,
  folder: string,
  views: readonly Viewpoint[],
): readonly string[] | undefined {
  const folders = [folder, ...context.output.outputsOf(join(folder, PROBE)).map((path) => dirname(path))];
  if (views.some((view) => canHideFolder(context, view, folders))) return undefined;
  const all = remember(links, views, () => distinctLinks(views.flatMap((view) => linksOf(context, view))));
  const tokens = [...folders.map(lastSegment), ...all.flatMap((link) => folders.flatMap((each) => tokensOfLink(link, each)))];
  return tokens.includes("") ? undefined : [...new Set(tokens)];
}

/** Whether a specifier may lead into the folder without naming it: by `baseUrl`, `rootDirs` or a package's main file. */
function canHideFolder(context: RepositoryContext, { directory, project }: Viewpoint, folders: readonly string[]): boolean {
  const bases = [project?.baseUrl, ...(project?.rootDirs ?? [])].filter((base) => base !== undefined);
  const scope = context.packages.nearest(directory);
  const isOutside = scope && !folders.some((folder) => leadsInto(scope.directory, folder));
  const main = isOutside ? remember(mains, scope, () => findSource(context, scope.directory)) : undefined;
  return folders.some((folder) => [...bases, ...(main === undefined ? [] : [main])].some((path) => leadsInto(path, folder)));
}

/** What does not depend on the folder that is asked about. */
const mains = new WeakMap<PackageScope, string | undefined>();
const links = new WeakMap<readonly Viewpoint[], readonly Link[]>();

/** Most projects of a repository have the same aliases. */
function distinctLinks(all: readonly Link[]): readonly Link[] {
  return [...new Map(all.map((link) => [`${link.key}\0${link.target}\0${link.names.join()}`, link])).values()];
}

/** The strings that identify the link, if it can lead into the folder without naming it. */
function tokensOfLink({ key, target, names }: Link, folder: string): readonly string[] {
  const prefix = target.split("*")[0] ?? target;
  const path = slashed(folder);
  const rest = path.startsWith(prefix) && target.includes("*") ? path.slice(prefix.length) : undefined;
  const isHidden = rest === undefined ? leadsInto(prefix.replace(/\/$/, ""), folder) : !rest.includes(lastSegment(folder));
  if (!isHidden) return [];
  const [before = "", after = ""] = key.split("*");
  const fixed = before.length >= after.length ? before : after;
  return names.length > 0 && fixed === "" ? names : [fixed];
}

function linksOf(context: RepositoryContext, { directory, project }: Viewpoint): readonly Link[] {
  const aliases = (project?.aliases ?? []).flatMap(({ key, targets }) =>
    targets.map((target): Link => ({ key, target: slashed(target), names: [] })),
  );
  const scope = context.packages.nearest(directory);
  const owner = context.packages.owner(directory);
  return [
    ...aliases,
    ...(scope ? entryLinks(scope, "imports", project?.conditions ?? [], []) : []),
    ...(owner ? packageLinks(context, directory, owner, project?.conditions ?? []) : []),
  ];
}

/** The package's own entries; without `exports`, every path in the package can follow its name. */
function packageLinks(
  context: RepositoryContext,
  directory: string,
  owner: PackageScope,
  conditions: readonly string[],
): readonly Link[] {
  const names = namesOf(context, directory, owner);
  const whole = names.map((name): Link => ({ key: name, target: slashed(owner.directory), names }));
  // A build may still have to write it.
  const mains = ["source", "main", "module", "types", "typings"].flatMap((field) => stringsOf(owner.json[field]));
  const led = mains.map((main): Link => ({ key: "", target: slashed(join(owner.directory, main)), names }));
  return [...whole, ...led, ...entryLinks(owner, "exports", conditions, names)];
}

function entryLinks(
  scope: PackageScope,
  field: "exports" | "imports",
  conditions: readonly string[],
  names: readonly string[],
): readonly Link[] {
  return readEntries(scope.json[field], conditions).flatMap(({ key, active, inactive }) =>
    [...active, ...inactive]
      .filter((target) => target.startsWith("./"))
      .map((target): Link => ({
        key: field === "exports" ? key.replace(/^\.\/?/, "") : key,
        target: slashed(join(scope.directory, target)),
        names,
      })),
  );
}

function leadsInto(path: string, folder: string): boolean {
  return isInside(join(path), folder);
}
