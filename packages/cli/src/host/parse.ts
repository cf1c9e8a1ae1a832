import { createRequire } from "node:module";
import { LineIndex } from "@godwit/core/contracts";
import { assertShallow, SourceSyntaxError, type ParsedSource } from "@godwit/core/modules";
import type { ChangedText } from "@godwit/core/engine";
import type { TSESTree } from "@typescript-eslint/types";
import type * as Oxc from "oxc-parser";
import type { Pruning } from "./pruned-tree.js";
import { openRawParser, type Parse } from "./raw-parser.js";

const require = createRequire(import.meta.url);
let oxc: typeof Oxc | undefined;

function loadOxc(): typeof Oxc {
  return (oxc ??= require("oxc-parser") as typeof Oxc);
}

let parse: Parse | undefined;

function parser(): Parse {
  return (parse ??= openRawParser(require) ?? loadOxc().parseSync);
}

type SourceKind = "module" | "commonjs" | "script";

/**
 * What is wrong with a changed text and was not before, beyond the grammar too: repeated declarations or exports, `await` or `break`
 * in a wrong place.
 */
export function findFault({ path, before, after }: ChangedText): string | undefined {
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
    statement.type === "ExportNamedDeclaration" ? statement.specifiers.map(({ exported }) => nameOf(exported)) : [],
  );
  return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `\`${name}\` is exported twice`);
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === "Identifier" ? node.name : node.value;
}

/**
 * Parses a text as typescript-estree would, several times faster; throws `SourceSyntaxError`. With a pruning the tree may lack parts: where
 * it comes as JSON it has all.
 */
export function parseSource(file: string, text: string, pruning?: Pruning): ParsedSource {
  assertShallow(file, text);
  const kind: SourceKind = /\.cjs$/.test(file) ? "commonjs" : "module";
  try {
    return parseAs(file, text, kind, pruning);
  } catch (error) {
    // A script in a .js file: it may have a top-level `return` and sloppy-mode names. ESLint needs a setting for that.
    if (kind === "module" && /\.jsx?$/.test(file)) return parseScript(file, text, error);
    throw error;
  }
}

function parseScript(file: string, text: string, asModule: unknown): ParsedSource {
  try {
    return parseAs(file, text, "commonjs");
  } catch {
    throw asModule;
  }
}

function parseAs(file: string, text: string, sourceType: SourceKind, pruning?: Pruning): ParsedSource {
  const options = { lang: languageOf(file), sourceType, astType: "ts", range: true, preserveParens: false } as const;
  const result = parser()(file, text, options, pruning);
  const error = result.errors.find((each) => each.severity === ("Error" as unknown));
  if (error) {
    const { line, column } = new LineIndex(text).positionAt(error.labels[0]?.start ?? 0);
    throw new SourceSyntaxError(error.message, line, column);
  }
  let comments: readonly TSESTree.Comment[] | undefined;
  return {
    program: result.program as unknown as TSESTree.Program,
    // For most files no rule reads the comments.
    get comments() {
      return (comments ??= toComments(text, result.comments));
    },
  };
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
