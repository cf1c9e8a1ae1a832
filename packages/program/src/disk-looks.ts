import path from "node:path";
import type { ProjectConfig } from "./configs.js";

/** All of the disk that answers depend on, besides the sources of the repository: absolute paths. */
export interface DiskLooks {
  /** What was read, or would have been if it were there. */
  readonly files: readonly string[];
  /** What was looked for, there or not. */
  readonly names: readonly string[];
  /** Folders of which every name counts. */
  readonly listed: readonly string[];
}

/** The same, with what projects depend on before a compiler looks at them. */
export function looksOf(
  configs: readonly ProjectConfig[],
  { files, names }: { readonly files: Iterable<string>; readonly names: Iterable<string> },
): DiskLooks {
  const folders = new Set<string>();
  for (const { path: file } of configs)
    for (let folder = path.dirname(file); !folders.has(folder); folder = path.dirname(folder)) folders.add(folder);
  const inPackages = (name: string): string[] => [...folders].map((folder) => path.join(folder, "node_modules", name));
  const read = [...configs.flatMap((config) => [config.path, ...config.bases]), ...inPackages("typescript/package.json")];
  return {
    files: [...new Set([...files, ...read])].filter((file) => !isOverlay(file)),
    names: [...names].filter((name) => !isOverlay(name)),
    listed: inPackages("@types"),
  };
}

/** The configs that are only shown to TypeScript 7. */
function isOverlay(file: string): boolean {
  return file.endsWith(".godwit-judge.json");
}
