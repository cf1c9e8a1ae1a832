import type { TSESTree } from "@typescript-eslint/types";
import { overloadsOf } from "../../edits/make-async.js";
import { findCallee } from "../../semantics/callees.js";
import type { FileView } from "../../semantics/file-view.js";
import { type ModuleView, openModule, ownModule } from "../../semantics/module-view.js";
import { aliasOf } from "../../semantics/origins.js";
import { type FunctionNode, isField, isFunction, keyName, type Node, rewrap, unwrap } from "../../syntax/nodes.js";
import { documentedStart, jsDocTags } from "../../semantics/view/jsdoc.js";
import { contains } from "../../syntax/ranges.js";
import { claimOf } from "./context-types.js";
import { type ContextSetting, isContextName, KEYWORD_TYPES } from "./options.js";
import { classHoldsContext, functionsAround, ownerOfMethod, type Signature, type Taking, takingOf } from "./taking.js";
import { claimOfMade, pathOf } from "./values.js";

/** How a function is called: by a framework, which decides what it passes, or by code. */
export type CalledBy = "framework" | "code";

/** How a function of the file fails to take the context; undefined if it takes it, or gets it in another way. */
export function lackOf(
  file: FileView,
  context: ContextSetting,
  owner: FunctionNode,
  by: CalledBy,
): Taking | "missing" | undefined {
  const lack = lackInCode(file, context, owner, by);
  return lack && takesByJsdoc(file, context, owner) ? undefined : lack;
}

/** The same for a function of any module, as far as its code shows. */
export function lackInCode(
  file: ModuleView,
  context: ContextSetting,
  owner: FunctionNode,
  by: CalledBy,
): Taking | "missing" | undefined {
  // A framework calls the function, whatever its overloads say.
  const overloads = by === "framework" ? [] : overloadsOf(file, owner);
  const signatures: readonly Signature[] = overloads.length > 0 ? overloads : [owner];
  const isStrict = by === "framework";
  const takings = signatures.map((signature) => takingOf(context, ownModule(file), signature, { isStrict }));
  if (takings.every((taking) => taking?.kind === "required" || taking?.kind === "unknown")) return undefined;
  if (takesByStatedType(file, context, owner)) return undefined;
  if (hasContextAround(file, context, owner)) return undefined;
  if (by === "framework" ? obtainsContext(file, context, owner) : obtainsFromRequest(file, context, owner)) return undefined;
  if (takings.includes(undefined)) return "missing";
  // A framework passes its own arguments, so a parameter need not be required.
  if (by === "framework") return takings.every((taking) => taking?.kind !== "wrong") ? undefined : "missing";
  return takings.find((taking) => taking?.kind === "wrong" || taking?.kind === "optional");
}

/** `const run: Run = (c) => …`, where `type Run = (context: UserContext) => void`. */
function takesByStatedType(file: ModuleView, context: ContextSetting, owner: FunctionNode): boolean {
  const { parent } = rewrap(owner);
  const isHeld = parent?.type === "VariableDeclarator" || isField(parent);
  const name = parent?.type === "VariableDeclarator" ? parent.id : parent;
  const type =
    isHeld && name && "typeAnnotation" in name ? (name.typeAnnotation as TSESTree.TSTypeAnnotation | undefined) : undefined;
  let module = ownModule(file);
  let stated: Node | undefined = type?.typeAnnotation;
  for (let step = 0; stated?.type === "TSTypeReference" && stated.typeName.type === "Identifier" && step < 4; step++) {
    const declared = context.setting.modules.declarations.findNamed(module, stated.typeName.name);
    const alias = declared?.module.types.get(declared.name);
    if (!declared || alias?.type !== "TSTypeAliasDeclaration") return false;
    [module, stated] = [declared.module, alias.typeAnnotation];
  }
  return stated?.type === "TSFunctionType" && takingOf(context, module, stated)?.kind === "required";
}

/** JavaScript's `@param {UserContext} c`. */
function takesByJsdoc(file: FileView, context: ContextSetting, owner: FunctionNode): boolean {
  const start = documentedStart(owner);
  const names = owner.params.flatMap((param) => (param.type === "Identifier" ? [param.name] : []));
  return jsDocTags(file, /@param\b/u).some(
    ({ subject, name, type }) =>
      subject === start &&
      names.includes(name) &&
      (isContextName(context, name) || !KEYWORD_TYPES.has(type)) &&
      type.split(/[^\w$]+/u).some((each) => context.types.some((wanted) => wanted.name === each)),
  );
}

/** Whether a function has a context without taking one: from its instance, or from a function around it. */
function hasContextAround(file: ModuleView, context: ContextSetting, owner: FunctionNode): boolean {
  const module = ownModule(file);
  const around = functionsAround(owner);
  const isHeld = [owner, ...around].some((each) => {
    const holder = ownerOfMethod(each);
    return holder !== undefined && classHoldsContext(context, module, holder);
  });
  return (
    isHeld || around.some((each) => takingOf(context, module, each)?.kind === "required" || declaresContext(file, context, each))
  );
}

/** Whether the function around declares the context itself, not in another function inside it. */
function declaresContext(file: ModuleView, context: ContextSetting, around: FunctionNode): boolean {
  return locals(file, around).some((declarator) => {
    const [inner] = functionsAround(declarator);
    return inner === around && isContextLocal(file, context, declarator);
  });
}

