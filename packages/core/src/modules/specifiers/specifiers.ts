import { dirname, join, relative } from "node:path";
import {
  allForms,
  areaOf,
  baseUrlCandidates,
  habitualForms,
  importsCandidates,
  packageCandidates,
  pathsCandidates,
  relativeCandidates,
  type SpecifierCandidate,
  type SpecifierStyle,
  type TargetForms,
} from "./aliases.js";
import { climbBetween, type Habits, ranked, type SeenSpecifier, type SpecifierHabit } from "./habits.js";
import type { ModuleIdentity } from "../resolving/identities.js";
import {
  becauseOfRequire,
  builtSpecifiers,
  builtStems,
  display,
  isExposed,
  packageLabel,
  packageSpecifier,
  shipsBuild,
  type SpecifierAnswer,
  withDependencyWarning,
  withPackageWarning,
} from "./package-specifiers.js";
import type { PackageScope } from "../packages/packages.js";
import { isInside, extensionOf, isJavaScript, isTypeScript, slashed, splitPackage } from "../tree/paths.js";
import { remember } from "../tree/remember.js";
import type { Project } from "../packages/projects.js";
import type { Resolver, RepositoryContext } from "../resolving/resolve.js";
import { because, type Why } from "../../reasons/reasons.js";

/** Chooses the specifier with which a file imports a module. */
export interface Specifiers {
  specifierFor(from: string, target: ModuleIdentity, habit: SpecifierHabit): SpecifierAnswer;
  /** A package's specifier, with a reason to look at it if the importing package does not declare the dependency. */
  specifierWithWarning(from: string, specifier: string, habit: SpecifierHabit): SpecifierAnswer;
  /** Whether the importing package neither declares nor imports the package that a specifier names, so that only the workspace gives it. */
  isForeign(from: string, specifier: string): boolean;
}

/** Everything that the choice of a specifier depends on. */
interface Request {
  readonly context: RepositoryContext;
  readonly resolver: Resolver;
  readonly habits: Habits;
  readonly from: string;
  readonly directory: string;
  readonly path: string;
  /** How many folders up from the importing file the path leads. */
  readonly climb: number;
  readonly project: Project | undefined;
  readonly owner: PackageScope | undefined;
  readonly targetOwner: PackageScope | undefined;
  /** The same under the name by which the importing package knows it. */
  readonly imported: PackageScope | undefined;
  readonly instead: readonly SeenSpecifier[];
  readonly seen: readonly SeenSpecifier[];
  readonly loaded: () => readonly string[];
  readonly commonJs: boolean;
  readonly isTypeOnly: boolean;
}

