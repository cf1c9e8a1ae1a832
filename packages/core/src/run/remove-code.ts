import type { TSESTree } from "@typescript-eslint/types";
import { composeEdits } from "../edits/compose.js";
import { fix } from "../edits/edit.js";
import { commentsAbove, lineRange } from "../edits/imports/placement.js";
import type { Modules } from "../modules/index.js";
import type { ExportRef } from "../semantics/module-view.js";
import { FileView } from "../semantics/file-view.js";
import { localNamesOf } from "../semantics/local-names.js";
import { moduleExportName, type Node } from "../syntax/nodes.js";
import { isSameRange, type Range } from "../syntax/ranges.js";
import type { SourceFile } from "../syntax/source-file.js";
import type { TextEdit } from "../syntax/change.js";
import { memberRanges } from "./find-mentions.js";

/** The text changes of a removal, with what they take away, or why there are none. */
export type Removal = { readonly edits: readonly TextEdit[]; readonly removed: readonly Range[] } | { readonly refused: string };

type Named = TSESTree.ImportDeclaration | TSESTree.ExportNamedDeclaration;

/** Removes imported or re-exported names (by the ranges of their specifiers), or whole declarations (by that of the module's string). */
export function removeNames({ program, text }: SourceFile, ranges: readonly Range[]): readonly TextEdit[] {
  const isListed = ({ range }: Node): boolean => ranges.some(([start, end]) => start === range[0] && end === range[1]);
  return program.body.flatMap((statement): TextEdit[] => {
    if (statement.type === "ExportAllDeclaration")
      return isListed(statement.source) ? [wholeLines({ text }, statement.range)] : [];
    if (statement.type !== "ImportDeclaration" && !(statement.type === "ExportNamedDeclaration" && statement.source)) return [];
    const { specifiers, source } = statement;
    const gone = specifiers.filter(isListed);
    if ((source && isListed(source)) || (gone.length > 0 && gone.length === specifiers.length))
      return [wholeLines({ text }, statement.range)];
    return gone.length === 0 ? [] : removeSpecifiers(text, statement, gone);
  });
}

function removeSpecifiers(text: string, { specifiers }: Named, gone: readonly Node[]): TextEdit[] {
  const isNamed = ({ type }: Node): boolean => type === "ImportSpecifier" || type === "ExportSpecifier";
  const named = specifiers.filter(isNamed);
  const left = named.filter((each) => !gone.includes(each));
  const other = specifiers.find((each) => !isNamed(each));
  const edits: TextEdit[] = [];
  if (other && gone.includes(other)) edits.push({ range: [other.range[0], text.indexOf("{", other.range[1])], text: "" });
  if (named.length > 0 && left.length === 0) {
    edits.push({ range: [other!.range[1], text.indexOf("}", named.at(-1)!.range[1]) + 1], text: "" });
    return edits;
  }
  for (const [index, each] of named.entries()) {
    if (!gone.includes(each)) continue;
    const next = named[index + 1];
    const before = named.slice(0, index).findLast((earlier) => !gone.includes(earlier));
    // The last one takes the comma before it.
    if (next) edits.push({ range: [each.range[0], next.range[0]], text: "" });
    else edits.push({ range: [(before ?? each).range[before ? 1 : 0], each.range[1]], text: "" });
  }
  return mergeEdits(edits);
}

/** Neighbours that go together touch each other. */
function mergeEdits(edits: readonly TextEdit[]): TextEdit[] {
  const merged: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.range[0] - b.range[0])) {
    const last = merged.at(-1);
    if (last && edit.range[0] <= last.range[1])
      merged[merged.length - 1] = { range: [last.range[0], Math.max(last.range[1], edit.range[1])], text: "" };
    else merged.push(edit);
  }
  return merged;
}

/** Removes the declaration of an export, or of one member of it, with the comments directly above. */
export function removeDeclaration(source: SourceFile, exported: string, member: string | undefined): Removal {
  const { program } = source;
  const statements = program.body.filter((statement) => declares(statement, exported));
  if (statements.length === 0) return { refused: `${exported} is exported by a list or by another module: delete it by hand` };
  const [first] = statements as [TSESTree.ExportNamedDeclaration | TSESTree.ExportDefaultDeclaration];
  if (member === undefined) {
    const { declaration } = first;
    if (declaration?.type === "VariableDeclaration" && declaration.declarations.length > 1)
      return { refused: `${exported} is declared together with others: delete it by hand` };
    return removal(
      source,
      statements.map(({ range }) => range),
    );
  }
  const holder = holderOf(first.declaration, exported);
  const ranges = holder ? memberRanges(holder, member) : [];
  if (ranges.length === 0)
    return { refused: `${exported}.${member} is not a member that ${exported} declares itself: delete it by hand` };
  if (holder?.type === "ObjectExpression")
    return { refused: `${exported}.${member} is a property of an object: delete it by hand` };
  return removal(source, ranges);
}

function removal(source: SourceFile, ranges: readonly Range[]): Removal {
  return {
    removed: ranges,
    edits: ranges.map((range) => wholeLines(source, [commentsAbove(source, range[0])[0]?.range[0] ?? range[0], range[1]])),
  };
}

function declares(statement: TSESTree.ProgramStatement, exported: string): boolean {
  if (statement.type === "ExportDefaultDeclaration") return exported === "default" && statement.declaration.type !== "Identifier";
  if (statement.type !== "ExportNamedDeclaration" || !statement.declaration) return false;
  const { declaration } = statement;
  if (declaration.type === "VariableDeclaration")
    return declaration.declarations.some(({ id }) => id.type === "Identifier" && id.name === exported);
  return "id" in declaration && declaration.id?.type === "Identifier" && moduleExportName(declaration.id) === exported;
}

function holderOf(declaration: Node | null, exported: string): Node | undefined {
  if (declaration?.type !== "VariableDeclaration") return declaration ?? undefined;
  return declaration.declarations.find(({ id }) => id.type === "Identifier" && id.name === exported)?.init ?? undefined;
}

/** The removal of the lines of a range. */
function wholeLines(source: Pick<SourceFile, "text">, range: Range): TextEdit {
  return { range: lineRange(source, range), text: "" };
}

/** An export in place of a name. */
export interface WrittenExport {
  /** As this file calls it. */
  readonly text: string;
  /** The name's own edit, and those of its import. */
  readonly edits: readonly TextEdit[];
}

/**
 * Writes an export in place of the name at a range, with the import that it needs. Undefined where the range is no use of a name (as in
 * declarations and keys), or the export can't be imported.
 */
export function writeExport(
  source: SourceFile,
  modules: Modules,
  range: Range,
  wanted: Pick<ExportRef, "module" | "exported">,
): WrittenExport | undefined {
  const file = new FileView(source, modules);
  const uses = file.scopes().scopes.flatMap(({ references }) => references);
  const use = uses.find(({ identifier }) => isSameRange(identifier.range, range));
  if (!use) return undefined;
  const isTypeOnly = use.isTypeReference && !use.isValueReference;
  const named = localNamesOf(file).nameFor({ name: wanted.exported, ...wanted }, use.identifier, { isTypeOnly });
  if ("refused" in named) return undefined;
  const edit = fix([{ range, parts: [named.text] }], named.need ? [named.need] : []);
  return { text: named.text, edits: composeEdits(file, [edit]) };
}
