import path from "node:path";
import { isRecord, type FileTree } from "@godwit/modules";

/** A package as some folder finds it in `node_modules`. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute, links followed. */
  readonly folder: string;
  /** The `node_modules` folder in which it was found. */
  readonly modules: string;
}

/** Looks up the way from a folder as Node and tsserver do. */
export function findPackage(tree: FileTree, from: string, name: string): InstalledPackage | undefined {
  for (let at = from; ; at = path.dirname(at)) {
    const modules = path.join(at, "node_modules");
    const found = path.basename(at) === "node_modules" ? undefined : readPackage(tree, path.join(modules, name), modules);
    if (found) return found;
    if (path.dirname(at) === at) return undefined;
  }
}

/** The package in a folder; undefined where there is none. */
export function readPackage(tree: FileTree, folder: string, modules = path.dirname(folder)): InstalledPackage | undefined {
  const json = tree.json(path.join(folder, "package.json"));
  if (!isRecord(json) || typeof json["version"] !== "string") return undefined;
  const name = typeof json["name"] === "string" ? json["name"] : path.basename(folder);
  return { name, version: json["version"], folder: tree.real(folder), modules };
}

/** Compares the numbers of two versions; what follows `-` counts as equal. */
export function compareVersions(a: string, b: string): number {
  const numbers = (version: string): number[] => version.split(/[-+]/)[0]!.split(".").map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}
