/** Finds the functions that the option selects: by their names, by the file, by decorators. */
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import {
  type Field,
  type FunctionNode,
  givenName,
  isField,
  isFunction,
  listOf,
  memberName,
  nameRange,
  type Node,
  rewrap,
  unwrap,
  finalName,
} from "../../syntax/nodes.js";
import type { Range } from "../../syntax/ranges.js";
import { hoistedFactoryAround } from "../../syntax/references.js";
import { usesOf } from "../../semantics/origins.js";
import { matchesAnyWords } from "../../naming/words.js";
import { isByFileAlone, isMeantFile, type ContextSetting } from "./options.js";
import { escapePattern } from "../../modules/index.js";
import type { Template } from "../../patterns/template.js";
import { anyOf, ANYTHING, containsWord, type Needs, NOTHING } from "../../scan/needs.js";
import { needsOfTemplates, needsOfLongestWord } from "../template-needs.js";

/** A function with a name. */
export interface NamedFunction {
  readonly owner: FunctionNode;
  readonly name: string;
  /** The range that is reported. */
  readonly range: Range;
  /** Whether a decorator selects it: then a framework calls it. */
  readonly isDecorated?: boolean;
  /** The call that the name stands for, where that wraps the function: `cache(async () => …)`. */
  readonly wrapper?: TSESTree.CallExpression;
}

type Member = TSESTree.MethodDefinition | Field | TSESTree.Property;

/** The functions that the option selects, except handlers. */
export function* meantFunctions(file: FileView, context: ContextSetting): Generator<NamedFunction> {
  if (!isMeantFile(context, file.path)) return;
  const { names, decorators } = context;
  const isAlone = isByFileAlone(context);
  if (names === undefined && decorators.length === 0 && !isAlone) return;
  for (const named of [...namedFunctions(file), ...wrappedFunctions(file)]) {
    // The test decides what a function in a mock's factory gets.
    if (hoistedFactoryAround(named.owner)) continue;
    if (decorators.length > 0 && isDecorated(file, named, context)) yield { ...named, isDecorated: true };
    else if (names !== undefined && matchesAnyWords(names, named.name)) yield named;
    else if (isAlone && isPublic(named) && isExported(file, named)) yield named;
  }
}

/** Every function of the file that has a name. */
export function* namedFunctions(file: FileView): Generator<NamedFunction> {
  for (const owner of file.nodes("FunctionDeclaration"))
    yield { owner, name: owner.id?.name ?? "default", range: owner.id?.range ?? headOf(file, owner) };
  for (const owner of [...file.nodes("FunctionExpression"), ...file.nodes("ArrowFunctionExpression")]) {
    const named = nameOf(file, owner);
    if (named) yield { owner, ...named };
  }
}

/** Functions that are called by the name of what a wrapper makes of them: `export const load = cache(async () => …)`. */
function* wrappedFunctions(file: FileView): Generator<NamedFunction> {
  for (const owner of [...file.nodes("FunctionExpression"), ...file.nodes("ArrowFunctionExpression")]) {
    const wrapper = wrapperOf(owner);
    const named = wrapper && nameOf(file, wrapper);
    if (wrapper && named) yield { owner, name: named.name, range: named.range, wrapper };
  }
}

/** Calls that give back a function which does what the given one does. */
const WRAPPERS = /^(?:(?:unstable_)?cache|memo(?:ize\w*)?|once|debounce|throttle|(?:async|safe|wrap|catch|with)(?:\p{Lu}\w*)?)$/u;

/** The outermost call that wraps a function. */
function wrapperOf(owner: FunctionNode): TSESTree.CallExpression | undefined {
  let wrapper: TSESTree.CallExpression | undefined;
  for (let outer = rewrap(owner); ; outer = rewrap(wrapper)) {
    const call = outer.parent;
    if (call?.type !== "CallExpression" || call.callee === outer) return wrapper;
    const name = finalName(call.callee);
    if (name === undefined || !WRAPPERS.test(name)) return wrapper;
    wrapper = call;
  }
}

