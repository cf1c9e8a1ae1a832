import type { TSESTree } from "@typescript-eslint/types";
import { composeEdits } from "../../edits/compose.js";
import { fix } from "../../edits/edit.js";
import { renderDeclaration } from "../../edits/imports/declaration-changes.js";
import { commentsAbove, declarationOf, lineRange, removeStatement } from "../../edits/imports/placement.js";
import type { Modules } from "../../modules/index.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { FileView } from "../../semantics/file-view.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { usesOf } from "../../semantics/origins.js";
import { moduleExportName, type Node } from "../../syntax/nodes.js";
import { contains, isSameRange, type Range, type TextEdit } from "../../syntax/ranges.js";
import type { SourceFile } from "../../syntax/source-file.js";
import { memberRanges } from "./find-repository-uses.js";

/** The text changes of a removal, with what they take away, or why there are none. */
export type Removal = { readonly edits: readonly TextEdit[]; readonly removed: readonly Range[] } | { readonly refused: string };

/** Removes imported or re-exported names (by the ranges of their specifiers), or whole declarations (by that of the module's string). */
export function removeNames(source: SourceFile, modules: Modules, ranges: readonly Range[]): readonly TextEdit[] {
  const file = new FileView(source, modules);
  const isListed = (range: Range | undefined): boolean => !!range && ranges.some((each) => isSameRange(each, range));
  const changes = file.moduleReferences().flatMap((reference) => {
    const isWhole = isListed(reference.specifierRange);
    const fates = new Map(
      reference.names.map((name) => [name, { kind: isWhole || isListed(name.node?.range) ? "gone" : "keep" } as const]),
    );
    const statement = reference.kind === "export-all" ? reference.node : declarationOf(reference);
    if (isWhole) return statement ? [removeStatement(file, statement)] : [];
    if ([...fates.values()].every(({ kind }) => kind === "keep")) return [];
    const plan = { reference, statement, fates, additions: [], module: undefined, successors: [], carried: new Set<never>() };
    return renderDeclaration(file, plan);
  });
  return composeEdits(file, [fix(changes)]);
}

/** The ranges of imported names that only code in some ranges uses. */
export function namesUsedIn(source: SourceFile, modules: Modules, ranges: readonly Range[]): readonly Range[] {
  const file = new FileView(source, modules);
  return file.moduleReferences().flatMap(({ names }) =>
    names.flatMap(({ node, variable }) => {
      const uses = variable ? usesOf(file, variable) : [];
      const isGone = uses.length > 0 && uses.every((use) => ranges.some((range) => contains(range, use.range)));
      return node && isGone ? [node.range] : [];
    }),
  );
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
    edits: ranges.map((range) => {
      const start = commentsAbove(source, range[0])[0]?.range[0] ?? range[0];
      return { range: lineRange(source, [start, range[1]]), text: "" };
    }),
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
