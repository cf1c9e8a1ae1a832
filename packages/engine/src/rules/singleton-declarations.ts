import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file/file-view.js";
import { isFunction, keyName, memberName, unwrap, type Node } from "../file/nodes.js";
import type { Range } from "../file/ranges.js";
import { wordsOf } from "../matching/words.js";
import { nameOf, type SingletonSetting } from "./singleton-options.js";

/** One declaration that makes or holds a process-wide instance; the node is its name. */
export interface SingletonDeclaration {
  readonly node: Node;
  readonly found: string;
  /** Where the class is named. */
  readonly owner: Range;
}

/** Finds `static instance`, module-level instances, lazily filled variables with a getter, and `globalThis.x = new X()`. */
export function* findDeclarations(file: FileView, options: SingletonSetting): Generator<SingletonDeclaration> {
  yield* staticFields(file, options);
  yield* moduleInstances(file, options);
  yield* globalInstances(file, options);
}

function isListed(name: string | undefined, options: SingletonSetting, isDefault: boolean): boolean {
  if (name === undefined) return false;
  if (!options.classes) return isDefault;
  return options.classes.some((listed) => listed === name || options.setting.wanted(listed)?.exported === name);
}

/** `private static _instance: X | null`. */
function* staticFields(file: FileView, options: SingletonSetting): Generator<SingletonDeclaration> {
  for (const field of file.nodes("PropertyDefinition")) {
    const owner = field.parent.parent;
    const name = keyName(field);
    if (
      !field.static ||
      name === undefined ||
      !isInstanceName(name, options) ||
      !isListed(owner.id?.name, options, holdsOwnClass(file, field, owner))
    )
      continue;
    yield { node: field.key, found: `static ${name}`, owner: owner.id?.range ?? field.range };
  }
}

function isInstanceName(name: string, options: SingletonSetting): boolean {
  const words = wordsOf(name).join(" ");
  return (
    words === "instance" ||
    words === "singleton" ||
    [...options.accessors].some((accessor) => wordsOf(accessor).join(" ") === words)
  );
}

/** Without a list of classes: the field's type or value is the class itself. */
function holdsOwnClass(
  file: FileView,
  field: TSESTree.PropertyDefinition,
  owner: TSESTree.ClassDeclaration | TSESTree.ClassExpression,
): boolean {
  const name = owner.id?.name;
  if (name === undefined) return false;
  const stated = field.typeAnnotation ? file.textOf(field.typeAnnotation) : "";
  const value = field.value ? unwrap(field.value) : undefined;
  return (
    new RegExp(`\\b${name}\\b`, "u").test(stated) ||
    (value?.type === "NewExpression" && nameOf(value.callee) === name) ||
    (!field.typeAnnotation && !field.value)
  );
}

/** `export const x = new X()` and `let x: X | undefined` with a getter, of listed classes. */
function* moduleInstances(file: FileView, options: SingletonSetting): Generator<SingletonDeclaration> {
  for (const declarator of file.nodes("VariableDeclarator")) {
    const declaration = declarator.parent;
    const holder = declaration.parent.type === "ExportNamedDeclaration" ? declaration.parent.parent : declaration.parent;
    if (holder.type !== "Program" || declarator.id.type !== "Identifier") continue;
    const value = declarator.init ? unwrap(declarator.init) : undefined;
    const isExported = declaration.parent.type === "ExportNamedDeclaration" || isExportedLater(file, declarator.id.name);
    if (isExported && value?.type === "NewExpression" && isListed(nameOf(value.callee), options, false)) {
      yield { node: declarator.id, found: `const ${declarator.id.name}`, owner: declarator.range };
    } else if (declaration.kind !== "const" && isLazy(file, declarator, options)) {
      yield { node: declarator.id, found: `${declaration.kind} ${declarator.id.name}`, owner: declarator.range };
    }
  }
}

function isExportedLater(file: FileView, name: string): boolean {
  return file
    .nodes("ExportSpecifier")
    .some((specifier) => !specifier.parent.source && specifier.local.type === "Identifier" && specifier.local.name === name);
}

function isLazy(file: FileView, declarator: TSESTree.VariableDeclarator, options: SingletonSetting): boolean {
  if (declarator.id.type !== "Identifier") return false;
  const identifier = declarator.id;
  const stated = identifier.typeAnnotation ? file.textOf(identifier.typeAnnotation) : "";
  const names = stated.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
  const variable = file.variableOf(identifier);
  const made =
    variable?.references.flatMap((reference) =>
      reference.writeExpr?.type === "NewExpression" ? [nameOf((reference.writeExpr as TSESTree.NewExpression).callee)] : [],
    ) ?? [];
  const isOfClass = [...names, ...made].some((name) => isListed(name, options, made.includes(name)));
  return isOfClass && !!variable?.references.some((reference) => reference.isRead() && isReturned(reference.identifier as Node));
}

function isReturned(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (at.type === "ReturnStatement") return true;
    if (isFunction(at)) return at.type === "ArrowFunctionExpression" && at.body.type !== "BlockStatement";
  }
  return false;
}

const GLOBAL_OBJECTS = new Set(["globalThis", "global", "window", "self"]);

/** `globalThis.x = new X()`, also `??=`. */
function* globalInstances(file: FileView, options: SingletonSetting): Generator<SingletonDeclaration> {
  for (const assignment of file.nodes("AssignmentExpression")) {
    const left = unwrap(assignment.left);
    const value = unwrap(assignment.right);
    if (left.type !== "MemberExpression" || value.type !== "NewExpression") continue;
    const object = unwrap(left.object);
    if (object.type !== "Identifier" || !GLOBAL_OBJECTS.has(object.name) || file.variableOf(object)) continue;
    const name = nameOf(value.callee);
    if (isListed(name, options, name !== undefined && /^\p{Lu}/u.test(name)))
      yield { node: left, found: `${object.name}.${memberName(left) ?? "…"}`, owner: value.range };
  }
}
