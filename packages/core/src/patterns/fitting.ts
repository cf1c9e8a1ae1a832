import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../syntax/nodes.js";
import type { Range } from "../syntax/ranges.js";

/** The matcher's functions for matching a pattern's parts; they bind the holes of what fits. */
export interface Fitting {
  fits(pattern: Node, node: Node): boolean;
  fitsList(patterns: readonly Node[], nodes: readonly Node[]): boolean;
  /** Binds a property's name to a hole. */
  bindName(hole: TSESTree.Identifier, property: Node): boolean;
  /** Binds a list; `children`: the text between the tags that goes along. */
  bindList(name: string, nodes: readonly Node[], children?: Children): boolean;
  /** Runs an attempt, and undoes its bindings if it fails. */
  attempt(run: () => boolean): boolean;
}

/** The nodes between an element's tags, and their range. */
export interface Children {
  readonly nodes: readonly Node[];
  readonly range: Range;
}
