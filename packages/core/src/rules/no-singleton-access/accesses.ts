import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import {
  enclosingFunction,
  type FunctionNode,
  functionName,
  isInType,
  keyName,
  memberName,
  rewrap,
  unwrap,
  type Node,
} from "../../syntax/nodes.js";
import type { Range } from "../../syntax/ranges.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { otherFormsOf } from "../../semantics/origins.js";
import { isReference, isWritten } from "../../syntax/references.js";
import { spellingsOfExports, withHolders } from "../../patterns/head-words.js";
import { matchesAnyWords } from "../../naming/words.js";
import { isMockHandle, MOCK_REASON, spiesIn, stubsIn, isDoubled } from "../../semantics/mocks/module-mocks.js";
import { isDeclaredHere, isMethodName, isOneOf, isSingletonClass, type SingletonSetting } from "./options.js";
import { because, type Why } from "../../reasons/reasons.js";

/** One place that accesses a process-wide instance. */
export interface SingletonAccess {
  readonly node: Node;
  readonly range: Range;
  /** The name of the class, the instance or the getter function: its node in the code, or the contract's name. */
  readonly owner: Node | string;
  /** Why there is no fix here, whatever the contract says. */
  readonly refusal?: Why;
}

/** Finds accessors, exported instances, getter functions, and constructions. */
export function* findAccesses(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  yield* accessorUses(file, options);
  yield* spies(file, options);
  yield* destructuredAccessors(file, options);
  yield* namedUses(file, options);
  yield* reExports(file, options);
  if (options.construct) yield* constructions(file, options);
}

function access(node: Node, owner: Node | string, refusal?: Why): SingletonAccess {
  return { node, range: node.range, owner, ...(refusal !== undefined && { refusal }) };
}

function callOf(file: FileView, call: Node, owner: Node): SingletonAccess {
  return access(call, owner, isDoubled(file, call) ? MOCK_REASON : undefined);
}

const PASSED_ON = because("otherForm", "it is passed on as a value");
const SET_HERE = because("setHere", "the instance is set here");
const RE_EXPORTED = "it is re-exported: replace it where it is used, then drop the export";

/** `X.getInstance()`, `X.instance`, `X.getInstance` passed on. */
function* accessorUses(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  const isStub = (member: Node): boolean => [...stubsIn(file)].some(({ call }) => call === member);
  for (const member of file.nodes("MemberExpression", [...options.accessors])) {
    const name = memberName(member);
    if (
      name === undefined ||
      !options.accessors.has(name) ||
      !isSingletonClass(file, member.object, name, options) ||
      isDeclaredHere(file, member.object)
    )
      continue;
    const outer = rewrap(member);
    const parent = outer.parent as Node;
    if (isMockHandle(file, member)) yield access(member, member.object, MOCK_REASON);
    else if (parent.type === "CallExpression" && parent.callee === outer) yield callOf(file, parent, member.object);
    else if (isWritten(member)) yield access(member, member.object, isStub(member) ? MOCK_REASON : SET_HERE);
    else yield access(member, member.object, isMethodName(name) ? PASSED_ON : undefined);
  }
}

/** `vi.spyOn(X, "getInstance")`. */
function* spies(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  for (const { call, object, member } of spiesIn(file))
    if (options.accessors.has(member) && isSingletonClass(file, object, member, options))
      yield access(call, unwrap(object), MOCK_REASON);
}

/** `const { instance } = X`. */
function* destructuredAccessors(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  for (const declarator of file.nodes("VariableDeclarator", [...options.accessors])) {
    if (declarator.id.type !== "ObjectPattern" || !declarator.init || isDeclaredHere(file, declarator.init)) continue;
    for (const property of declarator.id.properties) {
      const name = property.type === "Property" ? keyName(property) : undefined;
      if (name === undefined || !options.accessors.has(name)) continue;
      if (isSingletonClass(file, declarator.init, name, options))
        yield access(property, declarator.init, because("otherForm", "it is destructured here"));
    }
  }
}

