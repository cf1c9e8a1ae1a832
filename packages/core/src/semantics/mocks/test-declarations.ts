import type { TSESTree } from "@typescript-eslint/types";
import { unwrap, type Node } from "../../syntax/nodes.js";
import type { FileView } from "../file-view.js";
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
