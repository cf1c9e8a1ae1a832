import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../syntax/nodes.js";
import type { Range } from "../syntax/ranges.js";

/** What a pattern's part asks of the matcher around it; what fits is bound. */
export interface Fitting {
  fits(pattern: Node, node: Node): boolean;
  fitsList(patterns: readonly Node[], nodes: readonly Node[]): boolean;
  /** A hole for a name takes a property's name. */
  bindName(hole: TSESTree.Identifier, property: Node): boolean;
  /** `children`: the text between the tags, which goes along. */
  bindList(name: string, nodes: readonly Node[], children?: Children): boolean;
  /** Takes back what a failed attempt has bound. */
  attempt(run: () => boolean): boolean;
}

/** What stands between an element's tags. */
export interface Children {
  readonly nodes: readonly Node[];
  readonly range: Range;
}
