import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { type Field, identifiersIn, isFunction, keyName, memberName, type Node, unwrap, finalName } from "../../syntax/nodes.js";
import { aliasOf, originOf } from "../../semantics/origins.js";
import { wordsOf } from "../../naming/words.js";
import { isOneOf, type SingletonSetting } from "./options.js";
import { GLOBAL_OBJECT_NAMES } from "../../syntax/identifiers.js";

/** One declaration of a process-wide instance; the node is its name. */
export interface SingletonDeclaration {
  readonly node: Node;
  readonly found: string;
  /** The name of the class. */
  readonly owner: Node;
}

/** Finds `static instance`, module-level instances, lazily filled variables with a getter, and `globalThis.x = new X()`. */
export function* findDeclarations(file: FileView, options: SingletonSetting): Generator<SingletonDeclaration> {
  yield* staticFields(file, options);
  yield* moduleInstances(file, options);
  yield* defaultInstances(file, options);
  yield* globalInstances(file, options);
}

function isListed(file: FileView, name: Node | null | undefined, { classes, setting }: SingletonSetting): boolean {
  return !!name && !!classes && isOneOf(file, name, { names: classes, setting });
}

/** `private static _instance: X | null`. */
function* staticFields(file: FileView, options: SingletonSetting): Generator<SingletonDeclaration> {
  for (const field of [...file.nodes("PropertyDefinition", ["static"]), ...file.nodes("AccessorProperty", ["static"])]) {
    const owner = field.parent.parent;
    const name = keyName(field);
    if (!field.static || name === undefined || !owner.id || !isInstanceName(name, options)) continue;
    if (options.classes ? isListed(file, owner.id, options) : holdsOwnClass(file, field, owner.id.name))
      yield { node: field.key, found: `static ${name}`, owner: owner.id };
  }
}

function isInstanceName(name: string, options: SingletonSetting): boolean {
  const words = wordsOf(name).join(" ");
  const known = ["instance", "singleton", ...[...options.accessors].map((accessor) => wordsOf(accessor).join(" "))];
  return known.includes(words);
}

/** Whether a field's type or value is its own class; asked only without a list of classes. */
function holdsOwnClass(file: FileView, field: Field, name: string): boolean {
  const made = newOf(field.value);
  if (made) return finalName(made.callee) === name;
  if (field.typeAnnotation) return identifiersIn(field.typeAnnotation).some((identifier) => identifier.name === name);
  return !field.value || file.textOf(field.value) === "null";
}

/** `export const x = new X()` and `let x: X | undefined` with a getter, of listed classes. */
function* moduleInstances(file: FileView, options: SingletonSetting): Generator<SingletonDeclaration> {
  if (!options.classes) return;
  for (const { declaration, declarator, isExported } of moduleVariables(file)) {
    if (declarator.id.type !== "Identifier") continue;
    const { name } = declarator.id;
    const made = newOf(declarator.init);
    const owner =
      made && (isExported || isExportedLater(file, declarator.id))
        ? isListed(file, made.callee, options) && made.callee
        : declaration.kind !== "const" && lazyClass(file, declarator.id, options);
    if (owner) yield { node: declarator.id, found: `${declaration.kind} ${name}`, owner };
  }
}

function* moduleVariables({ program }: FileView) {
  for (const statement of program.body) {
    const isExported = statement.type === "ExportNamedDeclaration";
    const declaration = isExported ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration") continue;
    for (const declarator of declaration.declarations) yield { declaration, declarator, isExported };
  }
}

/** `export { x }`, `export default x`, `module.exports = x`. */
function isExportedLater(file: FileView, identifier: TSESTree.Identifier): boolean {
  return !!file.variableOf(identifier)?.references.some(({ identifier: { parent } }) => {
    if (parent.type === "AssignmentExpression") return /^(?:module\.)?exports\b/u.test(file.textOf(parent.left));
    return parent.type === "ExportSpecifier" || parent.type === "ExportDefaultDeclaration";
  });
}

/** The class of a variable that is assigned later and that a function returns. */
function lazyClass(file: FileView, identifier: TSESTree.Identifier, options: SingletonSetting): Node | undefined {
  const references = file.variableOf(identifier)?.references ?? [];
  const made = references.flatMap((reference) => newOf(reference.writeExpr as Node | undefined)?.callee ?? []);
  const stated = identifier.typeAnnotation ? identifiersIn(identifier.typeAnnotation) : [];
  const owner = [...stated, ...made].find((name) => isListed(file, name, options));
  return references.some((reference) => reference.isRead() && isReturned(reference.identifier)) ? owner : undefined;
}

function isReturned(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (at.type === "ReturnStatement") return true;
    if (isFunction(at)) return at.type === "ArrowFunctionExpression" && at.body.type !== "BlockStatement";
  }
  return false;
}

/** `export default new X()`, `module.exports = new X()`, `exports.x = new X()`. */
function* defaultInstances(file: FileView, options: SingletonSetting): Generator<SingletonDeclaration> {
  if (!options.classes) return;
  const exported = [
    ...file.nodes("ExportDefaultDeclaration", ["default"]).map((node) => ({ value: node.declaration, node: node.declaration })),
    ...file
      .nodes("AssignmentExpression", ["exports"])
      .filter((node) => /^(?:module\.exports|exports)\b/u.test(file.textOf(node.left)))
      .map((node) => ({ value: node.right, node: node.left })),
  ];
  for (const { value, node } of exported) {
    const made = unwrap(value);
    if (made.type !== "NewExpression" || !isListed(file, made.callee, options)) continue;
    const found = node === value ? `export default ${file.textOf(made)}` : file.textOf(node);
    yield { node, found, owner: made.callee };
  }
}

/** `globalThis.x = new X()`, also `??=`, through a cast, a `const` for either side, or a fallback. */
function* globalInstances(file: FileView, options: SingletonSetting): Generator<SingletonDeclaration> {
  const roots = options.classes ? [...GLOBAL_OBJECT_NAMES] : ["globalThis"];
  if (!file.mayName(roots)) return;
  for (const assignment of file.assignments()) {
    const left = unwrap(assignment.left);
    if (left.type !== "MemberExpression") continue;
    const origin = originOf(file, left.object);
    const root = origin && !origin.reference && origin.path.length === 1 ? origin.path[0] : undefined;
    // `window` and `self` appear in too many files to check each of them for any class.
    if (root === undefined || !roots.includes(root)) continue;
    const made = newOf(assignment.right) ?? newOfName(file, assignment.right);
    if (!made) continue;
    if (options.classes ? isListed(file, made.callee, options) : /^\p{Lu}/u.test(finalName(made.callee) ?? ""))
      yield { node: left, found: `${root}.${memberName(left) ?? "…"}`, owner: made.callee };
  }
}

/** The `new X()` in `new X()`, `old ?? new X()`, `(x = new X())`. */
function newOf(value: Node | null | undefined): TSESTree.NewExpression | undefined {
  if (!value) return undefined;
  const inner = unwrap(value);
  if (inner.type === "NewExpression") return inner;
  if (inner.type === "LogicalExpression" || inner.type === "AssignmentExpression") return newOf(inner.right);
  return undefined;
}

function newOfName(file: FileView, value: Node): TSESTree.NewExpression | undefined {
  const inner = unwrap(value);
  const variable = inner.type === "Identifier" ? file.variableOf(inner) : undefined;
  return newOf(variable && aliasOf(variable)?.value);
}
