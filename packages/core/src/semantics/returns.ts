import type { ModuleView } from "./module-view.js";
import { enclosingFunction, type FunctionNode, type Node } from "../syntax/nodes.js";

/** The values of a function's own return statements, or its body if that is an expression. */
export function returnsOf(file: ModuleView, owner: FunctionNode): Node[] {
  if (owner.body.type !== "BlockStatement") return [owner.body];
  return file
    .nodes("ReturnStatement")
    .flatMap((statement) => (statement.argument && enclosingFunction(statement) === owner ? [statement.argument] : []));
}
