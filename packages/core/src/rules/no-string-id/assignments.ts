/** The values that a variable or a private field gets, where the file shows all of them. */
import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { doubtOfRead } from "../../semantics/type-flows.js";
import { enclosingClass, enclosingFunction, keyName, memberName, rewrap, type Node } from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { isWritten } from "../../syntax/references.js";

/** Every value, or why they are not all seen. */
export type Values = readonly Node[] | string;

/** What a `let` is given: at its declaration and by plain assignments. */
export function valuesOfVariable(variable: Variable, { init }: TSESTree.VariableDeclarator): Values {
  const assigned = variable.references
    .filter((reference) => reference.isWrite() && !reference.init)
    .map(({ identifier }) => assignedValue(identifier));
  const values = [init, ...assigned].flatMap((value) => (value === null ? [] : [value]));
  const seen = values.filter((value) => value !== undefined);
  return seen.length < values.length ? `${variable.name} may be given a plain string later` : seen;
}

/** The value of `x = value` for its left side; undefined for any other way to write. */
function assignedValue(left: Node): Node | undefined {
  const { parent } = left;
  return parent?.type === "AssignmentExpression" && parent.left === left && parent.operator === "=" ? parent.right : undefined;
}

/** Whether only the code of its class can reach a field, and only the constructor can set it where it is not `#private`. */
export function isOwnField(holder: Node): holder is TSESTree.PropertyDefinition {
  if (holder.type !== "PropertyDefinition" || holder.decorators.length > 0 || holder.declare) return false;
  return holder.key.type === "PrivateIdentifier" || (holder.accessibility === "private" && holder.readonly && !holder.computed);
}

/** The field that `this.x` reads, where its class declares it. */
export function fieldOf(node: Node): TSESTree.PropertyDefinition | undefined {
  if (node.type !== "MemberExpression" || node.object.type !== "ThisExpression") return undefined;
  const name = memberName(node);
  return enclosingClass(node)?.body.body.find(
    (member): member is TSESTree.PropertyDefinition => member.type === "PropertyDefinition" && keyName(member) === name,
  );
}

/** What a field of a class that nothing else can reach is given: at its declaration and by its class. */
export function valuesOfField(file: FileView, field: TSESTree.PropertyDefinition): Values {
  const name = keyName(field) as string;
  const values: Node[] = field.value ? [field.value] : [];
  for (const member of membersCalled(file, field, name)) {
    if (enclosingClass(member) !== field.parent.parent) return `a class inside the class uses ${name}`;
    const value = assignedValue(rewrap(member));
    if (value) values.push(value);
    if (isWritten(member) && (!value || !isOwnWrite(field, member))) return `${name} may be given a plain string elsewhere`;
    const doubt = value ? undefined : doubtOfRead(file, member, name);
    if (doubt !== undefined) return doubt;
  }
  if (isTakenApart(file, field, name)) return `${name} is taken out of its object`;
  return values.length > 0 || field.optional ? values : `nothing here gives ${name} a value`;
}

function membersCalled(file: FileView, field: TSESTree.PropertyDefinition, name: string): TSESTree.MemberExpression[] {
  return file.nodes("MemberExpression").filter((each) => memberName(each) === name && contains(field.parent.range, each.range));
}

/** `this.x = …` in the constructor; a `#private` field may be set anywhere in its class. */
function isOwnWrite(field: TSESTree.PropertyDefinition, member: TSESTree.MemberExpression): boolean {
  if (field.key.type === "PrivateIdentifier") return true;
  const method = enclosingFunction(member)?.parent;
  return member.object.type === "ThisExpression" && method?.type === "MethodDefinition" && method.kind === "constructor";
}

/** `const { x } = this`. */
function isTakenApart(file: FileView, field: TSESTree.PropertyDefinition, name: string): boolean {
  return file
    .nodes("ObjectPattern")
    .some(
      (pattern) =>
        contains(field.parent.range, pattern.range) &&
        pattern.properties.some((property) => property.type === "Property" && keyName(property) === name),
    );
}
