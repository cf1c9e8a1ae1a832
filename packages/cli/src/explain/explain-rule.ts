import path from "node:path";
import { findText } from "@godwit/core/disk";
import { describePurpose, ruleDocs, ruleNames } from "@godwit/core/engine";
import { type ActiveContract, type Project, readSource } from "@godwit/project";
import type { ListedFinding } from "../check/listed-finding.js";
import { surveyProject } from "../check/survey.js";
import { HELP_FOR_HELD_BACK } from "./explain-source.js";
import { explainText, readPlace } from "./explain-target.js";
import { selectContracts } from "../project.js";
import { UsageError } from "../failure.js";

/** How often there is no safe fix for the same reason, with one place. */
interface CountedReason {
  readonly reason: string;
  readonly count: number;
  readonly example: string;
}

/** For so many reasons it is looked up what helps. */
export const COMMON_REASONS = 5;

/** A rule of a contract, with what it says and how much there is of it. */
export interface ExplainedRule {
  readonly contract: string;
  readonly rule: string;
  readonly description: string;
  readonly purpose: string;
  readonly status: string;
  /** Where the contract has it, and its lines there. */
  readonly file: string;
  readonly line: number;
  readonly source: string;
  readonly files: readonly string[] | null;
  readonly ignores: readonly string[];
  readonly violations: number;
  readonly known: number;
  /** By level, without what comments hide. */
  readonly levels: { readonly fix: number; readonly suggestion: number; readonly hint: number };
  /** How many of the safe fixes wait for a test. */
  readonly heldBack: number;
  readonly suppressed: number;
  /** Why a fix waits or there is no safe one, the most frequent first, with one place each. */
  readonly reasons: readonly (CountedReason & {
    /** What a person does about it; null for rare ones. */
    readonly help: string | null;
  })[];
}

/** Explains the rules that `contract`, `contract/rule` or `rule` means. Throws `UsageError` if it means none. */
export function explainRules(
  project: Project,
  what: string,
  onProgress: (done: number, total: number) => void,
): readonly ExplainedRule[] {
  const asked = rulesOf(project, what);
  const contracts = [...new Set(asked.map(({ active }) => active.contract.id))];
  const { results } = surveyProject(project, { cwd: project.root, contracts, foreseesHeldBack: true, onProgress });
  const counted = results.flatMap(({ findings, planned }) => [...findings, ...planned]);
  const hidden = results.flatMap(({ suppressed }) => suppressed);
  return asked.map(({ active: { contract }, rule }) => {
    const is = (each: { readonly contract: string; readonly rule: string }): boolean =>
      each.contract === contract.id && each.rule === rule;
    const own = counted.filter(is);
    const level = (name: "fix" | "suggestion" | "hint"): number => own.filter((each) => each.level === name).length;
    const { line } = contract.locate(["rules", rule]);
    return {
      ...{ contract: contract.id, rule, description: ruleDocs(rule).description, status: contract.status },
      purpose:
        describePurpose({ title: contract.title, ...(contract.why !== undefined && { why: contract.why }) }) ?? contract.title,
      ...{ file: contract.file, line, source: linesOfRule(path.join(project.root, contract.file), line) },
      ...{ files: contract.files ?? null, ignores: contract.ignores },
      ...{ violations: own.length, known: own.filter(({ tolerated }) => tolerated).length },
      levels: { fix: level("fix"), suggestion: level("suggestion"), hint: level("hint") },
      heldBack: own.filter(({ heldBack }) => heldBack).length,
      suppressed: hidden.filter(is).length,
      reasons: [
        ...reasonsOf(own, ({ heldBack }) => heldBack?.reason ?? null).map((each) => ({ ...each, help: HELP_FOR_HELD_BACK })),
        ...reasonsOf(own, ({ reason }) => reason).map((each, index) => ({
          ...each,
          help: index < COMMON_REASONS ? helpAt(project, each, `${contract.id}/${rule}`) : null,
        })),
      ],
    };
  });
}

interface AskedRule {
  readonly active: ActiveContract;
  readonly rule: string;
}

function rulesOf(project: Project, what: string): readonly AskedRule[] {
  const all = project.contracts.flatMap((active) => Object.keys(active.contract.rules).map((rule) => ({ active, rule })));
  const found = all.filter(({ active: { contract }, rule }) => [contract.id, rule, `${contract.id}/${rule}`].includes(what));
  if (found.length > 0) return found;
  const [id, named] = what.split("/");
  const isContract = project.unusable?.has(id!) || ruleNames.includes(named ?? "");
  // Says which there are, or that the contract has errors.
  if (what.includes("/") && project.contracts.some(({ contract }) => contract.id === id))
    throw new UsageError(
      `${id!} has no such rule. It has: ${all
        .filter(({ active }) => active.contract.id === id)
        .map(({ rule }) => rule)
        .join(", ")}.`,
    );
  if (ruleNames.includes(what))
    throw new UsageError(
      `${what}: ${ruleDocs(what).description}. No contract here has this rule. Contracts are written in ${project.directory}/.`,
    );
  if (/[./\\:]/.test(what) && !isContract)
    throw new UsageError(`There is no file ${what}, and no rule of that name. Write FILE:LINE, CONTRACT or CONTRACT/RULE.`);
  selectContracts(project, [isContract ? id! : what]);
  return [];
}

/** The lines of the front matter that are the rule's, by their indentation; a limited number. */
function linesOfRule(file: string, line: number): string {
  const lines = (findText(file, "contract") ?? "").split(/\r?\n/).slice(line - 1);
  const depth = /^ */.exec(lines[0] ?? "")![0].length;
  const end = lines.findIndex((each, index) => index > 0 && each.trim() !== "" && /^ */.exec(each)![0].length <= depth);
  return lines
    .slice(0, Math.min(end < 0 ? lines.length : end, 40))
    .join("\n")
    .trimEnd();
}

function reasonsOf(
  findings: readonly ListedFinding[],
  reasonOf: (finding: ListedFinding) => string | null,
): readonly CountedReason[] {
  const reasons = new Map<string, { count: number; example: string }>();
  for (const finding of findings) {
    const reason = reasonOf(finding);
    if (reason === null) continue;
    const known = reasons.get(reason);
    if (known) known.count++;
    else reasons.set(reason, { count: 1, example: `${finding.file}:${finding.line}` });
  }
  return [...reasons]
    .map(([reason, rest]) => ({ reason, ...rest }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** What helps at the place of a reason; null where the place can't be explained, as in a component of a framework. */
function helpAt(project: Project, { reason, example }: CountedReason, ruleId: string): string | null {
  const place = readPlace(example, project.root);
  const read = place && readSource(path.join(project.root, place.file));
  if (read?.kind !== "text") return null;
  const absolute = path.join(project.root, place!.file);
  try {
    const { violations } = explainText(project, { ...place!, absolute, text: read.text });
    return violations.find((each) => `${each.contract}/${each.rule}` === ruleId && each.reason === reason)?.help ?? null;
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
