import type { TSESTree } from "@typescript-eslint/types";
import { moduleExportName } from "../syntax/nodes.js";

/** The names that a module's text exports, without those of `export *`. */
export function listExports({ body }: TSESTree.Program): readonly string[] {
  return body.flatMap((statement): readonly string[] => {
    if (statement.type === "ExportDefaultDeclaration") return ["default"];
    if (statement.type === "ExportAllDeclaration") return statement.exported ? [moduleExportName(statement.exported)] : [];
    if (statement.type !== "ExportNamedDeclaration") return [];
    const { declaration, specifiers } = statement;
    const declared =
      declaration?.type === "VariableDeclaration"
        ? declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []))
        : declaration && "id" in declaration && declaration.id?.type === "Identifier"
          ? [declaration.id.name]
          : [];
    return [...declared, ...specifiers.map(({ exported }) => moduleExportName(exported))];
  });
}
