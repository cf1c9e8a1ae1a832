import type { Applicable, Edit, Level } from "../edits/edit.js";
import type { Replacement } from "../rules/replacement.js";
import { composeEdits } from "../edits/compose.js";
import type { Analysis, Suggestion, Violation } from "./engine.js";
import type { TextEdit } from "../syntax/text-edit.js";
import { FileView } from "../semantics/file-view.js";
import type { Range } from "../syntax/ranges.js";
import type { Modules } from "@godwit/modules";
import { exportChangeOf } from "./export-changes.js";
import { MOCK_REASON } from "../semantics/mock-handles.js";
import { coordinate } from "./coordinate.js";
import { orderOf, type PendingViolation, type EngineRule } from "./pending-violation.js";
import type { SourceFile } from "../syntax/source-file.js";

/** Finds everything that the rules report in one file, in one walk, with edits that fit together. */
export function analyseFile(source: SourceFile, rules: readonly EngineRule[], modules: Modules): Analysis {
  const active = rules.filter((rule) => rule.mayConcern(source.path, source.text));
  if (active.length === 0) return { violations: [], fixAll: () => [] };
  const file = new FileView(source, modules);
  const drafts = active.flatMap((rule) => pendingViolations(file, rule)).sort(comparePlaces);
  coordinate(file, drafts);
  const byViolation = new Map(drafts.map((draft) => [toViolation(file, draft), draft]));
  const violations = [...byViolation.keys()];
  return {
    violations,
    fixAll(only = violations) {
      const edits = only
        .filter((violation) => violation.level === "fix" && !violation.disabled)
        .map((violation) => byViolation.get(violation))
        .filter((draft) => draft !== undefined)
        .sort((a, b) => orderOf(a) - orderOf(b));
      return composeEdits(
        file,
        edits.map((draft) => draft.edit as Applicable),
      );
    },
  };
}

function pendingViolations(file: FileView, rule: EngineRule): PendingViolation[] {
  const ruleId = `${rule.contract.id ?? "godwit"}/${rule.rule}`;
  return [...rule.prepared.find(file)].map((finding) => ({
    rule,
    finding,
    edit: finding.edit,
    isDisabled: file.directives().isDisabled(ruleId, finding.range[0]),
  }));
}

function comparePlaces(a: PendingViolation, b: PendingViolation): number {
  const [x, y]: [Range, Range] = [a.finding.range, b.finding.range];
  return (
    x[0] - y[0] || x[1] - y[1] || orderOf(a) - orderOf(b) || (a.rule.contract.id ?? "").localeCompare(b.rule.contract.id ?? "")
  );
}

function toViolation(file: FileView, draft: PendingViolation): Violation {
  const { finding, edit, rule } = draft;
  const level: Level = edit.level;
  const reason = edit.level === "fix" ? null : (edit.reason ?? null);
  const action = finding.action ?? { kind: "replace" };
  let own: readonly TextEdit[] | undefined;
  const edits = () => (own ??= composeEdits(file, [edit as Applicable]));
  const suggestions: Suggestion[] = level === "suggestion" && !draft.isDisabled ? [{ action, edits }] : [];
  return {
    contract: rule.contract.id ?? "",
    rule: rule.rule,
    range: finding.range,
    found: finding.found,
    problem: finding.problem,
    replacement: finding.replacement && withSpecifier(finding.replacement, edit),
    level,
    reason,
    purpose: rule.contract,
    disabled: draft.isDisabled,
    isMock: finding.mock !== undefined || reason === MOCK_REASON,
    exportsChanged: () => exportChangeOf(file, draft),
    fix: () => (level === "fix" && !draft.isDisabled ? edits() : undefined),
    suggestions,
  };
}

/** The replacement with the specifier that its edit writes, so that a message shows the path as it will be. */
function withSpecifier(replacement: Replacement, edit: Edit): Replacement {
  if (replacement.kind !== "moved" && replacement.kind !== "type") return replacement;
  const specifiers =
    edit.level === "hint" ? [] : edit.imports.flatMap((request) => ("specifier" in request ? [request.specifier] : []));
  const [specifier, ...others] = new Set(specifiers);
  return specifier === undefined || others.length > 0 ? replacement : { ...replacement, specifier };
}
