import type { ImportTarget } from "./contract.js";

/** Reads the value of a name in `imports`: `./a.ts#b`, `bson`, `./legacy.ts#default`, `./x.ts#*`. */
export function parseImportTarget(name: string, value: string): ImportTarget {
  const { module, fragment } = splitFragment(value);
  return { name, module, exported: fragment === undefined || fragment === "" ? name : fragment };
}

/** An import target as `imports` spells it. */
export function formatImportTarget(target: ImportTarget): string {
  return target.exported === target.name ? target.module : `${target.module}#${target.exported}`;
}

/** Splits `module#export`; a leading `#` belongs to the module (package.json `imports`). */
export function splitFragment(value: string): { module: string; fragment?: string } {
  const at = value.lastIndexOf("#");
  return at > 0 ? { module: value.slice(0, at), fragment: value.slice(at + 1) } : { module: value };
}

/** What is wrong with a module path of a contract, as a sentence, or undefined. */
export function findModulePathFault(path: string): string | undefined {
  if (path === "") return "The module path is empty; write ./path/of/file.ts or a package's name.";
  if (path.includes("\\")) return `Write ${path.replaceAll("\\", "/")} with / instead of \\.`;
  // Folders may have spaces in their names, packages may not.
  if (path !== path.trim() || /[^\S ]/.test(path) || (path.includes(" ") && !path.startsWith("./")))
    return `The module path ${JSON.stringify(path)} has a space in it; write it without.`;
  if (path.includes("\0")) return "The module path has a NUL character in it; remove it.";
  if (path.startsWith("/") || /^[A-Za-z]:\//.test(path) || path.startsWith("file:")) {
    return `${path} is absolute; write the path from the root of the repository, beginning with ./.`;
  }
  if (path === ".." || path.startsWith("../")) {
    return `${path} leaves the repository; paths begin at its root: write ./${path.replace(/^(\.\.\/?)+/, "")}.`;
  }
  if (leavesRoot(path)) return `${path} leaves the repository; write a path that stays below its root.`;
  return undefined;
}

/** What is wrong with a module path that has to name one module: a file by `./…`, or a package. */
export function findModuleFault(path: string): string | undefined {
  const fault = findModulePathFault(path);
  if (fault !== undefined) return fault;
  if (path.startsWith("@/") || path.startsWith("~/"))
    return `${path} is an alias; write the file that it stands for from the root, such as ./${path.slice(2).replace(/^(?!src\/)/, "src/")}.`;
  if (/^[^.@#][^:]*\/.*\.[cm]?tsx?$/.test(path))
    return `${path} reads as a package; write ./${path} for a file of the repository.`;
  if (path.includes("*")) return `${path} has a wildcard; write one module.`;
  return undefined;
}

/** Whether `.`/`..` segments lead above the start of a path with `/`. */
export function leavesRoot(path: string): boolean {
  let depth = 0;
  for (const segment of path.split("/")) {
    if (segment === "..") depth--;
    else if (segment !== "." && segment !== "") depth++;
    if (depth < 0) return true;
  }
  return false;
}