/** Creates the choice of specifiers for a repository. */
export function createSpecifiers(context: RepositoryContext, resolver: Resolver, habits: Habits): Specifiers {
  /** Answers for files by what the importing file shows: who asks for several exports of a module does so with one list. */
  const answers = new WeakMap<readonly string[], Map<string, SpecifierAnswer>>();
  return {
    specifierWithWarning: (from, specifier, habit) => withPackageWarning({ context, habits }, { from, specifier, habit }),
    isForeign(from, specifier) {
      const real = context.tree.real(from);
      const { name } = splitPackage(specifier);
      const owner = context.packages.owner(dirname(real));
      const isNamed = owner?.name === name || context.packages.declares(dirname(real), name);
      return context.packages.find(dirname(real), name) !== undefined && !isNamed && !habits.isImported(real, name);
    },
    specifierFor(from, target, habit) {
      if (target.kind === "package") {
        const isModule = habits.isModule(from) && !habit.commonJs;
        return packageSpecifier({ context, habits, resolver }, { from, target, habit, isModule });
      }
      if (target.kind === "missing") return { refused: `${display(context, target.stem)} does not exist` };
      const real = context.tree.real(from);
      if (real === target.path) return { refused: "this file is the module itself" };
      const { commonJs, instead, specifiers } = habit;
      const directory = dirname(real);
      const owner = context.packages.owner(directory);
      const targetOwner = context.packages.owner(dirname(target.path));
      const imported = context.packages.asImported(directory, targetOwner);
      // Within a package types are imported as values are.
      const isTypeOnly = owner !== targetOwner && habit.isTypeOnly === true;
      const known = answers.get(specifiers) ?? new Map<string, SpecifierAnswer>();
      answers.set(specifiers, known);
      const mustLoad = habit.isTypeOnly !== true && isJavaScript(real);
      const { loaded } = habit;
      // The own package's name leads a type to the same declarations, and a value to a second copy of the module: what is built.
      const isOnlyErased = ({ style, specifier }: SeenSpecifier): boolean =>
        owner === targetOwner && style === "package" && habit.isTypeOnly !== true && loaded?.().includes(specifier) === false;
      const key = JSON.stringify([from, target.path, instead, commonJs, habit.isTypeOnly === true]);
      return remember(known, key, () => {
        const request: Request = {
          context,
          resolver,
          habits,
          from,
          directory,
          path: target.path,
          climb: climbBetween(directory, target.path),
          project: context.projects.projectOf(from),
          owner,
          targetOwner,
          imported,
          instead: habits.seen(from, instead === undefined ? [] : [instead]),
          seen: habits.seen(from, specifiers).filter((each) => !isOnlyErased(each)),
          loaded: loaded ?? (() => []),
          commonJs,
          isTypeOnly,
        };
        const answer = fileSpecifier(request);
        if ("refused" in answer || answer.reason !== undefined) return answer;
        const reason = mustLoad ? whyNotLoaded(request, answer.specifier) : (whyNotBuilt(request) ?? whyNotCompiled(request));
        return reason === undefined ? answer : { ...answer, reason };
      });
    },
  };
}

/**
 * Why Node may not load a file where it runs the importing JavaScript as it is: it is TypeScript, and neither the importing file nor JavaScript beside it
 * loads any, and its package offers no script in its place; or `require` asks for an ES module. Undefined where nothing is known to speak against it.
 */
function whyNotLoaded(request: Request, specifier: string): string | undefined {
  const { context, habits, from, path, instead, seen, commonJs } = request;
  // JavaScript with imports in a CommonJS package is built before it runs.
  if (!habits.isModule(from) && !commonJs) return undefined;
  const shown = [...instead, ...seen];
  const name = display(context, path);
  const isNew = habits.loadsTypeScript(from, specifier) && !shown.some((each) => habits.loadsTypeScript(from, each.specifier));
  if (isNew && !habits.mixesLanguages(from)) return `${name} is TypeScript, which this JavaScript file may not be able to load`;
  if ((habits.isModule(from) && !commonJs) || !habits.isModule(path)) return undefined;
  return shown.some((each) => each.path !== undefined && habits.isModule(each.path)) ? undefined : becauseOfRequire(name);
}

/**
 * Why TypeScript may not build the importing file with the other one, of the same package: that is outside of the `rootDir` of its project,
 * where neither the file imports from already nor a reference leads.
 */
function whyNotBuilt({ context, from, path, owner, targetOwner, project, instead, seen }: Request): string | undefined {
  const rootDir = project?.rootDir;
  if (rootDir === undefined || owner !== targetOwner || !isTypeScript(path) || !project?.includes(context.tree.real(from)))
    return undefined;
  const isOutside = (file: string | undefined): boolean => file !== undefined && isTypeScript(file) && !isInside(file, rootDir);
  const other = context.projects.projectOf(path)?.path;
  if (!isOutside(path) || [...instead, ...seen].some((each) => isOutside(each.path))) return undefined;
  if (other !== undefined && project.references.includes(other)) return undefined;
  return `${display(context, path)} is outside of the rootDir of ${display(context, project.path)}`;
}

