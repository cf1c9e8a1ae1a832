import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import { type Node, childrenOf, memberName, unwrap } from "../syntax/nodes.js";
import type { ExportRef } from "./module-view.js";

/** Whether it matters when, and how often, an expression is evaluated. */
export type Sensitivity =
  /** Literals, functions, `const` bindings: it never matters. */
  | "constant"
  /** Reads values that other code may change. */
  | "reads"
  /** May have side effects. */
  | "acts";

const ACTING = new Set([
  "CallExpression",
  "NewExpression",
  "AssignmentExpression",
  "UpdateExpression",
  "AwaitExpression",
  "YieldExpression",
  "TaggedTemplateExpression",
  "ImportExpression",
]);
const READING = new Set(["MemberExpression", "SpreadElement", "JSXElement", "JSXFragment", "ThisExpression", "Super"]);
const DEFERRED = new Set(["ArrowFunctionExpression", "FunctionExpression", "TSTypeAnnotation"]);

/** What code that renders does only by calls: React may render it at any time and in any order. */
const CALLS = new Set(["CallExpression", "NewExpression", "TaggedTemplateExpression"]);

/** Whether an expression acts by nothing but calls. */
function onlyCalls(node: Node): boolean {
  if (DEFERRED.has(node.type)) return true;
  return (!ACTING.has(node.type) || CALLS.has(node.type)) && childrenOf(node).every(onlyCalls);
}

/** The sensitivity of an expression: the greatest of its parts. */
export function sensitivityOf(file: FileView, node: Node): Sensitivity {
  if (DEFERRED.has(node.type) || node.type.startsWith("TSType")) return "constant";
  if (ACTING.has(node.type) || (node.type === "UnaryExpression" && node.operator === "delete")) return "acts";
  if (node.type === "Identifier") return isConstant(file, node) ? "constant" : "reads";
  let result: Sensitivity = READING.has(node.type) && node.type !== "ThisExpression" ? "reads" : "constant";
  for (const child of childrenOf(node)) {
    const inner = sensitivityOf(file, child);
    if (inner === "acts") return "acts";
    if (inner === "reads") result = "reads";
  }
  return result;
}

function isConstant(file: FileView, node: TSESTree.Identifier): boolean {
  const parent = node.parent;
  const isName =
    (parent.type === "MemberExpression" && parent.property === node && !parent.computed) ||
    (parent.type === "Property" && parent.key === node && !parent.computed);
  if (isName || node.name === "undefined") return true;
  const variable = file.variableOf(node);
  if (!variable) return false;
  return variable.references.every((reference) => reference.init || reference.isReadOnly());
}

const MAKING = new Set([
  ...["ObjectExpression", "ArrayExpression", "ArrowFunctionExpression", "FunctionExpression", "ClassExpression"],
  ...["JSXElement", "JSXFragment"],
]);

/** Whether an expression makes an object of its own each time that it is evaluated. */
function makesObject(node: Node): boolean {
  return MAKING.has(node.type) || (node.type === "Literal" && "regex" in node) || childrenOf(node).some(makesObject);
}

/**
 * Whether new text evaluates the bound expressions as the old one did: one that acts runs exactly once, one that makes an
 * object makes one, and none is reordered across one that acts. `after` lists them in the order of the new text. What is rendered (the
 * parts of an element) may call in another order.
 */
export function keepsEffects(
  file: FileView,
  before: readonly Node[],
  after: readonly { readonly node: Node; readonly isDeferred: boolean }[],
  isRendered = false,
): boolean {
  const rank = new Map(before.map((node) => [node, sensitivityOf(file, node)]));
  for (const [node, sensitivity] of rank) {
    const uses = after.filter((use) => use.node === node);
    // One object that is written twice is two, and one in a function is another at each call.
    if ((uses.length > 1 || uses.some((use) => use.isDeferred)) && makesObject(node)) return false;
    if (sensitivity === "acts" && (uses.length !== 1 || uses[0]?.isDeferred)) return false;
    if (sensitivity === "reads" && uses.some((use) => use.isDeferred) && [...rank.values()].includes("acts")) return false;
  }
  const order = after.filter((use) => (rank.get(use.node) ?? "constant") !== "constant").map((use) => before.indexOf(use.node));
  const mattersWhen = (node: Node): boolean => rank.get(node) === "acts" && !(isRendered && onlyCalls(node));
  for (let i = 0; i < order.length; i++) {
    for (let j = i + 1; j < order.length; j++) {
      const [first, second] = [order[i] as number, order[j] as number];
      const either = [before[first] as Node, before[second] as Node].some(mattersWhen);
      if (first > second && either) return false;
    }
  }
  return true;
}

/** An export and the code behind its name: `Logger` and `.getInstance()`. It means the same in every file that imports the export. */
export interface ClosedExpression {
  readonly root: ExportRef;
  readonly rest: string;
}

/** Reads an imported name with members, and calls with literals at most; undefined for anything else. */
export function closedExpressionOf(file: FileView, expression: Node): ClosedExpression | undefined {
  const node = unwrap(expression);
  if (node.type === "Identifier") {
    const root = importedRoot(file, node);
    return root && { root, rest: "" };
  }
  if (node.type === "MemberExpression") {
    const name = memberName(node);
    const object = node.computed || node.optional || name === undefined ? undefined : closedExpressionOf(file, node.object);
    if (!object || name === undefined) return undefined;
    // `services.Logger` of `import * as services`: the export itself.
    if (object.root.exported === "*") return { root: { ...object.root, name, exported: name }, rest: "" };
    return { ...object, rest: `${object.rest}.${name}` };
  }
  if (node.type !== "CallExpression" || node.optional || node.typeArguments) return undefined;
  if (!node.arguments.every(({ type }) => type === "Literal")) return undefined;
  const callee = closedExpressionOf(file, node.callee);
  return callee && { ...callee, rest: `${callee.rest}(${node.arguments.map((each) => file.textOf(each)).join(", ")})` };
}

function importedRoot(file: FileView, node: Extract<Node, { type: "Identifier" }>): ExportRef | undefined {
  const variable = file.variableOf(node);
  const imported = variable && file.importedName(variable);
  if (!imported || imported.isTypeOnly || imported.reference.kind !== "import") return undefined;
  const module = file.modules.resolve(file.path, imported.reference.specifier);
  if (module.kind === "missing") return undefined;
  const exported = imported.imported;
  // An alias is the file's own.
  return { name: exported === "default" || exported === "*" ? node.name : exported, module, exported };
}
