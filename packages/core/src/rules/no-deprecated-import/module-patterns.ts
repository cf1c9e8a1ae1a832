import { type ModuleIdentity, type Modules, packageSpecifier } from "../../modules/index.js";

/** A module, or a pattern of modules, as `from` writes it. */
export interface ModulePattern {
  readonly text: string;
  /**
   * What the wildcards matched in a module, in order; undefined if it does not match. The specifier is undefined if none is written yet;
   * the module is resolved only if the specifier does not decide.
   */
  match(specifier: string | undefined, module: () => ModuleIdentity | undefined): readonly string[] | undefined;
  /** Every matching specifier contains at least one of these; undefined if there are no such strings. */
  readonly tokens: readonly string[] | undefined;
  /** It is a package as a whole, which each matching specifier names. */
  readonly packageName?: string;
  /** A folder whose files may match without a token: its path from the root, with a slash. */
  readonly folder?: string;
}

const EXTENSION = /(?:\.d)?\.[cm]?[jt]sx?$/u;

/** Where an entry says that something was, and where it is. */
interface Moved {
  readonly from: string;
  readonly to?: string | undefined;
  readonly as?: string | undefined;
}

/** `./…` compares files, a package its name alone, a pattern with wildcards the specifier as written. */
export function modulePattern({ from: text, to, as }: Moved, modules: Modules): ModulePattern {
  if (text.includes("*")) return text.startsWith("./") ? filePattern(text, modules) : specifierPattern(text);
  const identity = modules.resolveContractModule(text);
  // A name that changes does so under each spelling of its module.
  const isSame = to !== undefined && as === undefined && modules.isSameModule(identity, modules.resolveContractModule(to));
  // `fs` to `node:fs`, `utils/src` to `utils`: one module, whose old spelling is replaced.
  if (isSame && !text.startsWith("./"))
    return { text, tokens: [text], match: (specifier) => (specifier === text ? [] : undefined) };
  return {
    text,
    ...(identity.kind === "package" ? { tokens: [text], packageName: text } : { tokens: modules.tokensFor(identity) }),
    match(specifier, module) {
      if (specifier === text) return [];
      if (isSame && specifier === to) return undefined;
      // A relative path means a file, even inside a package.
      if (identity.kind === "package" && specifier?.startsWith(".")) return undefined;
      const found = module();
      return found && modules.isSameModule(found, identity) ? [] : undefined;
    },
  };
}

/** What the wildcards matched in a module that no specifier in the file names; undefined if it does not match. */
export function matchModule(pattern: ModulePattern, module: ModuleIdentity): readonly string[] | undefined {
  const specifier = module.kind === "package" ? packageSpecifier(module) : undefined;
  return pattern.match(specifier, () => module);
}

function specifierPattern(text: string): ModulePattern {
  const expression = wildcards(text);
  return {
    text,
    tokens: fixedParts(text),
    match: (specifier) => (specifier === undefined ? undefined : expression(specifier)),
  };
}

/** Compared with the resolved path, with and without extension and `/index`. */
function filePattern(text: string, modules: Modules): ModulePattern {
  const pattern = text.slice("./".length);
  const expression = wildcards(pattern);
  const stem = pattern.replace(EXTENSION, "");
  const plain = stem === pattern ? undefined : wildcards(stem);
  return {
    text,
    ...folderOf(pattern, modules),
    match(_, module) {
      const found = module();
      const path = found && pathOf(modules, found);
      if (path === undefined) return undefined;
      // Of a folder that has moved only the import of its index is left.
      const index = found?.kind === "missing" ? [`${path}/index`] : [];
      for (const candidate of [...spellings(path), ...index]) {
        const match = expression(candidate) ?? plain?.(candidate);
        if (match) return match;
      }
      return undefined;
    },
  };
}

/** The folder before the first wildcard: files in it can import without naming it, all others have to. */
function folderOf(pattern: string, modules: Modules): Pick<ModulePattern, "tokens" | "folder"> {
  const fixed = pattern.slice(0, pattern.indexOf("*"));
  const folder = fixed.slice(0, fixed.lastIndexOf("/") + 1);
  return folder === "" ? { tokens: undefined } : { folder, tokens: modules.tokensForFolder(folder.slice(0, -1)) };
}

function pathOf(modules: Modules, identity: ModuleIdentity): string | undefined {
  if (identity.kind === "file") return modules.relative(identity.path);
  return identity.kind === "missing" ? modules.relative(identity.stem) : undefined;
}

function spellings(path: string): string[] {
  const stem = path.replace(EXTENSION, "");
  return [...new Set([stem.replace(/\/index$/u, ""), stem, path])];
}

/** Finds what wildcards match, the first as much as it can: `*` within one path segment, `**` across. No place is tried twice for one of them. */
export function wildcards(pattern: string): (text: string) => readonly string[] | undefined {
  const parts = pattern.split(/(\*\*|\*)/u);
  const [first = ""] = parts;
  // Nearly all texts begin in another way.
  return (text) => (text.startsWith(first) ? takenBy(parts, text, 0, { at: 0, failed: new Set() }) : undefined);
}

function takenBy(
  parts: readonly string[],
  text: string,
  index: number,
  { at, failed }: { readonly at: number; readonly failed: Set<string> },
): readonly string[] | undefined {
  const [fixed = "", wildcard] = parts.slice(index, index + 2);
  const from = at + fixed.length;
  const place = `${index}:${from}`;
  if (!text.startsWith(fixed, at) || failed.has(place)) return undefined;
  if (wildcard === undefined) return from === text.length ? [] : undefined;
  const slash = wildcard === "*" ? text.indexOf("/", from) : -1;
  for (let end = slash === -1 ? text.length : slash; end >= from; end--) {
    const rest = takenBy(parts, text, index + 2, { at: end, failed });
    if (rest) return [text.slice(from, end), ...rest];
  }
  failed.add(place);
  return undefined;
}

function fixedParts(pattern: string): string[] | undefined {
  const longest = pattern.split("*").reduce((best, part) => (part.length > best.length ? part : best), "");
  return longest === "" ? undefined : [longest];
}

/** Fills the wildcards of `to` with what those of `from` matched, in order. */
export function fillWildcards(to: string, taken: readonly string[]): string {
  let next = 0;
  return to.replace(/\*\*|\*/gu, () => taken[next++] ?? "");
}
