import path from "node:path";
import { exists, readText } from "@godwit/core/disk";

/** An installed package. */
export interface InstalledPackage {
  /** Absolute path. */
  readonly folder: string;
  readonly version?: string;
  readonly bin?: unknown;
}

/** The package that a folder's code gets by a name; undefined if there is none. */
export function findPackage(folder: string, name: string): InstalledPackage | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const found = path.join(at, "node_modules", name);
    if (exists(path.join(found, "package.json"))) return readManifest(found);
    if (path.dirname(at) === at) return undefined;
  }
}

function readManifest(folder: string): InstalledPackage | undefined {
  try {
    const manifest = JSON.parse(readText(path.join(folder, "package.json"), "settings")) as Omit<InstalledPackage, "folder">;
    return { ...manifest, folder };
  } catch {
    return undefined;
  }
}
