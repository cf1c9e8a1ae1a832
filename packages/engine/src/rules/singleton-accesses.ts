import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file/file-view.js";
import { isInType, keyName, memberName, rewrap, stringValue, unwrap, type Node } from "../file/nodes.js";
import type { AliasHolder } from "../imports/import-requests.js";
import { usesOf } from "../imports/uses.js";
import { fieldAliasOf, readsOfField } from "../matching/field-aliases.js";
import { isMockHandle, MOCK_REASON, spyingCall } from "../matching/mock-handles.js";
import { isDeclaredHere, isOneOf, isOwnExport, isSingletonClass, type SingletonSetting } from "./singleton-options.js";

/** One place that takes hold of a process-wide instance. */
export interface SingletonAccess {
  readonly node: Node;
  /** Why there can be no fix here, whatever the contract says. */
  readonly refusal?: string;
  /** `const` name or field that holds the instance, with every place that reads it. */
  readonly holder?: { readonly holder: AliasHolder; readonly reads: readonly Node[] };
}

/** Finds accessors, exported instances, getter functions, and constructions. */
export function* findAccesses(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  yield* accessorUses(file, options);
  yield* destructuredAccessors(file, options);
  yield* namedUses(file, options);
  if (options.construct) yield* constructions(file, options);
}

/** `X.getInstance()`, `X.instance`, `X.getInstance` passed on. */
function* accessorUses(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  for (const member of file.nodes("MemberExpression")) {
    const name = memberName(member);
    if (
      name === undefined ||
      !options.accessors.has(name) ||
      !isSingletonClass(file, member.object, options) ||
      isDeclaredHere(file, member.object)
    )
      continue;
    const outer = rewrap(member);
    const parent = outer.parent as Node;
    if (isMockHandle(file, member)) yield { node: member, refusal: MOCK_REASON };
    else if (parent.type === "CallExpression" && parent.callee === outer) yield held(file, parent);
    else if (parent.type === "AssignmentExpression" && parent.left === outer)
      yield { node: member, refusal: "the instance is set here" };
    else if (/^(?:get|create|make)(?=\p{Lu}|$)/u.test(name)) yield { node: member, refusal: "it is passed on as a value" };
    else yield held(file, member);
  }
  for (const identifier of [...file.nodes("Identifier"), ...file.nodes("MemberExpression")]) {
    const spying = spyingCall(identifier);
    const member = stringValue(spying?.member);
    if (spying && member !== undefined && options.accessors.has(member) && isSingletonClass(file, identifier, options))
      yield { node: spying.call, refusal: MOCK_REASON };
  }
}

/** `const { instance } = X`. */
function* destructuredAccessors(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  for (const declarator of file.nodes("VariableDeclarator")) {
    if (
      declarator.id.type !== "ObjectPattern" ||
      !declarator.init ||
      !isSingletonClass(file, declarator.init, options) ||
      isDeclaredHere(file, declarator.init)
    )
      continue;
    for (const property of declarator.id.properties) {
      const name = property.type === "Property" ? keyName(property) : undefined;
      if (property.type !== "Property" || name === undefined || !options.accessors.has(name)) continue;
      const variable = property.value.type === "Identifier" ? file.variableOf(property.value) : undefined;
      yield { node: property, refusal: "it is destructured here", ...(variable && holderOf(file, variable)) };
    }
  }
}

/** Uses of module-level instances, and calls of getter functions. */
function* namedUses(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  if (options.objects.length === 0 && options.functions.length === 0) return;
  for (const node of [...file.nodes("Identifier"), ...file.nodes("MemberExpression")]) {
    if (!isRead(node) || isInType(node)) continue;
    if (
      options.objects.length > 0 &&
      isOneOf(file, node, options.objects, options.setting) &&
      !isOwn(file, node, options.objects, options)
    ) {
      yield* objectUse(file, node);
    } else if (
      options.functions.length > 0 &&
      isOneOf(file, node, options.functions, options.setting) &&
      !isOwn(file, node, options.functions, options)
    ) {
      yield* functionUse(file, node);
    }
  }
}

