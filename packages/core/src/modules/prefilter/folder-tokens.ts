import { dirname, join } from "node:path";
import { readEntries } from "../packages/package-entries.js";
import type { PackageScope } from "../packages/packages.js";
import { isInside, lastSegment, slashed } from "../tree/paths.js";
import { findSource, type RepositoryContext } from "../resolving/resolve.js";
import { namesOf, type Viewpoint } from "./tokens.js";

/** A configured prefix of specifiers (or an exact one), and where it leads. */
interface Link {
  readonly key: string;
  /** An absolute path with `/`; may contain a `*`. */
  readonly target: string;
  /** Package names; if the key is empty, every specifier that uses the link contains one of them. */
  readonly names: readonly string[];
}

const PROBE = "probe-of-a-folder";

/**
 * Every specifier outside a folder that leads into the folder contains at least one of these strings; undefined if there is no
 * such list.
 */
export function folderTokens(
  context: RepositoryContext,
  folder: string,
  views: readonly Viewpoint[],
): readonly string[] | undefined {
  const folders = [folder, ...context.output.outputsOf(join(folder, PROBE)).map((path) => dirname(path))];
  if (views.some((view) => canHideFolder(context, view, folders))) return undefined;
  const tokens = [...folders.map(lastSegment), ...views.flatMap((view) => linkTokens(context, view, folders))];
  return tokens.includes("") ? undefined : [...new Set(tokens)];
}

/** Whether a specifier may lead into the folder without naming it: by `baseUrl`, `rootDirs` or a package's main file. */
function canHideFolder(context: RepositoryContext, { directory, project }: Viewpoint, folders: readonly string[]): boolean {
  const bases = [project?.baseUrl, ...(project?.rootDirs ?? [])].filter((base) => base !== undefined);
  const scope = context.packages.nearest(directory);
  const main =
    scope && !folders.some((folder) => leadsInto(scope.directory, folder)) ? findSource(context, scope.directory) : undefined;
  return folders.some((folder) => [...bases, ...(main === undefined ? [] : [main])].some((path) => leadsInto(path, folder)));
}

function linkTokens(context: RepositoryContext, view: Viewpoint, folders: readonly string[]): readonly string[] {
  return linksOf(context, view).flatMap((link) => folders.flatMap((folder) => tokensOfLink(link, folder)));
}

/** The strings that identify the link, if it can lead into the folder without naming it. */
function tokensOfLink({ key, target, names }: Link, folder: string): readonly string[] {
  const prefix = target.split("*")[0] ?? target;
  const path = slashed(folder);
  const rest = path.startsWith(prefix) && target.includes("*") ? path.slice(prefix.length) : undefined;
  const isHidden = rest === undefined ? leadsInto(prefix.replace(/\/$/, ""), folder) : !rest.includes(lastSegment(folder));
  if (!isHidden) return [];
  const [before = "", after = ""] = key.split("*");
  const fixed = before.length >= after.length ? before : after;
  return names.length > 0 && fixed === "" ? names : [fixed];
}

function linksOf(context: RepositoryContext, { directory, project }: Viewpoint): readonly Link[] {
  const aliases = (project?.aliases ?? []).flatMap(({ key, targets }) =>
    targets.map((target): Link => ({ key, target: slashed(target), names: [] })),
  );
  const scope = context.packages.nearest(directory);
  const owner = context.packages.owner(directory);
  return [
    ...aliases,
    ...(scope ? entryLinks(scope, "imports", project?.conditions ?? [], []) : []),
    ...(owner ? packageLinks(context, directory, owner, project?.conditions ?? []) : []),
  ];
}

/** The package's own entries; without `exports`, every path in the package can follow its name. */
function packageLinks(
  context: RepositoryContext,
  directory: string,
  owner: PackageScope,
  conditions: readonly string[],
): readonly Link[] {
  const names = namesOf(context, directory, owner);
  const whole = names.map((name): Link => ({ key: name, target: slashed(owner.directory), names }));
  return [...whole, ...entryLinks(owner, "exports", conditions, names)];
}

function entryLinks(
  scope: PackageScope,
  field: "exports" | "imports",
  conditions: readonly string[],
  names: readonly string[],
): readonly Link[] {
  return readEntries(scope.json[field], conditions).flatMap(({ key, active, inactive }) =>
    [...active, ...inactive]
      .filter((target) => target.startsWith("./"))
      .map((target): Link => ({
        key: field === "exports" ? key.replace(/^\.\/?/, "") : key,
        target: slashed(join(scope.directory, target)),
        names,
      })),
  );
}

function leadsInto(path: string, folder: string): boolean {
  return isInside(join(path), folder);
}
