import { realPath } from "@godwit/files";
import { guardedSystem } from "./guarded-system.js";
import { OUTPUT_OPTIONS, type ProjectConfig } from "./configs.js";

/** What only says where modules are; whether that differs is asked for each import. */
const PATH_OPTIONS = new Set(["paths", "baseUrl"]);

/**
 * Whether two projects read a file in the same way: the same TypeScript, the same options for checking, and each of its imports leads
 * to the same file. Then an error that one of them does not find in it is none for the other.
 */
export function readTheSame(one: ProjectConfig, other: ProjectConfig, file: string, text: string): boolean {
  if (one.typescript.ts !== other.typescript.ts || optionsKey(one) !== optionsKey(other)) return false;
  const { ts } = one.typescript;
  const { importedFiles, referencedFiles, typeReferenceDirectives } = ts.preProcessFile(text, true, true);
  if (referencedFiles.length + typeReferenceDirectives.length > 0) return false;
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((specifier) => !specifier.startsWith("."))
    .every((specifier) => resolve(one, specifier, file) === resolve(other, specifier, file));
}

const keys = new WeakMap<ProjectConfig, string>();

function optionsKey(config: ProjectConfig): string {
  let key = keys.get(config);
  if (key === undefined) {
    const relevant = Object.entries(config.options).filter(([name]) => !OUTPUT_OPTIONS.has(name) && !PATH_OPTIONS.has(name));
    keys.set(config, (key = JSON.stringify(relevant.sort(([a], [b]) => (a < b ? -1 : 1)))));
  }
  return key;
}

function resolve({ typescript: { ts }, options }: ProjectConfig, specifier: string, file: string): string | undefined {
  const mode = ts.getImpliedNodeFormatForFile(file, undefined, ts.sys, options);
  const { resolvedModule: found } = ts.resolveModuleName(specifier, file, options, guardedSystem(ts), undefined, undefined, mode);
  if (!found) return undefined;
  try {
    return realPath(found.resolvedFileName);
  } catch {
    return found.resolvedFileName;
  }
}
