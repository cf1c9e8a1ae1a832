import type { TSESTree } from "@typescript-eslint/types";
import { fix, hint, type Edit } from "../edits/edit.js";
import type { FileView } from "../file/file-view.js";
import { memberName, type Node } from "../file/nodes.js";
import type { Range } from "../file/ranges.js";
import type { ImportedName } from "../imports/module-references.js";
import { usesOf } from "../imports/uses.js";
import type { Destination } from "./move-imports.js";

/** One `ns.Name` in an expression, a type or JSX. */
export interface NamespaceUse {
  readonly node: Node;
  readonly member: string;
  /** Replaces `ns.Name` by the moved name itself. */
  moveTo(to: Destination, exported: string): Edit;
}

/** Finds the uses of some of a namespace's members. */
export function findNamespaceUses(file: FileView, namespace: ImportedName, members: ReadonlySet<string>): NamespaceUse[] {
  if (!namespace.variable) return [];
  return usesOf(file, namespace.variable).flatMap((use): NamespaceUse[] => {
    const read = readOf(use);
    if (!read || !members.has(read.member)) return [];
    return [{ ...read, moveTo: (to, exported) => moveUse(file, read.node, to, exported) }];
  });
}

function readOf(use: TSESTree.Identifier | TSESTree.JSXIdentifier): { readonly node: Node; readonly member: string } | undefined {
  const parent = use.parent;
  if (parent.type === "MemberExpression" && parent.object === use) {
    const member = memberName(parent);
    return member === undefined ? undefined : { node: parent, member };
  }
  if (parent.type === "TSQualifiedName" && parent.left === use) return { node: parent, member: parent.right.name };
  if (parent.type === "JSXMemberExpression" && parent.object === use) return { node: parent, member: parent.property.name };
  return undefined;
}

function moveUse(file: FileView, node: Node, to: Destination, exported: string): Edit {
  const wanted = { name: exported === "default" ? nameFor(node) : exported, module: to.module, exported };
  const chosen = file.localNames.nameFor(wanted, node, {
    isTypeOnly: node.type === "TSQualifiedName" && node.parent.type !== "TSTypeQuery",
  });
  if ("refused" in chosen) return hint(chosen.refused);
  const range: Range = node.range;
  return fix([{ range, parts: [chosen.text] }], chosen.need ? [{ ...chosen.need, specifier: to.specifier }] : []);
}

function nameFor(node: Node): string {
  if (node.type === "MemberExpression") return memberName(node) ?? "moved";
  if (node.type === "TSQualifiedName") return node.right.name;
  return node.type === "JSXMemberExpression" ? node.property.name : "moved";
}
