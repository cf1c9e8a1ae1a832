import type { Variable } from "@typescript-eslint/scope-manager";
import type { FileView } from "./file-view.js";
import type { Node } from "../syntax/nodes.js";
import { usesOf } from "./uses.js";

/** The names of the top-level declaration that holds a node, and of those that use it, directly or not. */
export function topLevelDependents(file: FileView, at: Node): ReadonlySet<string> {
  const declared = declaredByStatement(file);
  const names = new Set<string>();
  const statements = new Set([topLevelStatement(at)]);
  // The set grows while it is walked.
  for (const statement of statements) {
    if (statement.type === "ExportDefaultDeclaration") names.add("default");
    for (const variable of declared.get(statement) ?? []) {
      names.add(variable.name);
      for (const use of usesOf(file, variable)) {
        if (use.parent.type === "ExportSpecifier" && use.parent.exported.type === "Identifier")
          names.add(use.parent.exported.name);
        else statements.add(topLevelStatement(use));
      }
    }
  }
  return names;
}

function declaredByStatement(file: FileView): ReadonlyMap<Node, readonly Variable[]> {
  const declared = new Map<Node, Variable[]>();
  for (const scope of file.scopes().scopes) {
    if (scope.block.type !== "Program") continue;
    for (const { name } of scope.variables) {
      const variable = file.findVariable(name, file.program);
      if (!variable) continue;
      const node = variable.defs[0]?.node as Node | undefined;
      const statement = node && topLevelStatement(node);
      if (statement) declared.set(statement, [...(declared.get(statement) ?? []), variable]);
    }
  }
  return declared;
}

function topLevelStatement(at: Node): Node {
  let node = at;
  while (node.parent && node.parent.type !== "Program") node = node.parent;
  return node;
}
