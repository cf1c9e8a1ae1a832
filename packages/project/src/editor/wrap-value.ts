import type { Contract } from "@godwit/core/contracts";
import { rewriteExpression, type TextEdit, type WrappingType } from "@godwit/core/engine";
import type { Document, Span } from "./document.js";
import type { Project } from "../index.js";

/** Writes a type's wrap around the expression at a span; undefined if it can't be written there. */
export function wrapValue(
  project: Project,
  { parse }: Document,
  span: Span,
  type: WrappingType,
): { readonly title: string; readonly contract: Contract; edits(): readonly TextEdit[] } | undefined {
  const active = project.contracts.find(({ contract }) => contract.id === type.contract.id);
  const rule = active?.rules.find((each) => each.rule === type.rule);
  const source = rule && parse();
  const rewrite = source && rewriteExpression(source, rule, span, type.template);
  return rewrite && { title: `Wrap in ${rewrite.replacement}`, contract: type.contract, edits: () => rewrite.edits() };
}
