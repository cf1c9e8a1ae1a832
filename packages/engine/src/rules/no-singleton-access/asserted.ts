import type { FileView } from "../../semantics/file-view.js";
import { isHandedTo, isMockHandle } from "../../semantics/mock-handles.js";
import { rewrap, type Node } from "../../syntax/nodes.js";

/** Whether what an access gives, or that it throws, is what an assertion is about: `expect(X.get())`, `expect(() => X.get())`. */
export function isAsserted(file: FileView, node: Node): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  if (isMockHandle(file, node)) return false;
  if (isHandedTo(outer, "expect")) return true;
  if (parent?.type === "ArrowFunctionExpression" && parent.body === outer) return isHandedTo(rewrap(parent), "expect");
  if (parent?.type !== "VariableDeclarator" || parent.init !== outer || parent.id.type !== "Identifier") return false;
  const references = file.variableOf(parent.id)?.references ?? [];
  return references.some(({ identifier }) => isHandedTo(rewrap(identifier), "expect"));
}
