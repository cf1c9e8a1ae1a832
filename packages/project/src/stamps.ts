import { dirname, join } from "node:path";
import { findPackages, rootAt, type Contract } from "@godwit/core/contracts";
import { listNames, statsAt } from "@godwit/core/disk";
import { baselineFile, listBaselines } from "./baseline/store.js";
import { settledStamp } from "./cache/footprint.js";
import type { Project } from "./project.js";

/** A text that changes with everything on which a project's contracts and module resolution depend. */
export function stampOfProject({ root, directory, contracts, waiting = [] }: Project): string {
  const folder = join(root, directory);
  const { shared } = rootAt(root);
  const contractFiles = namesOfContracts(folder).map((name) => join(folder, name));
  const files = stampOfFiles([...contractFiles, ...(shared ? findPackages(root, shared).inputs : [])], stampAfterReading);
  const baselineFiles = listBaselines(root, directory).map((id) => join(root, baselineFile(directory, id)));
  const baselines = stampOfFiles(baselineFiles, stampAfterReading);
  // A contract that does not work may do so once the module that it names is there.
  const modules = stampOfModules(root, [...contracts.map(({ contract }) => contract), ...waiting]);
  return [files, baselines, stampOfSettings(root), modules].join("\n");
}

/** The same for the root's files that decide what a specifier means. */
export function stampOfSettings(root: string): string {
  return stampOfFiles(["package.json", "tsconfig.json", "tsconfig.base.json", "jsconfig.json"].map((name) => join(root, name)));
}

/** The same for the modules that contracts name. */
export function stampOfModules(root: string, contracts: readonly Contract[]): string {
  const modules = contracts.flatMap(({ imports }) => Object.values(imports).map(({ module }) => module));
  return stampOfFiles([...new Set(modules)].filter((module) => module.startsWith("./")).map((module) => join(root, module)));
}

/** The same for a folder and its parents, where a root may appear or disappear. */
export function stampOfRoots(folder: string): string {
  const parts: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    parts.push(stampOfFile(join(at, "package.json")), stampOfFile(join(at, "migrations")));
    if (dirname(at) === at) return parts.join();
  }
}

function stampOfFiles(paths: readonly string[], stampOf = stampOfFile): string {
  return paths.map((path) => `${path}:${stampOf(path)}`).join("\n");
}

function namesOfContracts(folder: string): string[] {
  return listNames(folder).filter((name) => name.endsWith(".md"));
}

function stampOfFile(path: string): string {
  const stats = statsAt(path);
  return stats ? `${stats.mtimeMs}.${stats.ctimeMs}.${stats.size}.${stats.ino}` : "";
}

/** How often a stamp was good for one look only. */
let looks = 0;

/** The same, for what is read before its stamp is taken: what was just written may have been read before that, or be written again in one tick. */
function stampAfterReading(path: string): string {
  const stats = statsAt(path);
  if (!stats) return "";
  return settledStamp(stats, Date.now()) || `look ${++looks}`;
}
