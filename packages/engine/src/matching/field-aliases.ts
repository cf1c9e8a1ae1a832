import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file/file-view.js";
import { keyName, memberName, unwrap, type Node } from "../file/nodes.js";

/** A class field that holds one value for good. */
export interface FieldAlias {
  readonly field: TSESTree.PropertyDefinition;
  readonly value: Node;
  /** The `this.x = …` of the constructor, where the field gets its value there. */
  readonly assignment: TSESTree.ExpressionStatement | undefined;
}

/** What `this.x` stands for: a field that only its initialiser, or one line of the constructor, sets. */
export function fieldAliasOf(file: FileView, node: Node): FieldAlias | undefined {
  const member = unwrap(node);
  if (member.type !== "MemberExpression" || member.object.type !== "ThisExpression") return undefined;
  const name = memberName(member);
  const body = classBodyOf(member);
  const field = body?.body.find(
    (candidate) => candidate.type === "PropertyDefinition" && !candidate.static && keyName(candidate) === name,
  );
  if (!body || field?.type !== "PropertyDefinition" || !isOwn(field)) return undefined;
  const writes = writesOf(file, body, name as string);
  if (field.value) return writes.length === 0 ? { field, value: field.value, assignment: undefined } : undefined;
  const [write] = writes;
  if (
    writes.length !== 1 ||
    !write ||
    write.operator !== "=" ||
    write.parent.type !== "ExpressionStatement" ||
    !isInConstructor(write)
  )
    return undefined;
  return { field, value: write.right, assignment: write.parent };
}

/** Every `this.x` of the class that reads the field. */
export function readsOfField(file: FileView, field: TSESTree.PropertyDefinition): TSESTree.MemberExpression[] {
  const name = keyName(field);
  return file.nodes("MemberExpression").filter((node) => {
    if (node.object.type !== "ThisExpression" || memberName(node) !== name || classBodyOf(node) !== field.parent) return false;
    return !(node.parent.type === "AssignmentExpression" && node.parent.left === node);
  });
}

/** Nobody outside the class sets it. */
function isOwn(field: TSESTree.PropertyDefinition): boolean {
  return field.key.type === "PrivateIdentifier" || field.accessibility === "private" || field.readonly;
}

function writesOf(file: FileView, body: TSESTree.ClassBody, name: string): TSESTree.AssignmentExpression[] {
  return file.nodes("AssignmentExpression").filter((node) => {
    const left = unwrap(node.left);
    return (
      left.type === "MemberExpression" &&
      left.object.type === "ThisExpression" &&
      memberName(left) === name &&
      classBodyOf(left) === body
    );
  });
}

function isInConstructor(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) if (at.type === "MethodDefinition") return at.kind === "constructor";
  return false;
}

/** The body of the class whose instance `this` is. */
function classBodyOf(node: Node): TSESTree.ClassBody | undefined {
  for (let at: Node | undefined = node.parent; at; at = at.parent) {
    if (at.type === "ClassBody") return at;
    const isPlainFunction =
      at.type === "FunctionDeclaration" || (at.type === "FunctionExpression" && at.parent.type !== "MethodDefinition");
    if (isPlainFunction) return undefined;
  }
  return undefined;
}
