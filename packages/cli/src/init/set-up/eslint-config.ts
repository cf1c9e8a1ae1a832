import path from "node:path";
import { findText, listNames } from "@godwit/core/disk";
import { SourceSyntaxError } from "@godwit/core/modules";
import type { TSESTree } from "@typescript-eslint/types";
import { ESLINT_CONFIG, LEGACY_CONFIG, OLDEST_ESLINT } from "../../doctor/check-eslint.js";
import { parseSource } from "../../host/parse.js";
import type { FoundProject } from "../found-project.js";
import { advise, change, NOTHING, runCommand, type SetUpPart, tooOld } from "./set-up-part.js";

const PLUGIN = "eslint-plugin-godwit";
const ENTRY = "...godwit.migrations()";
const IMPORT = `import godwit from "${PLUGIN}";`;
const REQUIRE = `const godwit = require("${PLUGIN}");`;

/** A line in the style of one that is there: its quotes, and whether it ends with a semicolon. */
function inStyleOf(like: string | undefined, line: string): string {
  const quote = like?.includes("'") && !like.includes('"') ? "'" : '"';
  return (like === undefined || like.trimEnd().endsWith(";") ? line : line.slice(0, -1)).replaceAll('"', quote);
}

/** Adds the contracts to the ESLint config, or says what to add where its text does not show where. */
export function setUpEslint(found: FoundProject): SetUpPart {
  const { root, dependencies } = found;
  const reason = whyEslintCannot(found);
  if (reason !== undefined) {
    const [gate, hook] = [runCommand(found, "check"), runCommand(found, "check --staged")];
    return advise(`${reason} The gate is ${gate} in CI and ${hook} in a hook, without ESLint.`);
  }
  const file = configFile(root);
  if (file === undefined)
    return dependencies.has("eslint")
      ? advise(`ESLint has no eslint.config file here. When it has one, add ${IMPORT} and ${ENTRY}.`)
      : NOTHING;
  const before = findText(path.join(root, file), "settings");
  if (before === undefined || before.includes(PLUGIN)) return NOTHING;
  const after = addToConfig(file, before);
  return after === undefined
    ? advise(
        `${file} is written in a way that godwit does not change. Add to it:`,
        `  ${IMPORT}`,
        `  ${ENTRY}, as the last config`,
      )
    : change({ file, before, after });
}

/** Why a project's ESLint can't run the contracts: too old, or with the config of ESLint 8; undefined if it can, or is not there. */
export function whyEslintCannot(found: Pick<FoundProject, "root" | "tree">): string | undefined {
  const old = tooOld(found, "eslint", OLDEST_ESLINT);
  if (old !== undefined) return `ESLint ${old} is too old for ${PLUGIN}, which needs 9.30.`;
  if (configFile(found.root) !== undefined) return undefined;
  const isInPackage = found.tree.json(path.join(found.root, "package.json"))?.["eslintConfig"] !== undefined;
  const legacy = listNames(found.root).find((name) => LEGACY_CONFIG.test(name)) ?? (isInPackage ? "package.json" : undefined);
  return legacy === undefined ? undefined : `ESLint's config is in ${legacy}, and ${PLUGIN} needs an eslint.config file.`;
}

function configFile(root: string): string | undefined {
  return listNames(root).find((name) => ESLINT_CONFIG.test(name));
}

/** The text of a config with the contracts as its last entry; undefined if that is not safe. */
export function addToConfig(file: string, text: string): string | undefined {
  const program = parse(file, text);
  if (!program || /\bgodwit\b/.test(text)) return undefined;
  const exported = program.body.flatMap((node) => exportedBy(node) ?? []);
  const [only] = exported;
  const list = exported.length === 1 ? listOf(only!.value, program) : undefined;
  if (!list) return undefined;
  const withEntry = insertLast(text, list);
  const imports = program.body.filter(({ type }) => type === "ImportDeclaration");
  const last = imports.at(-1);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  if (only!.isCommonJs) return addRequire(withEntry, program, eol);
  const line = inStyleOf(last && text.slice(...last.range), IMPORT);
  return last
    ? `${withEntry.slice(0, last.range[1])}${eol}${line}${withEntry.slice(last.range[1])}`
    : addAtTop(withEntry, program, `${line}${eol}${eol}`);
}

function parse(file: string, text: string): TSESTree.Program | undefined {
  try {
    return parseSource(file, text).program;
  } catch (error) {
    if (error instanceof SourceSyntaxError) return undefined;
    throw error;
  }
}

interface Exported {
  readonly value: TSESTree.Node;
  readonly isCommonJs: boolean;
}

