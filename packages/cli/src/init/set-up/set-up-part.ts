import path from "node:path";
import { isRecord } from "@godwit/core/modules";
import { loadsPlugins } from "../../doctor/check-typescript.js";
import { compareVersions, findPackage } from "../../doctor/finding.js";
import type { FoundProject, PackageManager } from "../found-project.js";

/** A file that a set-up writes anew or changes. */
export interface FileChange {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** Undefined if the file is not there yet. */
  readonly before: string | undefined;
  readonly after: string;
  readonly mode?: number;
}

/** What one part of the set-up does, and what a person has to do. */
export interface SetUpPart {
  readonly changes: readonly FileChange[];
  /** Sentences; code to add is on lines of its own. */
  readonly advice: readonly string[];
}

/** A part with nothing to do. */
export const NOTHING: SetUpPart = { changes: [], advice: [] };

/** A part that only says something. */
export function advise(...advice: readonly string[]): SetUpPart {
  return { changes: [], advice };
}

/** A part that changes one file. */
export function change(each: FileChange): SetUpPart {
  return { changes: each.before === each.after ? [] : [each], advice: [] };
}

/** How each package manager runs a program of an installed package. */
export const RUN: Readonly<Record<PackageManager, string>> = { npm: "npx", pnpm: "pnpm exec", yarn: "yarn", bun: "bunx" };

/** How each package manager adds a package for development. */
export const ADD: Readonly<Record<PackageManager, string>> = {
  npm: "npm install --save-dev",
  pnpm: "pnpm add --save-dev",
  yarn: "yarn add --dev",
  bun: "bun add --dev",
};

/** The command that runs godwit in a project. */
export function runCommand({ packageManager }: Pick<FoundProject, "packageManager">, command: string): string {
  return `${RUN[packageManager]} godwit ${command}`;
}

/** A version that a project has of a package. */
interface FoundVersion {
  /** As a person would say it. */
  readonly shown: string;
  /** The newest that it may be. */
  readonly newest: string;
}

/** The version of a package that is installed, else of the range in package.json; undefined if there is neither. */
function findVersion({ root, tree }: Pick<FoundProject, "root" | "tree">, name: string): FoundVersion | undefined {
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

/** The version of a project's TypeScript if its server loads no plugins: of what is installed, else what package.json asks for. */
export function versionWithoutPlugins(found: Pick<FoundProject, "root" | "tree">): string | undefined {
  const version = findVersion(found, "typescript");
  return version === undefined || loadsPlugins({ version: version.newest }) ? undefined : version.shown;
}
