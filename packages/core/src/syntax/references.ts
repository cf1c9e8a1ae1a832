/** How code uses the value that an expression names. */
import { type Node, isFunction, isNothing, memberName, rewrap, unwrap } from "./nodes.js";
import { contains } from "./ranges.js";

/** Whether an identifier means its variable's value, rather than naming a property, a declaration or an import. */
export function isReference(node: Node): boolean {
  const parent = node.parent as Node;
  switch (parent.type) {
    case "MemberExpression":
      return parent.object === node || parent.computed;
    case "Property":
      return parent.value === node ? parent.parent.type === "ObjectExpression" : parent.computed;
    case "MethodDefinition":
    case "PropertyDefinition":
    case "AccessorProperty":
      return parent.value === node || parent.computed;
    case "VariableDeclarator":
      return parent.init === node;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "TSDeclareFunction":
      return false;
    case "ClassExpression":
    case "ClassDeclaration":
      return parent.superClass === node;
    case "ArrowFunctionExpression":
      return parent.body === node;
    case "AssignmentPattern":
      return parent.right === node;
    case "ExportSpecifier":
      return parent.local === node;
    case "ImportAttribute":
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
    case "TSImportEqualsDeclaration":
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "CatchClause":
    case "RestElement":
    case "ArrayPattern":
    case "MetaProperty":
      return false;
    default:
      return !parent.type.startsWith("TS") || "expression" in parent;
  }
}

/** Whether the expression is assigned or deleted, so that a call can't replace it. */
export function isWritten(node: Node): boolean {
  const outer = rewrap(node);
  const parent = outer.parent as Node;
  switch (parent.type) {
    case "AssignmentExpression":
    case "ForInStatement":
    case "ForOfStatement":
      return parent.left === outer;
    case "UpdateExpression":
    case "ArrayPattern":
    case "RestElement":
      return true;
    case "UnaryExpression":
      return parent.operator === "delete";
    case "Property":
      return parent.value === outer && parent.parent.type === "ObjectPattern";
    case "AssignmentPattern":
      return parent.left === outer;
    default:
      return false;
  }
}

/** `logger.level = 1`, `delete registry.agents.a`. */
export function isWrittenInto(node: Node): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  if (parent?.type !== "MemberExpression" || parent.object !== outer) return false;
  return isWritten(parent) || isWrittenInto(parent);
}

/** Methods that change sets, maps, lists and dates. */
export const CHANGES = /^(?:add|append|clear|delete|pop|push|reverse|set(?:[A-Z]\w*)?|shift|sort|splice|unshift)$/u;

/** Whether what an expression names is changed there, or a part of it: `day.setHours(0)`, `state.list[0] = 1`. */
export function isChanged(node: Node): boolean {
  const outer = rewrap(node);
  const member = outer.parent;
  if (member?.type !== "MemberExpression" || member.object !== outer) return false;
  const call = rewrap(member).parent;
  const isMethod = call?.type === "CallExpression" && unwrap(call.callee) === member && CHANGES.test(memberName(member) ?? "");
  return isMethod || isWritten(member) || isChanged(member);
}

/** Whether a site is in the default of what declares a name, in the list that a loop takes it from, or where its declaration may be passed by. */
export function isBeingMade(name: Node, site: Node): boolean {
  for (let at = name; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.type === "AssignmentPattern" && parent.left === at && contains(parent.right.range, site.range)) return true;
    if (parent.type === "ForOfStatement" || parent.type === "ForInStatement")
      return parent.left === at && contains(parent.right.range, site.range);
    if (parent.type === "SwitchCase") return !contains(parent.range, site.range);
    if (isFunction(parent) || parent.type === "BlockStatement") return false;
  }
  return false;
}

/** Whether the code tests whether the value is present: `if (x)`, `!x`, `x ?? y`, `x?.y`, `x === undefined`. */
export function isTestedForPresence(node: Node): boolean {
  const outer = rewrap(node);
  const parent = outer.parent as Node;
  switch (parent.type) {
    case "IfStatement":
    case "ConditionalExpression":
    case "WhileStatement":
      return parent.test === outer;
    case "UnaryExpression":
      return parent.operator === "!";
    case "LogicalExpression":
      return parent.left === outer;
    case "MemberExpression":
      return parent.object === outer && parent.optional;
    case "BinaryExpression":
      return /^[!=]==?$/u.test(parent.operator) && isNothing(parent.left === outer ? parent.right : parent.left);
    default:
      return false;
  }
}

const MOCKERS = new Set(["vi", "vitest", "jest"]);
const HOISTED = new Set(["mock", "hoisted"]);

/**
 * Whether code is in a function that a test runner moves above the imports: `"now"` where it runs with that function, so that imported names
 * have no value yet; `"later"` in a function that is made there. Jest refuses imported names in both.
 */
export function hoistedFactoryAround(at: Node): "now" | "later" | undefined {
  let isLater = false;
  for (let node: Node | undefined = at; node; node = node.parent) {
    if (!isFunction(node)) continue;
    const call: Node | undefined = node.parent;
    const mocker = call?.type === "CallExpression" && call.callee !== node ? hoistingRunner(call.callee) : undefined;
    if (mocker !== undefined) return isLater && mocker !== "jest" ? "later" : "now";
    isLater = true;
  }
  return undefined;
}

/** The `vi` of `vi.mock`, also at the start of a chain: `jest.unmock("a").mock`. */
function hoistingRunner(callee: Node): string | undefined {
  if (callee.type !== "MemberExpression" || !HOISTED.has(memberName(callee) ?? "")) return undefined;
  let object: Node = callee.object;
  while (object.type === "CallExpression" && object.callee.type === "MemberExpression") object = object.callee.object;
  return object.type === "Identifier" && MOCKERS.has(object.name) ? object.name : undefined;
}

/** Whether an import of a name is one of types alone: `import type { A }`, `import { type A }`. */
export function isTypeImport(specifier: Node): boolean {
  if (specifier.type === "ImportSpecifier" && specifier.importKind === "type") return true;
  const { parent } = specifier;
  return parent?.type === "ImportDeclaration" && parent.importKind === "type";
}

/** Whether a function is what a method of lists calls for each element, with its index: `list.map(value)`. */
export function isCalledForEach(value: Node): boolean {
  const outer = rewrap(value);
  const call = outer.parent;
  const callee = call?.type === "CallExpression" && call.arguments[0] === outer ? unwrap(call.callee) : undefined;
  return callee?.type === "MemberExpression" && FOR_EACH.test(memberName(callee) ?? "");
}

const FOR_EACH = /^(?:map|flatMap|forEach|filter|some|every|find(?:Last)?(?:Index)?)$/u;