/** `export default x` or `module.exports = x` */
function exportedBy(node: TSESTree.ProgramStatement): Exported | undefined {
  if (node.type === "ExportDefaultDeclaration") return { value: node.declaration, isCommonJs: false };
  if (node.type !== "ExpressionStatement" || node.expression.type !== "AssignmentExpression") return undefined;
  const { left, right } = node.expression;
  const isExports =
    left.type === "MemberExpression" &&
    left.object.type === "Identifier" &&
    left.object.name === "module" &&
    left.property.type === "Identifier" &&
    left.property.name === "exports";
  return isExports ? { value: right, isCommonJs: true } : undefined;
}

/** The list to which a config is added: an array, or the arguments of a function that takes configs. */
interface ConfigList {
  readonly items: readonly (TSESTree.Node | null)[];
  /** Where the list begins, behind its bracket, and where that ends. */
  readonly start: number;
  readonly end: number;
}

function listOf(value: TSESTree.Node, program: TSESTree.Program): ConfigList | undefined {
  switch (value.type) {
    case "ArrayExpression":
      return { items: value.elements, start: value.range[0] + 1, end: value.range[1] - 1 };
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return listOf(value.expression, program);
    case "Identifier": {
      const declared = program.body
        .flatMap((node) => (node.type === "VariableDeclaration" ? node.declarations : []))
        .filter(({ id }) => id.type === "Identifier" && id.name === value.name);
      const init = declared.length === 1 ? declared[0]!.init : null;
      return init && init.type !== "Identifier" ? listOf(init, program) : undefined;
    }
    case "CallExpression":
      return takesConfigs(value) ? listOfCall(value) : undefined;
    default:
      return undefined;
  }
}

/** `defineConfig` of ESLint and `config` of typescript-eslint take any number of configs and lists of them. */
function takesConfigs({ callee }: TSESTree.CallExpression): boolean {
  if (callee.type === "Identifier") return callee.name === "defineConfig";
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" && callee.property.name === "config";
}

function listOfCall({ arguments: items, range, callee }: TSESTree.CallExpression): ConfigList | undefined {
  const [only] = items;
  if (only && items.length === 1 && only.type === "ArrayExpression")
    return { items: only.elements, start: only.range[0] + 1, end: only.range[1] - 1 };
  return items.length === 0 ? undefined : { items, start: callee.range[1] + 1, end: range[1] - 1 };
}

/** Adds the entry behind the last one, on a line of its own where the others are. */
function insertLast(text: string, { items, start, end }: ConfigList): string {
  const last = items.findLast((item) => item !== null);
  if (!last) return `${text.slice(0, start)}${ENTRY}${text.slice(start)}`;
  const lineStart = text.lastIndexOf("\n", last.range[0]) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))![0];
  const behind = text.slice(last.range[1], end);
  const isOnOwnLine = lineStart + indent.length === last.range[0] || lineStart > start;
  const separator = isOnOwnLine && lineStart > start ? `${text.includes("\r\n") ? "\r\n" : "\n"}${indent}` : " ";
  const comma = /^\s*,/.exec(behind)?.[0];
  if (comma !== undefined) {
    const at = last.range[1] + comma.length;
    return `${text.slice(0, at)}${separator}${ENTRY}${separator === " " ? "" : ","}${text.slice(at)}`;
  }
  return `${text.slice(0, last.range[1])},${separator}${ENTRY}${text.slice(last.range[1])}`;
}

function addAtTop(text: string, program: TSESTree.Program, line: string): string {
  const first = program.body[0]!.range[0];
  // What is above the first statement may be about it alone, or about the file: it stays with the statement.
  const at = Math.max(0, text.slice(0, first).search(/(?:^|\n)(?:\/\*\*(?:(?!\*\/)[^])*\*\/\s*|\/\/ @ts-check\s*)?$/));
  const offset = text[at] === "\n" ? at + 1 : at;
  return text.slice(0, offset) + line + text.slice(offset);
}

function addRequire(text: string, program: TSESTree.Program, eol: string): string {
  const isRequire = (node: TSESTree.ProgramStatement): boolean =>
    node.type === "VariableDeclaration" &&
    node.declarations.every(({ init }) => /^require\(/.test(init ? text.slice(...init.range) : ""));
  const last = program.body.filter(isRequire).at(-1);
  const directive = program.body.findLast((node) => node.type === "ExpressionStatement" && typeof node.directive === "string");
  const behind = last ?? directive;
  const line = `${inStyleOf(behind && text.slice(...behind.range), REQUIRE)}${eol}`;
  if (!behind) return addAtTop(text, program, `${line}${eol}`);
  const end = text.indexOf("\n", behind.range[1]);
  return end < 0 ? `${text}\n${line}` : text.slice(0, end + 1) + line + text.slice(end + 1);
}
