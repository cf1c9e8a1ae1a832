/** Says what the function that a replacement calls still does of the old code: what a test mocks of that, and spies on, stays right with it. */
import type { TSESTree } from "@typescript-eslint/types";
import type { ModuleIdentity } from "../modules/index.js";
import type { Callee } from "../semantics/callees.js";
import type { FileView } from "../semantics/file-view.js";
import type { FindExport } from "../semantics/local-names.js";
import { moduleMocksOf, resultOf } from "../semantics/mocks/module-mocks.js";
import { type ExportRef, type ModuleView, openModule } from "../semantics/module-view.js";
import { isWholeModule, membersOfExport, originOf } from "../semantics/origins.js";
import { isOwnExport } from "../semantics/own-exports.js";
import { callIn, finalName, type FunctionNode, isFunction, keyName, memberName, type Node, unwrap } from "../syntax/nodes.js";
import type { Binding, PassedOn } from "../patterns/filling.js";
import { listHoleOf } from "../patterns/template-holes.js";
import { calleeOfTemplate, pathOf, type Template } from "../patterns/template.js";

/** A pattern and what replaces it, at one site if it has bindings. */
interface Replaced {
  readonly match: Template | undefined;
  readonly with: Template | undefined;
  readonly bindings?: ReadonlyMap<string, Binding>;
}

/** The function that a replacement is a call of. */
export function calledBy(file: FileView, template: Template, findExport: FindExport): Callee | undefined {
  const call = callIn(template.root);
  const path = call?.type === "CallExpression" ? pathOf(call.callee) : undefined;
  return path && calleeOfTemplate(file, path, findExport);
}

/**
 * What a replacement's function does, where that is what the pattern does: `getStore()`, which returns `Store.instance`, `notFound(text)`,
 * which returns `new NotFound(text)`, and `logError(text, context)`, which calls `logger.error(context, text)`.
 */
export function passedOnBy(file: FileView, replaced: Replaced, findExport: FindExport): PassedOn | undefined {
  const { match, with: written } = replaced;
  const callee = match && written && calledBy(file, written, findExport);
  if (!callee || !isFunction(callee.node) || callee.node.generator) return undefined;
  const body = withoutGuards(callee.node.body);
  const result = resultOf({ body });
  const done = result ?? onlyExpression(body);
  if (!done) return undefined;
  const module = openModule(file.modules, callee.module);
  const [own, wanted] = [done, match.root].map((each) => callIn(unwrap(each)) ?? unwrap(each)) as [Node, Node];
  if ((isCall(own) || isCall(wanted)) && own.type !== wanted.type) return undefined;
  const [head, old] = [own, wanted].map((each) => unwrap(isCall(each) ? each.callee : each)) as [Node, Node];
  if (!readsPlainly(module, head, old, findExport)) return undefined;
  const keepsArguments = !isCall(own) || !isCall(wanted) || isSameList(callee.node, { own, wanted, ...replaced });
  const isGuarded = result !== resultOf(callee.node);
  const givesMatch = keepsArguments && result !== undefined && !isGuarded && !callee.node.async;
  const ref = old.type === "Identifier" ? findExport(old.name) : undefined;
  const isHidden = isCall(own) && head.type === "Identifier" && !originOf(module, head);
  return { module, head, name: ref?.exported ?? finalName(old), keepsArguments, givesMatch, isHidden };
}

/** A function's body without what only refuses to go on: `if (!ready) throw new Error()`. */
function withoutGuards(body: Node): Node {
  return body.type === "BlockStatement" ? { ...body, body: body.body.filter((each) => !isGuard(each)) } : body;
}

function isGuard(statement: Node): boolean {
  if (statement.type !== "IfStatement" || statement.alternate) return false;
  const { consequent } = statement;
  const exit = consequent.type === "BlockStatement" ? consequent.body.at(-1) : consequent;
  if (exit?.type !== "ReturnStatement") return exit?.type === "ThrowStatement";
  const given = exit.argument && unwrap(exit.argument);
  if (!given || (given.type === "Literal" && given.value === null)) return true;
  return given.type === "Identifier" ? given.name === "undefined" : isCall(given) && finalName(given.callee) === "reject";
}

