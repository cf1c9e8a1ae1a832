import { folderOfIndex, splitPackage, slashed, stemOf } from "../tree/paths.js";

/** Which module a specifier means, however the specifier is written. */
export type ModuleIdentity =
  /** A file of the repository (absolute real path). */
  | { readonly kind: "file"; readonly path: string }
  /** A file that does not exist (any more): the absolute path, without extension, that the specifier would lead to. */
  | { readonly kind: "missing"; readonly stem: string }
  /** A package outside the repository, or a built-in (`node:` dropped): its name, and the path behind it ("" or "v4"). */
  | { readonly kind: "package"; readonly name: string; readonly subpath: string };

/** What imports of a package write. */
export function packageSpecifier({ name, subpath }: Extract<ModuleIdentity, { kind: "package" }>): string {
  return subpath === "" ? name : `${name}/${subpath}`;
}

/** Whether two identities are the same module; a missing file equals a file with its stem. */
export function isSameModule(a: ModuleIdentity, b: ModuleIdentity): boolean {
  if (a.kind === "package" || b.kind === "package") {
    return a.kind === "package" && b.kind === "package" && a.name === b.name && a.subpath === b.subpath;
  }
  // A missing `a` is not an existing `a/index.ts`: a specifier that meant that file would have found it.
  if (a.kind === "file") return b.kind === "file" ? a.path === b.path : hasStem(a.path, b.stem);
  if (b.kind === "file") return hasStem(b.path, a.stem);
  // But nobody knows whether a missing module was a file or a folder's index.
  return folderOfIndex(a.stem) === folderOfIndex(b.stem);
}

/** Things by the modules that they are about: asking for one module looks only at those that may be the same. */
export class ModuleIndex<T> {
  readonly #items = new Map<string, { readonly module: ModuleIdentity; readonly item: T }[]>();

  add(module: ModuleIdentity, item: T): void {
    const key = mayBeSame(module);
    const known = this.#items.get(key);
    if (known) known.push({ module, item });
    else this.#items.set(key, [{ module, item }]);
  }

  /** Those of a module, in the order in which they were added. */
  of(module: ModuleIdentity): readonly T[] {
    const near = this.#items.get(mayBeSame(module)) ?? [];
    return near.flatMap((each) => (isSameModule(each.module, module) ? [each.item] : []));
  }
}

/** The same text for all identities that may be one module. */
function mayBeSame(module: ModuleIdentity): string {
  if (module.kind === "package") return `package:${module.name}/${module.subpath}`;
  return folderOfIndex(module.kind === "file" ? stemOf(module.path) : module.stem);
}

/** Whether a path has this stem; contracts ask it of each module that is passed on, so most paths are told apart by their beginnings. */
function hasStem(path: string, stem: string): boolean {
  return path.startsWith(stem) && stemOf(path) === stem;
}

/** The identity of a package, by specifier. */
export function packageIdentity(specifier: string): ModuleIdentity {
  return { kind: "package", ...splitPackage(specifier) };
}

/** The identity of a specifier that is neither a path nor a package name: a URL, a virtual module, a loader. */
export function opaqueIdentity(specifier: string): ModuleIdentity {
  return { kind: "package", name: specifier, subpath: "" };
}

/** The identity of the package that a file in node_modules belongs to. */
export function installedIdentity(path: string): ModuleIdentity {
  return packageIdentity(slashed(path).split("/node_modules/").at(-1) ?? path);
}
