import path from "node:path";
import { phaseOf } from "@godwit/core/contracts";
import { exists as isThere, exists } from "@godwit/core/disk";
import {
  type ActiveContract,
  type Baseline,
  type BaselineEntry,
  compareWithBaseline,
  type EntryKey,
  findNotCheckedOut,
  followMoves,
  type Project,
  readBaselines,
  totalOf,
} from "@godwit/project";
import type { ListedFinding } from "../check/listed-finding.js";
import type { Survey } from "../check/survey.js";
import { contractFile } from "../contracts/compile-draft.js";
import type { Shard } from "../files/shard.js";

/** The entries of one contract's baseline that are no longer needed. */
export interface GoneEntries {
  readonly contract: string;
  readonly entries: readonly BaselineEntry[];
}

/** The result of comparing a run with the baselines. */
export interface BaselineJudgement {
  /** Whether there is any baseline. */
  readonly exist: boolean;
  readonly known: number;
  /** The number of new violations. */
  readonly fresh: number;
  /** The number of violations that the baselines tolerate and the run did not find. */
  readonly gone: number;
  /** The number of new violations that are old ones in a moved file. */
  readonly moved: number;
  readonly goneEntries: readonly GoneEntries[];
  /** `gone` by contract, for contracts with a baseline. */
  readonly goneCounts: ReadonlyMap<string, number>;
}

/** Compares the findings with the baselines, as far as the selected files, phase and contracts allow it. */
export function judgeBaselines({ project, contracts, results, selection }: Survey, asked: JudgedPart): BaselineJudgement {
  const findings = results.flatMap((each) => each.findings);
  // A file that could not be checked may still have the violations in the baseline.
  const unknown = new Set(results.flatMap(({ problems }) => problems.map(({ file }) => file)));
  const isJudged = ({ contract }: ActiveContract, file: string): boolean =>
    !unknown.has(file) &&
    (asked.phase === undefined || phaseOf(contract, file)?.name === asked.phase) &&
    selection.looksAt(contract, file);
  const exists = (file: string): boolean => isThere(path.join(project.root, file));
  let moved = 0;
  const compared = contracts.flatMap((active) => {
    const { baseline, contract } = active;
    if (!baseline) return [];
    const entries = baseline.entries.filter(({ file }) => isJudged(active, file));
    return [{ contract: contract.id, ...compareWithBaseline(entries, keysOf(findings, contract.id)) }];
  });
  const elsewhere = notCheckedOut(
    project.root,
    compared.flatMap(({ gone }) => gone),
  );
  const goneEntries = compared.map(({ contract, gone: all, fresh }): GoneEntries => {
    const gone = all.filter(({ file }) => !elsewhere.has(file));
    moved += totalOf(followMoves(gone, fresh, { exists, renames: new Map() }).left);
    return { contract, entries: gone };
  });
  const isPart = !selection.isWhole || asked.phase !== undefined || (asked.contracts ?? []).length > 0;
  const orphans = isPart || (asked.shard?.index ?? 1) > 1 ? [] : orphanBaselines(project);
  const all = [...goneEntries, ...orphans.map(({ contract, entries }) => ({ contract, entries }))];
  return {
    exist: all.length > 0,
    known: findings.filter(({ tolerated }) => tolerated).length,
    fresh: findings.filter(({ tolerated }) => !tolerated).length,
    gone: all.reduce((sum, { entries }) => sum + totalOf(entries), 0),
    moved,
    goneEntries: all.filter(({ entries }) => entries.length > 0),
    goneCounts: new Map(goneEntries.map(({ contract, entries }) => [contract, totalOf(entries)])),
  };
}

/** The selection to which a run was restricted. */
export interface JudgedPart {
  readonly shard?: Shard | undefined;
  readonly contracts?: readonly string[];
  readonly phase?: string | undefined;
}

/** The keys of one contract's findings, for those that were kept with their source. */
export function keysOf(findings: readonly ListedFinding[], contract: string): EntryKey[] {
  return findings.flatMap((finding) => {
    const { file, rule, source } = finding;
    return finding.contract === contract && source !== null ? [{ file, rule, source }] : [];
  });
}

/** The baselines of contracts that no longer exist; a broken contract still exists, and so does one of a package that is not installed now. */
export function orphanBaselines({ root, directory, contracts, problems }: Project): Baseline[] {
  const isUnsure = problems.some(
    ({ file, severity }) => severity === "error" && (file === "package.json" || file.includes("node_modules/")),
  );
  if (isUnsure) return [];
  const fromPackages = new Set(contracts.flatMap(({ contract }) => (contract.package ? [contract.id] : [])));
  return [...readBaselines(root, directory).values()].filter(
    ({ contract }) => !fromPackages.has(contract) && !exists(path.join(root, contractFile({ directory }, contract))),
  );
}

/** The files of some entries that belong to the repository and are not on disk, so that their violations are not known to be gone. */
export function notCheckedOut(root: string, entries: readonly BaselineEntry[]): ReadonlySet<string> {
  return findNotCheckedOut(root, [...new Set(entries.map(({ file }) => file))]);
}