/** `async (c) =>`, `function (req, res)`: a function without its body. */
export function headOf(file: FileView, owner: FunctionNode): Range {
  const [start, end] = owner.range;
  const body = file.rangeWithParentheses(owner.body)[0];
  return [start, start + file.text.slice(start, Math.min(body, end)).trimEnd().length];
}

function nameOf(file: FileView, owner: FunctionNode | TSESTree.CallExpression): Omit<NamedFunction, "owner"> | undefined {
  const holder = rewrap(owner).parent as Node;
  if (holder.type === "ExportDefaultDeclaration")
    return { name: "default", range: isFunction(owner) ? headOf(file, owner) : owner.callee.range };
  const given = "kind" in holder && "key" in holder && !isCallable(holder as Member) ? undefined : givenName(owner);
  return given && { name: given.name.replace(/^#/u, ""), range: nameRange(given.node) };
}

/** Whether a member is a plain method; accessors and constructors get no context from callers. */
function isCallable(member: Member): boolean {
  return isField(member) || member.kind === "method" || member.kind === "init";
}

function isDecorated(file: FileView, { owner, wrapper }: NamedFunction, context: ContextSetting): boolean {
  const member = rewrap(wrapper ?? owner).parent;
  if (member?.type !== "MethodDefinition" && !isField(member)) return false;
  if (listOf(member.decorators).some((decorator) => isListed(file, decorator, context))) return true;
  const isPlain = member.type === "MethodDefinition" && !member.static && isPublicMember(member);
  return isPlain && listOf(member.parent.parent.decorators).some((decorator) => isListed(file, decorator, context));
}

/** `@Get("/")` for `Get`, `@Get`, `@Get()` or `nest.Get` in the option. */
function isListed(file: FileView, { expression }: TSESTree.Decorator, { decorators, setting }: ContextSetting): boolean {
  const inner = unwrap(expression);
  const callee = inner.type === "CallExpression" ? unwrap(inner.callee) : inner;
  const text = file.textOf(callee);
  const last = callee.type === "MemberExpression" ? memberName(callee) : text;
  return decorators.some((listed) => {
    const name = decoratorName(listed);
    if (name === text || name === last) return true;
    const variable = callee.type === "Identifier" ? file.variableOf(callee) : undefined;
    const imported = variable && file.importedName(variable)?.imported;
    return imported !== undefined && imported === (setting.findExport(name)?.exported ?? name);
  });
}

/** The name in `@Get()`. */
function decoratorName(listed: string): string {
  return listed.trim().replace(/^@/u, "").replace(/\(.*$/su, "");
}

const PROTOCOLS = new Set(["toString", "toJSON", "valueOf", "then", "dispose", "asyncDispose"]);

function isPublic({ owner, name, wrapper }: NamedFunction): boolean {
  const member = rewrap(wrapper ?? owner).parent as Node;
  const isMember = member.type === "MethodDefinition" || isField(member);
  return !PROTOCOLS.has(name) && (!isMember || isPublicMember(member));
}

function isPublicMember(member: TSESTree.MethodDefinition | Field): boolean {
  const isHidden = member.accessibility === "private" || member.accessibility === "protected";
  return !isHidden && member.key.type !== "PrivateIdentifier";
}

/** Whether a function, or the class or object that it is a member of, is an export. */
function isExported(file: FileView, { owner, wrapper }: NamedFunction): boolean {
  const value = wrapper ?? owner;
  const outer = rewrap(value);
  const holder = outer.parent as Node;
  if (holder.type === "MethodDefinition" || isField(holder)) return isExportedClass(file, holder.parent.parent);
  if (holder.type === "Property") return isExportedValue(file, holder.parent);
  return value.type === "FunctionDeclaration" ? isExportedDeclaration(file, value, value.id) : isExportedValue(file, value);
}

function isExportedClass(file: FileView, owner: TSESTree.ClassDeclaration | TSESTree.ClassExpression): boolean {
  return owner.type === "ClassDeclaration" ? isExportedDeclaration(file, owner, owner.id) : isExportedValue(file, owner);
}

/** `export const x = …`, `export default …`, `module.exports = …`, and `const x = …` with `export { x }`. */
function isExportedValue(file: FileView, value: Node): boolean {
  const outer = rewrap(value);
  const holder = outer.parent as Node;
  if (holder.type === "VariableDeclarator") return holder.init === outer && isExportedDeclaration(file, holder.parent, holder.id);
  return isExportedDirectly(file, outer, holder);
}

function isExportedDirectly(file: FileView, value: Node, holder: Node): boolean {
  switch (holder.type) {
    case "VariableDeclarator":
      return holder.init === value && holder.parent.parent.type === "ExportNamedDeclaration";
    case "AssignmentExpression":
      return holder.right === value && /^(?:module\.)?exports\b/u.test(file.textOf(holder.left));
    case "ExportDefaultDeclaration":
    case "TSExportAssignment":
      return true;
    default:
      return false;
  }
}

/** Whether the file exports a declaration, there or by its name. */
function isExportedDeclaration(file: FileView, declaration: Node, name: Node | null): boolean {
  const { parent } = declaration;
  if (parent?.type === "ExportNamedDeclaration" || parent?.type === "ExportDefaultDeclaration") return true;
  const variable = name?.type === "Identifier" ? file.findVariable(name.name, declaration) : undefined;
  return variable?.scope.block.type === "Program" && usesOf(file, variable).some((use) => isExportingUse(file, use));
}

/** `export { x }`, `export default x`, `module.exports = { x }`, `exports.y = x`. */
function isExportingUse(file: FileView, use: Node): boolean {
  const outer = rewrap(use);
  const holder = outer.parent as Node;
  if (holder.type === "ExportSpecifier") return true;
  if (holder.type !== "Property" || holder.value !== outer) return isExportedDirectly(file, outer, holder);
  const object = rewrap(holder.parent);
  return isExportedDirectly(file, object, object.parent as Node);
}

/** What a file must contain for the rule to report its functions, calls or state; files that the option lists are exempt. */
export function needsOfContexts(contexts: readonly ContextSetting[]): Needs {
  return anyOf(contexts.map(needsOfContext));
}

function needsOfContext(context: ContextSetting): Needs {
  const functions = context.files === undefined || isByFileAlone(context) ? needsOfFunctions(context) : NOTHING;
  const state = anyOf(stateNames(context).map(containsWord));
  return anyOf([needsOfTemplates(context.calls, context.setting), functions, state]);
}

/** Whether a text names the context: only such files are searched for places that store it. */
export function namesContext(context: ContextSetting, text: string): boolean {
  return new RegExp(stateNames(context).map(word).join("|"), "u").test(text);
}

function stateNames({ parameter, types, scope }: ContextSetting): string[] {
  const names = [
    parameter,
    ...types.flatMap(({ name, ref }) => [name, ref?.exported]),
    ...scope.from.map((path) => path.replace(/^this\./u, "").split(".")[0]),
  ];
  return [...new Set(names.filter((name) => name !== undefined && name !== "default" && name !== "*"))] as string[];
}

function needsOfFunctions(context: ContextSetting): Needs {
  const decorators = context.decorators.map((listed) => {
    const name = decoratorName(listed).split(".").at(-1) as string;
    const exported = context.setting.findExport(name)?.exported ?? name;
    return exported === "default" || exported === "*" ? ANYTHING : containsWord(exported);
  });
  const handlers = context.handlers.map((template) => needsOfHandler(template, context));
  return anyOf([...(context.names ?? []).map(needsOfLongestWord), ...handlers, ...decorators]);
}

/** `app.get($_, $handler)`: every file with the call has the member's whole name. */
function needsOfHandler(template: Template, { setting }: ContextSetting): Needs {
  const root = unwrap(template.root);
  const callee = root.type === "CallExpression" ? unwrap(root.callee) : root;
  const member = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  return member === undefined || member.startsWith("$") ? needsOfTemplates([template], setting) : containsWord(member);
}

function word(name: string): string {
  return `(?<![\\w$])${escapePattern(name)}(?![\\w$])`;
}
