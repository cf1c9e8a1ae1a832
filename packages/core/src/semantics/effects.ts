import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import { type Node, childrenOf, identifiersIn, isFunction, memberName, unwrap } from "../syntax/nodes.js";
import { isWritten } from "../syntax/references.js";
import { oncePer } from "../modules/index.js";
import { contains, type Range } from "../syntax/ranges.js";
import { topLevelStatement } from "./import-circles.js";
import type { ExportRef, ModuleView } from "./module-view.js";
import { type Reason, runsOtherwise } from "../reasons/reasons.js";

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
export function sensitivityOf(file: ModuleView, node: Node): Sensitivity {
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

function isConstant(file: ModuleView, node: TSESTree.Identifier): boolean {
  const parent = node.parent;
  const isName =
    (parent.type === "MemberExpression" && parent.property === node && !parent.computed) ||
    (parent.type === "Property" && parent.key === node && !parent.computed);
  if (isName || node.name === "undefined") return true;
  const variable = file.variableOf(node);
  if (!variable) return false;
  return variable.references.every((reference) => reference.init || reference.isReadOnly());
}

/** What a module does to what others have while it is loaded: `registry.add(…)`, `globalThis.x = …`, but not `Own.title = "…"`. */
export function actsAtLoad(file: ModuleView): readonly string[] {
  const actions = file.nodes("ExpressionStatement").filter(({ parent, expression }) => {
    if (parent.type !== "Program" || sensitivityOf(file, expression) !== "acts") return false;
    const [root] = identifiersIn(expression);
    if (root?.parent.type !== "MemberExpression") return true;
    const variable = file.variableOf(root);
    return variable ? file.importedName(variable) !== undefined : !/^(?:module|exports|Object)$/u.test(root.name);
  });
  return actions.map(({ expression }) => file.textOf(expression));
}

const MAKING = new Set([
  ...["ObjectExpression", "ArrayExpression", "ArrowFunctionExpression", "FunctionExpression", "ClassExpression"],
  ...["JSXElement", "JSXFragment"],
]);

/** Whether an expression makes an object of its own each time that it is evaluated. */
function makesObject(node: Node): boolean {
  return MAKING.has(node.type) || (node.type === "Literal" && "regex" in node) || childrenOf(node).some(makesObject);
}

/** Whether what an expression reads is set in the file after it was made: a variable, or a member of that name. */
function mayChange(file: FileView, node: Node): boolean {
  if (DEFERRED.has(node.type) || node.type.startsWith("TSType")) return false;
  if (node.type === "Identifier") return file.variableOf(node) !== undefined && !isConstant(file, node);
  if (node.type === "MemberExpression") {
    const name = memberName(node);
    if (name === undefined || membersThatAreSet(file).has(name)) return true;
  }
  return node.type === "SpreadElement" || childrenOf(node).some((child) => mayChange(file, child));
}

/** The members that a file sets, of whatever object, by their names. */
export const membersThatAreSet = oncePer((file: FileView): ReadonlyMap<string | undefined, readonly Node[]> => {
  const byName = new Map<string | undefined, Node[]>();
  for (const node of file.nodes("MemberExpression").filter(isWritten)) {
    const known = byName.get(memberName(node));
    if (known) known.push(node);
    else byName.set(memberName(node), [node]);
  }
  return byName;
});

/** When a part of some code runs: whenever that does, in some cases, or when somebody calls the function that it is in. */
export type Turn = "always" | "perhaps" | "later";

/** When a part of `whole` runs. */
export function turnIn(whole: Node, part: Node): Turn {
  let turn: Turn = "always";
  for (let at = part; at !== whole && at.parent && contains(whole.range, at.parent.range); at = at.parent) {
    if (isFunction(at.parent)) return "later";
    if (isPassedBy(at.parent, at)) turn = "perhaps";
  }
  return turn;
}

/** Where code at some offsets runs first: where its statement of the top level begins, or the first one that names the function around it. */
export function firstRunOf(file: FileView, offsets: readonly number[]): number {
  const asked = new Set<Node>();
  let first = Infinity;
  for (let pending = offsets; pending.length > 0;) {
    const uses: number[] = [];
    for (const statement of statementsAround(file, pending)) {
      const declared = "declaration" in statement ? statement.declaration : statement;
      // Imports are there before all code.
      if ("source" in statement && statement.source) continue;
      if (declared?.type !== "FunctionDeclaration") first = Math.min(first, statement.range[0]);
      else if (!asked.has(declared)) uses.push(...usesOutside(file, declared));
      if (declared) asked.add(declared);
    }
    pending = uses;
  }
  return first;
}

/** Whether what a text of the file declares has its value where a place runs first: what `require` gives is not there above it. */
export function isDeclaredBefore(file: FileView, declared: Range, at: Node): boolean {
  const running = topLevelStatement(at);
  if (contains(running.range, declared)) return declared[1] <= at.range[0];
  const mayRunBefore = /^(?:FunctionDeclaration|Export)/u.test(running.type);
  return declared[1] <= (mayRunBefore ? firstRunOf(file, [at.range[0]]) : running.range[0]);
}

function usesOutside(file: FileView, declared: TSESTree.FunctionDeclaration): readonly number[] {
  const name = declared.id && file.variableOf(declared.id);
  return (
    name?.references.flatMap(({ identifier }) => (contains(declared.range, identifier.range) ? [] : [identifier.range[0]])) ?? []
  );
}

/** The statements of the top level in which one of some offsets is. */
function statementsAround({ program }: FileView, offsets: readonly number[]): readonly TSESTree.ProgramStatement[] {
  const sorted = offsets.toSorted((a, b) => a - b);
  let at = 0;
  return program.body.filter(({ range: [start, end] }) => {
    while (at < sorted.length && sorted[at]! < start) at++;
    return at < sorted.length && sorted[at]! < end;
  });
}

/** Whether code may run without one of its operands: `b` in `a && b`, `a ? b : c` and `x?.f(b)`. */
function isPassedBy(node: Node, operand: Node): boolean {
  switch (node.type) {
    case "LogicalExpression":
      return node.right === operand;
    case "ConditionalExpression":
      return node.test !== operand;
    case "AssignmentExpression":
      return node.right === operand && ["&&=", "||=", "??="].includes(node.operator);
    case "CallExpression":
      return node.callee !== operand && hasOptionalLink(node);
    case "MemberExpression":
      return node.computed && node.property === operand && hasOptionalLink(node);
    default:
      return false;
  }
}

/** Whether a chain may end before its last link. */
function hasOptionalLink(node: Node): boolean {
  if (node.type === "CallExpression") return node.optional || hasOptionalLink(node.callee);
  return node.type === "MemberExpression" && (node.optional || hasOptionalLink(node.object));
}

export const HAS_EFFECTS = runsOtherwise("it would drop, repeat or reorder something that may have effects");
const IS_PASSED = runsOtherwise("something that may have effects would run in some cases only, or in more than now");
const IS_LATER = runsOtherwise("it would be read later, when it may have changed");

/**
 * Why new text does not evaluate the bound expressions of `site` as the old one did: one that acts has to run exactly once and in the same
 * cases, one that makes an object to make one, none may be reordered across one that acts, and what may change be read later. `after` lists
 * them in the order of the new text. What is rendered (the parts of an element) may call in another order and read later.
 */
export function doubtAboutEffects(
  file: FileView,
  site: Node,
  before: readonly Node[],
  after: readonly { readonly node: Node; readonly turn: Turn }[],
): Reason | undefined {
  const isRendered = site.type === "JSXElement";
  const rank = new Map(before.map((node) => [node, sensitivityOf(file, node)]));
  const mattersWhen = (node: Node): boolean => rank.get(node) === "acts" && !(isRendered && onlyCalls(node));
  for (const [node, sensitivity] of rank) {
    const turns = after.filter((use) => use.node === node).map(({ turn }) => turn);
    const was = turnIn(site, node);
    const isLater = turns.includes("later");
    // One object that is written twice is two, and one in a function is another at each call.
    if ((turns.length > 1 || isLater) && makesObject(node)) return HAS_EFFECTS;
    if (sensitivity === "acts" && (turns.length !== 1 || isLater)) return HAS_EFFECTS;
    if (mattersWhen(node) && turns[0] !== was) return IS_PASSED;
    if (sensitivity !== "reads" || isRendered || was === "later") continue;
    if (isLater && mayChange(file, node)) return IS_LATER;
    if (was === "perhaps" && turns.includes("always")) return IS_PASSED;
  }
  const order = after.filter((use) => (rank.get(use.node) ?? "constant") !== "constant").map((use) => before.indexOf(use.node));
  for (let i = 0; i < order.length; i++) {
    for (let j = i + 1; j < order.length; j++) {
      const [first, second] = [order[i] as number, order[j] as number];
      const either = [before[first] as Node, before[second] as Node].some(mattersWhen);
      if (first > second && either) return HAS_EFFECTS;
    }
  }
  return undefined;
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
