import path from "node:path";
import type { TSESTree } from "@typescript-eslint/types";
import { callIn, enclosingStatement, isFunction, unwrap, type Node } from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { isReference } from "../../syntax/references.js";
import type { FileView } from "../file-view.js";
import type { ExportRef } from "../module-view.js";
import { aliasOf, originOf } from "../origins.js";

/** Functions that declare tests, as globals and as exports of whatever a file has them from. */
const FUNCTIONS = new Set(["test", "it", "describe", "suite", "bench", "specify"]);
/** Globals whose members do, such as `Deno.test` and `QUnit.module`. */
const MEMBERS = new Set(["Deno.test", "Deno.bench", "QUnit.test", "QUnit.module", "QUnit.only", "QUnit.skip", "QUnit.todo"]);
/** Packages whose default export, or which themselves, are such a function. */
const MODULES = new Set(["node:test", "ava", "tape", "tap"]);
const MOST_STEPS = 8;

/** A text without one of these has no tests: a call, another name for a function, or a package whose function may have any name. */
const TRACES =
  /\b(?:test|it|describe|suite|bench|specify)\s*(?:[.(<`]|\?\.|as\b|:)|\bQUnit\b|["'](?:node:test|ava|tape|tap)["']/u;

const answers = new WeakMap<FileView, boolean>();

/** Whether a file declares tests: it calls a test framework's function, whatever it calls it. */
export function hasTests(file: FileView): boolean {
  const known = answers.get(file) ?? (mayHaveTests(file.text) && declaresTests(file));
  answers.set(file, known);
  return known;
}

const NAMES = [...FUNCTIONS, "Deno", "QUnit"];

function declaresTests(file: FileView): boolean {
  const declares = ({ callee }: TSESTree.CallExpression) => isTestFunction(file, callee);
  // Most call a function by one of its own names, and what goes by another one has it from one of these.
  if (file.nodes("CallExpression", NAMES).some(declares)) return true;
  const isNamed =
    NAMES.some((name) => file.identifiers(name).length > 0) ||
    file.nodes("Literal", NAMES).some(({ value }) => NAMES.includes(String(value))) ||
    file.nodes("TemplateLiteral", NAMES).length > 0 ||
    file.moduleReferences().some(({ specifier }) => MODULES.has(specifier));
  return isNamed && file.nodes("CallExpression").some(declares);
}

const FILE_NAMES = /(?:[.\-_](?:test|tests|spec|e2e|cy|bench)|(?:^|\/)(?:test|tests|spec))\.[cm]?[jt]sx?$/i;

/** Whether a file (relative to the root) holds tests, by its name. */
export function isTestFile(file: string): boolean {
  return FILE_NAMES.test(file) || /(?:^|\/)__tests__\/[^/]+$/.test(file);
}

/** Whether a file (relative to the root) sets up the tests of its package, by its name. */
export function isSetupFile(file: string): boolean {
  return /set-?up[^/]*$/i.test(file) && !FILE_NAMES.test(file);
}

/** Whether a text may be one of a file with tests: a look that costs no tree. */
export function mayHaveTests(text: string): boolean {
  return TRACES.test(text);
}

/** Whether an expression is such a function, one of its variants (`it.only`), or a function that it makes (`test.each(rows)`, `test.extend(…)`). */
function isTestFunction(file: FileView, expression: Node, steps = 0): boolean {
  const node = unwrap(expression);
  if (steps > MOST_STEPS) return false;
  if (node.type === "CallExpression") return isTestFunction(file, node.callee, steps + 1);
  if (node.type === "TaggedTemplateExpression") return isTestFunction(file, node.tag, steps + 1);
  const origin = originOf(file, node);
  if (origin) return origin.reference ? isOfModule(origin.reference.specifier, origin.path) : isGlobal(origin.path);
  // What a file makes itself: `const test = base.extend({ … })`.
  const root = rootOf(node);
  const made = root?.type === "Identifier" ? file.variableOf(root) : undefined;
  const value = made && aliasOf(made)?.value;
  return value !== undefined && unwrap(value).type === "CallExpression" && isTestFunction(file, value, steps + 1);
}

function isGlobal([root = "", member = ""]: readonly string[]): boolean {
  return FUNCTIONS.has(root) || MEMBERS.has(`${root}.${member}`);
}

/** A module that is not known may pass on a framework's functions under their names. */
function isOfModule(specifier: string, path: readonly string[]): boolean {
  const [first, second] = path[0] === "default" ? path.slice(1) : path;
  if (MODULES.has(specifier))
    return first === undefined || FUNCTIONS.has(first) || (path[0] === "default" && second === undefined);
  return first !== undefined && FUNCTIONS.has(first);
}

function rootOf(node: Node): Node {
  return node.type === "MemberExpression" ? rootOf(unwrap(node.object)) : node;
}

/** Why new code that uses an export may be no test any more: the test would compare the export with itself. */
export function doubtOfOwnTest(file: FileView, ref: ExportRef, local: string, site: Node): string | undefined {
  if (!hasTests(file)) return undefined;
  // What the site calls already is compared with nothing new.
  const root = rootOf(unwrap(callIn(site)?.callee ?? site));
  if (root.type === "Identifier" && root.name === local) return undefined;
  const around = asserted(site).range;
  const isBeside = file
    .identifiers(local)
    .some((node) => contains(around, node.range) && isReference(node) && isComparable(file, site, node));
  if (!isBeside && (!isNamedAfter(file, ref) || isOfSameModule(file, ref, site))) return undefined;
  return `${local} is what is tested here, and would be compared with itself`;
}

/** Whether what holds a site and another place may compare them: the site itself does not, nor a list or an object but a table of tests. */
function isComparable(file: FileView, site: Node, { range }: Node): boolean {
  let at = site;
  while (at.parent && !contains(at.range, range)) at = at.parent;
  const isData = at.type === "ArrayExpression" || at.type === "ObjectExpression";
  while (isData && at.parent && DATA.test(at.parent.type)) at = at.parent;
  const taker = at.parent?.type === "CallExpression" ? at.parent.callee : undefined;
  return at !== site && (!isData || (taker !== undefined && isTestFunction(file, taker)));
}

const DATA = /^(?:Array|Object)Expression$|^Property$/u;

/** The outermost expression around a site in its function or statement: an assertion, most likely. */
function asserted(site: Node): Node {
  const statement = enclosingStatement(site);
  let at = site;
  while (at !== statement && at.parent && !isFunction(at.parent)) at = at.parent;
  return at;
}

/** Whether a file is called after the module that declares an export: `parse.test.ts` after `parse.ts` or `parse/index.ts`. */
function isNamedAfter({ path: own, modules }: FileView, { module, exported }: ExportRef): boolean {
  const declaring = modules.exportOrigin(module, exported)?.module ?? module;
  return declaring.kind === "file" && declaring.path !== own && nameOfModule(declaring.path) === nameOfModule(own);
}

/** Whether what a site has until now is of the module too, so that the test is about that as well. */
function isOfSameModule(file: FileView, { module, exported }: ExportRef, site: Node): boolean {
  const { modules } = file;
  const declaring = modules.exportOrigin(module, exported)?.module ?? module;
  return file.nodesWithin([site.range]).some((node) => {
    const { reference, path: names } = (node.type === "Identifier" && isReference(node) && originOf(file, node)) || {};
    const [name] = names ?? [];
    if (!reference || name === undefined) return false;
    const from = modules.resolve(file.path, reference.specifier);
    return modules.isSameModule(modules.exportOrigin(from, name)?.module ?? from, declaring);
  });
}

function nameOfModule(file: string): string {
  const [name = ""] = path.basename(file).split(".");
  return name === "index" ? path.basename(path.dirname(file)) : name;
}
