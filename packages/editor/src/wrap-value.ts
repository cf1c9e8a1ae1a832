import type { Contract } from "@godwit/contracts";
import { rewriteExpression, type TextEdit } from "@godwit/engine";
import { type ModuleIdentity } from "@godwit/modules";
import type { Document, Span } from "./document.js";
import type { Project } from "@godwit/project";

/** A type that a contract gives to IDs, and how a plain string becomes one. */
export interface IdType {
  readonly contract: Contract;
  readonly module: ModuleIdentity;
  readonly exported: string;
  readonly wrap: string;
}

/** The ID types of the contracts that are not planned, by the name of the export. */
export function idTypesOf(project: Project): readonly IdType[] {
  return project.contracts.flatMap(({ contract }) => {
    if (contract.status === "planned") return [];
    return (contract.rules["no-string-id"] ?? []).flatMap(({ type, wrap }): IdType[] => {
      const target = Object.hasOwn(contract.imports, type) ? contract.imports[type] : undefined;
      if (!target) return [];
      const module = project.engine.modules.resolveContractModule(target.module);
      return [{ contract, module, exported: target.exported, wrap: wrap ?? `${type}($value)` }];
    });
  });
}

/** Writes a type's wrap around the expression at a span; undefined where it can't stand there. */
export function wrapValue(
  project: Project,
  { parse }: Document,
  span: Span,
  type: IdType,
): { readonly title: string; readonly contract: Contract; edits(): readonly TextEdit[] } | undefined {
  const active = project.contracts.find(({ contract }) => contract.id === type.contract.id);
  const rule = active?.rules.find((each) => each.rule === "no-string-id");
  const source = rule && parse();
  const rewrite = source && rewriteExpression(source, rule, span, type.wrap);
  return rewrite && { title: `Wrap in ${rewrite.replacement}`, contract: type.contract, edits: () => rewrite.edits() };
}
