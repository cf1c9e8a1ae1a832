import {
  type Contract,
  embedsScript,
  type LineIndex,
  matchesContract,
  type Phase,
  phaseOf,
  type Problem,
  type Severity,
} from "@godwit/core/contracts";
import {
  applyTextEdits,
  type CompiledRule,
  type Content,
  type Engine,
  type SourceFile,
  type TextEdit,
  type Violation,
} from "@godwit/core/engine";
import { findKnown } from "./baseline/known-violations.js";
import { createSourceReader } from "./baseline/tokens.js";
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
 * a file, before it parses; `path` is absolute. `named` are the rules that find what they look for named in it, where that is known.
 */
export function concerning(
  contracts: readonly ActiveContract[],
  path: string,
  content: Content,
  named?: ReadonlySet<CompiledRule>,
): readonly ActiveContract[] {
  // What a component's script is written in shows when it is taken out.
  const home = embedsScript(path) ? `${path}.ts` : path;
  return contracts.flatMap((active) => {
    const rules = active.rules.filter((rule) => rule.mayConcern(home, content, named?.has(rule)));
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
  const rulesOf = (claims: boolean) =>
    contracts.filter(({ isClaiming = false }) => isClaiming === claims).flatMap(({ rules }) => rules);
  const analysis = engine.analyse(source, rulesOf(false), rulesOf(true));
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

/** Usually one round is enough; more are for fixes that cause another contract's violation. */
const MAX_ROUNDS = 3;

/** A text with its findings, and how to fix it and search it again. */
export interface FixTask<Findings> {
  readonly text: string;
  readonly findings: Findings;
  /** The edits of the safe fixes; none if there is nothing to fix. */
  edits(findings: Findings): readonly TextEdit[];
  /** The findings in the text after a round; undefined ends the rounds. */
  find(text: string): Findings | undefined;
}

/** A text after its safe fixes. */
export interface FixedText<Findings> {
  readonly text: string;
  /** The findings in that text; undefined if there are none, or if they are not known. */
  readonly left: Findings | undefined;
  /** The edits that made it, if one round was enough. */
  readonly edits: readonly TextEdit[] | undefined;
}

/** Applies the safe fixes of a text until nothing changes. */
export function fixInRounds<Findings>(task: FixTask<Findings>): FixedText<Findings> {
  let { text } = task;
  let left: Findings | undefined = task.findings;
  const rounds: (readonly TextEdit[])[] = [];
  while (rounds.length < MAX_ROUNDS && left !== undefined) {
    const edits = task.edits(left);
    const next = applyTextEdits(text, edits);
    if (next === text) break;
    rounds.push(edits);
    left = task.find(next);
    text = next;
  }
  return { text, left, edits: rounds.length > 1 ? undefined : (rounds[0] ?? []) };
}
