import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import { moduleExportName, unwrap, type Node } from "../syntax/nodes.js";
import type { ExportRef } from "./local-names.js";

/** Whether an identifier means the export in the very module that declares it. */
export function isOwnExport(file: FileView, node: Node, ref: ExportRef): boolean {
  const inner = unwrap(node);
  if (ref.module.kind !== "file" || ref.module.path !== file.path || inner.type !== "Identifier") return false;
  const variable = topLevelVariable(file, inner);
  return !!variable && (variable.name === ref.exported || exportedNames(variable).includes(ref.exported));
}

/** A class's body has a variable of its own for its name: the module's is meant. */
function topLevelVariable(file: FileView, identifier: TSESTree.Identifier): Variable | undefined {
  const variable = file.variableOf(identifier);
  const { block } = variable?.scope ?? {};
  if (block?.type === "Program") return variable;
  if (block?.type !== "ClassDeclaration" || block.id?.name !== identifier.name || !block.parent) return undefined;
  const outer = file.findVariable(identifier.name, block.parent);
  return outer?.scope.block.type === "Program" ? outer : undefined;
}

/** Other names than its own under which a module exports a variable. */
function exportedNames(variable: Variable): string[] {
  const declared = variable.defs.some(({ node }) => node.parent?.type === "ExportDefaultDeclaration") ? ["default"] : [];
  const listed = variable.references.flatMap(({ identifier: { parent } }) => {
    if (parent.type === "ExportDefaultDeclaration") return ["default"];
    return parent.type === "ExportSpecifier" ? [moduleExportName(parent.exported)] : [];
  });
  return [...declared, ...listed];
}

/** Where the module that the file is declares the export: the class, function or declarator. */
export function topLevelDeclaration(file: FileView, ref: ExportRef): Node | undefined {
  if (ref.module.kind !== "file" || ref.module.path !== file.path) return undefined;
  const variables = file.scopes().scopes.flatMap(({ block, variables: own }) => (block.type === "Program" ? own : []));
  const variable = variables.find((each) => each.name === ref.exported || exportedNames(each).includes(ref.exported));
  return variable?.defs[0]?.node;
}

/** Whether other files may see the variable: exported, or a global of a script. */
export function isVisibleToOthers(file: FileView, variable: Variable): boolean {
  const statement = declarationOf(variable);
  if (statement?.parent?.type.startsWith("Export")) return true;
  const isScript =
    variable.scope.type === ("global" as string) && !file.moduleReferences().some(({ kind }) => kind === "require");
  return (
    isScript ||
    variable.references.some(({ identifier }) =>
      /^(?:ExportSpecifier|ExportDefaultDeclaration|TSExportAssignment)$/u.test(identifier.parent?.type ?? ""),
    )
  );
}

function declarationOf(variable: Variable): Node | undefined {
  const node = variable.defs[0]?.node as Node | undefined;
  return node?.type === "VariableDeclarator" ? node.parent : node;
}
