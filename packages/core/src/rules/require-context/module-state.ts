/** Finds places that store a context where other requests can find it: module variables, globals, static fields. */
import type { TSESTree } from "@typescript-eslint/types";
import { hint } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { enclosingFunction, isFunction, memberName, stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import { ownModule } from "../../semantics/module-view.js";
import type { Finding } from "../define-rule.js";
import { replacementWords } from "../replacement.js";
import { claimOf } from "./context-types.js";
import { declarationText, isContextName, type ContextSetting } from "./options.js";
import { claimOfMade } from "./values.js";
import { because } from "../../reasons/reasons.js";

/** Finds where a function stores the context in state that outlives its call. */
export function* findingsOfState(file: FileView, context: ContextSetting): Generator<Finding> {
  for (const node of file.nodes("AssignmentExpression")) {
    // What a value is may be said in other modules, so that the place is looked at first.
    const place = enclosingFunction(node) ? placeOf(file, node.left) : undefined;
    if (place !== undefined && isContext(file, context, node.right)) yield findingForState(file, context, node, place);
  }
  for (const node of file.nodes("CallExpression")) {
    const kept = enclosingFunction(node) ? keptBy(file, node) : undefined;
    if (kept && isContext(file, context, kept)) yield findingForState(file, context, node, "a collection of the module");
  }
}

function findingForState(file: FileView, context: ContextSetting, node: Node, place: string): Finding {
  return {
    range: node.range,
    found: file.textOf(node),
    problem: `keeps the ${context.parameter} in ${place}`,
    replacement: replacementWords(`a parameter ${declarationText(context)}`),
    edit: hint(because("sharedState", "what runs at the same time for somebody else finds it there: hand it down instead")),
  };
}

/** Whether a value is very likely the context: by its type or construction, or by the name of a parameter or of `this.context`. */
function isContext(file: FileView, context: ContextSetting, value: Node): boolean {
  const node = unwrap(value);
  const module = ownModule(file);
  switch (node.type) {
    case "AwaitExpression":
      return isContext(file, context, node.argument);
    case "Identifier": {
      const definition = file.variableOf(node)?.defs[0];
      const name = definition?.name as Node | undefined;
      if (!definition || !name || isModuleLevel(file, node)) return false;
      const type = name.type === "Identifier" ? name.typeAnnotation?.typeAnnotation : undefined;
      if (type && context.type !== undefined) return claimOf(context, module, type) === "yes";
      if (definition.type === ("Parameter" as string)) return isContextName(context, node.name);
      const init =
        definition.node.type === "VariableDeclarator" && definition.node.id === name ? definition.node.init : undefined;
      return !!init && isContext(file, context, init);
    }
    case "MemberExpression":
      return unwrap(node.object).type === "ThisExpression" && isContextName(context, memberName(node));
    case "CallExpression":
    case "NewExpression":
      return claimOfMade(file, context, node) === "yes";
    case "ObjectExpression":
      return node.properties.some((property) => property.type === "Property" && isContext(file, context, property.value));
    case "LogicalExpression":
      return isContext(file, context, node.left) || isContext(file, context, node.right);
    default:
      return false;
  }
}

/** Objects whose members live as long as the process; nobody else is served in a browser's window. */
const GLOBALS: ReadonlySet<string> = new Set(["globalThis", "global", "process"]);

/** Describes the assigned place if it is shared; undefined if it belongs to a call, an instance or a key. */
function placeOf(file: FileView, target: Node): string | undefined {
  const node = unwrap(target);
  if (node.type === "Identifier")
    return isModuleLevel(file, node) && !isConstant(file, node) ? "a variable of the module" : undefined;
  if (node.type !== "MemberExpression" || (node.computed && !isFixed(file, node.property))) return undefined;
  const root = rootOf(node);
  if (root.type === "ThisExpression") return isStaticThis(root) ? "a static field" : undefined;
  if (root.type !== "Identifier") return undefined;
  const variable = file.variableOf(root);
  if (!variable) return GLOBALS.has(root.name) ? "a global" : /^(?:exports|module)$/u.test(root.name) ? "an export" : undefined;
  const kind = variable.defs[0]?.node.type;
  if (kind === "ClassDeclaration" || kind === "ClassExpression") return "a static field";
  return isModuleLevel(file, root) ? "state of the module" : undefined;
}

function rootOf(node: TSESTree.MemberExpression): Node {
  let root: Node = unwrap(node.object);
  while (root.type === "MemberExpression") root = unwrap(root.object);
  return root;
}

function isModuleLevel(file: FileView, identifier: TSESTree.Identifier): boolean {
  const block = file.variableOf(identifier)?.scope.block.type;
  return block === "Program" || block === "TSModuleDeclaration";
}

/** Whether an assignment to the name would throw: it keeps nothing. */
function isConstant(file: FileView, identifier: TSESTree.Identifier): boolean {
  const definition = file.variableOf(identifier)?.defs[0];
  if (definition?.type === ("ImportBinding" as string)) return true;
  return definition?.parent?.type === "VariableDeclaration" && !/^(?:let|var)$/u.test(definition.parent.kind);
}

/** Whether a key is the same for all requests. */
function isFixed(file: FileView, key: Node): boolean {
  const node = unwrap(key);
  if (stringValue(node) !== undefined || node.type === "Literal") return true;
  return node.type === "Identifier" && (!file.variableOf(node) || isModuleLevel(file, node));
}

function isStaticThis(node: Node): boolean {
  for (let at: Node | undefined = node; at?.parent; at = at.parent) {
    if (at.parent.type === "ClassBody") return at.type === "StaticBlock" || ("static" in at && at.static);
    const isOwn = isFunction(at) && at.type !== "ArrowFunctionExpression" && at.parent.type !== "MethodDefinition";
    if (isOwn) return false;
  }
  return false;
}

/** The value that a call adds to a list or set of the module, or stores under a fixed key of its map. */
function keptBy(file: FileView, call: TSESTree.CallExpression): Node | undefined {
  const callee = unwrap(call.callee);
  const object = callee.type === "MemberExpression" ? unwrap(callee.object) : undefined;
  if (callee.type !== "MemberExpression" || object?.type !== "Identifier" || !isModuleLevel(file, object)) return undefined;
  const definition = file.variableOf(object)?.defs[0]?.node;
  const init = definition?.type === "VariableDeclarator" && definition.init ? unwrap(definition.init) : undefined;
  const made = init?.type === "NewExpression" && init.callee.type === "Identifier" ? init.callee.name : init?.type;
  const [first, second] = call.arguments;
  switch (memberName(callee)) {
    case "set":
      return made === "Map" && first && isFixed(file, first) ? second : undefined;
    case "add":
      return made === "Set" ? first : undefined;
    case "push":
    case "unshift":
      return made === "ArrayExpression" || made === "Array" ? first : undefined;
    default:
      return undefined;
  }
}
