import type { WithParsed } from "../parsing/parsed-source.js";
import type { FileTree } from "../tree/file-tree.js";
import { remember } from "../tree/remember.js";
import { isSameModule, type ModuleIdentity } from "../resolving/identities.js";
import type { ExportEntry, ExportTable } from "./export-table.js";
import { readExports } from "./module-exports.js";
import { extensionOf, isDeclaration, stemOf } from "../tree/paths.js";
import type { Resolver } from "../resolving/resolve.js";

/** One export of a module, after following its re-exports to where it is declared. */
export interface ExportOrigin {
  readonly module: ModuleIdentity;
  readonly name: string;
  /** `type`: interfaces, type aliases, `export type`; `unknown`: declared in a package that is not read. */
  readonly kind: "value" | "type" | "unknown";
  /** The name inside the module, if it has one there: `export { local as name }`. */
  readonly local?: string;
}

/** An export of a module. */
export interface ModuleExport {
  readonly module: ModuleIdentity;
  readonly name: string;
}

/** Follows exports to where they are declared. */
export interface Exports {
  origin(module: ModuleIdentity, name: string): ExportOrigin | undefined;
  /** The names that a module's text exports, those of its `export *` included. */
  names(module: ModuleIdentity): readonly string[];
  /** The export of each module on the way from a module's export to where it is declared, both ends included. */
  way(module: ModuleIdentity, name: string): readonly ModuleExport[];
  /** What the text of the module at a path shows of its exports. */
  tableOf(path: string): ExportTable;
  /** What the module calls an export that it passes on; undefined where it does not. */
  nameOf(module: ModuleIdentity, origin: ExportOrigin): string | undefined;
}

interface ExportsOptions {
  readonly tree: FileTree;
  readonly withParsed: WithParsed;
  readonly resolver: Resolver;
}

/** A search through barrels stops after this many modules; what it has not found by then is `unknown`. */
const MAX_VISITS = 5_000;
/** A module is parsed when it was asked for this many names that its text might have: reading it again costs more by then. */
const MAX_TEXT_TESTS = 8;
/** Barrels of barrels: more than any repository has, so that a circle ends. */
const MAX_STEPS = 50;

/** Creates the search for origins over a parser and a resolver. */
export function createExports({ tree, withParsed, resolver }: ExportsOptions): Exports {
  const tables = new Map<string, ExportTable>();
  const origins = new Map<string, ExportOrigin | undefined>();

  const textTests = new Map<string, number>();

  const tableOf = (path: string): ExportTable => remember(tables, path, () => readTable(tree, withParsed, path));

  /** Whether a module is worth parsing for a name: a search through a barrel of hundreds of modules does not parse them all. */
  const isWorthParsing = (path: string, name: string): boolean => {
    const tests = textTests.get(path) ?? 0;
    if (tests >= MAX_TEXT_TESTS || tables.has(path) || !tellsByText(path, name)) return true;
    textTests.set(path, tests + 1);
    return mayExport(tree.read(path), name);
  };

  const follow = (path: string, name: string, visited: Set<string>): ExportOrigin | undefined => {
    const module: ModuleIdentity = { kind: "file", path };
    const key = `${path}\0${name}`;
    if (visited.has(key)) return undefined;
    if (visited.size > MAX_VISITS) return { module, name, kind: "unknown" };
    // Shared by the whole search: a module without the export has none on a second visit either.
    const seen = visited.add(key);
    if (!isWorthParsing(path, name)) return undefined;
    const table = tableOf(path);
    if (name === "*") return { module, name, kind: "value" };
    const entry = table.names.get(name);
    if (entry) return followEntry(path, name, entry, seen);
    const starred = name === "default" || name === "export=" ? undefined : followStars(path, name, table, seen);
    if (starred && starred.kind !== "unknown") return starred;
    return followDeclarations(path, name, seen) ?? starred ?? (table.opaque ? { module, name, kind: "unknown" } : undefined);
  };

  const followEntry = (path: string, name: string, entry: ExportEntry, seen: Set<string>): ExportOrigin | undefined => {
    if (entry.kind === "local")
      return {
        module: { kind: "file", path },
        name,
        kind: entry.meaning,
        ...(entry.local !== undefined && { local: entry.local }),
      };
    return asTypeOnly(followSpecifier(path, entry.specifier, entry.name, seen), entry.typeOnly);
  };

  const followStars = (path: string, name: string, table: ExportTable, seen: Set<string>): ExportOrigin | undefined => {
    let unknown: ExportOrigin | undefined;
    for (const { specifier, typeOnly } of table.stars) {
      const origin = asTypeOnly(followSpecifier(path, specifier, name, seen), typeOnly);
      if (origin && origin.kind !== "unknown") return origin;
      unknown ??= origin;
    }
    return unknown;
  };

  /** The declaration file beside a script may list an export that the script's text does not show. */
  const followDeclarations = (path: string, name: string, seen: Set<string>): ExportOrigin | undefined => {
    if (isDeclaration(path) || !/\.[mc]?jsx?$/.test(path)) return undefined;
    const extension = extensionOf(path).replace(/^\.([mc]?).*/, ".d.$1ts");
    const declared = stemOf(path) + extension;
    const origin = tree.isFile(declared) ? follow(declared, name, seen) : undefined;
    const isOwn = origin?.module.kind === "file" && origin.module.path === declared;
    return origin && isOwn ? { ...origin, module: { kind: "file", path } } : origin;
  };

  const followSpecifier = (path: string, specifier: string, name: string, seen: Set<string>): ExportOrigin | undefined => {
    const module = resolver.resolve(path, specifier);
    return module.kind === "file" ? follow(module.path, name, seen) : { module, name, kind: "unknown" };
  };

  const originOf = (module: ModuleIdentity, name: string): ExportOrigin | undefined => {
    if (module.kind !== "file") return { module, name, kind: "unknown" };
    return remember(origins, `${module.path}\0${name}`, () => follow(module.path, name, new Set()));
  };

  const nameOf = (module: ModuleIdentity, wanted: ExportOrigin, visited: Set<string>): string | undefined => {
    if (module.kind !== "file" || visited.has(module.path)) return undefined;
    visited.add(module.path);
    const table = tableOf(module.path);
    for (const [name, entry] of table.names) {
      if (entry.kind === "local" && !isSameModule(module, wanted.module)) continue;
      if (isSameOrigin(originOf(module, name), wanted)) return name;
    }
    for (const { specifier } of table.stars) {
      const name = nameOf(resolver.resolve(module.path, specifier), wanted, visited);
      const origin = name === undefined || name === "default" ? undefined : originOf(module, name);
      // Another `export *` may have the name first.
      if (isSameOrigin(origin, wanted)) return name;
    }
    return undefined;
  };

  /** The next steps to where an export is declared: several where more than one `export *` has it. */
  const nextOnWay = ({ module, name }: ModuleExport): readonly ModuleExport[] => {
    if (module.kind !== "file" || name === "*") return [];
    const table = tableOf(module.path);
    const entry = table.names.get(name);
    if (entry) return entry.kind === "from" ? [{ module: resolver.resolve(module.path, entry.specifier), name: entry.name }] : [];
    const origin = originOf(module, name);
    const starred = table.stars.map(({ specifier }) => resolver.resolve(module.path, specifier));
    return starred.filter((each) => isSameOrigin(originOf(each, name), origin)).map((each) => ({ module: each, name }));
  };

  /** Of several ways the shortest; barrels may lead in circles. */
  const way = (module: ModuleIdentity, name: string): readonly ModuleExport[] => {
    const start = { module, name };
    const ways: (readonly ModuleExport[])[] = [[start]];
    const seen = new Set<string>();
    for (const steps of ways) {
      const next = nextOnWay(steps.at(-1)!);
      if (next.length === 0 || steps.length === MAX_STEPS) return steps;
      const fresh = next.filter((step) => !seen.has(JSON.stringify(step)));
      for (const step of fresh) seen.add(JSON.stringify(step));
      ways.push(...fresh.map((step) => [...steps, step]));
    }
    return [start];
  };

  const addNames = (module: ModuleIdentity, names: Set<string>, visited: Set<string>): void => {
    if (module.kind !== "file" || visited.has(module.path)) return;
    const isOwn = visited.size === 0;
    visited.add(module.path);
    const table = tableOf(module.path);
    for (const name of table.names.keys()) if (isOwn || name !== "default") names.add(name);
    for (const { specifier } of table.stars) addNames(resolver.resolve(module.path, specifier), names, visited);
  };

  const namesOf = (module: ModuleIdentity): readonly string[] => {
    const names = new Set<string>();
    addNames(module, names, new Set());
    return [...names];
  };

  return { origin: originOf, names: namesOf, way, tableOf, nameOf: (module, origin) => nameOf(module, origin, new Set()) };
}

