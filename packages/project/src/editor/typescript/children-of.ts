import type { TSESTree } from "@typescript-eslint/types";
import { visitorKeys } from "@typescript-eslint/visitor-keys";

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: TSESTree.Node): readonly TSESTree.Node[] {
  const values = (visitorKeys[node.type] ?? []).flatMap((key) => (node as unknown as Record<string, unknown>)[key]);
  return values.filter((value) => value !== null && value !== undefined) as TSESTree.Node[];
}
