import { loadsPlugins } from "../../doctor/check-typescript.js";
import type { FoundProject } from "../found-project.js";
import { findVersion } from "./found-version.js";

/** The version of a project's TypeScript if its server loads no plugins: of what is installed, else what package.json asks for. */
export function versionWithoutPlugins(found: Pick<FoundProject, "root" | "tree">): string | undefined {
  const version = findVersion(found, "typescript");
  return version === undefined || loadsPlugins({ version: version.newest }) ? undefined : version.shown;
}
