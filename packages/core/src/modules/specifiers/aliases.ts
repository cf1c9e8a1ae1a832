import { dirname, join, relative } from "node:path";
import { matchStar, readEntries } from "../packages/package-entries.js";
import type { PackageScope } from "../packages/packages.js";
import {
  extensionOf,
  folderOfIndex,
  isDeclaration,
  isIndexStem,
  isInside,
  OUTPUT_OF,
  PROBED_EXTENSIONS,
  slashed,
  stemOf,
} from "../tree/paths.js";
import type { Project } from "../packages/projects.js";
import { oncePer, remember } from "../tree/remember.js";
import { findSource, resolveEntry, type RepositoryContext } from "../resolving/resolve.js";
import type { BuildOutput } from "../packages/build-output.js";

/** The style in which a specifier is written: `relative`, `baseUrl`, `imports`, `package`, or `paths:` with the key. */
export type SpecifierStyle = "relative" | "baseUrl" | "imports" | "package" | `paths:${string}`;

/** A specifier that may lead to a target; the resolver decides whether it does. */
export interface SpecifierCandidate {
  readonly style: SpecifierStyle;
  readonly specifier: string;
}

/** The paths by which a target can be named: `whole` lists file names first, `habitual` follows the importing file. */
export interface TargetForms {
  readonly path: string;
  readonly whole: readonly string[];
  readonly habitual: readonly string[];
}

/** The relative specifier to each form; `.` and `..` alone are left out. */
export function relativeCandidates(directory: string, forms: readonly string[]): readonly SpecifierCandidate[] {
  return forms.flatMap((form) => {
    const path = slashed(relative(directory, form));
    const specifier = path.startsWith("../") || path === ".." ? path : `./${path}`;
    return /^[./]+$/.test(specifier) ? [] : [{ style: "relative" as const, specifier }];
  });
}

/** The specifiers that tsconfig's `paths` could lead to the target. */
export function pathsCandidates(
  context: RepositoryContext,
  project: Project | undefined,
  { path, whole, habitual }: TargetForms,
): readonly SpecifierCandidate[] {
  const forms = [...new Set([...habitual, ...whole])];
  return (project?.aliases ?? []).flatMap(({ key, targets }) => {
    const style: SpecifierStyle = key === "*" ? "baseUrl" : `paths:${key}`;
    if (!key.includes("*")) {
      const leads = targets.some((target) => forms.includes(slashed(target)) || sourceOfAlias(context, target) === path);
      return leads ? [{ style, specifier: key }] : [];
    }
    return targets.flatMap((target) => fillStar(key, slashed(target), forms).map((specifier) => ({ style, specifier })));
  });
}

const sources = oncePer((_: RepositoryContext) => new Map<string, string | undefined>());

/** The source to which an alias leads: many projects have the same aliases. */
export function sourceOfAlias(context: RepositoryContext, target: string): string | undefined {
  return remember(sources(context), target, () => findSource(context, target));
}

/** The specifiers that tsconfig's `baseUrl` leads to the forms. */
export function baseUrlCandidates(project: Project | undefined, forms: readonly string[]): readonly SpecifierCandidate[] {
  const base = project?.baseUrl;
  if (base === undefined) return [];
  return forms
    .filter((form) => isInside(join(form), base))
    .map((form) => ({ style: "baseUrl" as const, specifier: slashed(relative(base, form)) }));
}

/** The specifiers that could lead to the target by the `imports` of the package.json that governs `directory`. */
export function importsCandidates(
  context: RepositoryContext,
  project: Project | undefined,
  directory: string,
  forms: TargetForms,
): readonly SpecifierCandidate[] {
  const scope = context.packages.nearest(directory);
  return scope
    ? entryCandidates(context, { scope, field: "imports", project }, forms).map((specifier) => ({
        style: "imports" as const,
        specifier,
      }))
    : [];
}

