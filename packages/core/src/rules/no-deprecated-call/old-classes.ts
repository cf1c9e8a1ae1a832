import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { childrenOf, type Node } from "../../syntax/nodes.js";
import type { ExportRef } from "../../semantics/export-ref.js";
import type { Match } from "../../patterns/match.js";
import { membersOfExport, originOf } from "../../semantics/origins.js";
import { findTarget } from "../../naming/targets.js";
import type { Finding } from "../define-rule.js";
import type { CallEntry, CallSetting } from "./options.js";

/** Why the file still needs the old class: a target's annotation names it, or an `instanceof` asks for it. */
export function oldClassDoubt(
  file: FileView,
  { findExport }: CallSetting,
  { root, with: written }: CallEntry,
  { node }: Match,
): Finding["safeOnlyIfMoved"] {
  const old = root.type === "NewExpression" && root.callee.type === "Identifier" ? findExport(root.callee.name) : undefined;
  if (!old || !written || written.names.some(({ name }) => isSameExport(file, findExport(name), old))) return undefined;
  const annotation = findTarget(file, node)?.annotation;
  const stated = annotation && identifiersIn(annotation).find((name) => means(file, name, old));
  const stating = stated && file.variableOf(stated);
  if (stating) return { name: stating, reason: `its target is stated to be of type ${stated.name}` };
  const asked = file
    .nodes("BinaryExpression")
    .map(({ operator, right }) => (operator === "instanceof" && right.type === "Identifier" ? right : undefined))
    .find((name) => name && means(file, name, old));
  const asking = asked && file.variableOf(asked);
  return asking && { name: asking, reason: `the file asks whether something is an instance of ${asked.name}` };
}

function means(file: FileView, identifier: TSESTree.Identifier, wanted: ExportRef): boolean {
  const origin = originOf(file, identifier);
  return !!origin && membersOfExport(file, origin, wanted)?.length === 0;
}

function identifiersIn(node: Node): TSESTree.Identifier[] {
  const own = node.type === "Identifier" ? [node] : [];
  return [...own, ...childrenOf(node).flatMap(identifiersIn)];
}

/** A bridge may export the new class under the old name. */
function isSameExport({ modules }: FileView, a: ExportRef | undefined, b: ExportRef): boolean {
  if (!a) return false;
  const [one, other] = [modules.exportOrigin(a.module, a.exported), modules.exportOrigin(b.module, b.exported)];
  return !!one && !!other && one.name === other.name && modules.isSameModule(one.module, other.module);
}