/** Why TypeScript refuses an import, types too: of an ES module in a CommonJS one, where it knows no Node that can load that. */
function whyNotCompiled({ context, habits, from, path, project, targetOwner, instead, seen }: Request): string | undefined {
  const kind = String(project?.options["module"]).toLowerCase();
  if (!/^node1[68]$/.test(kind) || habits.isModule(from) || !habits.isModule(path)) return undefined;
  // Its package may have a second form for CommonJS.
  if (JSON.stringify(targetOwner?.json["exports"] ?? "").includes('"require"')) return undefined;
  if ([...instead, ...seen].some((each) => each.path !== undefined && habits.isModule(each.path))) return undefined;
  return `${display(context, path)} is an ES module, which "module": "${kind}" lets no CommonJS module import`;
}

function fileSpecifier(request: Request): SpecifierAnswer {
  const {
    context,
    habits,
    from,
    imported,
    targetOwner,
    owner,
    instead: [instead],
  } = request;
  for (const style of rankStyles(request)) {
    const specifier = candidatesOf(request, style).find((each) => leadsToTarget(request, each.specifier))?.specifier;
    if (specifier === undefined) continue;
    const isForeign = imported?.name !== undefined && owner !== targetOwner && splitPackage(specifier).name === imported.name;
    return isForeign
      ? withDependencyWarning(
          { context, habits },
          {
            from,
            specifier,
            habit: {
              ...(instead && { instead: instead.specifier }),
              loaded: request.loaded,
              isTypeOnly: request.isTypeOnly,
            },
          },
        )
      : { specifier };
  }
  return { refused: refusal(request) };
}

function leadsToTarget({ resolver, from, path }: Request, specifier: string): boolean {
  const identity = resolver.resolve(from, specifier);
  return identity.kind === "file" && identity.path === path;
}

function refusal({ context, owner, targetOwner, imported, path }: Request): Why {
  const file = display(context, path);
  if (owner === targetOwner) return `no specifier leads to ${file} from here`;
  if (imported?.name !== undefined) return because("notExported", `${file} is not exported by ${imported.name}`);
  return `${file} lies outside ${owner ? packageLabel(context, owner) : "this folder"} and in no package that can be imported`;
}

/** Styles to try, best first: that of the replaced specifier, of specifiers of the target, of those near it, of all in the file, of the neighbours. */
function rankStyles(request: Request): readonly SpecifierStyle[] {
  const { seen, owner, targetOwner } = request;
  const votes = (list: readonly SeenSpecifier[]) =>
    ranked(list.filter((each) => isEvidence(request, each)).map((each) => each.style));
  const near = votes(seen.filter(({ path }) => path !== undefined && isNear(request, path)));
  const same = votes(seen.filter(({ path }) => path === request.path));
  const shown = [...stylesOfReplaced(request, near), ...same, ...near, ...(owner === targetOwner ? votes(seen) : [])];
  const own = shown.length > 0 || owner !== targetOwner ? shown : habitAround(request, votes);
  const paths = (request.project?.aliases ?? [])
    .filter(({ key }) => key !== "*")
    .map(({ key }): SpecifierStyle => `paths:${key}`);
  const rest: readonly SpecifierStyle[] =
    owner === targetOwner ? ["relative", ...paths, "imports", "baseUrl"] : ["package", "relative", ...paths];
  // Another key of `paths` is closer to the habit than a relative path.
  const kin = own.flatMap((style) => (style.startsWith("paths:") ? [style, ...paths] : [style]));
  return [...new Set([...kin, ...rest])];
}

/**
 * The style of the replaced specifier. Within a package a path to a neighbour does not say how the file writes one that leads far away, nor
 * a relative path how it writes those to a folder for which it has another style.
 */
function stylesOfReplaced(request: Request, near: readonly SpecifierStyle[]): readonly SpecifierStyle[] {
  const { instead, owner, targetOwner } = request;
  const leadsElsewhere = (old: SeenSpecifier): boolean => near.length > 0 && old.path !== undefined && !isNear(request, old.path);
  const isDecisive = (old: SeenSpecifier): boolean => {
    if (owner !== targetOwner) return true;
    // The name of another package does not say that this one is imported by its name.
    if (old.style === "package") return isEvidence(request, old);
    return old.style !== "relative" || (isEvidence(request, old) && !leadsElsewhere(old));
  };
  return instead.filter(isDecisive).map(({ style }) => style);
}

