import { describeAction, type TextEdit } from "@godwit/engine";
import { fixInRounds, isFixable, ruleIdOf, type Finding } from "@godwit/project";
import { touches, type Span } from "./document.js";
import type { FileFindings } from "./findings.js";
import { ignoreHere } from "./ignore-here.js";
import { textChanges } from "./text-changes.js";

/** An action at a finding that a person can run with one keystroke. */
export interface EditorAction {
  readonly kind: "fix" | "suggestion" | "ignore";
  readonly title: string;
  readonly finding: Finding;
  edits(): readonly TextEdit[];
}

/** One action with all safe fixes of a contract in a file. */
export interface FixAll {
  readonly contract: string;
  readonly title: string;
  readonly count: number;
  edits(): readonly TextEdit[];
}

/** The actions for the findings that a span touches: safe fixes first, then suggestions, then ignoring with a reason. */
export function actionsAt(findings: FileFindings, span: Span): readonly EditorAction[] {
  const touched = findings.open.filter(({ violation }) => touches(violation.range, span));
  // A request for a whole site comes from its diagnostic and gets that finding's actions; a cursor gets those of all findings around it.
  const exact = touched.filter(({ violation: { range } }) => range[0] === span[0] && range[1] === span[1]);
  const here = exact.length > 0 ? exact : touched;
  return [
    ...here.flatMap(fixOf),
    ...here.flatMap(suggestionsOf),
    ...here.flatMap((finding): EditorAction[] => {
      const edit = ignoreHere(findings.document, ruleIdOf(finding), finding.violation.range[0]);
      if (!edit) return [];
      return [{ kind: "ignore", title: `Ignore ${ruleIdOf(finding)} here, with a reason`, finding, edits: () => [edit] }];
    }),
  ];
}

/** The safe fixes of a contract in the file; undefined if it has none. */
export function fixAllOf(findings: FileFindings, contract: string): FixAll | undefined {
  const fixable = fixableOf(findings, contract);
  const [first] = fixable;
  if (!first) return undefined;
  return {
    contract,
    title: `Fix all of "${first.contract.title}" in this file`,
    count: fixable.length,
    edits: () => editsOf(findings, contract),
  };
}

function fixableOf({ open }: FileFindings, contract: string): readonly Finding[] {
  return open.filter((finding) => finding.contract.id === contract && isFixable(finding));
}

function editsOf(findings: FileFindings, contract: string): readonly TextEdit[] {
  const { text } = findings.document;
  const fixed = fixInRounds<FileFindings>({
    text,
    findings,
    edits: (left) => left.fixAll(fixableOf(left, contract)),
    find: (next) => findings.after(next),
  });
  return fixed.edits ?? textChanges(text, fixed.text);
}

function fixOf(finding: Finding): EditorAction[] {
  const { violation } = finding;
  if (violation.level !== "fix") return [];
  const title = describeAction({ kind: "replace" }, violation.replacement);
  return [{ kind: "fix", title, finding, edits: () => violation.fix() ?? [] }];
}

function suggestionsOf(finding: Finding): EditorAction[] {
  const { suggestions, replacement } = finding.violation;
  return suggestions.map(({ action, edits }) => ({
    kind: "suggestion",
    title: describeAction(action, replacement),
    finding,
    edits,
  }));
}
