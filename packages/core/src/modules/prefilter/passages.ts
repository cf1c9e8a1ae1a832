import { escapePattern } from "../parsing/nests-little.js";
import type { FileTree } from "../tree/file-tree.js";
import { rawTextOf } from "../../disk/index.js";
import { remember } from "../tree/remember.js";
import type { ModuleIdentity } from "../resolving/identities.js";
import type { Exports } from "../exports/exports.js";
import type { PackageMentions } from "../packages/packages.js";
import { possibleNames } from "../resolving/named-modules.js";
import { extensionOf } from "../tree/paths.js";
import type { Resolver } from "../resolving/resolve.js";
import { DOTS, type Tokens } from "./tokens.js";

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
  /** A text that names a target has one of these; undefined: any may. */
  readonly tokens?: readonly string[] | undefined;
}

/** Exactly the listed names. */
export function listedExports(names: Iterable<string>): ExportTest {
  const listed = new Set(names);
  return { has: (name) => listed.has(name), texts: [...listed] };
}

/** Finds modules that pass on what others hold, without parsing them: an answer of no is sure. */
export interface Passages {
  /** Whether a module may pass on exports of a target, directly or through others; no is sure, and cheap to find. */
  mayPassOn(module: ModuleIdentity, query: PassageQuery): boolean;
  /** Whether a text may import one of the exports from a module that passes it on. */
  mayReceive(from: string, text: string, query: PassageQuery): boolean;
  /**
   * Takes note of the bytes of a file (an absolute path) that were read, and are valid UTF-8: it need not be read again to see that it passes
   * nothing on. They must be what is on the disk.
   */
  noteRead(path: string, bytes: Buffer): void;
  /**
   * Begins to collect, of what is read from now on, the modules that may pass something on for some queries, and the files that name some
   * packages.
   */
  watchFor(queries: readonly PassageQuery[], packages?: readonly string[]): void;
  /** Whether a module may pass on exports of a target; yes where not all is read. */
  isPassedOn(query: PassageQuery): boolean;
  /** Whether a text (bytes of UTF-8 read as latin1 will do) may name a module that passes on exports of a target; yes where not all is read. */
  namesPasser(text: string, query: PassageQuery): boolean;
  /** The same for a file that was read (an absolute path). */
  mayNamePasser(path: string, query: PassageQuery): boolean;
  /** Says that every file of the repository was read since then: no other module passes anything on. Their texts may be asked for again. */
  allRead(textOf?: (path: string) => string | undefined): void;
}

