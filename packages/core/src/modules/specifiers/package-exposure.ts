import { join, relative } from "node:path";
import { stringsOf } from "../tree/file-tree.js";
import { matchEntry, readEntries } from "../packages/package-entries.js";
import type { PackageScope } from "../packages/packages.js";
import { extensionOf, isTypeScript, slashed } from "../tree/paths.js";
import { probe } from "../tree/probe.js";
import type { RepositoryContext } from "../resolving/resolve.js";

/** What the question is about whether a package offers a file to others. */
export interface ExposureRequest {
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
  // Nobody depends on the root of a workspace.
  return subpath === "" || scope.json["workspaces"] === undefined;
}

/** The specifiers of what a build makes of a file, by the package's name. */
export function builtSpecifiers(context: RepositoryContext, scope: PackageScope, path: string): readonly string[] {
  return context.output
    .outputsOf(path)
    .flatMap((stem) => ["", ".js"].map((end) => `${scope.name ?? ""}/${slashed(relative(scope.directory, stem + end))}`));
}

/** Whether what others load of the package is written by a build, so that the source file is nothing to load. */
export function shipsBuild(context: RepositoryContext, { json, directory }: PackageScope, target: string): boolean {
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
