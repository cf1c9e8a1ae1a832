import { compareWithBaseline, type ActiveContract } from "@godwit/project";
import type { FileResult } from "../check-file.js";
import type { FileProblem } from "../file-problem.js";
import type { ListedFinding, Search } from "../finding.js";
import type { NearDuplicate } from "../near-in-source.js";

/** What is kept of a file's result: before a phase is chosen, and before a baseline is applied. */
export interface FileAnswer {
  readonly findings: readonly ListedFinding[];
  readonly planned: readonly ListedFinding[];
  readonly suppressed: readonly ListedFinding[];
  readonly problems: readonly FileProblem[];
  readonly near?: readonly NearDuplicate[];
}

/** What to keep of a result; undefined where nothing was found. */
export function answerOf({ findings, planned, suppressed, problems, near = [] }: FileResult): FileAnswer | undefined {
  if (findings.length + planned.length + suppressed.length + problems.length + near.length === 0) return undefined;
  return { findings, planned, suppressed, problems, ...(near.length > 0 && { near }) };
}

/** The result for an answer that was kept; undefined if a baseline, or the run, asks for what it does not hold. */
export function resultOf(
  answer: FileAnswer | undefined,
  contracts: readonly ActiveContract[],
  { keepsSources = false }: Pick<Search, "keepsSources">,
): FileResult | undefined {
  if (!answer) return UNCHANGED;
  const listed = [...answer.findings, ...answer.planned, ...answer.suppressed];
  if (keepsSources && listed.some(({ source }) => source === null)) return undefined;
  const findings = withKnown(answer.findings, contracts);
  const planned = withKnown(answer.planned, contracts);
  return findings && planned && { ...UNCHANGED, ...answer, findings, planned };
}

const UNCHANGED: FileResult = {
  ...{ findings: [], planned: [], suppressed: [], problems: [] },
  ...{ isParsed: false, isGone: false, fixed: 0, isWritten: false, isCached: true },
};

/** The findings of one file as the baselines of today tolerate them. */
function withKnown(
  findings: readonly ListedFinding[],
  contracts: readonly ActiveContract[],
): readonly ListedFinding[] | undefined {
  const known = new Set<ListedFinding>();
  for (const { contract, baseline } of contracts) {
    const own = baseline ? findings.filter((finding) => finding.contract === contract.id) : [];
    const [first] = own;
    if (!first || !baseline) continue;
    const keyed = own.flatMap((finding) => {
      const { file, rule, source } = finding;
      return source === null ? [] : [{ file, rule, source, finding }];
    });
    if (keyed.length < own.length) return undefined;
    for (const { finding } of compareWithBaseline(baseline.byFile.get(first.file) ?? [], keyed).known) known.add(finding);
  }
  return findings.map((finding) => ({ ...finding, tolerated: known.has(finding) }));
}

/** The part of a file's result that a run asks for: one phase, one owner. */
export function asAsked(result: FileResult, { phase, isOwned, contracts }: Search): FileResult {
  if (phase === undefined && isOwned === undefined) return result;
  const byId = new Map(contracts.map(({ contract }) => [contract.id, contract]));
  const isWanted = (finding: ListedFinding): boolean =>
    (phase === undefined || finding.phase === phase) && (isOwned?.(byId.get(finding.contract)!, finding.file) ?? true);
  return {
    ...result,
    findings: result.findings.filter(isWanted),
    planned: result.planned.filter(isWanted),
    suppressed: result.suppressed.filter(isWanted),
  };
}
