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
  type Baseline,
  type BaselineEntry,
} from "@godwit/project";
import type { FileResult } from "../check/check-file.js";
import type { FileProblem } from "../check/file-problem.js";
import type { ListedFinding } from "../check/finding.js";
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
    const { baseline } = active;
    if (!baseline || baseline.faults.length > 0) return active;
    let { entries } = baseline;
    const next = results.map((result) => {
      if (!result.before) return result;
      const settled = settleFile(entries, result, active.contract.id);
      entries = settled.entries;
      return settled.result;
    });
    const changed = write(survey.project.root, baseline, entries, problems);
    if (!changed) return active;
    results = next;
    return { ...active, baseline: changed };
  });
  return { survey: { ...survey, contracts, results }, problems };
}

function write(
  root: string,
  baseline: Baseline,
  entries: readonly BaselineEntry[],
  problems: FileProblem[],
): Baseline | undefined {
  const { contract, file, text: before } = baseline;
  const after = editBaseline(before, entries);
  try {
    writeBaseline(root, { file, before, after });
    return toBaseline(contract, file, after);
  } catch (error) {
    if (!(error instanceof BaselineWriteError)) throw error;
    problems.push({ file, line: 1, column: 1, code: "baseline-unwritable", message: error.message, isBlocking: true });
    return undefined;
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
