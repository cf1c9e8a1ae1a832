import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import { wordsOfName } from "../syntax/node-places.js";
import { keyName, memberName, unwrap, type Node } from "../syntax/nodes.js";
import { contains } from "../syntax/ranges.js";
import { isWritten } from "../syntax/references.js";

/** A class field that always has the same value. */
export interface FieldAlias {
  readonly field: TSESTree.PropertyDefinition;
  readonly value: Node;
  /** The `this.x = …` of the constructor, if the field gets its value there. */
  readonly assignment: TSESTree.ExpressionStatement | undefined;
}

/** The field that `this.x` or `C.x` reads, if only its initialiser or one line of the constructor sets it. */
export function fieldAliasOf(file: FileView, node: Node): FieldAlias | undefined {
  const member = unwrap(node);
  const owner = member.type === "MemberExpression" ? ownerOf(file, member) : undefined;
  if (!owner || member.type !== "MemberExpression") return undefined;
  const name = memberName(member);
  const field = owner.body.body.find(
    (candidate) => candidate.type === "PropertyDefinition" && candidate.static === owner.isStatic && keyName(candidate) === name,
  );
  return field?.type === "PropertyDefinition" ? valueOfField(file, field) : undefined;
}

/** The one value of a field that no code outside the class sets. */
export function valueOfField(file: FileView, field: TSESTree.PropertyDefinition): FieldAlias | undefined {
  if (!isPrivate(field) && !field.readonly) return undefined;
  const writes = mentionsOf(file, field).filter(isWritten);
  if (field.value) return writes.length === 0 ? { field, value: field.value, assignment: undefined } : undefined;
  const [target] = writes;
  const write = target?.parent;
  if (writes.length !== 1 || write?.type !== "AssignmentExpression" || write.operator !== "=") return undefined;
  const statement = write.parent;
  if (statement.type !== "ExpressionStatement" || !isLineOfConstructor(statement, field)) return undefined;
  return { field, value: write.right, assignment: statement };
}

/** Every place in the class that reads the field, or may read it. */
export function readsOfField(file: FileView, field: TSESTree.PropertyDefinition): Node[] {
  const name = keyName(field);
  const destructured = file
    .nodes("Property", wordsOfName(name))
    .filter((node) => node.parent.type === "ObjectPattern" && keyName(node) === name && contains(field.parent.range, node.range));
  return [...mentionsOf(file, field).filter((node) => !isWritten(node)), ...destructured];
}

/** Whether only the class itself can access the field. */
export function isPrivate(field: TSESTree.PropertyDefinition): boolean {
  return field.key.type === "PrivateIdentifier" || field.accessibility === "private";
}

/** Every `this.x`, `C.x`, and `other.x` whose object may be an instance of the class. */
function mentionsOf(file: FileView, field: TSESTree.PropertyDefinition): TSESTree.MemberExpression[] {
  const name = keyName(field);
  return file.nodes("MemberExpression", wordsOfName(name)).filter((node) => {
    if (memberName(node) !== name || !contains(field.parent.range, node.range)) return false;
    const owner = ownerOf(file, node);
    return owner ? owner.body === field.parent && owner.isStatic === field.static : unwrap(node.object).type !== "ThisExpression";
  });
}

/** Whether a statement is an unconditional line of the constructor: then the field has its value in every method. */
function isLineOfConstructor(statement: TSESTree.ExpressionStatement, field: TSESTree.PropertyDefinition): boolean {
  const body = statement.parent;
  const method = body.parent?.parent;
  return (
    body.type === "BlockStatement" &&
    method?.type === "MethodDefinition" &&
    method.kind === "constructor" &&
    method.parent === field.parent
  );
}

interface Owner {
  readonly body: TSESTree.ClassBody;
  readonly isStatic: boolean;
}

/** The class whose member an expression reads: the class of `this`, or the one that is named. */
function ownerOf(file: FileView, { object }: TSESTree.MemberExpression): Owner | undefined {
  const inner = unwrap(object);
  if (inner.type === "ThisExpression") return classOfThis(inner);
  if (inner.type !== "Identifier") return undefined;
  const definition = file.variableOf(inner)?.defs[0]?.node as Node | undefined;
  const isClass = definition?.type === "ClassDeclaration" || definition?.type === "ClassExpression";
  return isClass ? { body: definition.body, isStatic: true } : undefined;
}

function classOfThis(node: Node): Owner | undefined {
  for (let at: Node = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.type === "ClassBody")
      return { body: parent, isStatic: at.type === "StaticBlock" || ("static" in at && at.static) };
    const isPlainFunction =
      at.type === "FunctionDeclaration" || (at.type === "FunctionExpression" && parent.type !== "MethodDefinition");
    if (isPlainFunction) return undefined;
  }
  return undefined;
}
