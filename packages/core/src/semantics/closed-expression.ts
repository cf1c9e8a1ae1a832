import type { FileView } from "./file-view.js";
import { type Node, memberName, unwrap } from "../syntax/nodes.js";
import type { ExportRef } from "./module-view.js";

/** An export and the code behind its name: `Logger` and `.getInstance()`. It means the same in every file that imports the export. */
export interface ClosedExpression {
  readonly root: ExportRef;
  readonly rest: string;
}

/** Reads an imported name with members, and calls with literals at most; undefined for anything else. */
export function closedExpressionOf(file: FileView, expression: Node): ClosedExpression | undefined {
  const node = unwrap(expression);
  if (node.type === "Identifier") {
    const root = importedRoot(file, node);
    return root && { root, rest: "" };
  }
  if (node.type === "MemberExpression") {
    const name = memberName(node);
    const object = node.computed || node.optional || name === undefined ? undefined : closedExpressionOf(file, node.object);
    if (!object || name === undefined) return undefined;
    // `services.Logger` of `import * as services`: the export itself.
    if (object.root.exported === "*") return { root: { ...object.root, name, exported: name }, rest: "" };
    return { ...object, rest: `${object.rest}.${name}` };
  }
  if (node.type !== "CallExpression" || node.optional || node.typeArguments) return undefined;
  if (!node.arguments.every(({ type }) => type === "Literal")) return undefined;
  const callee = closedExpressionOf(file, node.callee);
  return callee && { ...callee, rest: `${callee.rest}(${node.arguments.map((each) => file.textOf(each)).join(", ")})` };
}

function importedRoot(file: FileView, node: Extract<Node, { type: "Identifier" }>): ExportRef | undefined {
  const variable = file.variableOf(node);
  const imported = variable && file.importedName(variable);
  if (!imported || imported.isTypeOnly || imported.reference.kind !== "import") return undefined;
  const module = file.modules.resolve(file.path, imported.reference.specifier);
  if (module.kind === "missing") return undefined;
  const exported = imported.imported;
  // An alias is the file's own.
  return { name: exported === "default" || exported === "*" ? node.name : exported, module, exported };
}