/** From two folders up on it makes no difference to a habit of a package how far a path leads. */
const MOST_DISTANCE = 2;

/** What neighbours do on paths as long as this one, else what the package does on them, else neighbours on any path. */
function habitAround(
  { habits, from, climb: wanted }: Request,
  votes: (list: readonly SeenSpecifier[]) => readonly SpecifierStyle[],
): readonly SpecifierStyle[] {
  const distance = (climb: number) => Math.min(climb, MOST_DISTANCE);
  const climb = distance(wanted);
  const asFar = (list: readonly SeenSpecifier[]) => votes(list.filter((each) => distance(each.climb) === climb));
  const near = asFar(habits.neighbours(from));
  if (near.length > 0) return near;
  const everywhere = asFar(habits.inPackage(from));
  return everywhere.length > 0 ? everywhere : votes(habits.neighbours(from));
}

/**
 * A specifier into the own folder says nothing about how this file writes paths that leave it, nor one of another package. A path from
 * `baseUrl` into another package that only gives types does not show that anything finds it at run time.
 */
function isEvidence(request: Request, { specifier, style, path: seen, climb }: SeenSpecifier): boolean {
  const { context, directory, path, climb: wanted, owner, targetOwner, isTypeOnly } = request;
  // A module that is gone was of the package of that name.
  if (style === "package" && seen === undefined) return owner === targetOwner && splitPackage(specifier).name === owner?.name;
  if (style === "package") return context.packages.owner(dirname(seen!)) === targetOwner;
  if (style === "baseUrl" && owner !== targetOwner) return isTypeOnly || request.loaded().includes(specifier);
  if (style !== "relative") return true;
  // `../x` does not say that `../../lib/db` is how this file would write it, nor `../../x` that it would climb four folders.
  if (climb > 0 && wanted > ([0, 1, 3][climb] ?? 2 * climb)) return false;
  return !specifier.startsWith("./") || path.startsWith(directory);
}

function isNear({ context, targetOwner, owner, path }: Request, other: string): boolean {
  const otherOwner = context.packages.owner(dirname(other));
  if (otherOwner !== targetOwner) return false;
  if (owner !== targetOwner) return true;
  return targetOwner === undefined || areaOf(other, targetOwner.directory) === areaOf(path, targetOwner.directory);
}

function candidatesOf(request: Request, style: SpecifierStyle): readonly SpecifierCandidate[] {
  const { context, project, directory, targetOwner, imported, owner } = request;
  const forms = formsFor(request, style);
  if (style === "relative") {
    const isAllowed = owner === targetOwner || alreadyCrossesPackages(request);
    return isAllowed ? relativeCandidates(directory, [...builtForms(request), ...forms.habitual]) : [];
  }
  if (style === "baseUrl") {
    const catchAll = pathsCandidates(context, project, forms).filter((each) => each.style === "baseUrl");
    return [...catchAll, ...baseUrlCandidates(project, forms.habitual)];
  }
  if (style === "imports") return owner === targetOwner ? importsCandidates(context, project, directory, forms) : [];
  if (style === "package") {
    // A package can import itself by its name only if it has `exports`.
    const isOffering = owner !== targetOwner || (targetOwner?.json["exports"] ?? null) !== null;
    if (!imported || !isOffering) return [];
    const built = builtSpecifiers(context, imported, request.path).map((specifier) => ({ style, specifier }));
    const source = packageCandidates(context, project, imported, forms);
    // The name alone leads to the package's entry, whatever deep path was there.
    const entry = imported.name === undefined ? [] : [{ style, specifier: imported.name }];
    const candidates = [...entry, ...(takesBuild(request, imported) ? built : []), ...source];
    return candidates.filter((each) => isOffered(request, each.specifier));
  }
  return pathsCandidates(context, project, forms).filter((each) => each.style === style && isOffered(request, each.specifier));
}

