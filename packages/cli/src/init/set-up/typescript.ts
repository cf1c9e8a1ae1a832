import path from "node:path";
import { isRecord } from "@godwit/modules";
import { installedTypeScript, loadsPlugins } from "../../doctor/check-typescript.js";
import type { FoundProject } from "../found-project.js";

/** The version of a project's TypeScript if its server loads no plugins: of what is installed, else what package.json asks for. */
export function versionWithoutPlugins({ root, tree }: Pick<FoundProject, "root" | "tree">): string | undefined {
  const version = installedTypeScript({ tree, root })?.version ?? declaredVersion(tree.json(path.join(root, "package.json")));
  return version === undefined || loadsPlugins({ version: newestOf(version) }) ? undefined : version;
}

/** What a range begins with, which may leave out the smaller parts; undefined if it names no version. */
function declaredVersion(manifest: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const ranges = ["devDependencies", "dependencies"].map((key) =>
    isRecord(manifest?.[key]) ? manifest[key]["typescript"] : undefined,
  );
  const range = ranges.find((each) => typeof each === "string");
  return range === undefined ? undefined : /^[~^>=v\s]*(\d+(?:\.\d+){0,2})/.exec(range)?.[1];
}

/** `5` may be any 5. */
function newestOf(version: string): string {
  return /^\d+$/.test(version) ? `${version}.99.0` : version;
}
