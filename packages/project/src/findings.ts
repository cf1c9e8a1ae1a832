import {
  matchesContract,
  phaseOf,
  type Contract,
  type LineIndex,
  type Phase,
  type Problem,
  type Severity,
} from "@godwit/core/contracts";
import type { Content, Engine, SourceFile, TextEdit, Violation } from "@godwit/core/engine";
import { findKnown } from "./baseline/known-violations.js";
import { createSourceReader } from "./baseline/violation-source.js";
import type { ActiveContract } from "./project.js";

/** A violation with what its contract says about its file. */
export interface Finding {
  readonly violation: Violation;
  readonly contract: Contract;
  /** The first phase that contains the file. */
  readonly phase: Phase | null;
  readonly severity: Severity;
  /** Whether the contract's baseline tolerates it. */
  readonly isKnown: boolean;
  /** Why the contract's last good version is used, if it is. */
  readonly outdatedBy?: Problem;
}

/** Everything that some contracts find in one version of a file. */
export interface SourceFindings {
  /** The findings that are reported. */
  readonly open: readonly Finding[];
  /** The findings that a comment disables, so that they are not reported. */
  readonly disabled: readonly Finding[];
  /** The file's text changes for the safe fixes of some of `open`. */
  fixAll(only: readonly Finding[]): readonly TextEdit[];
  /** The same for some of `open`, whose suggestions are taken as well. */
  editAll(chosen: readonly Finding[]): readonly TextEdit[];
  /** The findings whose edits were left out so far because the file would not parse with them. */
  faults(): readonly { readonly finding: Finding; readonly fault: string }[];
  /** The source for a finding's baseline entry. */
  sourceOf(finding: Finding): string;
}

/** Where a finding is in its file; lines and columns start at 1. */
export interface FindingPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The contracts to which a file (relative to the root) belongs. */
export function contractsFor(contracts: readonly ActiveContract[], file: string): readonly ActiveContract[] {
  return contracts.filter(({ contract }) => matchesContract(contract, file));
}

/**
 * The contracts that may find something in a content, each with only the rules that may: the cheap check that every front makes once for
 * a file, before it parses; `path` is absolute.
 */
export function concerning(contracts: readonly ActiveContract[], path: string, content: Content): readonly ActiveContract[] {
  return contracts.flatMap((active) => {
    const rules = active.rules.filter((rule) => rule.mayConcern(path, content));
    return rules.length === 0 ? [] : [{ ...active, rules }];
  });
}

/** Analyses one parsed file (`file` is its path relative to the root) for the contracts that concern it. */
export function findInSource(
  engine: Engine,
  source: SourceFile,
  file: string,
  contracts: readonly ActiveContract[],
): SourceFindings {
  const frames = new Map(contracts.map((active) => [active.contract.id, frameOf(active, file)]));
  const analysis = engine.analyse(
    source,
    contracts.flatMap(({ rules }) => rules),
  );
  const { violations } = analysis;
  const sourceAt = createSourceReader(source);
  const baselines = new Map(contracts.map(({ contract, baseline }) => [contract.id, baseline]));
  const known = findKnown({ file, violations, sourceAt, baselineOf: (id) => baselines.get(id) });
  const all = violations.map((violation): Finding => ({
    violation,
    ...frames.get(violation.contract)!,
    isKnown: known.has(violation),
  }));
  return {
    open: all.filter(({ violation }) => !violation.disabled),
    disabled: all.filter(({ violation }) => violation.disabled),
    fixAll: (only) => analysis.fixAll(only.map(({ violation }) => violation)),
    editAll: (chosen) => analysis.editAll(chosen.map(({ violation }) => violation)),
    faults() {
      const faults = new Map(analysis.faults().map(({ violation, fault }) => [violation, fault]));
      return all.flatMap((finding) => {
        const fault = faults.get(finding.violation);
        return fault === undefined ? [] : [{ finding, fault }];
      });
    },
    sourceOf: ({ violation }) => sourceAt(violation.range),
  };
}

function frameOf({ contract, outdatedBy }: ActiveContract, file: string): Omit<Finding, "violation" | "isKnown"> {
  const phase = phaseOf(contract, file);
  return { contract, phase, severity: phase?.severity ?? contract.severity, ...(outdatedBy && { outdatedBy }) };
}

/** The rule id under which a finding is reported and can be disabled: `unified-ids/no-raw-uuid`. */
export function ruleIdOf({ violation }: Finding): string {
  return `${violation.contract}/${violation.rule}`;
}

/** Whether a finding has a safe fix. */
export function isFixable({ violation }: Finding): boolean {
  return violation.level === "fix";
}

/** Line and column of a finding's start and end, in the lines of its file. */
export function placeOf({ violation: { range } }: Finding, lines: LineIndex): FindingPlace {
  const [start, end] = [lines.positionAt(range[0]), lines.positionAt(range[1])];
  return { ...start, endLine: end.line, endColumn: end.column };
}
