import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { enclosingFunction, rewrap, unwrap, type Node } from "../../syntax/nodes.js";
import { isTestedForPresence, isWritten } from "../../syntax/references.js";
import { usesOf } from "../../semantics/uses.js";
import { doubtOfMember } from "./member-uses.js";
import { localCallee } from "../../naming/targets.js";
import { isOfEntry, promised, type LooseCase } from "./fits.js";
import { isAny, isLoose } from "./loose.js";

/** Why a use of a variable may not compile once it has the type; undefined if all uses do. */
export function doubtOfUses(at: LooseCase, variable: Variable): string | undefined {
  for (const use of usesOf(at.file, variable)) {
    if (use.type === "JSXIdentifier") return `${variable.name} is an element here`;
    const doubt = isWritten(use) ? undefined : doubtOfUse(at, use);
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

/** The same for one place that reads the value. */
export function doubtOfUse(at: LooseCase, use: Node): string | undefined {
  const outer = rewrap(use);
  const parent = outer.parent as Node;
  switch (parent.type) {
    case "MemberExpression":
      return parent.object === outer ? doubtOfMember(at, parent) : `${nameOf(at, use)} is used as a key`;
    case "ExpressionStatement":
    case "TemplateLiteral":
      return undefined;
    case "AwaitExpression":
      return doubtOfUse(at, parent);
    case "ConditionalExpression":
      return parent.test === outer ? undefined : doubtOfUse(at, parent);
    case "ReturnStatement":
    case "ArrowFunctionExpression":
      return doubtOfReturned(at, outer);
    case "VariableDeclarator":
      return parent.init === outer ? doubtOfTaken(at, parent.id) : undefined;
    case "CallExpression":
    case "NewExpression":
      return doubtOfArgument(at, parent, outer);
    default:
      return isTestedForPresence(use) ? undefined : `it is not known what becomes of ${nameOf(at, use)}`;
  }
}

/** A returned value has to have the return type that the function states. */
function doubtOfReturned(at: LooseCase, value: Node): string | undefined {
  const type = enclosingFunction(value)?.returnType?.typeAnnotation;
  return !type || takes(at, promised(type)) ? undefined : "it is returned where another type is stated";
}

function nameOf({ file }: LooseCase, node: Node): string {
  const text = file.textOf(node).replace(/\s+/gu, " ");
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}

/** `const { userId } = auth`, `const other = auth`. */
function doubtOfTaken(at: LooseCase, pattern: Node): string | undefined {
  if (pattern.type === "Identifier") {
    if (pattern.typeAnnotation)
      return takes(at, pattern.typeAnnotation.typeAnnotation) ? undefined : "it is put where another type is stated";
    const variable = at.file.variableOf(pattern);
    return variable ? doubtOfUses(at, variable) : undefined;
  }
  return `it is not known what becomes of the members that are taken out`;
}

/** Whether a stated type accepts a value of the entry's type. */
export function takes(at: LooseCase, type: TSESTree.TypeNode): boolean {
  if (type.type === "TSUnionType") return type.types.some((part) => takes(at, part));
  return isOfEntry(at, type) || /^TS(?:Any|Unknown|Object)Keyword$/u.test(type.type);
}

const TAKES_ANYTHING = /^(?:console\.\w+|JSON\.stringify|Object\.(?:keys|values|entries|freeze)|String|Boolean|expect)$/u;

function doubtOfArgument(
  at: LooseCase,
  call: Extract<Node, { type: "CallExpression" | "NewExpression" }>,
  argument: Node,
): string | undefined {
  if (call.callee === argument) return `${nameOf(at, argument)} is called`;
  if (TAKES_ANYTHING.test(at.file.textOf(call.callee))) return undefined;
  const parameter = localCallee(at.file, unwrap(call.callee))?.params[call.arguments.indexOf(argument as never)];
  const type = parameter?.type === "Identifier" ? parameter.typeAnnotation?.typeAnnotation : undefined;
  if (type && (takes(at, type) || isAnyRecord(type))) return undefined;
  return `it is not known whether ${nameOf(at, call.callee)} takes it`;
}

/** `Record<string, any>` takes an interface, `Record<string, unknown>` does not. */
function isAnyRecord(type: TSESTree.TypeNode): boolean {
  return isLoose(type) && type.type === "TSTypeReference" && isAny(type.typeArguments?.params[1]);
}
