import type { TSESTree } from "@typescript-eslint/types";
import { placesIn, type Places, type VisitorKeys } from "./node-places.js";
import { isNode, type Node } from "./nodes.js";

/** Lists that may be long, and in which nothing depends on the place. */
const LISTS = new Set(["body", "properties", "elements", "arguments", "children", "members", "consequent", "attributes"]);

type Fields = Record<string, unknown>;

/**
 * Lets the lists of a tree have only the nodes in which one of some offsets (in order) is, while something is done; and directives, which
 * say how code is meant. So scopes of one name are made without a look at the rest of the file.
 */
export function focusedOn<T>(program: TSESTree.Program, offsets: readonly number[], keys: VisitorKeys, use: () => T): T {
  const whole: { readonly fields: Fields; readonly key: string; readonly list: unknown }[] = [];
  const narrow = (node: Node, places: Places): void => {
    const fields = node as unknown as Fields;
    for (const key of keys[node.type] ?? []) {
      const value = fields[key];
      if (isNode(value)) narrow(value, placesIn(places, value));
      if (!Array.isArray(value)) continue;
      const inside = LISTS.has(key)
        ? (value as (Node | null)[]).filter((each) => each && isKept(each, places))
        : (value as Node[]);
      if (inside.length < value.length) {
        whole.push({ fields, key, list: value });
        fields[key] = inside;
      }
      for (const each of inside) if (isNode(each)) narrow(each, placesIn(places, each));
    }
  };
  try {
    narrow(program, { all: offsets, from: 0, to: offsets.length });
    return use();
  } finally {
    for (const { fields, key, list } of whole) fields[key] = list;
  }
}

function isKept(node: Node, places: Places): boolean {
  const own = placesIn(places, node);
  return own.from < own.to || ("directive" in node && node.directive !== undefined);
}