/** The specifiers that could lead to the target by the name of its package; paths into the package only where it has no `exports`. */
export function packageCandidates(
  context: RepositoryContext,
  project: Project | undefined,
  scope: PackageScope,
  forms: TargetForms,
): readonly SpecifierCandidate[] {
  const { name, json, directory } = scope;
  if (name === undefined) return [];
  const written = (specifier: string): SpecifierCandidate => ({ style: "package", specifier });
  const root = resolveEntry(context, scope, "", project?.conditions ?? []);
  const own = root?.kind === "file" && root.path === forms.path ? [written(name)] : [];
  if (json["exports"] === undefined || json["exports"] === null) {
    const deep = forms.habitual
      .filter((form) => form !== slashed(directory))
      .map((form) => written(`${name}/${slashed(relative(directory, form))}`));
    return [...own, ...deep];
  }
  const keys = entryCandidates(context, { scope, field: "exports", project }, forms);
  return [...own, ...keys.map((key) => written(key === "." ? name : name + key.slice(1)))];
}

/** The entries of one field of a package.json, as a project's conditions select them. */
interface EntryField {
  readonly scope: PackageScope;
  readonly field: "exports" | "imports";
  readonly project: Project | undefined;
}

/** The keys of the field that lead to the target. */
function entryCandidates(
  context: RepositoryContext,
  { scope, field, project }: EntryField,
  { path, whole }: TargetForms,
): readonly string[] {
  return readEntries(scope.json[field], project?.conditions ?? []).flatMap(({ key, active, inactive }) => {
    if (active.length === 0) return [];
    const targets = [...active, ...inactive]
      .filter((target) => target.startsWith("./"))
      .map((target) => join(scope.directory, target));
    if (key.includes("*")) return targets.flatMap((target) => fillStar(key, slashed(target), whole));
    return targets.some((target) => whole.includes(slashed(target)) || findSource(context, target) === path) ? [key] : [];
  });
}

function fillStar(key: string, target: string, forms: readonly string[]): readonly string[] {
  return forms.flatMap((form) => {
    const star = matchStar(target, form);
    return star === undefined ? [] : [key.replace("*", () => star)];
  });
}

/** The area of the code that a path belongs to: the first two folders below its package. */
export function areaOf(path: string, packageDirectory: string): string {
  return slashed(relative(packageDirectory, dirname(path)))
    .split("/")
    .slice(0, 2)
    .join("/");
}

/** How a file writes the end of a module path. */
export interface ExtensionHabit {
  readonly kind: "none" | "js" | "ts";
  /** Whether an index is written as its folder. */
  readonly folder: boolean;
  /** Whether JSX files are imported as `.jsx`. */
  readonly keepsJsx: boolean;
}

/** Absolute paths (with `/`) that resolvers complete to `path`, those that fit the habit best first. */
export function habitualForms(path: string, habit: ExtensionHabit): readonly string[] {
  const extension = extensionOf(path);
  if (extension === "") return [slashed(path)];
  const stem = stemOf(path);
  const output = extension === ".tsx" && habit.keepsJsx ? ".jsx" : (OUTPUT_OF[extension] ?? extension);
  const withOutput = stem + output;
  const withSource = isDeclaration(path) ? withOutput : path;
  const bare = isIndexStem(stem) ? (habit.folder ? [folderOfIndex(stem), stem] : [stem, folderOfIndex(stem)]) : [stem];
  // No resolver completes `.mjs` and `.cjs` on its own.
  const kind = habit.kind === "none" && /\.[mc]/.test(extension) ? "js" : habit.kind;
  const ordered = {
    js: [withOutput, withSource, ...bare],
    ts: [withSource, withOutput, ...bare],
    none: [...bare, withOutput, withSource],
  }[kind];
  return [...new Set([...ordered, path])].map(slashed);
}

/** Every absolute path that could complete to `path`, build output included; whole file names first, because package entries need them. */
export function allForms(path: string, output: BuildOutput): readonly string[] {
  const stem = stemOf(path).replace(/\.json$/, "");
  const extension = extensionOf(path);
  const whole = (base: string) => PROBED_EXTENSIONS.map((each) => base + each);
  const outputs = output.outputsOf(path);
  const stems = [stem, ...outputs];
  const folders = stems.filter(isIndexStem).map(folderOfIndex);
  const own = extension === "" ? [] : [stem + (OUTPUT_OF[extension] ?? extension)];
  return [
    ...new Set([
      path,
      ...outputs.flatMap((each) => [".js", ".mjs", ".cjs"].map((end) => each + end)),
      ...own,
      ...stems.flatMap(whole),
      ...stems,
      ...folders,
    ]),
  ].map(slashed);
}
