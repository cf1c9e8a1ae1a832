import type { TSESTree } from "@typescript-eslint/types";
import { applyTextEdits, composeEdits } from "../../edits/compose.js";
import { type Applicable, type Edit, hint } from "../../edits/edit.js";
import type { FileNarrowing, HeldValue } from "../../rules/narrowing.js";
import type { PlannedEdits } from "./insert-typed.js";
import { FileView } from "../../semantics/file-view.js";
import { contains, isSameRange, type Range, type TextEdit } from "../../syntax/ranges.js";
import type { SourceFile } from "../../syntax/source-file.js";
import type { CompiledRule, EngineRule, ExportUse } from "../engine.js";
import { usesNeededBy } from "../export-changes.js";
import { replaceExpression } from "../../edits/replace-expression.js";
import { childrenOf, type Node } from "../../syntax/nodes.js";
import { fillingFor } from "../../patterns/filling.js";
import { renderTemplate } from "../../patterns/render.js";

/** A place of a file that should come to hold one of the contract's types. */
export type NarrowRequest = {
  /** The range of the written type, or of the value. */
  readonly range: Range;
  /** A name in the contract's `imports`. */
  readonly type: string;
} & ({ readonly kind: "retype" | "remove" } | { readonly kind: "wrap"; readonly held: HeldValue });

/** What edits of a file ask for. */
export interface NarrowHost {
  /** Opens the file with another text. */
  open(text: string): SourceFile;
  /** Why an export is not there when the file runs; without it all are. */
  readonly whyMissing?: ((used: ExportUse) => string | undefined) | undefined;
}

/** What a rule says of the types that it wants in places. */
export interface Narrowing {
  /** Whether its types are made of texts, so that what is written as `string` may take one. */
  readonly isOfTexts: boolean;
  /** The type that a thing of this name should have. */
  typeForName(name: string): string | undefined;
  /** Whether the rule leaves a file alone; `path` is absolute. */
  isExempt(path: string): boolean;
}

/** What a rule says of types in places; undefined if it gives none. */
export function narrowingOf(rule: CompiledRule): Narrowing | undefined {
  const { prepared, isExempt } = rule as EngineRule;
  const { narrowing } = prepared;
  return (
    narrowing && {
      isOfTexts: narrowing.isOfTexts,
      typeForName: (name) => narrowing.typeForName(name),
      isExempt: (path) => isExempt(path),
    }
  );
}

/**
 * Plans the edits that bring types of a rule's contract to places of a file, with their imports, as one change. Wraps that were there are
 * removed where the file with these edits shows that their values are of the type already.
 */
export function narrowTypes(
  source: SourceFile,
  rule: CompiledRule,
  requests: readonly NarrowRequest[],
  { open, whyMissing }: NarrowHost,
): PlannedEdits {
  const { setting, prepared } = rule as EngineRule;
  const file = new FileView(source, setting.modules);
  const narrowing = prepared.narrowing?.open(file);
  if (!narrowing) return { edits: [], refused: requests.map((_, index) => ({ index, reason: "the rule gives no types" })) };
  const planned = requests.map((request) => unlessMissing(file, planOne(file, narrowing, request), whyMissing));
  const met = planned.filter((edit): edit is Applicable => edit.level === "fix");
  const edits = composeEdits(file, met);
  const openEdited = (): FileNarrowing =>
    prepared.narrowing!.open(new FileView(open(applyTextEdits(source.text, edits)), setting.modules));
  const removals = requests.some(({ kind }) => kind === "retype") ? removeNeedlessWraps(narrowing, edits, openEdited) : [];
  return {
    edits: removals.length === 0 ? edits : composeEdits(file, [...met, ...removals]),
    refused: planned.flatMap((edit, index) =>
      edit.level === "fix" ? [] : [{ index, reason: edit.reason?.text ?? "it needs a look" }],
    ),
  };
}

/** The edits that remove the wraps of a file which other edits make needless. */
function removeNeedlessWraps(
  { findWraps }: FileNarrowing,
  edits: readonly TextEdit[],
  openEdited: () => FileNarrowing,
): readonly Applicable[] {
  const wraps = [...(findWraps?.() ?? [])];
  if (wraps.length === 0) return [];
  const needless = new Set<string>();
  for (const { range, isNeedless } of openEdited().findWraps!()) {
    const before = rangeBefore(edits, range);
    if (before && isNeedless()) needless.add(before.join("-"));
  }
  const removals = wraps.filter(({ range }) => needless.has(range.join("-"))).map((wrap) => wrap.remove());
  return removals.filter((edit): edit is Applicable => edit.level === "fix");
}

/** Where a range was before some edits; undefined if one of them touches it. */
function rangeBefore(edits: readonly TextEdit[], [start, end]: Range): Range | undefined {
  let shift = 0;
  for (const { range, text } of edits) {
    if (range[0] + shift >= end) break;
    if (range[0] + shift + text.length > start) return undefined;
    shift += text.length - (range[1] - range[0]);
  }
  return [start - shift, end - shift];
}

/** The edit, if all that it uses is there when the file runs. */
function unlessMissing(file: FileView, edit: Edit, whyMissing: NarrowHost["whyMissing"]): Edit {
  if (edit.level !== "fix" || !whyMissing) return edit;
  for (const used of usesNeededBy(file, edit)) {
    const reason = whyMissing(used);
    if (reason !== undefined) return hint(reason);
  }
  return edit;
}

function planOne(file: FileView, narrowing: FileNarrowing, request: NarrowRequest): Edit {
  const node = findExpression(file, request.range);
  if (!node) return hint("nothing has this place");
  switch (request.kind) {
    case "retype":
      return narrowing.retype(request.type, node);
    case "remove":
      return narrowing.remove?.(request.type, node) ?? hint("the rule removes nothing");
    case "wrap":
      return narrowing.wrap(request.type, node, request.held);
  }
}

/** An expression rewritten by a contract's template, with the imports that it needs. */
export interface ExpressionRewrite {
  /** The new code, with double quotes. */
  readonly replacement: string;
  edits(): readonly TextEdit[];
}

/**
 * Fills a template of the rule's contract, in which `$value` is the expression at the range. It is for places that a host finds
 * itself, such as a type checker's error. Undefined if no expression has the range or the template can't be filled there.
 */
export function rewriteExpression(
  source: SourceFile,
  rule: CompiledRule,
  range: Range,
  template: string,
): ExpressionRewrite | undefined {
  const { setting } = rule as EngineRule;
  const file = new FileView(source, setting.modules);
  const node = findExpression(file, range);
  if (!node) return undefined;
  const rendered = renderTemplate(file, setting.template(template), fillingFor(setting, { value: node }), node);
  const edit = replaceExpression(file, node, rendered, { bound: [node] });
  if (edit.level === "hint") return undefined;
  return { replacement: rendered.display, edits: () => composeEdits(file, [edit]) };
}

/** The outermost node with exactly that range that is no statement; of a member by its name alone, the value. */
function findExpression(file: FileView, range: Range): Node | undefined {
  const stack: Node[] = [...file.program.body];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (isSameRange(node.range, range) && !isStatement(node)) return isShorthand(node) ? node.value : node;
    stack.push(...childrenOf(node).filter((child) => contains(child.range, range)));
  }
  return undefined;
}

function isShorthand(node: Node): node is TSESTree.Property {
  return node.type === "Property" && node.shorthand;
}

function isStatement({ type }: Node): boolean {
  return /(?:Statement|Declaration|Declarator)$/u.test(type);
}
