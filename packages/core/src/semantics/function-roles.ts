import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import { type Field, type FunctionNode, functionName, keyName, type Node, rewrap, unwrap, finalName } from "../syntax/nodes.js";
import { contains } from "../syntax/ranges.js";
import { usesOf } from "./origins.js";
import { because, type Why } from "../reasons/reasons.js";

/** What making a function async means for code outside the file and for whoever receives the function. */
export interface Role {
  /** Why the function can't be async. */
  readonly refusal?: Why;
  /** What a person has to check. */
  readonly reasons: readonly Why[];
}

/** Reads who calls a function, and whether the callers can wait for it. */
export function readRole(file: FileView, owner: FunctionNode): Role {
  const refusal = refusalOf(owner);
  if (refusal !== undefined) return { refusal, reasons: [] };
  const outer = rewrap(owner);
  const holder = outer.parent as Node;
  switch (holder.type) {
    case "MethodDefinition":
    case "PropertyDefinition":
    case "AccessorProperty":
      return { reasons: reasonsOfMember(holder) };
    case "CallExpression":
    case "NewExpression":
      return holder.callee === outer ? { reasons: [] } : roleOfCallback(holder);
    case "JSXExpressionContainer":
      return { reasons: [`${attributeName(holder)} does not wait for it`] };
    default:
      return roleOfNamed(file, owner, outer, holder);
  }
}

function refusalOf(owner: FunctionNode): Why | undefined {
  const holder = owner.parent;
  if (owner.generator) return because("noAwait", "await is not allowed in a generator that is not async");
  if (owner.returnType?.typeAnnotation.type === "TSTypePredicate")
    return `${nameOfFunction(owner)} is a type guard, which can't be async`;
  if (holder.type === "MethodDefinition" && holder.kind === "constructor")
    return because("noAwait", "await is not allowed in a constructor");
  const isAccessor = (holder.type === "MethodDefinition" || holder.type === "Property") && /^[gs]et$/u.test(holder.kind);
  if (isAccessor) return because("noAwait", "await is not allowed in an accessor");
  return /^use\p{Lu}/u.test(nameOfFunction(owner)) ? because("noAwait", "await is not allowed in a React hook") : undefined;
}

function reasonsOfMember(member: TSESTree.MethodDefinition | Field): string[] {
  const name = keyName(member) ?? "the method";
  if (member.key.type === "PrivateIdentifier" || member.accessibility === "private") return [];
  const owner = member.parent.parent;
  // A tree of a parser for JavaScript has no `implements`.
  const { implements: promises = [] } = owner as Partial<typeof owner>;
  const isBound = member.override || promises.length > 0 || !!owner.superClass;
  return [
    `its callers elsewhere have to await ${name}`,
    ...(isBound ? [`the type that ${owner.id?.name ?? "the class"} implements or extends has to allow a promise`] : []),
  ];
}

/** Functions that wait for what their callback returns. */
const WAITING = new Set([
  ...["then", "catch", "finally", "it", "test", "each", "before", "after", "beforeEach", "afterEach", "beforeAll", "afterAll"],
  ...["setup", "teardown", "suiteSetup", "suiteTeardown", "only", "skip", "step", "act", "waitFor", "from"],
]);
/** Functions that use what their callback returns as a plain value. */
const COUNTING = new Set([
  ...["filter", "find", "findIndex", "findLast", "findLastIndex", "some", "every", "sort", "toSorted", "reduce", "reduceRight"],
  ...["replace", "replaceAll", "flatMap", "describe", "suite", "context"],
]);

/** What passing an async function to a call means. */
export function roleOfCallback(call: TSESTree.CallExpression | TSESTree.NewExpression): Role {
  const name = finalName(call.callee) ?? "its caller";
  if (call.type === "NewExpression")
    return { reasons: [name === "Promise" ? "an error in an async executor is lost" : `${name} does not wait for it`] };
  if (COUNTING.has(name)) return { refusal: because("noAwait", `${name} can't wait for its callback`), reasons: [] };
  if (/^use\p{Lu}/u.test(name) && name !== "useCallback")
    return { refusal: because("noAwait", `${name} can't wait for its callback`), reasons: [] };
  if (WAITING.has(name)) return { reasons: [] };
  if (name === "map") return { reasons: isJoined(call) ? [] : ["map then gives promises"] };
  return { reasons: [`${name} does not wait for it`] };
}

/** `Promise.all(ids.map(…))`. */
function isJoined(call: Node): boolean {
  const parent = rewrap(call).parent;
  const callee = parent?.type === "CallExpression" ? unwrap(parent.callee) : undefined;
  return callee?.type === "MemberExpression" && callee.object.type === "Identifier" && callee.object.name === "Promise";
}

function attributeName(container: TSESTree.JSXExpressionContainer): string {
  const { parent } = container;
  return parent.type === "JSXAttribute" && parent.name.type === "JSXIdentifier" ? parent.name.name : "JSX";
}

function roleOfNamed(file: FileView, owner: FunctionNode, outer: Node, holder: Node): Role {
  const name = nameOfFunction(owner);
  const reasons: Why[] = [];
  if (/^\p{Lu}/u.test(name) && holdsJsx(file, owner)) reasons.push("only a server component can be async");
  if (holder.type === "VariableDeclarator") {
    if (holder.id.typeAnnotation) reasons.push(`the type of ${name} has to allow a promise`);
    if (isExported(file, holder.id, holder.parent)) reasons.push(`its callers elsewhere have to await ${name}`);
  } else if (owner.type === "FunctionDeclaration") {
    if (!owner.id || isExported(file, owner.id, owner)) reasons.push(`its callers elsewhere have to await ${name}`);
  } else {
    reasons.push(`its callers have to await ${name}`);
  }
  if (outer !== owner && /^TS(?:As|Satisfies)/u.test(outer.type)) reasons.push(`the type of ${name} has to allow a promise`);
  return { reasons };
}

function holdsJsx(file: FileView, owner: FunctionNode): boolean {
  return [...file.nodes("JSXElement"), ...file.nodes("JSXFragment")].some((node) => contains(owner.range, node.range));
}

function isExported(file: FileView, name: Node, declaration: Node): boolean {
  const { parent } = declaration;
  if (parent?.type === "ExportNamedDeclaration" || parent?.type === "ExportDefaultDeclaration") return true;
  const variable = name.type === "Identifier" ? file.findVariable(name.name, declaration) : undefined;
  return (
    !!variable &&
    usesOf(file, variable).some((use) => use.parent.type === "ExportSpecifier" || use.parent.type === "ExportDefaultDeclaration")
  );
}

/** The name of a function for messages. */
export function nameOfFunction(owner: FunctionNode): string {
  return functionName(owner) ?? ("key" in (rewrap(owner).parent ?? owner) ? "the method" : "the function around it");
}