/** The exports that a replacement gives on as they are: `getLogger` of `export const getLogger = () => logger` gives `logger`. */
export function exportsReadBy(file: FileView, { module, exported }: Taken): readonly Taken[] {
  const declared = exported === "*" ? undefined : file.modules.declarations.findExported(module, exported);
  const value = declared?.module.values.get(declared.name);
  const result = value && isFunction(value) ? resultOf({ body: withoutGuards(value.body) }) : value;
  return declared && result ? exportsTaken(file, { module: openModule(file.modules, declared.module), head: result }) : [];
}

type Taken = Pick<ExportRef, "module" | "exported">;

/** `logger.error(context, text)` of `(text, context) => { logger.error(context, text); }`. */
function onlyExpression(body: Node): Node | undefined {
  const [statement, ...others] = body.type === "BlockStatement" ? body.body : [];
  return statement?.type === "ExpressionStatement" && others.length === 0 ? statement.expression : undefined;
}

/**
 * The exports of another module that an expression of a module begins with: `logger` of `logger.error`, and `axios` and its `create`. None where
 * it has another copy of the package than a file, since a mock replaces one copy.
 */
export function exportsTaken({ modules, path }: FileView, { module, head }: Pick<PassedOn, "module" | "head">): readonly Taken[] {
  const origin = originOf(module, headOf(head));
  if (!origin?.reference) return [];
  const read = modules.resolve(module.path, origin.reference.specifier);
  if (read.kind === "package" && !modules.loadsSameCopy(path, module.path, read.name)) return [];
  const [first, member] = origin.path;
  const isMember = first !== undefined && member !== undefined && isWholeModule(read, [first]);
  return [first ?? "*", ...(isMember ? [member] : [])].map((exported) => ({ module: read, exported }));
}

/** What an expression starts from: `a.b` of `await a.b()`, `new a.b()` and `a.b().c`. */
function headOf(node: Node): Node {
  const inner = unwrap(node);
  if (inner.type === "AwaitExpression") return headOf(inner.argument);
  if (isCall(inner)) return headOf(inner.callee);
  return inner.type === "MemberExpression" && headOf(inner.object) !== unwrap(inner.object) ? headOf(inner.object) : inner;
}

/** Whether what replaces an export of a mocked module is a function of another module that takes it from the mock. */
export function isGivenOn(file: FileView, mocked: ModuleIdentity, replaced: Replaced, findExport: FindExport): boolean {
  const { modules } = file;
  const passed = passedOnBy(file, replaced, findExport);
  const isIt = ({ module }: { readonly module: ModuleIdentity }): boolean => modules.isSameModule(module, mocked);
  if (!passed || isIt({ module: { kind: "file", path: passed.module.path } })) return false;
  return exportsTaken(file, passed).some((taken) => isIt(taken) || modules.exportWay(taken.module, taken.exported).some(isIt));
}

/** Whether what a file mocks and spies on is what a replacement's function calls. */
export function isStillSpied(file: FileView, { module: { path }, isHidden }: PassedOn): boolean {
  return !isHidden && !moduleMocksOf(file).some((mock) => file.modules.isSameModule(mock.module, { kind: "file", path }));
}

export type Call = TSESTree.CallExpression | TSESTree.NewExpression;

export function isCall(node: Node): node is Call {
  return node.type === "CallExpression" || node.type === "NewExpression";
}

/** Whether an expression of a module reads what a pattern names, member by member. */
function readsPlainly(module: ModuleView, expression: Node, pattern: Node, findExport: FindExport): boolean {
  const [node, wanted] = [unwrap(expression), unwrap(pattern)];
  // `const { invoke } = window.ipc` reads two members.
  const path = node.type === "Identifier" || wanted.type === "Identifier" ? pathOf(wanted) : undefined;
  if (path) {
    const [head = "", ...members] = path;
    const ref = findExport(head);
    const origin = originOf(module, node);
    if (!ref) return origin?.reference === undefined && origin?.path.join(".") === path.join(".");
    if (members.length === 0 && isOwnExport(module, node, ref)) return true;
    return !!origin && membersOfExport(module, origin, ref)?.join(".") === members.join(".");
  }
  if (node.type === "CallExpression" && wanted.type === "CallExpression")
    return node.arguments.length + wanted.arguments.length === 0 && readsPlainly(module, node.callee, wanted.callee, findExport);
  if (node.type !== "MemberExpression" || wanted.type !== "MemberExpression") return false;
  const name = memberName(node);
  const isNamed = name !== undefined && name === memberName(wanted);
  return isNamed && readsPlainly(module, node.object, wanted.object, findExport);
}

