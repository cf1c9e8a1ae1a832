/** Replaces declarations of types by imports of the same types from elsewhere. */
import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { because } from "../reasons/reasons.js";
import type { FileView } from "../semantics/file-view.js";
import type { ImportNeed } from "../semantics/import-requests.js";
import { localNamesOf } from "../semantics/local-names.js";
import type { ExportRef } from "../semantics/module-view.js";
import { usesOf } from "../semantics/origins.js";
import { type Change, contains, type Range } from "../syntax/ranges.js";
import { isInType, type Node } from "../syntax/nodes.js";
import { allOf, atMostSuggestion, type Edit, fix, hint } from "./edit.js";
import { declarationText } from "./imports/fresh-declarations.js";
import { commentsAbove, lineRange, partingWithout, removeStatement, withoutFarSemicolon } from "./imports/placement.js";

/** A declaration of a type that is another declaration's. */
export type TypeDeclaration = TSESTree.TSTypeAliasDeclaration | TSESTree.TSInterfaceDeclaration | TSESTree.TSEnumDeclaration;

/** A declaration of a type that is to come from its home. */
export interface MovedType {
  readonly node: TypeDeclaration;
  readonly ref: ExportRef;
}

/** The declaration with its `export`. */
export function statementOf(node: TypeDeclaration): Node {
  const { parent }: Node = node;
  return parent.type === "ExportNamedDeclaration" || parent.type === "ExportDefaultDeclaration" ? parent : node;
}

/**
 * Removes a declaration and imports the type from its home under the same name; an exported one becomes a re-export if it is passed on.
 */
export function takeFromHome(file: FileView, moved: MovedType, { isPassedOn = true } = {}): Edit {
  if (file.layout().declaresGlobals) return hint("other files may use it without an import");
  const { node, ref } = moved;
  const source = localNamesOf(file).importOf(ref, node.type !== "TSEnumDeclaration");
  if ("refused" in source) return hint(source.refused);
  const statement = statementOf(node);
  const variable = file.findVariable(node.id.name, statement.parent as Node);
  const uses = variable ? usesOf(file, variable).filter((use) => !contains(node.range, use.range)) : [];
  const isTypeOnly = node.type !== "TSEnumDeclaration" || (statement === node && uses.every((use) => isInType(use)));
  const local = localNameFor(file, moved, { variable, uses, isTypeOnly });
  const renames = local.text === node.id.name ? [] : uses.map((use): Change => ({ range: use.range, parts: [local.text] }));
  const defaults = isTypeOnly ? uses.flatMap((use) => typeExportChanges(file, use)) : [];
  const needs: ImportNeed[] =
    uses.length === 0 || local.isThere
      ? []
      : [
          {
            kind: "need",
            module: source.module,
            specifier: source.specifier,
            exported: source.exported,
            local: local.text,
            isTypeOnly: node.type !== "TSEnumDeclaration" || uses.every((use) => isInType(use)),
            ...(renames.length === 0 && { uses: uses.map((use) => use.range) }),
          },
        ];
  if (needs.length > 0 && file.layout().moduleKind === "commonjs")
    return hint(because("noTypesByRequire", "the file loads its modules with require, which brings no types"));
  const change = statement === node || !isPassedOn ? removal(file, node) : reExport(file, node, { ...source, isTypeOnly });
  const edit = allOf(fix([change, ...renames, ...defaults], needs));
  return source.reason === undefined ? edit : atMostSuggestion(edit, source.reason);
}

/** `export default Message` takes no type that is only imported. */
function typeExportChanges(file: FileView, use: Node): Change[] {
  const { parent } = use;
  if (parent?.type !== "ExportDefaultDeclaration") return [];
  const end = file.text.endsWith(";", parent.range[1]) ? ";" : "";
  return [{ range: parent.range, parts: ["export type { ", { copy: use.range }, ` as default }${end}`] }];
}

interface LocalName {
  readonly text: string;
  /** Whether the file imports it already. */
  readonly isThere: boolean;
}

/** The variable of a declaration, and the places that use it. */
interface DeclaredUses {
  readonly variable: Variable | undefined;
  readonly uses: readonly Node[];
  readonly isTypeOnly: boolean;
}

