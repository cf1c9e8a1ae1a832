import type { FileView } from "../file/file-view.js";
import type { Node } from "../file/nodes.js";
import { removeStatement } from "../imports/placement.js";
import type { AliasHolder, ImportRequest } from "../imports/import-requests.js";
import { usesOf } from "../imports/uses.js";
import { fieldAliasOf, readsOfField } from "../matching/field-aliases.js";
import { isGone } from "./conflicts.js";
import type { Change } from "./edit.js";

/** Takes away the `const` names and private fields whose last use the changes replace; aliases of aliases too. */
export function dropAliases(file: FileView, requests: readonly ImportRequest[], changes: readonly Change[]): Change[] {
  const pending = new Set(requests.flatMap((request) => (request.kind === "alias" ? [request.holder] : [])));
  const drops: Change[] = [];
  for (let progress = true; progress;) {
    progress = false;
    for (const holder of pending) {
      if (!readsOf(file, holder).every((node) => isGone([...changes, ...drops], node.range))) continue;
      const statements = statementsOf(file, holder);
      pending.delete(holder);
      if (statements.length === 0) continue;
      drops.push(...statements.map((statement) => removeStatement(file, statement)));
      progress = true;
    }
  }
  return drops;
}

function readsOf(file: FileView, holder: AliasHolder): readonly Node[] {
  return "defs" in holder ? usesOf(file, holder) : readsOfField(file, holder);
}

/** What declares the name and nothing else; an exported name may be used elsewhere. */
function statementsOf(file: FileView, holder: AliasHolder): Node[] {
  if (!("defs" in holder)) return fieldStatements(file, holder);
  const declarator = holder.defs[0]?.node;
  if (declarator?.type !== "VariableDeclarator" || declarator.parent.declarations.length !== 1) return [];
  const isAlone =
    declarator.id.type === "Identifier" || (declarator.id.type === "ObjectPattern" && declarator.id.properties.length === 1);
  return isAlone && declarator.parent.parent.type !== "ExportNamedDeclaration" ? [declarator.parent] : [];
}

function fieldStatements(file: FileView, field: Exclude<AliasHolder, { defs: unknown }>): Node[] {
  // Others may read what is not private.
  if (field.key.type !== "PrivateIdentifier" && field.accessibility !== "private") return [];
  const read = readsOfField(file, field)[0];
  const alias = read && fieldAliasOf(file, read);
  return alias ? [field, ...(alias.assignment ? [alias.assignment] : [])] : [];
}