function locals(file: ModuleView, owner: FunctionNode): TSESTree.VariableDeclarator[] {
  return file.nodes("VariableDeclarator").filter((node) => contains(owner.range, node.range));
}

/** Whether an endpoint makes or reads its context itself, or in a function to which it passes its request. */
function obtainsContext(file: ModuleView, context: ContextSetting, owner: FunctionNode, depth = 0): boolean {
  if (readsPath(file, context, owner)) return true;
  if (locals(file, owner).some((declarator) => isContextLocal(file, context, declarator))) return true;
  return makers(file, context, owner).length > 0 || (depth < MOST_STEPS && handsRequestOn(file, context, owner, depth));
}

const MOST_STEPS = 3;

/** `(req, res) => list(req, res)`. */
function handsRequestOn(file: ModuleView, context: ContextSetting, owner: FunctionNode, depth: number): boolean {
  const own = new Set(owner.params.flatMap((param) => (param.type === "Identifier" ? [param.name] : [])));
  return file.nodes("CallExpression").some((call) => {
    if (!contains(owner.range, call.range) || !call.arguments.some((each) => own.has(rootOf(file, each)))) return false;
    const callee = findCallee(file, call.callee);
    if (!callee || !isFunction(callee.node) || callee.node === owner) return false;
    const view = callee.module.path === file.path ? file : openModule(file.modules, callee.module);
    return obtainsContext(view, context, callee.node, depth + 1);
  });
}

/** The name that an argument means, also through a `const` alias. */
function rootOf(file: ModuleView, argument: Node): string {
  const node = unwrap(argument);
  if (node.type !== "Identifier") return "";
  const variable = file.variableOf(node);
  const alias = variable && aliasOf(variable);
  const value = alias?.path.length === 0 ? unwrap(alias.value) : undefined;
  return value?.type === "Identifier" ? value.name : node.name;
}

/** Common names of requests. */
const REQUESTS = new Set(["req", "request", "c", "ctx", "event", "evt", "message", "msg", "socket", "ws", "call", "h"]);

/** Whether a function makes its context from the request that it gets, and not from anything else. */
function obtainsFromRequest(file: ModuleView, context: ContextSetting, owner: FunctionNode): boolean {
  if (readsPath(file, context, owner)) return true;
  const requests = new Set(
    owner.params.flatMap((param) => (param.type === "Identifier" && REQUESTS.has(param.name) ? [param.name] : [])),
  );
  return makers(file, context, owner).some((call) => {
    const sources: Node[] = [...call.arguments, ...(call.callee.type === "MemberExpression" ? [call.callee.object] : [])];
    return sources.some((source) => requests.has(pathOf(source)?.split(".")[0] ?? ""));
  });
}

function readsPath(file: ModuleView, { paths }: ContextSetting, owner: FunctionNode): boolean {
  const own = paths.filter((path) => !path.startsWith("this."));
  if (own.length === 0) return false;
  if (file.nodes("MemberExpression").some((node) => contains(owner.range, node.range) && own.includes(pathOf(node) ?? "")))
    return true;
  const isTaken = (pattern: Node, prefix: string) => pathsIn(pattern, prefix).some((path) => own.includes(path));
  if (locals(file, owner).some(({ id, init }) => id.type === "ObjectPattern" && init && isTaken(id, pathOf(init) ?? "")))
    return true;
  const inParameter = own.map((path) => path.slice(path.indexOf(".")));
  return owner.params.some((param) => pathsIn(param, "").some((path) => inParameter.includes(path)));
}

/** The paths that a destructuring reads from a value: `.state.auth` for `{ state: { auth } }`. */
function pathsIn(pattern: Node, prefix: string): string[] {
  if (pattern.type === "AssignmentPattern") return pathsIn(pattern.left, prefix);
  if (pattern.type !== "ObjectPattern") return [];
  return pattern.properties.flatMap((property) => {
    const key = property.type === "Property" ? keyName(property) : undefined;
    if (property.type !== "Property" || key === undefined) return [];
    const path = `${prefix}.${key}`;
    return [path, ...pathsIn(property.value, path)];
  });
}

function makers(file: ModuleView, context: ContextSetting, owner: FunctionNode) {
  return [...file.nodes("CallExpression"), ...file.nodes("NewExpression")].filter(
    (call) => contains(owner.range, call.range) && claimOfMade(file, context, call) === "yes",
  );
}

/** `const context = …`, `const { context } = …`, `const x: UserContext = …`. */
function isContextLocal(file: ModuleView, context: ContextSetting, { id, init }: TSESTree.VariableDeclarator): boolean {
  if (!init || isFunction(init)) return false;
  if (id.type === "ObjectPattern")
    return id.properties.some((property) => property.type === "Property" && isContextName(context, keyName(property)));
  if (id.type !== "Identifier") return false;
  const claim = claimOf(context, ownModule(file), id.typeAnnotation?.typeAnnotation);
  const isMadeOtherwise = init.type === "NewExpression" && claimOfMade(file, context, init) === "no";
  return claim === "yes" || (claim === "unknown" && !isMadeOtherwise && isContextName(context, id.name));
}
