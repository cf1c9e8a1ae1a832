import { isRecord } from "../tree/file-tree.js";

/** One key of `exports` or `imports`, with the targets that it leads to. */
export interface PackageEntry {
  /** `.`, `./v4`, `./*`, `#ids/*`. */
  readonly key: string;
  /** Targets as written, under the given conditions. */
  readonly active: readonly string[];
  /** Targets under other conditions, such as `development` or `source`. */
  readonly inactive: readonly string[];
  /** Whether it leads to something that can run, not to types alone. */
  readonly runs: boolean;
}

/** The targets of one subpath, with `*` replaced by the part that it matched. */
export interface EntryMatch {
  readonly active: readonly string[];
  readonly inactive: readonly string[];
  readonly runs: boolean;
}

const DEFAULT_CONDITIONS = ["types", "import", "require", "node", "default", "module", "module-sync", "node-addons"];

/** Reads `exports` or `imports` into a flat list; a target without a key is the entry `.`. */
export function readEntries(field: unknown, conditions: readonly string[]): readonly PackageEntry[] {
  const keys = isRecord(field) ? Object.keys(field) : [];
  const keyed = keys.length > 0 && keys.every((key) => /^[.#]/.test(key));
  const map = keyed ? (field as Readonly<Record<string, unknown>>) : { ".": field };
  const known = new Set([...conditions, ...DEFAULT_CONDITIONS]);
  return Object.entries(map).map(([key, target]) => {
    const leaves = leavesOf(target, known, true);
    // The old spelling of a folder, `"./lib/": "./lib/"`.
    const star = key.endsWith("/") ? "*" : "";
    const pick = (active: boolean) => leaves.filter((leaf) => leaf.active === active).map((leaf) => leaf.target + star);
    // `"./*": "./dist/index.js"` leads every path to one file, whatever types it promises.
    const isOwnFile = (leaf: Leaf) => !key.includes("*") || leaf.target.includes("*");
    const runs = leaves.some((leaf) => leaf.active && leaf.runs && isOwnFile(leaf));
    return { key: key + star, active: pick(true), inactive: pick(false), runs };
  });
}

interface Leaf {
  readonly target: string;
  readonly active: boolean;
  readonly runs: boolean;
}

function leavesOf(target: unknown, known: ReadonlySet<string>, active: boolean, runs = true): readonly Leaf[] {
  if (typeof target === "string") return [{ target, active, runs: runs && !/\.d\.[mc]?ts$/.test(target) }];
  if (Array.isArray(target)) return target.flatMap((each) => leavesOf(each, known, active, runs));
  if (!isRecord(target)) return [];
  return Object.entries(target).flatMap(([condition, each]) => {
    const kind = condition.replace(/^types@.*/, "types");
    return leavesOf(each, known, active && known.has(kind), runs && kind !== "types");
  });
}

/** The entry for a subpath; undefined if there is none under the given conditions. */
export function matchEntry(entries: readonly PackageEntry[], key: string): EntryMatch | undefined {
  const match = bestMatch(entries, key);
  return match && match.active.length > 0 ? match : undefined;
}

/** Whether a subpath of a package leads to JavaScript by its `exports`, whatever that is built from. */
export function leadsToScript(exports: unknown, subpath: string): boolean {
  if (exports === undefined || exports === null) return false;
  const { active = [] } = matchEntry(readEntries(exports, []), subpath === "" ? "." : `./${subpath}`) ?? {};
  const loaded = active.filter((target) => !/\.d\.[mc]?ts$/.test(target));
  return loaded.length > 0 && loaded.every((target) => /\.[mc]?jsx?$/.test(target));
}

/** What `exports` has for a key as it is written there; undefined where only a pattern may fit. */
export function entryOf(exports: unknown, key: string): unknown {
  const keys = isRecord(exports) ? Object.keys(exports) : [];
  if (keys.some((each) => each.startsWith("."))) return (exports as Readonly<Record<string, unknown>>)[key];
  return key === "." ? exports : undefined;
}

const REQUIRE_CONDITIONS = new Set(["node", "node-addons", "require", "default"]);

/** The file that every version of Node takes for `require`. */
export function requiredFile(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  const targets = Array.isArray(target) ? (target as readonly unknown[]) : conditional(target);
  for (const each of targets) {
    const file = requiredFile(each);
    if (file !== undefined) return file;
  }
  return undefined;
}

function conditional(target: unknown): readonly unknown[] {
  if (!isRecord(target)) return [];
  return Object.entries(target).flatMap(([condition, each]) => (REQUIRE_CONDITIONS.has(condition) ? [each] : []));
}

/** The exact key, else the pattern with the longest prefix. */
function bestMatch(entries: readonly PackageEntry[], key: string): EntryMatch | undefined {
  const exact = entries.find((entry) => entry.key === key && !key.includes("*"));
  if (exact) return exact;
  let best: { entry: PackageEntry; star: string; prefix: number } | undefined;
  for (const entry of entries) {
    const star = matchStar(entry.key, key);
    const prefix = entry.key.indexOf("*");
    if (star !== undefined && (!best || prefix > best.prefix)) best = { entry, star, prefix };
  }
  if (!best) return undefined;
  const { entry, star } = best;
  const fill = (targets: readonly string[]) => targets.map((target) => target.replaceAll("*", () => star));
  return { active: fill(entry.active), inactive: fill(entry.inactive), runs: entry.runs };
}

/** The part of `text` that the one `*` of `pattern` matches; undefined if they do not match or there is no `*`. */
export function matchStar(pattern: string, text: string): string | undefined {
  const at = pattern.indexOf("*");
  if (at < 0) return undefined;
  const [prefix, suffix] = [pattern.slice(0, at), pattern.slice(at + 1)];
  if (text.length <= prefix.length + suffix.length || !text.startsWith(prefix) || !text.endsWith(suffix)) return undefined;
  return text.slice(prefix.length, text.length - suffix.length);
}
