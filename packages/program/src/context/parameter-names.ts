import type ts from "typescript";
import type { Signature } from "../callers/callables.js";
import type { ProgramReader } from "../callers/program-reader.js";

/** The first name that nothing in some functions declares or uses; undefined if all are taken. */
export function freeParameterName(
  reader: ProgramReader,
  signatures: readonly Signature[],
  names: readonly string[],
): string | undefined {
  return names.find((name) => !signatures.some((signature) => isTaken(reader, signature, name)));
}

/** Whether code in a function declares the name, or means something outside by it. */
function isTaken({ ts }: ProgramReader, signature: Signature, name: string): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === name && !isKey(node)) return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  /** `x.name`, `{ name: x }`, and names of members: they mean no variable. */
  const isKey = (node: ts.Identifier): boolean => {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
    if (ts.isBindingElement(parent)) return parent.propertyName === node;
    const isNamed =
      ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent);
    return (isNamed && parent.name === node) || ts.isJsxAttribute(parent);
  };
  return (
    ts.forEachChild(signature, (child) => {
      // Its own name does not hide a parameter.
      if ("name" in signature && child === signature.name) return false;
      return visit(child);
    }) ?? false
  );
}
