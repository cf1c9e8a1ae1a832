import path from "node:path";
import { isRecord } from "@godwit/core/modules";
import { compareVersions, findPackage } from "../../packages/installed-packages.js";
import type { FoundProject } from "../found-project.js";

/** A version that a project has of a package. */
export interface FoundVersion {
  /** As a person would say it. */
  readonly shown: string;
  /** The newest that it may be. */
  readonly newest: string;
}

/** The version of a package that is installed, else of the range in package.json; undefined if there is neither. */
export function findVersion({ root, tree }: Pick<FoundProject, "root" | "tree">, name: string): FoundVersion | undefined {
  const installed = findPackage(tree, root, name)?.version;
  if (installed !== undefined) return { shown: installed, newest: installed };
  const manifest = tree.json(path.join(root, "package.json"));
  const ranges = ["devDependencies", "dependencies"].map((key) => (isRecord(manifest?.[key]) ? manifest[key][name] : undefined));
  const range = ranges.find((each) => typeof each === "string");
  return range === undefined ? undefined : versionOfRange(range);
}

/** The version that a range begins with, and the newest of its last part: `>=9` and `^9.1.0` are taken for any 9. */
function versionOfRange(range: string): FoundVersion | undefined {
  const [, operator = "", major, minor, patch] = /^v?([~^>=]*)\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(range.trim()) ?? [];
  if (major === undefined) return undefined;
  const shown = [major, minor, patch].filter((part) => part !== undefined).join(".");
  if (minor === undefined || /[\^>]/.test(operator)) return { shown, newest: `${major}.999.0` };
  return { shown, newest: patch === undefined || operator.includes("~") ? `${major}.${minor}.999` : shown };
}

/** What a project has of a package if that is older than needed in any case; undefined where it may be new enough. */
export function tooOld(found: Pick<FoundProject, "root" | "tree">, name: string, oldest: string): string | undefined {
  const version = findVersion(found, name);
  return version && compareVersions(version.newest, oldest) < 0 ? version.shown : undefined;
}
