import { dirname } from "node:path";
import type { Exports } from "./exports.js";
import { isSameModule, type ModuleIdentity } from "./identities.js";
import type { SpecifierHabit } from "./modules.js";
import { readEntries } from "./package-entries.js";
import type { Packages, PackageScope } from "./packages.js";
import { splitPackage } from "./paths.js";
import type { Resolver } from "./resolve.js";

/** What the search for a barrel asks. */
export interface BarrelLookup {
  readonly packages: Packages;
  readonly resolver: Resolver;
  readonly exports: Exports;
}

/** The export `name` of `target`, which the file `from` is to import. */
export interface BarrelRequest {
  readonly from: string;
  readonly target: Extract<ModuleIdentity, { kind: "file" }>;
  readonly name: string;
  readonly habit: SpecifierHabit;
}

/** The public entry of another package of the repository that re-exports an export; undefined if none does. */
export function findBarrel(
  { packages, resolver, exports }: BarrelLookup,
  { from, target, name, habit }: BarrelRequest,
): string | undefined {
  const owner = packages.owner(dirname(target.path));
  const origin = exports.origin(target, name);
  if (owner?.name === undefined || !origin) return undefined;
  return entrySpecifiers(owner, owner.name, habit).find((specifier) => {
    const entry = resolver.resolve(from, specifier);
    const passed = entry.kind === "file" ? exports.origin(entry, name) : undefined;
    return passed?.name === origin.name && isSameModule(passed.module, origin.module);
  });
}

/** The specifiers of the package's entries: first those that the file uses already, then the shortest. */
function entrySpecifiers(owner: PackageScope, name: string, habit: SpecifierHabit): readonly string[] {
  const field = owner.json["exports"];
  const keys = field === undefined || field === null ? ["."] : readEntries(field, []).map((entry) => entry.key);
  const specifiers = keys.filter((key) => !key.includes("*") && key.startsWith(".")).map((key) => name + key.slice(1));
  const used = [...(habit.instead === undefined ? [] : [habit.instead]), ...habit.specifiers].filter(
    (each) => splitPackage(each).name === name,
  );
  return [...new Set([...used, ...specifiers.sort((a, b) => a.length - b.length)])];
}
