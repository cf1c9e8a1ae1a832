import { isFunction, type Node } from "../../syntax/nodes.js";
import type { ParsedFile } from "../../syntax/parsed-file.js";
import type { ModuleReference } from "../module-reference.js";

/** How the file is formatted, so that new text looks like the old. */
export interface Layout {
  readonly quote: '"' | "'";
  readonly semicolons: boolean;
  readonly eol: "\n" | "\r\n";
  /** Whether there are spaces inside the braces of an import. */
  readonly spacedBraces: boolean;
  readonly moduleKind: "esm" | "commonjs";
  /** Whether the file is sure to run as a CommonJS module, although its syntax may be that of an ES module. */
  readonly isCommonJs: boolean;
  /** Whether it is TypeScript whose only imports and exports are CommonJS's: `import a = require("a")`, `export = a`. */
  readonly takesByRequire: boolean;
  /** Whether it is JavaScript without imports and exports of any kind, which a page may run as it is. */
  readonly mayBeScript: boolean;
  /** Whether it is TypeScript that declares types and nothing else, without imports and exports: for all files. */
  readonly declaresGlobals: boolean;
  /** Whether it is nothing but a function that no code of it calls. */
  readonly isUncalledFunction: boolean;
  /** Whether it reads default exports off what `require` gives: `require("x").default`. */
  readonly readsDefaults: boolean;
  /** One level: spaces or a tab. */
  readonly indentation: string;
  /** A comma follows the last of items that have a line each. */
  readonly trailingCommas: boolean;
}

const TIGHT_BRACES = /^(?:import(?:\s+type)?(?:\s+[\w$]+\s*,)?|export(?:\s+type)?|const)\s*\{[^\s}]/mu;
const SPACED_BRACES = /^(?:import(?:\s+type)?(?:\s+[\w$]+\s*,)?|export(?:\s+type)?|const)\s*\{ /mu;

/** The quotes that the files around a file have; undefined if none has any. */
type NearbyQuotes = (path: string) => Layout["quote"] | undefined;

/** Reads how the file is formatted from its imports first, then from its other text, and its quotes then from the files around it. */
export function readLayout(file: ParsedFile, references: readonly ModuleReference[], near: NearbyQuotes): Layout {
  const moduleKind = readModuleKind(file, references);
  return {
    quote: readQuote(file, references) ?? near(file.path) ?? '"',
    semicolons: readSemicolons(file),
    eol: file.text.includes("\r\n") ? "\r\n" : "\n",
    spacedBraces: !TIGHT_BRACES.test(file.text) || SPACED_BRACES.test(file.text),
    moduleKind,
    isCommonJs: moduleKind === "commonjs" || isExportedAsOne(file),
    takesByRequire: takesByRequire(file, references),
    isUncalledFunction: isUncalledFunction(file),
    mayBeScript: file.path.endsWith(".js") && references.length === 0 && !hasExports(file) && !hasJsx(file),
    declaresGlobals: declaresGlobals(file),
    readsDefaults: /\brequire\([^()]*\)\.default\b/u.test(file.text) && !/\{\s*default\s*:/u.test(file.text),
    indentation: readIndentation(file.text),
    trailingCommas: readTrailingCommas(file.text),
  };
}

function readIndentation(text: string): string {
  const leads = [...text.matchAll(/^(?:\t| {2,8})(?=[^\s*])/gmu)].map(([lead]) => lead);
  return leads.reduce((shortest, lead) => (lead === "\t" || lead.length < shortest.length ? lead : shortest), leads[0] ?? "  ");
}

/** Of a list that ends without one, the bracket could also end a block: only lists of arguments and imports count. */
function readTrailingCommas(text: string): boolean {
  const isWritten = /,[ \t]*\r?\n[ \t]*[)\]}]/u.test(text);
  return isWritten || !/[^\s,;{}()[\]][ \t]*\r?\n[ \t]*(?:[)\]]|\}\s*from\b)/u.test(text);
}

/** A longer new import gets a line for each name; other lines are the business of the project's formatter. */
export const LONGEST_LINE = 120;

function readQuote(file: ParsedFile, references: readonly ModuleReference[]): Layout["quote"] | undefined {
  const specifiers = references.map((reference) => file.text[reference.specifierRange[0]]);
  const literals = specifiers.some((quote) => quote === '"' || quote === "'")
    ? specifiers
    : file
        .nodes("Literal")
        .filter((node) => typeof node.value === "string" && node.parent.type !== "JSXAttribute")
        .map((node) => file.text[node.range[0]]);
  const single = literals.filter((quote) => quote === "'").length;
  const double = literals.filter((quote) => quote === '"').length;
  if (single === 0 && double === 0) return undefined;
  return single > double ? "'" : '"';
}

const TERMINATED = new Set([
  "ImportDeclaration",
  "ExpressionStatement",
  "VariableDeclaration",
  "ReturnStatement",
  "ExportAllDeclaration",
  "ExportNamedDeclaration",
  "ThrowStatement",
] as const);
type Terminated = typeof TERMINATED extends ReadonlySet<infer Type> ? Type : never;

