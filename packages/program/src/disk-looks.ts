import path from "node:path";
import { listNames } from "@godwit/core/disk";
import type { ProjectConfig } from "./configs.js";

/** All of the disk that answers depend on, besides the sources of the repository: absolute paths. */
export interface DiskLooks {
  /** What was read, or would have been if it were there. */
  readonly files: readonly string[];
  /** Folders of which every name counts: a file that is new may be what an import leads to from then on. */
  readonly listed: readonly string[];
}

/** The same, with what projects depend on before a compiler looks at them. */
export function looksOf(configs: readonly ProjectConfig[], reads: Iterable<string>): DiskLooks {
  const files = [...reads].filter((file) => !file.endsWith(".godwit-judge.json"));
  const read = foldersOf(files);
  const withConfigs = foldersOf(configs.map((config) => config.path));
  const manifests = [...withConfigs].map((folder) => path.join(folder, "node_modules/typescript/package.json"));
  const packages = new Set([...read, ...withConfigs].flatMap((folder) => packageFolders(folder)));
  const own = configs.flatMap((config) => [config.path, ...config.bases]);
  return {
    files: [...new Set([...files, ...own, ...manifests])],
    listed: [...new Set([...files.map((file) => path.dirname(file)), ...packages])],
  };
}

/** The folders of files and those above. */
export function foldersOf(files: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const file of files)
    for (let folder = path.dirname(file); !folders.has(folder); folder = path.dirname(folder)) folders.add(folder);
  return folders;
}

/** Where imports from a folder are looked for by the names of packages: `node_modules` with its scopes, and what Prisma generates. */
function packageFolders(folder: string): readonly string[] {
  const own = path.join(folder, "node_modules");
  const scopes = listNames(own).filter((name) => name.startsWith("@"));
  return [own, ...[...scopes, ".prisma"].map((name) => path.join(own, name))];
}
