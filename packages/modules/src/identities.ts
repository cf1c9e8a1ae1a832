import { folderOfIndex, splitPackage, slashed, stemOf } from "./paths.js";

/** What a module is, however a file writes its specifier. */
export type ModuleIdentity =
  /** A file of the repository (absolute real path). */
  | { readonly kind: "file"; readonly path: string }
  /** A file that is not there (any more): the absolute path without extension that the specifier would lead to. */
  | { readonly kind: "missing"; readonly stem: string }
  /** A package outside the repository, or a built-in (`node:` dropped): its name, and the path behind it ("" or "v4"). */
  | { readonly kind: "package"; readonly name: string; readonly subpath: string };

/** Whether two identities are one module; a missing file equals one that has its stem. */
export function isSameModule(a: ModuleIdentity, b: ModuleIdentity): boolean {
  if (a.kind === "package" || b.kind === "package") {
    return a.kind === "package" && b.kind === "package" && a.name === b.name && a.subpath === b.subpath;
  }
  if (a.kind === "file" && b.kind === "file") return a.path === b.path;
  // Of what is gone nobody knows whether it was a file or a folder's index.
  if (a.kind === "missing" && b.kind === "missing") return folderOfIndex(a.stem) === folderOfIndex(b.stem);
  // But `a` gone is not `a/index.ts`, which is there: a specifier that meant it would have found it.
  return (a.kind === "file" ? stemOf(a.path) : a.stem) === (b.kind === "file" ? stemOf(b.path) : (b as { stem: string }).stem);
}

/** A package by specifier. */
export function packageIdentity(specifier: string): ModuleIdentity {
  return { kind: "package", ...splitPackage(specifier) };
}

/** A specifier that is no path and no package name: URLs, virtual modules, loaders. */
export function opaqueIdentity(specifier: string): ModuleIdentity {
  return { kind: "package", name: specifier, subpath: "" };
}

/** The package that a file in node_modules belongs to. */
export function installedIdentity(path: string): ModuleIdentity {
  return packageIdentity(slashed(path).split("/node_modules/").at(-1) ?? path);
}
