import type ts from "typescript";
import type { Signature } from "../callers/callables.js";
import type { ProgramReader } from "../callers/program-reader.js";
import type { OwnDeclarations } from "./own-declarations.js";

/**
 * The first name that nothing in some functions declares or uses; undefined if all are taken. A name that only sites declare is the best
 * one: their declarations go.
 */
export function freeParameterName(
  reader: ProgramReader,
  signatures: readonly Signature[],
  { names, own }: { readonly names: readonly string[]; readonly own: OwnDeclarations },
): string | undefined {
  const uses = names.map((name) => ({ name, use: joined(signatures.map((each) => useOf(reader, each, { name, own }))) }));
  return (uses.find(({ use }) => use === "own") ?? uses.find(({ use }) => use === "none"))?.name;
}

/** How code uses a name: not at all, as one that sites declare, or as another. */
type Use = "none" | "own" | "other";

function joined(uses: readonly Use[]): Use {
  return uses.find((use) => use === "other") ?? uses.find((use) => use === "own") ?? "none";
}

function useOf(
  reader: ProgramReader,
  signature: Signature,
  { name, own }: { readonly name: string; readonly own: OwnDeclarations },
): Use {
  const { ts } = reader;
  let found: Use = "none";
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === name && !isKey(ts, node)) {
      const declarations = reader.valuesOf(node);
      const isOwn = declarations.length > 0 && declarations.every((each) => own.isVariable(reader, each));
      found = isOwn && found !== "other" ? "own" : "other";
    }
    return found === "other" || (ts.forEachChild(node, visit) ?? false);
  };
  ts.forEachChild(signature, (child) => {
    // Its own name does not hide a parameter.
    if ("name" in signature && child === signature.name) return false;
    return visit(child);
  });
  return found;
}

/** `x.name`, `{ name: x }`, and names of members: they mean no variable. */
function isKey(ts: ProgramReader["ts"], node: ts.Identifier): boolean {
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
}
