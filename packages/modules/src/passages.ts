import type { FileTree } from "./file-tree.js";
import { remember } from "./recording.js";
import type { ModuleIdentity } from "./identities.js";
import { extensionOf } from "./paths.js";
import type { Resolver } from "./resolve.js";

/** Names of exports, listed or by a pattern. */
export interface ExportTest {
  has(name: string): boolean;
  /** A file that has one of the names contains at least one of these. */
  readonly texts: readonly string[];
}

/** Exports that a search is for; one object for one search, since answers are kept by it. */
export interface PassageQuery {
  isTarget(module: ModuleIdentity): boolean;
  /** What the targets call them. */
  readonly names: ExportTest;
}

/** Exactly the listed names. */
export function listedExports(names: Iterable<string>): ExportTest {
  const listed = new Set(names);
  return { has: (name) => listed.has(name), texts: [...listed] };
}

/** Finds modules that pass on what others hold, without parsing them: an answer of no is sure. */
export interface Passages {
  /** Whether a module may pass on exports of a target, directly or through others. */
  mayPassOn(module: ModuleIdentity, query: PassageQuery): boolean;
  /** Whether a text may import one of the exports from a module that passes it on. */
  mayReceive(from: string, text: string, query: PassageQuery): boolean;
}

const RE_EXPORT = /\bexport\s*(?:type\s*)?(?:\*[^"';]*|\{[^}]*\}\s*)from\s*(["'])([^"'\n\r]+)\1/g;
const OWN_LIST = /\bexport\s*(?:type\s*)?\{([^}]*)\}(?!\s*from\b)/g;
const DEFAULT = /\bexport\s*(?:default\s+|=\s*)([\w$]+)/g;
const IMPORT = /\bimport\s+([^"';]*?)\s*from\s*(["'])([^"'\n\r]+)\2/g;
const REQUIRE = /\brequire\s*\(\s*(["'`])([^"'`\n\r]+)\1/g;
/**
 * What may name modules in a text: imports, and calls that load, mock or find one; or a comment where the name should be. More than that
 * is found, which does no harm.
 */
const NAMED = /(?:from|import|require|resolve|ock\w*|Actual)\s*\(?\s*(?:(["'`])((?:[^"'`\s\\]|\\[^]){1,300})\1|\/[*/])/g;
/** What a module that passes anything on has at least. */
const PASSING = /\bexport\s*(?:type\s*)?[*{]|\bexport\s*(?:default\b|=)|\bexports\b/;

/** Creates the finder over a file tree and a resolver. */
export function createPassages(tree: FileTree, resolver: Resolver): Passages {
  const steps = new Map<string, readonly ModuleIdentity[]>();
  const answers = new WeakMap<PassageQuery, Map<string, Passage>>();

  const passedBy = (path: string): readonly ModuleIdentity[] =>
    remember(steps, path, () => {
      const text = extensionOf(path) === "" ? undefined : tree.read(path);
      return text === undefined || !PASSING.test(text)
        ? []
        : [...passedSpecifiers(text)].map((specifier) => resolver.resolve(path, specifier));
    });

  /** The modules that a module passes exports of on, itself among them. */
  const passedFrom = (start: string): ReadonlySet<string> => {
    const paths = new Set([start]);
    // The set grows while it is walked.
    for (const path of paths) for (const module of passedBy(path)) if (module.kind === "file") paths.add(module.path);
    return paths;
  };

  const passageOf = (module: ModuleIdentity, query: PassageQuery): Passage => {
    if (module.kind !== "file") return NO_PASSAGE;
    const known = answers.get(query) ?? new Map<string, Passage>();
    answers.set(query, known);
    return remember(known, module.path, () => {
      const paths = [...passedFrom(module.path)];
      if (!paths.some((path) => passedBy(path).some((each) => query.isTarget(each)))) return NO_PASSAGE;
      return { isThere: true, mayRename: paths.some((path) => mayRename(tree.read(path) ?? "", query.names)) };
    });
  };

  let last: Imported | undefined;
  /** What a text imports that passes anything on; many queries are asked of one text. */
  const importedBy = (from: string, text: string): Imported => {
    if (last?.text === text && last.from === from) return last;
    const named = [...text.matchAll(NAMED)].map(([, , specifier]) => specifier);
    const specifiers = new Set(named.filter((specifier) => specifier !== undefined));
    const modules = [...specifiers].map((specifier) => resolver.resolve(from, specifier));
    const passing = modules.filter((module) => module.kind === "file" && passedBy(module.path).length > 0);
    // What is written with escapes, or behind a comment, is for the parser to read.
    last = { from, text, passing, isUnsure: named.some((specifier) => specifier?.includes("\\") ?? true) };
    return last;
  };

  return {
    mayPassOn: (module, query) => passageOf(module, query).isThere,
    mayReceive(from, text, query) {
      const { passing, isUnsure } = importedBy(from, text);
      if (isUnsure) return true;
      const passages = passing.map((module) => passageOf(module, query)).filter(({ isThere }) => isThere);
      return passages.some(({ mayRename: isRenamed }) => isRenamed) || (passages.length > 0 && hasName(text, query));
    },
  };
}

/** What one text imports. */
interface Imported {
  readonly from: string;
  readonly text: string;
  /** The modules that pass on what others hold. */
  readonly passing: readonly ModuleIdentity[];
  readonly isUnsure: boolean;
}

function hasName(text: string, { names }: PassageQuery): boolean {
  return names.texts.some((name) => text.includes(name));
}

interface Passage {
  readonly isThere: boolean;
  /** Whether importers may know the export by another name. */
  readonly mayRename: boolean;
}

const NO_PASSAGE: Passage = { isThere: false, mayRename: false };

/** Whether a barrel may give one of the names another one. */
function mayRename(text: string, names: ExportTest): boolean {
  if (/\bexports\b|\bexport\s*(?:default\b|=)/.test(text)) return true;
  if (names.has("default") && /\bimport\s+(?:type\s+)?[\w$]+\s*(?:,|from\b)/.test(text)) return true;
  return [...text.matchAll(/([\p{ID_Start}$_][\p{ID_Continue}$]*)["']?\s+as\b/gu)].some(([, name = ""]) => names.has(name));
}

/** The specifiers of what a module may export again. */
function passedSpecifiers(text: string): ReadonlySet<string> {
  const specifiers = new Set<string>();
  if (!/\bexports?\b/.test(text)) return specifiers;
  for (const [, , specifier] of text.matchAll(RE_EXPORT)) if (specifier !== undefined) specifiers.add(specifier);
  const names = new Set([...text.matchAll(OWN_LIST)].flatMap(([, list = ""]) => wordsOf(list)));
  for (const [, name = ""] of text.matchAll(DEFAULT)) names.add(name);
  const isCommonJs = /\bexports\b/.test(text);
  if (names.size === 0 && !isCommonJs) return specifiers;
  for (const [, clause = "", , specifier = ""] of text.matchAll(IMPORT))
    if (isCommonJs || wordsOf(clause).some((word) => names.has(word))) specifiers.add(specifier);
  for (const [, , specifier = ""] of text.matchAll(REQUIRE)) specifiers.add(specifier);
  return specifiers;
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
}
