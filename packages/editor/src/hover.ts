import { pathToFileURL } from "node:url";
import { escapeMarkdown, renderContractDocs, type Contract, type Phase } from "@godwit/contracts";
import { describeReplacement } from "@godwit/engine";
import { contractPlace, type ContractPlace } from "./diagnostics.js";
import { touches, type Span } from "./document.js";
import { ruleIdOf, type Finding } from "@godwit/project";
import type { FileFindings } from "./findings.js";

/** Markdown to show at a place in a document. */
export interface EditorHover {
  readonly span: Span;
  readonly markdown: string;
}

/** Longer prose is cut: a hover should be short, and it links to the file. */
const LONGEST_PROSE = 3_000;

/** The contracts of the violations at an offset; undefined if there are none. */
export function hoverAt(findings: FileFindings, offset: number): EditorHover | undefined {
  const here = findings.open.filter(({ violation }) => touches(violation.range, [offset, offset]));
  const [first] = here;
  if (!first) return undefined;
  const byContract = new Map<Contract, Finding[]>();
  for (const finding of here) byContract.set(finding.contract, [...(byContract.get(finding.contract) ?? []), finding]);
  const docs = [...byContract.values()].map((own) => renderFindings(findings, own));
  return { span: first.violation.range, markdown: docs.join("\n\n---\n\n") };
}

/** The hover for a name that a contract bans, at a place without a violation. */
export function hoverOfContract(contract: Contract, place: ContractPlace, advice: string | undefined): string {
  return renderContractDocs(contract, {
    ...(advice !== undefined && { lead: advice }),
    notes: [linkTo(place, contract)],
    maxLength: LONGEST_PROSE,
  });
}

/** One contract with everything that it says about the place. */
function renderFindings(findings: FileFindings, here: readonly Finding[]): string {
  const { contract, phase, outdatedBy } = here[0]!;
  const place = contractPlace(findings, here[0]!);
  const rules = here.map(
    (finding) => `${escapeMarkdown(ruleIdOf(finding))} · ${linkTo(contractPlace(findings, finding), contract)}`,
  );
  const notes = [
    ...(phase ? [renderPhase(phase)] : []),
    ...(outdatedBy ? [escapeMarkdown(place.message)] : []),
    ...new Set(rules),
  ];
  const lead = [...new Set(here.map(adviceFor))].join("\n\n");
  return renderContractDocs(contract, { lead, notes, maxLength: LONGEST_PROSE });
}

function adviceFor({ violation }: Finding): string {
  const use = violation.replacement === null ? [] : [`Use ${code(describeReplacement(violation.replacement))}.`];
  const ways: Readonly<Record<typeof violation.level, string>> = {
    fix: "There is a safe quick fix.",
    suggestion: "There is a quick fix to look at",
    hint: "To be done by hand",
  };
  const reason = violation.reason === null ? "" : `: ${escapeMarkdown(violation.reason)}.`;
  return [...use, `${ways[violation.level]}${reason}`].join(" ");
}

function renderPhase({ name, due, allow }: Phase): string {
  const facts = [`Phase: ${escapeMarkdown(name)}`, ...(due === undefined ? [] : [`due: ${escapeMarkdown(due)}`])];
  return [...facts, `allowed to remain: ${Number.isFinite(allow) ? allow : "any number"}`].join(" · ");
}

function linkTo({ path, line }: ContractPlace, { file }: Contract): string {
  return `[${escapeMarkdown(`${file}:${line}`)}](${pathToFileURL(path).href}#L${line})`;
}

/** Inline code that holds any text: the fence is longer than every run of backticks in it. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}
