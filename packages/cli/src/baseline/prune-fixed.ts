import {
  addEntries,
  BaselineWriteError,
  compareWithBaseline,
  countKeys,
  editBaseline,
  subtractEntries,
  toBaseline,
  writeBaseline,
  type ActiveContract,
  type BaselineChange,
  type BaselineEntry,
} from "@godwit/project";
import type { FileResult } from "../check/check-file.js";
import type { FileProblem, ListedFinding } from "../check/finding.js";
import type { Survey } from "../check/survey.js";

/** A survey after its fixed violations were dropped from the baselines, with the problems that occurred. */
export interface PrunedSurvey {
  readonly survey: Survey;
  readonly problems: readonly FileProblem[];
}

/** Drops the violations that a run has fixed from the baselines; older stale entries are left for `baseline prune`. */
export function pruneFixed(survey: Survey): PrunedSurvey {
  const problems: FileProblem[] = [];
  let { results } = survey;
  const contracts = survey.contracts.map((active): ActiveContract => {
    const settled = settleContract(active, results);
    if (!settled || !write(survey.project.root, settled.change, problems)) return active;
    results = settled.results;
    return settled.active;
  });
  return { survey: { ...survey, contracts, results }, problems };
}

/** A contract's baseline after its violations were fixed, not written yet. */
export interface SettledContract {
  readonly active: ActiveContract;
  readonly change: BaselineChange;
  readonly results: readonly FileResult[];
}

/** Drops fixed violations from the baseline of one contract; undefined if it has none that can be changed. */
export function settleContract(active: ActiveContract, results: readonly FileResult[]): SettledContract | undefined {
  const { baseline } = active;
  if (!baseline || baseline.faults.length > 0) return undefined;
  let { entries } = baseline;
  const next = results.map((result) => {
    if (!result.before) return result;
    const settled = settleFile(entries, result, active.contract.id);
    entries = settled.entries;
    return settled.result;
  });
  const { contract, file, text: before } = baseline;
  const after = editBaseline(before, entries);
  return { active: { ...active, baseline: toBaseline(contract, file, after) }, change: { file, before, after }, results: next };
}

function write(root: string, change: BaselineChange, problems: FileProblem[]): boolean {
  try {
    writeBaseline(root, change);
    return true;
  } catch (error) {
    if (!(error instanceof BaselineWriteError)) throw error;
    const { message } = error;
    problems.push({ file: change.file, line: 1, column: 1, code: "baseline-unwritable", message, isBlocking: true });
    return false;
  }
}

/**
 * The entries of a fixed file become the violations that are left. A fix may change the code around a known violation, and so its source:
 * such a violation stays known. A violation that was new before the fixes is still new after them.
 */
function settleFile(
  entries: readonly BaselineEntry[],
  result: FileResult,
  contract: string,
): { entries: readonly BaselineEntry[]; result: FileResult } {
  const before = own(result.before ?? [], contract);
  const [first] = before;
  if (!first) return { entries, result };
  const ofFile = entries.filter(({ file }) => file === first.file);
  const stale = compareWithBaseline(ofFile, before).gone;
  const { known, fresh } = compareWithBaseline(subtractEntries(ofFile, stale), own(result.findings, contract));
  const wereNew = before.filter(({ tolerated, level }) => !tolerated && level !== "fix");
  const renamed = new Set<Keyed>();
  for (const rule of new Set(fresh.map((each) => each.rule))) {
    const ofRule = (findings: readonly Keyed[]) => findings.filter((finding) => finding.rule === rule);
    const left = ofRule(before).filter(({ tolerated }) => tolerated).length - ofRule(known).length;
    const count = Math.min(left, ofRule(fresh).length - ofRule(wereNew).length);
    for (const finding of ofRule(fresh).slice(0, Math.max(0, count))) renamed.add(finding);
  }
  return {
    entries: addEntries(subtractEntries(entries, ofFile), addEntries(stale, countKeys([...known, ...renamed]))),
    result: {
      ...result,
      findings: result.findings.map((finding) => (renamed.has(finding as Keyed) ? { ...finding, tolerated: true } : finding)),
    },
  };
}

type Keyed = ListedFinding & { readonly source: string };

function own(findings: readonly ListedFinding[], contract: string): Keyed[] {
  return findings.filter((finding): finding is Keyed => finding.contract === contract && finding.source !== null);
}
