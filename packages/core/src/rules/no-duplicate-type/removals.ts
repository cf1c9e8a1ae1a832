import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { allOf, atMostSuggestion, type Edit, fix, hint } from "../../edits/edit.js";
import { declarationText } from "../../edits/imports/declaration-text.js";
import { removeStatement } from "../../edits/imports/placement.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ImportNeed } from "../../semantics/import-requests.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { usesOf } from "../../semantics/origins.js";
import type { Change } from "../../syntax/change.js";
import { isInType, type Node } from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { type Duplicate, type DuplicateDeclaration, statementOf } from "./duplicates.js";
import { because } from "../../reasons/reasons.js";

/**
 * Removes a declaration and imports the type from its home under the same name; an exported one becomes a re-export if it is passed on.
 */
export function removeDuplicate(file: FileView, duplicate: Duplicate, { isPassedOn = true } = {}): Edit {
  const { node, type } = duplicate;
  const source = localNamesOf(file).importOf(type.ref, node.type !== "TSEnumDeclaration");
  if ("refused" in source) return hint(source.refused);
  const statement = statementOf(node);
  const variable = file.findVariable(node.id.name, statement.parent as Node);
  const uses = variable ? usesOf(file, variable).filter((use) => !contains(node.range, use.range)) : [];
  const isTypeOnly = node.type !== "TSEnumDeclaration" || (statement === node && uses.every((use) => isInType(use)));
  const local = localNameFor(file, duplicate, { variable, uses, isTypeOnly });
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
  const change =
    statement === node || !isPassedOn ? removal(file, duplicate) : reExport(file, duplicate, { ...source, isTypeOnly });
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
function localNameFor(file: FileView, { node, type }: Duplicate, { variable, uses, isTypeOnly }: DeclaredUses): LocalName {
  const outside = statementOf(node).parent as Node;
  const known = localNamesOf(file).find(type.ref, outside, isTypeOnly)?.text;
  const isListed = uses.some(({ parent }) => parent?.type === "ExportSpecifier" || parent?.type === "ExportDefaultDeclaration");
  const isVisible = (text: string) => uses.every((use) => isFreeFor(file, text, use, variable));
  if (known !== undefined && !known.includes(".") && !isListed && isVisible(known)) return { text: known, isThere: true };
  const own = node.id.name;
  const isFree = outside.type === "Program" || (!localNamesOf(file).isTaken(own) && !isBetween(file, own, variable));
  return { text: isFree ? own : localNamesOf(file).freeName(type.ref, ...uses), isThere: false };
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
  { node }: Duplicate,
  { specifier, exported, isTypeOnly }: { readonly specifier: string; readonly exported: string; readonly isTypeOnly: boolean },
): Change {
  const statement = statementOf(node);
  const local = statement.type === "ExportDefaultDeclaration" ? "default" : node.id.name;
  const name = { exported, local, isTypeOnly };
  return { range: statement.range, parts: [declarationText({ specifier, names: [name], form: "export-from" }, file.layout())] };
}

/** Removes the statement with the comments that describe it, and with a blank line that would be left over. */
function removal(file: FileView, { node }: Duplicate): Change {
  const whole = removeStatement(file, statementOf(node)).range;
  const [first] = commentsAbove(file, node);
  if (!first) return { range: whole, parts: [] };
  const start = Math.min(file.text.lastIndexOf("\n", first.range[0] - 1) + 1, whole[0]);
  const isBlankBefore = /(?:^|\n[ \t]*\r?\n|\{\r?\n)$/u.test(file.text.slice(0, start));
  const blank = isBlankBefore ? (/^[ \t]*\r?\n/u.exec(file.text.slice(whole[1]))?.[0].length ?? 0) : 0;
  return { range: [start, whole[1] + blank], parts: [] };
}

/** The edit; at most a suggestion if it removes comments that the home does not have. */
export function mindComments(file: FileView, duplicate: Duplicate, edit: Edit): Edit {
  const lost = lostComments(file, duplicate);
  return lost.length === 0
    ? edit
    : atMostSuggestion(edit, `${lost.length === 1 ? "its comment" : "its comments"} would go with it`);
}

const OF_THE_FILE = /licen[sc]e|copyright|@file|@fileoverview|spdx|@jest|@vitest|@jsx|@ts-(?:check|nocheck)/iu;
const OF_A_TOOL = /^\s*(?:eslint|oxlint|biome|prettier|@ts-|#(?:end)?region)/u;

/** The comments right above a declaration that is not exported: they describe it, and are removed with it. */
function commentsAbove(file: FileView, node: DuplicateDeclaration): readonly TSESTree.Comment[] {
  const found: TSESTree.Comment[] = [];
  let start = node.range[0];
  for (const comment of [...file.comments()].reverse()) {
    if (comment.range[1] > start) continue;
    const gap = file.text.slice(comment.range[1], start);
    if (!/^[ \t]*(?:\r?\n)?[ \t]*$/u.test(gap) || !startsLine(file, comment) || OF_THE_FILE.test(comment.value)) break;
    found.unshift(comment);
    start = comment.range[0];
  }
  return found;
}

function startsLine(file: FileView, { range }: TSESTree.Comment): boolean {
  return /^[ \t]*$/u.test(file.text.slice(file.text.lastIndexOf("\n", range[0] - 1) + 1, range[0]));
}

/** Comments that are removed with the declaration and that its home does not have. */
function lostComments(file: FileView, { node, home }: Duplicate): readonly TSESTree.Comment[] {
  const above = statementOf(node) === node ? commentsAbove(file, node) : [];
  const all = [...above, ...file.commentsIn(node.range)].filter(({ value }) => !OF_A_TOOL.test(value));
  const known = home ? wordsOfComment(home.module.text) : "";
  return all.filter(({ value }) => !known.includes(wordsOfComment(value)));
}

/** A comment's words without its stars and line breaks. */
function wordsOfComment(text: string): string {
  return text.replace(/[\s*/]+/gu, " ").trim();
}
