import { visitorKeys } from "@typescript-eslint/visitor-keys";
import type { FileView } from "./file-view.js";
import { isNode, type Node, stringValue } from "../syntax/nodes.js";

/** Whether two expressions are the same code, apart from layout and quotes. */
export function isSameCode(file: FileView, a: Node, b: Node): boolean {
  const text = stringValue(a);
  if (text !== undefined) return stringValue(b) === text;
  if (a.type !== b.type || OWN.some((key) => key in a && (a as Indexed)[key] !== (b as Indexed)[key])) return false;
  const keys = visitorKeys[a.type] ?? [];
  if (keys.length === 0) return file.textOf(a) === file.textOf(b);
  return keys.every((key) => {
    const [left, right] = [nodesOf((a as Indexed)[key]), nodesOf((b as Indexed)[key])];
    return left.length === right.length && left.every((node, index) => isSameCode(file, node, right[index] as Node));
  });
}

type Indexed = Node & Readonly<Record<string, unknown>>;

/** The properties of nodes that matter beside their children. */
const OWN = ["name", "operator", "prefix", "computed", "optional", "async", "generator", "kind"] as const;

function nodesOf(child: unknown): readonly Node[] {
  return (Array.isArray(child) ? (child as unknown[]) : [child]).filter(isNode);
}