/** Whether the text of a module can tell that it lacks an export: one of TypeScript, asked for a name of its own. */
function tellsByText(path: string, name: string): boolean {
  return name !== "*" && name !== "default" && name !== "export=" && /\.[mc]?tsx?$/.test(path);
}

/** Whether a module can export the name: one whose text lacks the name can only do so by `export *`. */
function mayExport(text: string | undefined, name: string): boolean {
  return text === undefined || text.includes(name) || /export\s*(?:type\s*)?[*/]|export\s*=|\bexports\b|\\u/.test(text);
}

function asTypeOnly(origin: ExportOrigin | undefined, typeOnly: boolean): ExportOrigin | undefined {
  return origin && typeOnly ? { ...origin, kind: "type" } : origin;
}

function readTable(tree: FileTree, withParsed: WithParsed, path: string): ExportTable {
  const opaque: ExportTable = { names: new Map(), stars: [], unlisted: new Set(), opaque: true };
  const text = extensionOf(path) === "" ? undefined : tree.read(path);
  if (text === undefined) return opaque;
  try {
    const table = withParsed(path, text.replace(/^\uFEFF/, ""), readExports);
    for (const name of /\.[mc]?jsx?$/.test(path) ? typesOfJsdoc(text) : [])
      if (!table.names.has(name)) table.names.set(name, { kind: "local", meaning: "type", local: name });
    return table;
  } catch {
    return opaque;
  }
}

/** The types that a script exports by JSDoc: `@typedef {…} Name`, `@callback Name`. */
function typesOfJsdoc(text: string): string[] {
  return [...text.matchAll(/@(?:typedef|callback)[ \t]+/g)].flatMap(({ 0: tag, index }) => {
    const open = index + tag.length;
    const close = text[open] === "{" ? closingBrace(text, open) : undefined;
    const name = /^[\s*]*([\w$]+)/.exec(text.slice(close === undefined ? open : close + 1));
    return name ? [name[1]!] : [];
  });
}

/** A type in the braces of a comment that is longer is not read to its end. */
const LONGEST_TYPE = 100_000;

/** Where the brace that opens at an offset is closed. */
export function closingBrace(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < Math.min(text.length, open + LONGEST_TYPE); at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return undefined;
}

/** Whether two exports are declared in one place under one name. */
export function isSameOrigin(a: ExportOrigin | undefined, b: ExportOrigin | undefined): boolean {
  return !!a && !!b && a.name === b.name && isSameModule(a.module, b.module);
}
