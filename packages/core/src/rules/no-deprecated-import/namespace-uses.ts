import { localNamesOf } from "../../semantics/local-names.js";
import type { TSESTree } from "@typescript-eslint/types";
import { allOf, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import type { Change } from "../../syntax/change.js";
import type { FileView } from "../../semantics/file-view.js";
import { isInType, keyName, memberName, type Node } from "../../syntax/nodes.js";
import { isWritten } from "../../syntax/references.js";
import { bindableName, isBindable } from "../../syntax/identifiers.js";
import type { ImportRequest } from "../../semantics/import-requests.js";
import type { ImportedName } from "../../semantics/module-reference.js";
import { loadStatementOf } from "../../edits/imports/placement.js";
import { usesOf } from "../../semantics/origins.js";
import type { Destination } from "./move-imports.js";
import { because, type Why } from "../../reasons/reasons.js";

/** One `ns.Name` in an expression, a type or JSX. */
export interface NamespaceUse {
  readonly node: Node;
  readonly member: string;
  /** The nodes that read the namespace; JSX also reads it in the closing tag. */
  readonly reads: readonly Node[];
}

/** Every use of a namespace through one of its members. */
export function findNamespaceUses(file: FileView, namespace: ImportedName): NamespaceUse[] {
  if (!namespace.variable) return [];
  return usesOf(file, namespace.variable).flatMap((use): NamespaceUse[] => {
    const parent = use.parent;
    if (parent.type === "VariableDeclarator" && parent.init === use && parent.id.type === "ObjectPattern")
      return parent.id.properties.flatMap((property): NamespaceUse[] => {
        const member = property.type === "Property" ? keyName(property) : undefined;
        return member === undefined ? [] : [{ node: property, member, reads: [] }];
      });
    const member = memberRead(use, parent);
    if (member === undefined || isInClosingTag(parent)) return [];
    const twin = twinOf(parent);
    return [{ node: parent, member, reads: twin ? [use, twin.object] : [use] }];
  });
}

/** Whether the namespace is used through the given uses only. */
export function isUsedOnlyBy(file: FileView, namespace: ImportedName, uses: readonly NamespaceUse[]): boolean {
  const reads = new Set(uses.flatMap((use) => use.reads));
  return !!namespace.variable && usesOf(file, namespace.variable).every((use) => reads.has(use));
}

function memberRead(use: Node, parent: Node): string | undefined {
  if (parent.type === "MemberExpression" && parent.object === use) return memberName(parent);
  if (parent.type === "TSQualifiedName" && parent.left === use) return parent.right.name;
  if (parent.type === "JSXMemberExpression" && parent.object === use) return parent.property.name;
  return undefined;
}

function isInClosingTag(node: Node): boolean {
  let at = node;
  while (at.parent?.type === "JSXMemberExpression") at = at.parent;
  return at.parent?.type === "JSXClosingElement";
}

/** The same member in the closing tag. */
function twinOf(node: Node): TSESTree.JSXMemberExpression | undefined {
  if (node.type !== "JSXMemberExpression") return undefined;
  let at: Node = node;
  while (at.parent?.type === "JSXMemberExpression") at = at.parent;
  const opening = at.parent;
  if (opening?.type !== "JSXOpeningElement") return undefined;
  let twin: Node | undefined = opening.parent.closingElement?.name;
  while (twin?.type === "JSXMemberExpression" && twin.object.type === "JSXMemberExpression") twin = twin.object;
  return twin?.type === "JSXMemberExpression" ? twin : undefined;
}

/** Where one export has moved to, and its name there. */
export interface MovedExport extends Destination {
  readonly exported: string;
}

/** Replaces `ns.Name` by the moved name itself. */
export function moveUse(file: FileView, namespace: ImportedName, use: NamespaceUse, to: MovedExport): Edit {
  const { node } = use;
  const refusal = refusalOf(node);
  if (refusal !== undefined) return hint(refusal);
  const chosen = nameFor(file, namespace, use, to);
  if ("refused" in chosen) return hint(chosen.refused);
  const twin = twinOf(node);
  const changes = [node, ...(twin ? [twin] : [])].map((each): Change => ({ range: each.range, parts: [chosen.text] }));
  const edit = fix(changes, chosen.imports);
  return chosen.reason === undefined ? edit : atMostSuggestion(edit, chosen.reason);
}

function refusalOf(node: Node): Why | undefined {
  const { parent } = node;
  if (node.type === "Property") return because("notSplit", "it is taken out of the namespace by destructuring");
  if (parent?.type === "TSImportEqualsDeclaration") return "an `import =` alias stands for it";
  return isWritten(node) ? because("written", "it is written to") : undefined;
}

type Chosen =
  | { readonly text: string; readonly imports: readonly ImportRequest[]; readonly reason?: Why | undefined }
  | { readonly refused: Why };

function nameFor(file: FileView, namespace: ImportedName, use: NamespaceUse, to: MovedExport): Chosen {
  const { exported } = to;
  const { node, member } = use;
  const isTypeOnly = namespace.isTypeOnly || isInType(node);
  const wish = [exported, member].find(isBindable) ?? bindableName(exported === "default" ? to.specifier : exported);
  const ref = { name: localFor(node, wish), module: to.module, exported };
  const known = localNamesOf(file).find(ref, node, isTypeOnly);
  if (!known && loadStatementOf(namespace.reference)) {
    const local = localNamesOf(file).freeName(ref, node);
    const { module, specifier } = to;
    return { text: local, imports: [{ kind: "extract", reference: namespace.reference, module, specifier, exported, local }] };
  }
  const chosen = localNamesOf(file).nameFor(ref, node, { isTypeOnly });
  if ("refused" in chosen) return chosen;
  const { text, need, reason } = chosen;
  return { text, imports: need ? [known ? need : { ...need, specifier: to.specifier }] : [], reason };
}

/** `<ns.button/>` needs a local name that is not an HTML element's. */
function localFor(node: Node, name: string): string {
  return node.type === "JSXMemberExpression" ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

/** Moves a namespace without a statement of its own to the one module of all its members, which get their new names. */
export function moveWithMembers(
  file: FileView,
  namespace: ImportedName,
  to: Destination,
  members: readonly { readonly use: NamespaceUse; readonly exported: string }[],
): Edit {
  const renames = members.map(({ use, exported }): Edit => {
    const refusal = refusalOf(use.node);
    if (refusal !== undefined || use.node.type !== "MemberExpression")
      return hint(refusal ?? because("typeUsed", "a type of it is used"));
    const { range } = use.node.property;
    const text = file.text.slice(...range);
    return exported === use.member ? fix([]) : fix([{ range, parts: [text.replace(use.member, () => exported)] }]);
  });
  return allOf(
    fix([], [{ kind: "retarget", reference: namespace.reference, module: to.module, specifier: to.specifier }]),
    ...renames,
  );
}