/** Code as text, an object's members by their keys (a spread has its own text), or what a rest parameter has. */
type Value = string | Members | readonly Value[];
type Members = ReadonlyMap<string, Value>;

const NOTHING = "undefined";
/** In no text of code. */
const UNKNOWN = "\0";

/** Whether a function's own call gets, by what the replacement gives to the function, the arguments of the pattern's call. */
function isSameList(
  { params }: FunctionNode,
  { own, wanted, with: written, bindings }: Replaced & { readonly own: Call; readonly wanted: Call },
): boolean {
  const known = new Map<string, Value>();
  // What nobody knows yet are as many as the function takes.
  const countOf = (name: string): number => {
    const binding = bindings?.get(name);
    return binding && "list" in binding ? binding.list.length : params.length;
  };
  const argumentsOf = (call: Call): Value[] =>
    call.arguments.flatMap((each): readonly Value[] => {
      const list = listHoleOf(each);
      if (list !== undefined) return Array.from({ length: countOf(list) }, (_, index) => `$${list}.${index}`);
      const value = valueOf(each.type === "SpreadElement" ? each.argument : each, known);
      return each.type !== "SpreadElement" ? [value] : Array.isArray(value) ? value : [UNKNOWN];
    });
  const [before, given] = [wanted, callIn(written!.root)!].map(argumentsOf) as [Value[], Value[]];
  for (const [index, param] of params.entries())
    if (param.type === "RestElement") bind(param.argument, given.slice(index), known);
    else bind(param, given[index] ?? NOTHING, known);
  return textOf(before) === textOf(argumentsOf(own)) && !textOf(before).includes(UNKNOWN);
}

function bind(param: Node, value: Value, known: Map<string, Value>): void {
  if (param.type === "AssignmentPattern") bind(param.left, value === NOTHING ? valueOf(param.right, known) : value, known);
  if (param.type === "Identifier") known.set(param.name, value);
  if (param.type !== "ObjectPattern") return;
  const rest = new Map(isMembers(value) ? value : [[`...${UNKNOWN}`, ""]]);
  for (const property of param.properties) {
    if (property.type === "RestElement") return bind(property.argument, rest, known);
    const name = keyName(property) ?? UNKNOWN;
    bind(property.value, memberOf(value, name), known);
    rest.delete(name);
  }
}

function valueOf(node: Node, known: ReadonlyMap<string, Value>): Value {
  const inner = unwrap(node);
  if (inner.type === "Identifier") return known.get(inner.name) ?? inner.name;
  if (inner.type === "Literal") return typeof inner.value === "string" ? JSON.stringify(inner.value) : inner.raw;
  if (inner.type === "MemberExpression") return memberOf(valueOf(inner.object, known), memberName(inner) ?? UNKNOWN);
  if (inner.type !== "ObjectExpression") return UNKNOWN;
  const members = inner.properties.flatMap((each): readonly (readonly [string, Value])[] => {
    if (each.type === "Property" && listHoleOf(each) === undefined)
      return [[keyName(each) ?? UNKNOWN, valueOf(each.value, known)]];
    const spread = valueOf(each.type === "Property" ? each.value : each.argument, known);
    return isMembers(spread) ? [...spread] : [[`...${textOf(spread)}`, ""]];
  });
  return new Map(members);
}

function isMembers(value: Value): value is Members {
  return value instanceof Map;
}

function memberOf(value: Value, name: string): Value {
  if (isMembers(value)) return value.get(name) ?? (textOf(value).includes("...") ? UNKNOWN : NOTHING);
  return typeof value === "string" && value !== NOTHING ? `${value}.${name}` : UNKNOWN;
}

/** For a test that asks for it, what is undefined in an object is not there. */
function textOf(value: Value): string {
  if (!isMembers(value)) return typeof value === "string" ? value : value.map(textOf).join();
  const members = [...value].flatMap(([key, own]) => (own === NOTHING ? [] : `${key}:${textOf(own)}`));
  return `{${members.sort().join()}}`;
}
