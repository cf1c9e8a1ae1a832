/** Decides whether an expression is or contains the context. */
import { annotationOfName } from "../../semantics/types/type-parts.js";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { type ModuleView, openModule, ownModule } from "../../semantics/module-view.js";
import {
  enclosingClass,
  enclosingFunction,
  isFunction,
  isNothing,
  keyName,
  memberName,
  type Node,
  stringValue,
  unwrap,
  finalName,
} from "../../syntax/nodes.js";
import { findCallee, type Callee, returnsOf } from "../../semantics/callees.js";
import { membersOf } from "../../semantics/types/type-members.js";
import { localAliasOf } from "../../semantics/origins.js";
import { wordsOf } from "../../naming/words.js";
import { claimOf, claimOfName, claimOfResult, findContextMember, type Claim } from "./context-types.js";
import { isContextName, isRootOfPath, type ContextSetting } from "./options.js";
import { classHoldsContext, takingOf } from "./taking.js";

const MOST_STEPS = 8;

/** Whether an expression is, contains, or may be the context. */
export function passesContext(file: FileView, context: ContextSetting, value: Node): boolean {
  return claimOfValue(file, context, value, 0) !== "no";
}

/** What the code says about an expression; `unknown` if its value can't be seen, as in `...args`. */
function claimOfValue(file: FileView, context: ContextSetting, value: Node, depth: number): Claim {
  if (depth > MOST_STEPS) return "unknown";
  const deeper = (node: Node) => claimOfValue(file, context, node, depth + 1);
  const cast = castOf(value);
  if (cast && isStatedContext(file, context, cast)) return "yes";
  const node = unwrap(value);
  switch (node.type) {
    case "Identifier":
      return claimOfIdentifier(file, context, node, depth);
    case "MemberExpression":
      return claimOfMember(file, context, node);
    case "AwaitExpression":
    case "SpreadElement":
      return node.argument.type === "ObjectExpression" ||
        node.argument.type === "ArrayExpression" ||
        node.type === "AwaitExpression"
        ? deeper(node.argument)
        : "unknown";
    case "AssignmentExpression":
      return deeper(node.right);
    case "ConditionalExpression":
      return either(deeper(node.consequent), deeper(node.alternate));
    case "LogicalExpression":
      return either(deeper(node.left), deeper(node.right));
    case "ArrayExpression":
      return either(...node.elements.map((element) => (element ? deeper(element) : "no")));
    case "ObjectExpression":
      return either(...node.properties.map((property) => claimOfProperty(file, context, property, depth)));
    case "CallExpression":
    case "NewExpression":
      return claimOfCall(file, context, node, depth);
    case "ThisExpression":
      return isHeldByThis(file, context, node) ? "yes" : "no";
    default:
      return "no";
  }
}

function either(...claims: readonly Claim[]): Claim {
  if (claims.includes("yes")) return "yes";
  return claims.includes("unknown") ? "unknown" : "no";
}

/** Whether a type is the context's, or has it as a member. */
function isStatedContext(file: FileView, context: ContextSetting, type: Node): boolean {
  const module = ownModule(file);
  return claimOf(context, module, type) === "yes" || findContextMember(context, module, type) !== undefined;
}