/** Whether what a build writes of a package is to be imported: as the file takes it already, else as the package ships it. */
function takesBuild({ context, instead, seen, path }: Request, imported: PackageScope): boolean {
  const isDeep = ({ name, subpath }: ReturnType<typeof splitPackage>) => name === imported.name && subpath !== "";
  const deep = [...instead, ...seen].filter(({ style, specifier }) => style === "package" && isDeep(splitPackage(specifier)));
  const [first] = (imported.json["exports"] ?? null) === null ? deep : [];
  return first
    ? context.output.isBuilt(join(imported.directory, splitPackage(first.specifier).subpath))
    : shipsBuild(context, imported, path);
}

/** What a build makes of the target, where the replaced specifier, or all to the target's top folder, lead into a build's output: its source may not load there. */
function builtForms({ context, directory, path, instead, seen, targetOwner }: Request): readonly string[] {
  const topFolder = (file: string): string | undefined =>
    targetOwner && slashed(relative(targetOwner.directory, file)).split("/")[0];
  const replaced = instead.filter(({ style }) => style === "relative");
  const others = seen.filter((each) => each.style === "relative" && each.path && topFolder(each.path) === topFolder(path));
  const shown = replaced.length > 0 ? replaced : others;
  const [first] = shown;
  if (!first || !shown.every(({ specifier }) => context.output.isBuilt(join(directory, specifier)))) return [];
  return builtStems(context, path).map((stem) => slashed(stem + extensionOf(first.specifier)));
}

/**
 * Whether the replaced specifier is a relative path that crosses the same package boundary, or the file has one to the same module; or, if the
 * file's package lies inside of the other one, any of the file, else of its package.
 */
function alreadyCrossesPackages(request: Request): boolean {
  const {
    context,
    instead: [old],
    seen,
    habits,
    from,
    directory,
    owner,
    targetOwner,
  } = request;
  const leadsThere = (file: string): boolean => context.packages.owner(dirname(file)) === targetOwner;
  if (old?.style === "relative" && leadsThere(join(directory, old.specifier))) return true;
  if (seen.some((each) => each.style === "relative" && each.path === request.path)) return true;
  const isInside = owner && targetOwner && slashed(relative(targetOwner.directory, owner.directory)).split("/")[0] !== "..";
  const crosses = ({ style, path }: SeenSpecifier): boolean => style === "relative" && path !== undefined && leadsThere(path);
  return isInside === true && (seen.some(crosses) || habits.inPackage(from).some(crosses));
}

/** What is spelled like another package's name leads nowhere at run time unless the package exposes it. */
function isOffered(request: Request, specifier: string): boolean {
  const { targetOwner, imported, owner, project, isTypeOnly, instead } = request;
  const { name } = splitPackage(specifier);
  if (owner === targetOwner || name !== imported?.name) return true;
  const conditions = project?.conditions ?? [];
  const exposes = (each: string) => isExposed({ scope: imported, subpath: each.slice(name.length + 1), conditions, isTypeOnly });
  if (exposes(specifier)) return true;
  // Who imports what the package does not expose has a way to load it.
  return instead.some((old) => splitPackage(old.specifier).name === name && old.path !== undefined && !exposes(old.specifier));
}

function formsFor({ context, habits, from, path, instead, seen, commonJs }: Request, style: SpecifierStyle): TargetForms {
  const all = [...instead, ...seen];
  const sameStyle = all.filter((each) => each.style === style);
  const decisive = instead.length > 0 && instead[0]?.style === style ? instead : sameStyle.length > 0 ? sameStyle : all;
  return {
    path,
    whole: allForms(path, context.output),
    habitual: habitualForms(path, habits.extensions(from, decisive, { style, commonJs })),
  };
}