function* objectUse(file: FileView, node: Node): Generator<SingletonAccess> {
  const parent = rewrap(node).parent as Node;
  if (parent.type === "ExportSpecifier" || parent.type === "ExportDefaultDeclaration")
    yield { node, refusal: "it is re-exported" };
  else if (isMockHandle(file, node) || spyingCall(node)) yield { node, refusal: MOCK_REASON };
  else yield held(file, node);
}

function* functionUse(file: FileView, node: Node): Generator<SingletonAccess> {
  const outer = rewrap(node);
  const parent = outer.parent as Node;
  if (isMockHandle(file, node)) yield { node, refusal: MOCK_REASON };
  else if (parent.type === "CallExpression" && parent.callee === outer) yield held(file, parent);
  else if (parent.type === "ExportSpecifier") yield { node, refusal: "it is re-exported" };
  else if (parent.type !== "MemberExpression") yield { node, refusal: "it is passed on as a value" };
}

function isOwn(file: FileView, node: Node, names: readonly string[], options: SingletonSetting): boolean {
  return names.some((name) => {
    const wanted = options.setting.wanted(name);
    return wanted ? isOwnExport(file, node, wanted) : false;
  });
}

function* constructions(file: FileView, options: SingletonSetting): Generator<SingletonAccess> {
  for (const node of file.nodes("NewExpression")) {
    if (options.classes && isOneOf(file, node.callee, options.classes, options.setting) && !isDeclaredHere(file, node.callee))
      yield held(file, node);
  }
}

/** Whether an identifier or member reads a value, rather than naming a property, a declaration or an import. */
function isRead(node: TSESTree.Identifier | TSESTree.MemberExpression): boolean {
  if (node.type === "MemberExpression") return true;
  const { parent } = node;
  if (parent.type === "MemberExpression") return parent.object === node || parent.computed;
  if (parent.type === "Property") return parent.value === node && parent.parent.type === "ObjectExpression";
  if (parent.type === "VariableDeclarator") return parent.init === node;
  if (parent.type.startsWith("Import") && parent.type !== "ImportExpression") return false;
  if (parent.type === "ExportSpecifier") return parent.local === node;
  return (
    !("id" in parent && parent.id === node) &&
    !("params" in parent && (parent.params as readonly Node[]).includes(node)) &&
    !("key" in parent && parent.key === node)
  );
}

/** The access with the name or field that holds its value, if that is all that happens to it. */
function held(file: FileView, node: Node): SingletonAccess {
  const outer = rewrap(node);
  const parent = outer.parent;
  if (
    parent?.type === "VariableDeclarator" &&
    parent.init === outer &&
    parent.id.type === "Identifier" &&
    parent.parent.kind === "const"
  ) {
    const variable = file.variableOf(parent.id);
    if (variable) return { node, ...holderOf(file, variable) };
  }
  const field = parent?.type === "PropertyDefinition" && parent.value === outer ? parent : assignedField(file, outer);
  if (!field || field.static) return { node };
  const reads = readsOfField(file, field);
  const alias = reads[0] && fieldAliasOf(file, reads[0]);
  return alias?.field === field ? { node, holder: { holder: field, reads } } : { node };
}

function assignedField(file: FileView, value: Node): TSESTree.PropertyDefinition | undefined {
  const parent = value.parent;
  if (parent?.type !== "AssignmentExpression" || parent.right !== value) return undefined;
  const left = unwrap(parent.left);
  return left.type === "MemberExpression" ? fieldAliasOf(file, left)?.field : undefined;
}

function holderOf(file: FileView, variable: Variable): Pick<SingletonAccess, "holder"> {
  return { holder: { holder: variable, reads: usesOf(file, variable) } };
}
