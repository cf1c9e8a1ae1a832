import { join, relative } from "node:path";
import { minimatch } from "minimatch";
import { stringsOf } from "./file-tree.js";
import { matchEntry, readEntries } from "./package-entries.js";
import type { PackageScope } from "./packages.js";
import { extensionOf, isTypeScript, slashed, stemOf } from "./paths.js";
import { probe } from "./probe.js";
import type { RepositoryContext } from "./resolve.js";

/** What the question is about whether a package offers a file to others. */
export interface ExposureRequest {
  readonly scope: PackageScope;
  /** The file that the specifier leads to. */
  readonly path: string;
  /** What follows the package's name in the specifier, as written. */
  readonly subpath: string;
  readonly conditions: readonly string[];
  /** Whether nothing of it has to be there at run time. */
  readonly isTypeOnly: boolean;
}

/** Whether a package lets others load the file: by `exports`, else as its entry, else among the files that it publishes. */
export function isExposed(context: RepositoryContext, request: ExposureRequest): boolean {
  const { scope, path, subpath, conditions, isTypeOnly } = request;
  const exports = scope.json["exports"];
  if (exports !== undefined && exports !== null) {
    const entries = readEntries(exports, conditions);
    const match = matchEntry(entries, subpath === "" ? "." : `./${subpath}`);
    return match !== undefined && (isTypeOnly || match.runs || !entries.some((entry) => entry.runs));
  }
  if (subpath === "") return true;
  // Nobody depends on the root of a workspace.
  if (scope.json["workspaces"] !== undefined) return false;
  const written = join(scope.directory, subpath);
  if (!shipsBuild(context, scope, path)) return isPublished(scope, path);
  return isOutputOf(context, path, written) && isPublished(scope, written);
}

/** The specifiers of what a build makes of a file, by the package's name. */
export function builtSpecifiers(context: RepositoryContext, scope: PackageScope, path: string): readonly string[] {
  return context.output
    .outputsOf(path)
    .flatMap((stem) => ["", ".js"].map((end) => `${scope.name ?? ""}/${slashed(relative(scope.directory, stem + end))}`));
}

function isOutputOf(context: RepositoryContext, path: string, written: string): boolean {
  return context.output.outputsOf(path).includes(stemOf(written));
}

/** Whether what others load of the package is written by a build, so that the source file is nothing to load. */
function shipsBuild(context: RepositoryContext, { json, directory }: PackageScope, target: string): boolean {
  const entries = ["main", "module", "types", "typings"].flatMap((field) => stringsOf(json[field]));
  return entries.some((entry) => {
    const path = join(directory, entry);
    if (context.output.isBuilt(path)) return true;
    const file = probe(context.tree, path);
    // What is not there has to be written first.
    if (file === undefined) return true;
    const source = context.output.sourceOf(file);
    if (source !== undefined) return source !== file;
    return isScript(file) && isTypeScript(target);
  });
}

function isScript(path: string): boolean {
  return /^\.[mc]?jsx?$/.test(extensionOf(path));
}

/** Whether `files` of package.json publishes a path; without it everything is published. */
function isPublished({ json, directory }: PackageScope, path: string): boolean {
  if (!Array.isArray(json["files"])) return true;
  const local = slashed(relative(directory, path));
  const patterns = stringsOf(json["files"]).map((pattern) => pattern.replace(/^(!?)\.?\/+/, "$1").replace(/\/+$/, ""));
  const matches = (pattern: string) =>
    pattern === "" || [pattern, `${pattern}/**`].some((glob) => minimatch(local, glob, { dot: true }));
  const isListed = patterns.some((pattern) => !pattern.startsWith("!") && matches(pattern));
  return isListed && !patterns.some((pattern) => pattern.startsWith("!") && matches(pattern.slice(1)));
}
