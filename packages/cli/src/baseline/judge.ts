import { existsSync } from "node:fs";
import path from "node:path";
import { phaseOf } from "@godwit/contracts";
import {
  compareWithBaseline,
  followMoves,
  totalOf,
  type ActiveContract,
  type BaselineEntry,
  type EntryKey,
} from "@godwit/project";
import type { ListedFinding } from "../check/finding.js";
import type { Survey } from "../check/survey.js";
import { orphanBaselines } from "./orphans.js";

/** What is no longer needed of one contract's baseline. */
export interface GoneEntries {
  readonly contract: string;
  readonly entries: readonly BaselineEntry[];
}

/** What the baselines say of a run. */
export interface BaselineJudgement {
  /** Whether there is any. */
  readonly exist: boolean;
  readonly known: number;
  /** New violations. */
  readonly fresh: number;
  /** How many violations the baselines tolerate that are not there. */
  readonly gone: number;
  /** How many of the new ones are gone ones whose file moved. */
  readonly moved: number;
  readonly goneEntries: readonly GoneEntries[];
  /** `gone` by contract, for those that have a baseline. */
  readonly goneCounts: ReadonlyMap<string, number>;
}

/** Compares what was found with the baselines, where files, phase and contracts that were asked for can tell. */
export function judgeBaselines({ project, contracts, files, results }: Survey, asked: JudgedPart): BaselineJudgement {
  const findings = results.flatMap((each) => each.findings);
  const isPart = (asked.paths?.length ?? 0) > 0;
  const selected = new Set(files.map((file) => file.path));
  // What could not be looked at may still hold what the baseline says.
  const unknown = new Set(results.flatMap(({ problems }) => problems.map(({ file }) => file)));
  const isJudged = ({ contract }: ActiveContract, file: string): boolean =>
    !unknown.has(file) &&
    (!isPart || selected.has(file)) &&
    (asked.phase === undefined || phaseOf(contract, file)?.name === asked.phase);
  const exists = (file: string): boolean => existsSync(path.join(project.root, file));
  let moved = 0;
  const goneEntries = contracts.flatMap((active): GoneEntries[] => {
    const { baseline, contract } = active;
    if (!baseline) return [];
    const entries = baseline.entries.filter(({ file }) => isJudged(active, file));
    const { gone, fresh } = compareWithBaseline(entries, keysOf(findings, contract.id));
    moved += totalOf(followMoves(gone, fresh, { exists, renames: new Map() }).left);
    return [{ contract: contract.id, entries: gone }];
  });
  const orphans = isPart || asked.phase !== undefined || asked.contracts?.length ? [] : orphanBaselines(project);
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

/** What a run was restricted to. */
export interface JudgedPart {
  readonly paths?: readonly string[];
  readonly contracts?: readonly string[];
  readonly phase?: string | undefined;
}

/** The keys of one contract's findings; those that were kept with their source. */
export function keysOf(findings: readonly ListedFinding[], contract: string): EntryKey[] {
  return findings.flatMap((finding) => {
    const { file, rule, source } = finding;
    return finding.contract === contract && source !== null ? [{ file, rule, source }] : [];
  });
}
