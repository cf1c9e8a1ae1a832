import { LineIndex, matchesContract, phaseOf, type Contract, type Phase, type Severity } from "@godwit/contracts";
import type { Analysis, Engine, Level, SourceFile, Violation } from "@godwit/engine";
import type { ActiveContract } from "../project.js";

/** A violation with what the contract says of its place; lines and columns start at 1. */
export interface Finding {
  readonly contract: string;
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly replacement: string | null;
  readonly level: Level;
  readonly reason: string | null;
  readonly severity: Severity;
  readonly phase: string | null;
  /** The line that it starts in. */
  readonly lineText: string;
  /** The contract's title. */
  readonly title: string;
}

/** A finding of a file that is still in memory, with its edits. */
export interface OpenFinding {
  readonly finding: Finding;
  readonly violation: Violation;
}

/** What the contracts find in one file; planned contracts apart, since they are counted and neither listed nor fixed. */
export interface FileFindings {
  readonly open: readonly OpenFinding[];
  readonly planned: readonly Finding[];
  readonly analysis: Analysis;
}

/** The contracts whose files the path (relative to the root) is one of. */
export function contractsFor(contracts: readonly ActiveContract[], file: string): readonly ActiveContract[] {
  return contracts.filter(({ contract }) => matchesContract(contract, file));
}

/** Analyses one parsed file for the contracts that concern it. */
export function findInSource(
  engine: Engine,
  source: SourceFile,
  file: string,
  contracts: readonly ActiveContract[],
  phase: string | undefined,
): FileFindings {
  let lines: LineIndex | undefined;
  const run = (isPlanned: boolean): { analysis: Analysis; open: OpenFinding[] } => {
    const concerned = contracts.filter(({ contract }) => (contract.status === "planned") === isPlanned);
    const rules = concerned.flatMap((each) => each.rules).filter((rule) => rule.mayConcern(source.path, source.text));
    if (rules.length === 0) return { analysis: NOTHING, open: [] };
    const places = new Map(concerned.map(({ contract }) => [contract.id, placeOf(contract, file)]));
    const analysis = engine.analyse(source, rules);
    const open = analysis.violations
      .filter((violation) => !violation.disabled)
      .map((violation) => ({
        violation,
        finding: toFinding(violation, file, places.get(violation.contract)!, (lines ??= new LineIndex(source.text))),
      }))
      .filter(({ finding }) => phase === undefined || finding.phase === phase);
    return { analysis, open };
  };
  const active = run(false);
  return { ...active, planned: run(true).open.map(({ finding }) => finding) };
}

const NOTHING: Analysis = { violations: [], fixAll: () => [] };

interface Place {
  readonly title: string;
  readonly phase: Phase | null;
  readonly severity: Severity;
}

function placeOf(contract: Contract, file: string): Place {
  const phase = phaseOf(contract, file);
  return { phase, severity: phase?.severity ?? contract.severity, title: contract.title };
}

function toFinding(violation: Violation, file: string, { phase, severity, title }: Place, lines: LineIndex): Finding {
  const start = lines.positionAt(violation.range[0]);
  const end = lines.positionAt(violation.range[1]);
  return {
    contract: violation.contract,
    rule: violation.rule,
    file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    message: violation.message,
    replacement: violation.replacement,
    level: violation.level,
    reason: violation.reason,
    severity,
    phase: phase?.name ?? null,
    lineText: lines.lineText(start.line),
    title,
  };
}
