import path from "node:path";
import { isRecord, type FileTree } from "@godwit/core/modules";

/** A package that was found in a `node_modules` folder. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute path, with links resolved. */
  readonly folder: string;
  /** The `node_modules` folder in which it was found. */
  readonly modules: string;
}

/** Finds a package from a folder upwards, as Node and tsserver do. */
export function findPackage(tree: FileTree, from: string, name: string): InstalledPackage | undefined {
  for (let at = from; ; at = path.dirname(at)) {
    const modules = path.join(at, "node_modules");
    const found = path.basename(at) === "node_modules" ? undefined : readPackage(tree, path.join(modules, name), modules);
    if (found) return found;
    if (path.dirname(at) === at) return undefined;
  }
}

/** The package in a folder; undefined if there is none. */
export function readPackage(tree: FileTree, folder: string, modules = path.dirname(folder)): InstalledPackage | undefined {
  const json = tree.json(path.join(folder, "package.json"));
  if (!isRecord(json) || typeof json["version"] !== "string") return undefined;
  const name = typeof json["name"] === "string" ? json["name"] : path.basename(folder);
  return { name, version: json["version"], folder: tree.real(folder), modules };
}

/** Compares the numbers of two versions; the part after `-` is ignored. */
export function compareVersions(a: string, b: string): number {
  const numbers = (version: string): number[] => version.split(/[-+]/)[0]!.split(".").map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}