function castOf(node: Node): Node | undefined {
  if (node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression" || node.type === "TSTypeAssertion")
    return node.typeAnnotation;
  return undefined;
}

/** `{ context }`, `{ context: x }`, `{ ...deps }`. */
function claimOfProperty(file: FileView, context: ContextSetting, property: Node, depth: number): Claim {
  if (property.type === "SpreadElement") {
    const claim = claimOfValue(file, context, property.argument, depth + 1);
    return claim === "no" && unwrap(property.argument).type !== "ObjectExpression" ? "unknown" : claim;
  }
  if (property.type !== "Property") return "no";
  const value = claimOfValue(file, context, property.value, depth + 1);
  return value === "no" && isContextName(context, keyName(property)) && !isNothing(unwrap(property.value)) ? "yes" : value;
}

function claimOfIdentifier(file: FileView, context: ContextSetting, node: TSESTree.Identifier, depth: number): Claim {
  const module = ownModule(file);
  const variable = file.variableOf(node);
  const type = annotationOfName(file, node);
  if (type && isStatedContext(file, context, type)) return "yes";
  if (claimOf(context, module, type) === "no") return "no";
  // `req`, if the scope says that `req.context` is the context.
  if (isNamedLikeContext(context, node.name) || isRootOfPath(context, node.name)) return "yes";
  const alias = variable && localAliasOf(file, variable);
  if (alias)
    return alias.path.length === 0 ? claimOfValue(file, context, alias.value, depth + 1) : claimOfKey(context, alias.path);
  // The rest in `{ context, ...rest }` and a rest parameter may contain anything.
  const isRest = variable?.defs[0]?.name.parent?.type === "RestElement";
  return isRest ? "unknown" : "no";
}

function claimOfKey(context: ContextSetting, path: readonly string[]): Claim {
  return isContextName(context, path.at(-1)) ? "yes" : "no";
}

/** Whether a name alone says that it is a context: `context`, and also `threadContext`. */
function isNamedLikeContext(context: ContextSetting, name: string): boolean {
  if (isContextName(context, name)) return true;
  const [words, own] = [wordsOf(name), wordsOf(context.parameter)];
  return words.length > own.length && own.every((word, index) => words[words.length - own.length + index] === word);
}

/** `deps.context`, `this.context`, `req.context` if the scope lists it; `context.userId` is only a part of it. */
function claimOfMember(file: FileView, context: ContextSetting, node: TSESTree.MemberExpression): Claim {
  const name = memberName(node)?.replace(/^#/u, "");
  if (isContextName(context, name) || context.paths.includes(pathOf(node) ?? "")) return "yes";
  const object = unwrap(node.object);
  const owner = object.type === "ThisExpression" ? enclosingClass(node) : undefined;
  const members = owner ? [...membersOf(ownModule(file), owner.body.body)] : [];
  const stated = members.find((member) => member.name === memberName(node) && !member.isMethod)?.type;
  return stated && isStatedContext(file, context, stated) ? "yes" : "no";
}

/** `req.context` as the contract's scope writes it. */
export function pathOf(node: Node): string | undefined {
  const inner = unwrap(node);
  if (inner.type === "Identifier") return inner.name;
  if (inner.type === "ThisExpression") return "this";
  if (inner.type !== "MemberExpression") return undefined;
  const [object, name] = [pathOf(inner.object), memberName(inner)];
  return object === undefined || name === undefined ? undefined : `${object}.${name}`;
}

/** Whether a call makes a context, or derives one from another. */
function claimOfCall(
  file: FileView,
  context: ContextSetting,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  depth: number,
): Claim {
  const made = claimOfMade(file, context, call);
  if (made !== "unknown") return made;
  const callee = unwrap(call.callee);
  const sources = [...(callee.type === "MemberExpression" ? [callee.object] : []), ...call.arguments];
  return sources.some((source) => claimOfValue(file, context, source, depth + 1) === "yes") ? "yes" : "no";
}

/** Whether a call returns a context, by its declared return type, otherwise by its name. */
export function claimOfMade(
  file: ModuleView,
  context: ContextSetting,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
): Claim {
  const callee = unwrap(call.callee);
  const module = ownModule(file);
  if (call.type === "NewExpression") return callee.type === "Identifier" ? claimOfName(context, module, callee.name) : "unknown";
  const found = findCallee(file, callee);
  const returned = found?.node.returnType?.typeAnnotation;
  if (found && returned && context.type !== undefined) return claimOfResult(context, found.module, returned);
  if (found && !returned && makesInside(file, context, found)) return "yes";
  if (callee.type === "MemberExpression" && callee.object.type === "Identifier") {
    // `UserContext.for(…)`
    if (context.type !== undefined && claimOfName(context, module, callee.object.name) === "yes") return "yes";
  }
  const name = finalName(callee);
  const key = call.arguments[0] && stringValue(call.arguments[0]);
  return isGetterOfContext(context, name) || (name === "get" && isContextName(context, key)) ? "yes" : "unknown";
}

/** `return { … } as UserContext`: what a function without a stated type returns. */
function makesInside(file: ModuleView, context: ContextSetting, { module, node }: Callee): boolean {
  if (!isFunction(node)) return false;
  const view = module.path === file.path ? file : openModule(file.modules, module);
  return returnsOf(view, node).some((value) => {
    const cast = castOf(value);
    const made = unwrap(value);
    if (cast && claimOf(context, module, cast) === "yes") return true;
    return made.type === "NewExpression" && claimOfMade(view, context, made) === "yes";
  });
}

const GETTING = /^(?:get|require|create|make|build|obtain|resolve|load|read|current|to|as|with|use|new|ensure|expect)$/u;

/** `requireUserContext`, `contextOf`, `getContext`. */
function isGetterOfContext(context: ContextSetting, name: string | undefined): boolean {
  if (name === undefined) return false;
  const words = wordsOf(name);
  const own = [...context.own];
  const isGetting =
    GETTING.test(words[0] ?? "") || /^(?:of|for|from)$/u.test(words.at(-1) ?? "") || own.includes(words.join(" "));
  return isGetting && own.some((each) => ` ${words.join(" ")} `.includes(` ${each} `));
}

/** Whether `this` holds a context at a node. */
function isHeldByThis(file: FileView, context: ContextSetting, node: Node): boolean {
  const owner = enclosingClass(node);
  if (owner) return classHoldsContext(context, ownModule(file), owner);
  const around = enclosingFunction(node);
  return (
    around?.params.some(
      (param) =>
        param.type === "Identifier" && param.name === "this" && !!takingOf(context, ownModule(file), { params: [param] }),
    ) ?? false
  );
}