const RE_EXPORT = /\bexport\s*(?:type\s*)?(?:\*[^"';]*|\{[^}]*\}\s*)from\s*(["'])([^"'\n\r]+)\1/g;
const OWN_LIST = /\bexport\s*(?:type\s*)?\{([^}]*)\}(?!\s*from\b)/g;
const DEFAULT_OR_HELD = /\bexport\s*(?:default\s+|(?:const\s+[\w$]+\s*)?=\s*)([\w$]+)/g;
const IMPORT = /\bimport\s+([^"';]*?)\s*from\s*(["'])([^"'\n\r]+)\2/g;
const REQUIRE = /\brequire\s*\(\s*(["'`])([^"'`\n\r]+)\1/g;
/**
 * What may name modules in a text: imports, and calls that load, mock or find one; or a comment where the name should be. More than that
 * is found, which does no harm.
 */
const NAMED = /(?:from|import|require|resolve|ock\w*|Actual)\s*\(?\s*(?:(["'`])((?:[^"'`\s\\]|\\[^]){1,300})\1|\/[*/])/g;
/** What a module that passes anything on has at least; `space` is what may be between two words. */
function passing(space: string): RegExp {
  const held = String.raw`const${space}+[\w$]+${space}*=${space}*[A-Za-z_$][\w$]*[ \t]*(?:[;\r\n]|$)`;
  const own = String.raw`\bexport${space}*(?:(?:type${space}*)?[*{]|default\b|=|${held})`;
  return new RegExp(`${own}|${commonJsExports(space)}`);
}

/** In prose and in names something else is around `exports`. */
function commonJsExports(space: string): string {
  const before = String.raw`(?:[=(,[{:?&|.]|\breturn\b)${space}*`;
  const behind = String.raw`${space}*(?:\.${space}*[\w$/]|[[=),;|&?/\]}:])`;
  return String.raw`${before}exports\b|\bexports${behind}`;
}

const PASSING = passing(String.raw`\s`);
/** The same for UTF-8 that was read byte by byte, where white space may take several bytes. */
const PASSING_BYTES = passing(String.raw`[\s\x80-\xff]`);
/** What a CommonJS module that exports anything has. */
const COMMONJS = new RegExp(commonJsExports(String.raw`\s`));

/** What the finder asks. */
interface PassagesOptions {
  readonly tree: FileTree;
  readonly resolver: Resolver;
  readonly exports: Exports;
  readonly tokens: Tokens;
  readonly mentions: PackageMentions;
}

/** What is collected while a whole repository is read. */
interface Watch {
  readonly queries: ReadonlySet<PassageQuery>;
  /** Finds the name of a target; undefined: any text may have one. */
  readonly names: RegExp | undefined;
  /** The modules that pass something on by the look of their texts, and may name a target. */
  readonly passing: string[];
  /** All modules that were read. */
  readonly read: Set<string>;
  readonly passers: Map<PassageQuery, Passers | undefined>;
  /** A text that was read, again; undefined before all are. */
  textOf: ((path: string) => string | undefined) | undefined;
}

/** The modules that pass on exports of a target. */
interface Passers {
  readonly paths: ReadonlySet<string>;
  /** Finds what a text has that imports one. */
  readonly mentions: RegExp;
  /** The modules whose texts have that. */
  readonly namers: ReadonlySet<string>;
}

/** Longer modules are mostly bundles, which are taken for ones that pass everything on before they are parsed. */
const LONGEST_PARSED = 500_000;

/** Creates the finder over a file tree, a resolver and the tables of exports. */
export function createPassages(options: PassagesOptions): Passages {
  const { tree, resolver, exports, tokens, mentions } = options;
  const guesses = new Map<string, readonly ModuleIdentity[]>();
  const links = new Map<string, readonly PassingLink[] | undefined>();
  const answers = new WeakMap<PassageQuery, Map<string, Passage>>();
  /** Files that pass nothing on. */
  const silent = new Set<string>();
  let watch: Watch | undefined;

  /** The modules whose exports a module may pass on by the look of its text; more than that is found. */
  const guessedBy = (path: string): readonly ModuleIdentity[] =>
    remember(guesses, path, () => {
      if (silent.has(path)) return [];
      const text = extensionOf(path) === "" ? undefined : tree.read(path);
      return text === undefined || !PASSING.test(text)
        ? []
        : [...passedSpecifiers(text)].map((specifier) => resolver.resolve(path, specifier));
    });

  /** The same by the table of its exports, each with the names; undefined where the table does not show all. */
  const linksOf = (path: string): readonly PassingLink[] | undefined =>
    remember(links, path, () => {
      const { names, stars, opaque } = exports.tableOf(path);
      if (opaque) return undefined;
      const named = [...names].flatMap(([exported, entry]) => (entry.kind === "from" ? [{ ...entry, exported }] : []));
      const starred = stars.map(({ specifier }) => ({ specifier, name: "*", exported: "*" }));
      return [...named, ...starred].map(({ specifier, name, exported }) => ({
        module: resolver.resolve(path, specifier),
        name,
        exported,
      }));
    });

  /** The modules that a module may lead to by passing on, as texts look, itself among them. */
  const guessedFrom = (start: string): readonly string[] => {
    const paths = new Set([start]);
    // The set grows while it is walked.
    for (const path of paths) for (const module of guessedBy(path)) if (module.kind === "file") paths.add(module.path);
    return [...paths];
  };

  /** Those of the modules that pass on exports of a target, directly or through each other, or through some that are known to. */
  const passersAmong = (
    paths: readonly string[],
    { isTarget }: PassageQuery,
    { passers = new Set(), isBundle = () => false }: { passers?: Set<string>; isBundle?: (path: string) => boolean } = {},
  ): ReadonlySet<string> => {
    const isPassed = (module: ModuleIdentity): boolean =>
      isTarget(module) || (module.kind === "file" && passers.has(module.path));
    // Most modules are never parsed: their texts show that they lead to no target.
    const isPasser = (path: string): boolean =>
      guessedBy(path).some(isPassed) && (isBundle(path) || (linksOf(path)?.some(({ module }) => isPassed(module)) ?? true));
    for (let before = -1; before < passers.size;) {
      before = passers.size;
      for (const path of paths) if (!passers.has(path) && isPasser(path)) passers.add(path);
    }
    return passers;
  };

  const passageOf = (module: ModuleIdentity, query: PassageQuery): Passage => {
    if (module.kind !== "file" || passersOf(query)?.paths.has(module.path) === false) return NO_PASSAGE;
    const known = answers.get(query) ?? new Map<string, Passage>();
    answers.set(query, known);
    return remember(known, module.path, () => {
      const passers = passersAmong(guessedFrom(module.path), query);
      if (!passers.has(module.path)) return NO_PASSAGE;
      return {
        isThere: true,
        mayRename: [...passers].some((path) => linksOf(path)?.some((link) => mayRename(link, query)) ?? true),
      };
    });
  };

  /** All modules of the repository that pass on exports of a target; undefined where that is not known. */
  const passersOf = (query: PassageQuery): Passers | undefined => {
    if (!watch?.textOf || !watch.queries.has(query)) return undefined;
    const { passing, read, passers, textOf } = watch;
    const isBundle = (path: string): boolean => (textOf(path)?.length ?? 0) > LONGEST_PARSED;
    return remember(passers, query, () => {
      const paths = new Set<string>();
      const namers = new Set<string>();
      let named: readonly string[] = passing;
      for (;;) {
        const before = paths.size;
        passersAmong(named, query, { passers: paths, isBundle });
        const mentions = anyOf(commonList([...paths].map((path) => tokens.tokensFor({ kind: "file", path }))), [ESCAPES]);
        // A module that any text may name, such as by `..`: imports are followed as if nothing were known.
        if (!mentions) return undefined;
        if (paths.size === before) return { paths, mentions, namers };
        named = [...read].filter((path) => {
          const text = textOf(path) ?? "";
          if (mentions.test(text)) namers.add(path);
          return namers.has(path) && !paths.has(path) && PASSING_BYTES.test(text);
        });
      }
    });
  };

  let last: Imported | undefined;
  /** What a text imports that passes anything on, of specifiers that mention it where that is known; many queries are asked of one text. */
  const importedBy = (from: string, text: string, mentions: RegExp | undefined): Imported => {
    if (last?.text === text && last.from === from && last.mentions === mentions) return last;
    const named = [...text.matchAll(NAMED)].map(([, , specifier]) => specifier);
    const specifiers = new Set(named.filter((specifier) => specifier !== undefined));
    const concerned = [...specifiers].filter((specifier) => mentions?.test(`"${specifier}"`) ?? true);
    const modules = concerned.map((specifier) => resolver.resolve(from, specifier));
    const passing = modules.filter((module) => module.kind === "file" && guessedBy(module.path).length > 0);
    // What is written with escapes, or behind a comment, is for the parser to read.
    last = { from, text, mentions, passing, isUnsure: named.some((specifier) => specifier?.includes("\\") ?? true) };
    return last;
  };

  return {
    mayPassOn: (module, query) => passageOf(module, query).isThere,
    mayReceive(from, text, query) {
      const known = passersOf(query);
      if (known && !isNamed(known, text)) return false;
      const { passing, isUnsure } = importedBy(from, text, known?.mentions);
      if (isUnsure) return true;
      const passages = passing.map((module) => passageOf(module, query)).filter(({ isThere }) => isThere);
      return passages.some(({ mayRename: isRenamed }) => isRenamed) || (passages.length > 0 && hasName(text, query));
    },
    noteRead(path, bytes) {
      // What has been read before, for a contract, may be a barrel too.
      if (guesses.has(path) && !watch) return;
      const raw = rawTextOf(bytes);
      watch?.read.add(path);
      // In a whole run most files name nothing, and nobody asks what they pass on.
      if (watch?.names?.test(raw) === false) return;
      if (watch) mentions.note(path, raw);
      if (PASSING_BYTES.test(raw)) watch?.passing.push(path);
      else if (!guesses.has(path)) silent.add(path);
    },
    watchFor(queries, packages = []) {
      mentions.watch(packages);
      watch = {
        queries: new Set(queries),
        names: anyOf(commonList([packages, ...queries.map(({ tokens }) => tokens)]), [OWN_NAMES, ESCAPES]),
        passing: [],
        read: new Set(),
        passers: new Map(),
        textOf: undefined,
      };
    },
    isPassedOn: (query) => passersOf(query)?.paths.size !== 0,
    namesPasser(text, query) {
      const known = passersOf(query);
      return known === undefined || isNamed(known, text);
    },
    mayNamePasser(path, query) {
      const known = passersOf(query);
      if (known && watch?.read.has(path)) return known.paths.size > 0 && known.namers.has(path);
      return known === undefined || known.paths.size > 0;
    },
    allRead(textOf = (path) => tree.read(path)) {
      if (watch) watch.textOf = textOf;
      mentions.complete();
    },
  };
}

function isNamed({ paths, mentions }: Passers, text: string): boolean {
  return paths.size > 0 && mentions.test(text);
}

function commonList(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const known = lists.flatMap((list) => (list ? [list] : []));
  return known.length < lists.length ? undefined : [...new Set(known.flat())];
}

/** A `package.json` may have names of its own for packages. */
const OWN_NAMES = "[\"'`]#";
/** A specifier of dots and slashes alone. */
const DOTTED = "[\"'`]\\.[./]*[\"'`]";
/** What is written with escapes is for the parser to read. */
const ESCAPES = String.raw`\\[ux]`;

function anyOf(texts: readonly string[] | undefined, others: readonly string[]): RegExp | undefined {
  if (!texts?.every((text) => /^[ -~]+$/.test(text))) return undefined;
  return new RegExp([...texts.map((text) => (text === DOTS ? DOTTED : escapePattern(text))), ...others].join("|"));
}

/** What one text imports. */
interface Imported {
  readonly from: string;
  readonly text: string;
  /** What the specifiers that were looked at have. */
  readonly mentions: RegExp | undefined;
  /** The modules that pass on what others hold. */
  readonly passing: readonly ModuleIdentity[];
  readonly isUnsure: boolean;
}

/** Whether a text has one of the names, or may have it with escapes. */
function hasName(text: string, { names }: PassageQuery): boolean {
  return names.texts.some((name) => text.includes(name)) || text.includes(String.raw`\u`);
}

interface Passage {
  readonly isThere: boolean;
  /** Whether importers may know the export by another name. */
  readonly mayRename: boolean;
}

const NO_PASSAGE: Passage = { isThere: false, mayRename: false };

/** An export that a module passes on, or `*` for all of them. */
interface PassingLink {
  readonly module: ModuleIdentity;
  /** What the other module calls it. */
  readonly name: string;
  readonly exported: string;
}

/** Whether importers may know one of the exports by another name; a default export has whatever name they give it. */
function mayRename({ name, exported }: PassingLink, { names }: PassageQuery): boolean {
  return names.has(name) && (name !== exported || name === "default");
}

/** The specifiers of what a module may export again. */
function passedSpecifiers(text: string): ReadonlySet<string> {
  const specifiers = new Set<string>();
  if (!/\bexports?\b/.test(text)) return specifiers;
  for (const [, , specifier] of text.matchAll(RE_EXPORT)) if (specifier !== undefined) specifiers.add(specifier);
  const names = new Set([...text.matchAll(OWN_LIST)].flatMap(([, list = ""]) => possibleNames(list)));
  for (const [, name = ""] of text.matchAll(DEFAULT_OR_HELD)) names.add(name);
  const isCommonJs = COMMONJS.test(text);
  if (names.size === 0 && !isCommonJs) return specifiers;
  for (const [, clause = "", , specifier = ""] of text.matchAll(IMPORT))
    if (isCommonJs || possibleNames(clause).some((word) => names.has(word))) specifiers.add(specifier);
  for (const [, , specifier = ""] of text.matchAll(REQUIRE)) specifiers.add(specifier);
  return specifiers;
}