/** The name for the uses: one that is imported already, otherwise the declaration's own, which is free now. */
function localNameFor(file: FileView, { node, ref }: MovedType, { variable, uses, isTypeOnly }: DeclaredUses): LocalName {
  const outside = statementOf(node).parent as Node;
  const known = localNamesOf(file).find(ref, outside, isTypeOnly)?.text;
  const isListed = uses.some(({ parent }) => parent?.type === "ExportSpecifier" || parent?.type === "ExportDefaultDeclaration");
  const isVisible = (text: string) => uses.every((use) => isFreeFor(file, text, use, variable));
  if (known !== undefined && !known.includes(".") && !isListed && isVisible(known)) return { text: known, isThere: true };
  const own = node.id.name;
  const isFree = outside.type === "Program" || (!localNamesOf(file).isTaken(own) && !isBetween(file, own, variable));
  return { text: isFree ? own : localNamesOf(file).freeName(ref, ...uses), isThere: false };
}

/** Whether a name at a use means the top level's variable once the declaration is gone. */
function isFreeFor(file: FileView, name: string, use: Node, variable: Variable | undefined): boolean {
  const found = file.findVariable(name, use);
  return !found || found === variable || found.scope.block.type === "Program";
}

/** Whether a scope between the declaration's and the top level declares the name too. */
function isBetween(file: FileView, name: string, variable: Variable | undefined): boolean {
  for (let scope = variable?.scope.upper; scope; scope = scope.upper) if (scope.set.get(name)?.defs.length) return true;
  return false;
}

/** A re-export in place of an exported declaration. */
function reExport(
  file: FileView,
  node: TypeDeclaration,
  { specifier, exported, isTypeOnly }: { readonly specifier: string; readonly exported: string; readonly isTypeOnly: boolean },
): Change {
  const statement = statementOf(node);
  const local = statement.type === "ExportDefaultDeclaration" ? "default" : node.id.name;
  const name = { exported, local, isTypeOnly };
  const parts = [declarationText({ specifier, names: [name], form: "export-from" }, file.layout())];
  return { range: withSemicolon(file, statement.range), parts };
}

/** Removes the statement with the comments that describe it, and with a blank line that would be left over. */
function removal(file: FileView, node: TypeDeclaration): Change {
  const [first] = ownComments(file, node);
  const [, end] = withSemicolon(file, node.range);
  const whole = removeStatement(file, statementOf(node)).range;
  return {
    range: first || end > node.range[1] ? lineRange(file, [(first ?? statementOf(node)).range[0], end]) : whole,
    parts: partingWithout(file, statementOf(node)),
  };
}

/** With the `;` of `interface A {};`, which is a statement of its own. */
function withSemicolon(file: FileView, range: Range): Range {
  const [start, end] = withoutFarSemicolon(file, range);
  return [start, file.text[end] === ";" ? end + 1 : end];
}

/** The edit; at most a suggestion if it removes comments that a text, that of the home, does not have. */
export function mindComments(file: FileView, node: TypeDeclaration, edit: Edit, home = ""): Edit {
  const known = wordsOfComment(home);
  const all = [...ownComments(file, node), ...file.commentsIn(statementOf(node).range)].filter(
    ({ value }) => !OF_A_TOOL.test(value),
  );
  const lost = all.filter(({ value }) => !known.includes(wordsOfComment(value)));
  if (lost.length === 0) return edit;
  return atMostSuggestion(edit, `${lost.length === 1 ? "its comment" : "its comments"} would go with it`);
}

const OF_A_TOOL = /^\s*(?:eslint|oxlint|biome|prettier|@ts-|#(?:end)?region)/u;

/** The comments right above a declaration that is not exported: they describe it, and are removed with it. */
function ownComments(file: FileView, node: TypeDeclaration): readonly TSESTree.Comment[] {
  return statementOf(node) === node ? commentsAbove(file, node.range[0]) : [];
}

/** A comment's words without its stars and line breaks. */
function wordsOfComment(text: string): string {
  return text.replace(/[\s*/]+/gu, " ").trim();
}
