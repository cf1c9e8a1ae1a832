import { createRequire } from "node:module";
import { LineIndex } from "@godwit/core/contracts";
import { assertShallow, SourceSyntaxError, type ParsedSource } from "@godwit/core/modules";
import { type ChangedText, moduleExportName } from "@godwit/core/engine";
import type { TSESTree } from "@typescript-eslint/types";
import type * as Oxc from "oxc-parser";
import { openRawParser, type OpenTree, type Parsed, type RawParser } from "./raw-parser.js";

const require = createRequire(import.meta.url);
let oxc: typeof Oxc | undefined;

function loadOxc(): typeof Oxc {
  return (oxc ??= require("oxc-parser") as typeof Oxc);
}

let parser: RawParser | undefined;

function loadParser(): RawParser {
  return (parser ??= openRawParser(require) ?? { parse: () => undefined, open: () => undefined });
}

function parseWhole(...given: Parameters<RawParser["parse"]>): Parsed {
  return loadParser().parse(...given) ?? parseThroughJson(...given);
}

function parseThroughJson(...given: Parameters<RawParser["parse"]>): Parsed {
  const { program, errors, comments } = loadOxc().parseSync(...given);
  return { program, errors, comments: () => comments };
}

type SourceKind = "module" | "commonjs" | "script";

/**
 * What is wrong with a changed text and was not before, beyond the grammar too: repeated declarations or exports, `await` or `break`
 * in a wrong place.
 */
export function findFault({ path, before, after }: Omit<ChangedText, "changedStatements">): string | undefined {
  try {
    const found = faultsOf(path, after);
    if (found.length === 0) return undefined;
    const known = faultsOf(path, before);
    return found.find((fault) => !known.includes(fault));
  } catch (error) {
    if (error instanceof SourceSyntaxError) return error.message;
    throw error;
  }
}

/** The errors of a text. Throws `SourceSyntaxError`. */
function faultsOf(file: string, text: string): readonly string[] {
  const { program } = parseSource(file, text);
  const sourceType = program.sourceType === "module" ? "module" : "commonjs";
  const { errors } = loadOxc().parseSync(file, text, { lang: languageOf(file), sourceType, showSemanticErrors: true });
  return [...errors.map(({ message }) => message), ...repeatedExports(program)];
}

/** Names that several specifiers export, which the parser allows. */
function repeatedExports(program: TSESTree.Program): readonly string[] {
  const names = program.body.flatMap((statement) =>
    statement.type === "ExportNamedDeclaration" ? statement.specifiers.map(({ exported }) => moduleExportName(exported)) : [],
  );
  return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `\`${name}\` is exported twice`);
}

/** A parsed text that has to be closed; its tree may read what is in its nodes when they are asked. */
export interface OpenSource {
  readonly parsed: ParsedSource;
  /** Lets the tree have only what is around some offsets, while something is done; undefined where the tree is whole. */
  readonly focusedOn?: OpenTree["focusedOn"];
  close(): void;
}

/** Parses a text as typescript-estree would, several times faster; throws `SourceSyntaxError`. */
export function parseSource(file: string, text: string): ParsedSource {
  assertShallow(file, text);
  return parseWith(file, text, (options) => parseWhole(file, text, options));
}

/**
 * The same, for a short time; while one is open, others are whole.
 */
export function openParsed(file: string, text: string): OpenSource {
  assertShallow(file, text);
  let opened: OpenTree | undefined;
  const parse = (options: Oxc.ParserOptions): Parsed => {
    opened = loadParser().open(file, text, options);
    if (opened && findError(file, opened)) opened.close();
    return opened ?? parseWhole(file, text, options);
  };
  const parsed = parseWith(file, text, parse);
  return { parsed, ...(opened && { focusedOn: opened.focusedOn }), close: () => opened?.close() };
}

/** Parses a text for as long as `use` takes. Throws `SourceSyntaxError`. */
export function withParsed<T>(file: string, text: string, use: (program: TSESTree.Program) => T): T {
  const { parsed, close } = openParsed(file, text);
  try {
    return use(parsed.program);
  } finally {
    close();
  }
}

function parseWith(file: string, text: string, parse: (options: Oxc.ParserOptions) => Parsed): ParsedSource {
  const kind: SourceKind = /\.cjs$/.test(file) ? "commonjs" : "module";
  const parseAs = (sourceType: SourceKind): ParsedSource => {
    const lang = languageOf(file);
    return checked(file, text, parse({ lang, sourceType, astType: "ts", range: true, preserveParens: false }));
  };
  try {
    return parseAs(kind);
  } catch (error) {
    if (kind !== "module" || !/\.jsx?$/.test(file)) throw error;
    // A script in a .js file: it may have a top-level `return` and sloppy-mode names. ESLint needs a setting for that.
    try {
      return parseAs("commonjs");
    } catch {
      throw error;
    }
  }
}

function checked(file: string, text: string, parsed: Parsed): ParsedSource {
  const error = findError(file, parsed);
  if (error) {
    const { line, column } = new LineIndex(text).positionAt(error.labels[0]?.start ?? 0);
    throw new SourceSyntaxError(error.message, line, column);
  }
  return new ParsedText(text, parsed);
}

/** A class, since V8 keeps what a getter of a single object holds until it collects all garbage: the trees of many files. */
class ParsedText implements ParsedSource {
  readonly program: TSESTree.Program;
  readonly #text: string;
  readonly #parsed: Parsed;
  #comments: readonly TSESTree.Comment[] | undefined;

  constructor(text: string, parsed: Parsed) {
    this.program = parsed.program as unknown as TSESTree.Program;
    this.#text = text;
    this.#parsed = parsed;
  }

  /** For most files no rule reads them. */
  get comments(): readonly TSESTree.Comment[] {
    return (this.#comments ??= toComments(this.#text, this.#parsed.comments()));
  }
}

/**
 * The error for which a text can't be read. Declarations are often generated, and TypeScript reads a superfluous `declare` in them; where
 * they do not parse, there is no tree, and the last error says why.
 */
function findError(file: string, { errors, program }: Parsed): Oxc.OxcError | undefined {
  const found = errors.filter(({ severity }) => severity === ("Error" as unknown));
  if (found.length === 0 || languageOf(file) !== "dts") return found[0];
  return program.body.length > 0 ? undefined : found.at(-1);
}

function languageOf(file: string): "dts" | "ts" | "tsx" | "jsx" {
  if (/\.d\.(?:[^.]+\.)?[cm]?ts$/.test(file)) return "dts";
  if (/\.[cm]?ts$/.test(file)) return "ts";
  return file.endsWith(".tsx") ? "tsx" : "jsx";
}

function toComments(text: string, comments: readonly Oxc.Comment[]): TSESTree.Comment[] {
  if (comments.length === 0) return [];
  const lines = new LineIndex(text);
  const at = (offset: number): { line: number; column: number } => {
    const { line, column } = lines.positionAt(offset);
    return { line, column: column - 1 };
  };
  return comments.map(
    ({ type, value, start, end }) =>
      ({ type, value, range: [start, end], loc: { start: at(start), end: at(end) } }) as TSESTree.Comment,
  );
}