/** Uses of module-level instances, and calls of getter functions. */
function* namedUses(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  const { objects, functions, setting } = options;
  if (objects.length === 0 && functions.length === 0) return;
  const words = spellingsOfExports(file, [...objects, ...functions], (name) => setting.findExport(name));
  // A name that only holds the instance is reported where it is declared; a member may be a field that holds it.
  const members = file.nodes("MemberExpression", words && withHolders(file, words));
  for (const node of [...file.nodes("Identifier", words), ...members]) {
    if ((node.type === "Identifier" && (!isReference(node) || isAliased(file, node))) || isInType(node)) continue;
    if (isDeclaredHere(file, node)) continue;
    if (isOneOf(file, node, { names: objects, setting })) yield objectUse(file, node);
    else if (isOneOf(file, node, { names: functions, setting })) yield* functionUse(file, node);
  }
}

/** Whether a name is a local alias of the instance; it is reported where the alias is declared. */
function isAliased(file: FileView, node: TSESTree.Identifier): boolean {
  const variable = file.variableOf(node);
  return !!variable && variable.defs[0]?.type === ("Variable" as string) && !file.importedName(variable);
}

function objectUse(file: FileView, node: Node): SingletonAccess {
  const parent = rewrap(node).parent as Node;
  if (parent.type === "ExportSpecifier" || parent.type === "ExportDefaultDeclaration") return access(node, node, RE_EXPORTED);
  if (isDoubled(file, node)) return access(node, node, MOCK_REASON);
  return access(node, node);
}

function* functionUse(file: FileView, node: Node): Generator<SingletonAccess> {
  const outer = rewrap(node);
  const parent = outer.parent as Node;
  if (isMockHandle(file, node)) yield access(node, node, MOCK_REASON);
  else if (parent.type === "CallExpression" && parent.callee === outer) yield callOf(file, parent, node);
  else if (parent.type === "ExportSpecifier" || parent.type === "ExportDefaultDeclaration") yield access(node, node, RE_EXPORTED);
  else yield access(node, node, PASSED_ON);
}

/** `export { registry } from "../registry.js"`. */
function* reExports(file: FileView, { objects, functions, setting }: SingletonSetting): Generator<SingletonAccess> {
  const names = [...objects, ...functions].flatMap((name) => setting.findExport(name) ?? []);
  if (names.length === 0) return;
  for (const reference of file.moduleReferences()) {
    if (reference.kind !== "export-from" || reference.isTypeOnly) continue;
    for (const { node, range, imported, isTypeOnly } of reference.names) {
      const module = file.modules.resolve(file.path, reference.specifier);
      const listed = names.find((ref) => isNameOf(file, ref, imported) && file.modules.isSameModule(module, ref.module));
      if (node && listed && !isTypeOnly) yield { ...access(node, listed.name, RE_EXPORTED), range };
    }
  }
}

/** Whether a module's name means the export: its own, or `default` where that is the same. */
function isNameOf(file: FileView, ref: ExportRef, imported: string): boolean {
  if (ref.exported === imported) return true;
  return imported === "default" && otherFormsOf(file.modules, ref, file.path)?.isDefault === true;
}

function* constructions(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  for (const node of file.nodes("NewExpression", ["new"])) {
    if (isConstruction(file, node, options) && !isDeclaredHere(file, node.callee) && !isInFactory(node, options.factories))
      yield access(node, node.callee);
  }
}

/** Whether the node constructs a listed class where the contract leaves that to its factories. */
export function isLeftToFactories(file: FileView, node: Node, options: SingletonSetting): boolean {
  return options.construct && isConstruction(file, node, options) && isInFactory(node, options.factories);
}

function isConstruction(file: FileView, node: Node, { classes, setting }: SingletonSetting): boolean {
  return node.type === "NewExpression" && !!classes && isOneOf(file, node.callee, { names: classes, setting });
}

/** Whether the nearest function that has a name is one of the factories; callbacks belong to the function around them. */
function isInFactory(node: Node, factories: readonly string[]): boolean {
  let owner: FunctionNode | undefined = enclosingFunction(node);
  while (owner) {
    const name = functionName(owner);
    if (name !== undefined) return matchesAnyWords(factories, name);
    owner = enclosingFunction(owner);
  }
  return false;
}
