import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";

/**
 * Every place that reads a variable. JSX tags are asked for separately, because eslint-scope
 * (ESLint 9, JavaScript files) has no references for them.
 */
export function usesOf(file: FileView, variable: Variable): readonly (TSESTree.Identifier | TSESTree.JSXIdentifier)[] {
  const identifiers = new Set(
    variable.references.filter((reference) => !reference.init).map((reference) => reference.identifier),
  );
  for (const tag of file.nodes("JSXIdentifier", [variable.name])) {
    if (tag.name === variable.name && isTagName(tag) && file.variableOf(tag) === variable) identifiers.add(tag);
  }
  return [...identifiers];
}

function isTagName(node: TSESTree.JSXIdentifier): boolean {
  const parent = node.parent;
  if (parent.type === "JSXMemberExpression") return parent.object === node;
  return (parent.type === "JSXOpeningElement" || parent.type === "JSXClosingElement") && !/^[a-z]/u.test(node.name);
}
