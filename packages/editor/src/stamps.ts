import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Project } from "./project.js";

/**
 * What a project's contracts and module resolution depend on, as one text that changes when they do: contract files, the
 * package.json and tsconfig.json of the root, and the modules that the contracts name.
 */
export function stampOf(project: Project): string {
  const folder = join(project.root, project.directory);
  const paths = [
    ...listNames(folder).map((name) => join(folder, name)),
    ...["package.json", "tsconfig.json", "tsconfig.base.json", "jsconfig.json"].map((name) => join(project.root, name)),
    ...namedModules(project),
  ];
  return paths.map((path) => `${path}:${stampOfFile(path)}`).join("\n");
}

/** The same for a folder's way up: where a root may appear or vanish. */
export function stampOfRoots(folder: string): string {
  const parts: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    parts.push(stampOfFile(join(at, "package.json")), stampOfFile(join(at, "migrations")));
    if (dirname(at) === at) return parts.join();
  }
}

function namedModules({ root, contracts }: Project): string[] {
  const modules = contracts.flatMap(({ contract }) => Object.values(contract.imports).map(({ module }) => module));
  return [...new Set(modules)].filter((module) => module.startsWith("./")).map((module) => join(root, module));
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".md"));
  } catch {
    return [];
  }
}

function stampOfFile(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs}.${stats.size}.${stats.ino}` : "";
}