function readSemicolons(file: ParsedFile): boolean {
  const top = endsOfStatements(file, file.program.body);
  // Where the top level is of one mind, so is the rest.
  const isSure = top.length > 0 && top.every((end) => (end === ";") === (top[0] === ";"));
  const ends = isSure ? top : [...TERMINATED].flatMap((type) => endsOfStatements(file, file.nodes(type)));
  if (ends.length === 0) return endsTypesWithSemicolons(file);
  const terminated = ends.filter((end) => end === ";").length;
  return terminated >= ends.length - terminated;
}

/** The last characters of the statements that may have a semicolon. */
function endsOfStatements(file: ParsedFile, statements: readonly Node[]): (string | undefined)[] {
  const isTerminated = (node: Node): boolean =>
    node.type === "ExportNamedDeclaration"
      ? node.declaration?.type === "VariableDeclaration"
      : TERMINATED.has(node.type as Terminated) && !/^(?:For|ExportNamed)/u.test(node.parent!.type);
  return statements.filter(isTerminated).map(({ range }) => file.text[range[1] - 1]);
}

/** Whether types end with semicolons, for a file that has no other statements. */
function endsTypesWithSemicolons(file: ParsedFile): boolean {
  const ends = [...file.nodes("TSTypeAliasDeclaration"), ...file.nodes("TSPropertySignature")]
    .filter((node) => /^[ \t]*(?:\r?\n|$)/u.test(file.text.slice(node.range[1])))
    .map((node) => file.text[node.range[1] - 1]);
  const terminated = ends.filter((end) => end === ";").length;
  return terminated >= ends.filter((end) => end !== ";" && end !== ",").length;
}

function isExportedAsOne({ path, program }: ParsedFile): boolean {
  return /\.c[jt]s$/u.test(path) || program.body.some(({ type }) => type === "TSExportAssignment");
}

function takesByRequire(file: ParsedFile, references: readonly ModuleReference[]): boolean {
  if (!/\.c?tsx?$/u.test(file.path)) return false;
  const isOfEsModule = (node: Node): boolean =>
    node.type === "ImportDeclaration"
      ? node.importKind !== "type"
      : node.type.startsWith("Export") && !("exportKind" in node && node.exportKind === "type");
  const requires = isExportedAsOne(file) || references.some(({ kind }) => kind === "import-equals");
  return requires && !file.program.body.some(isOfEsModule);
}

function hasModuleSyntax(file: ParsedFile): boolean {
  return file.program.body.some(
    (node) =>
      node.type === "ImportDeclaration" ||
      node.type.startsWith("Export") ||
      node.type === "TSImportEqualsDeclaration" ||
      node.type === "TSExportAssignment",
  );
}

function hasExports(file: ParsedFile): boolean {
  return hasModuleSyntax(file) || setsExports(file);
}

/** Whether a text sets CommonJS exports; one that asks whether there are any also runs without them, as a script of a page. */
function setsExports({ text }: ParsedFile): boolean {
  return (
    /\b(?:module\.)?exports(?:\.\w+)*\s*=(?!=)|\(\s*(?:module\.)?exports\s*,/u.test(text) &&
    !/\btypeof\s+(?:module|exports)\b/u.test(text)
  );
}

/** `(input) => { … }`: a function that only those can call who read the file as a text. */
function isUncalledFunction({ program }: ParsedFile): boolean {
  const statements = program.body.filter(({ type }) => type !== "EmptyStatement");
  const isFunctionAlone = (node: Node) => node.type === "ExpressionStatement" && isFunction(node.expression);
  return statements.length === 1 && statements.every(isFunctionAlone);
}

/** Of use only as a script, since a module would export something of it. */
function declaresGlobals({ path, program }: ParsedFile): boolean {
  const isType = (node: Node): boolean => node.type.startsWith("TS") && !/Import|Export/u.test(node.type);
  const isDeclared = (node: Node): boolean => isType(node) || ("declare" in node && node.declare === true);
  return /\.ts$/u.test(path) && program.body.length > 0 && program.body.every(isDeclared);
}

/** Nothing runs that before it is compiled. */
function hasJsx(file: ParsedFile): boolean {
  return file.nodes("JSXElement").length + file.nodes("JSXFragment").length > 0;
}

function readModuleKind(file: ParsedFile, references: readonly ModuleReference[]): "esm" | "commonjs" {
  if (hasModuleSyntax(file)) return "esm";
  if (/\.[cm]ts$|\.mjs$|\.cjs$/u.test(file.path)) return /\.c[jt]s$/u.test(file.path) ? "commonjs" : "esm";
  if (references.some((reference) => reference.kind === "require") || setsExports(file)) return "commonjs";
  // Only some parsers say so; "script" is what others say of any file without imports.
  return (file.program.sourceType as string) === "commonjs" ? "commonjs" : "esm";
}
