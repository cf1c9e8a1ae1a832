import { type Contract, LineIndex, type Problem } from "@godwit/core/contracts";
import {
  type Engine,
  type SourceFile,
  type TextEdit,
  describePurpose,
  describeReplacement,
  describeViolation,
} from "@godwit/core/engine";
import {
  type ActiveContract,
  type Finding,
  type FindingPlace,
  type HeldBack,
  type SiteOfExports,
  type SourceFindings,
  concerning,
  contractsFor,
  findInSource,
  placeOf,
  siteOfExports,
} from "@godwit/project";
import type { LineFrame, ListedFinding } from "./listed-finding.js";

/** On each side of a site; more than a list of findings shows. */
const FRAME_BESIDE = 200;

/** What `check` finds in one file; planned contracts are separate, since they are only counted, neither listed nor fixed. */
export interface FileFindings {
  readonly open: readonly Finding[];
  readonly planned: readonly Finding[];
  /** What comments hide, of all contracts. */
  readonly suppressed: readonly Finding[];
  /** The edits for all safe fixes, as one change. */
  safeEdits(): readonly TextEdit[];
  /** The edits of some of `open`, suggestions included, as one change. */
  editAll(chosen: readonly Finding[]): readonly TextEdit[];
  /** Why the safe fix of one of `open` is not to be written. */
  heldBack(finding: Finding): HeldBack | undefined;
  /** What rules with fixes find, in all phases and under comments too, as far as mocks are concerned. */
  sites(): readonly SiteOfExports[];
  /** What of them was left out because the file would not parse with it. */
  faults(): ReturnType<SourceFindings["faults"]>;
  /** A finding as plain data. */
  list(finding: Finding): ListedFinding;
}

/** Why the safe fix of a finding is not to be written; undefined where it is. */
export type FindHeldBack = (file: string, finding: Finding) => HeldBack | undefined;

/** What to find, and for which contracts. */
export interface Search {
  readonly engine: Engine;
  /** The contracts to which the file belongs. */
  readonly contracts: readonly ActiveContract[];
  /** All contracts of the root: where one that was not asked for claims the same place, the answer is the same as if it was. */
  readonly inForce?: readonly ActiveContract[];
  /** Only violations in this phase. */
  readonly phase?: string | undefined;
  /** Whether the owner that was named is asked about a contract in a file (relative to the root); all are, if it is not given. */
  readonly isOwned?: ((contract: Contract, file: string) => boolean) | undefined;
  /** Keeps the source of each finding, even if no baseline needs it. */
  readonly keepsSources?: boolean;
  /** Why the safe fix of a finding in a file (relative to the root) is not to be written. */
  readonly heldBack?: FindHeldBack | undefined;
}

/** Whether a search is for a contract in a file (relative to the root). */
export function isAsked({ isOwned }: Search, { contract }: ActiveContract, file: string): boolean {
  return isOwned?.(contract, file) ?? true;
}

/** What the contracts of a search find in a file, among what others in force claim there. */
function findAmongAll({ engine, contracts, inForce = [] }: Search, source: SourceFile, file: string): SourceFindings {
  const own = new Set(contracts.map(({ contract }) => contract.id));
  const others = contractsFor(inForce, file).filter(({ contract: { id, status } }) => status !== "planned" && !own.has(id));
  const alone = findInSource(engine, source, file, contracts);
  // What others claim can only take away from what these find.
  if (others.length === 0 || (alone.open.length === 0 && alone.disabled.length === 0)) return alone;
  const claiming = concerning(others, source.path, source.text).map((each) => ({ ...each, isClaiming: true }));
  if (claiming.length === 0) return alone;
  const found = findInSource(engine, source, file, [...contracts, ...claiming]);
  const isOwn = ({ contract }: Finding): boolean => own.has(contract.id);
  return {
    ...found,
    open: found.open.filter(isOwn),
    disabled: found.disabled.filter(isOwn),
    faults: () => found.faults().filter(({ finding }) => isOwn(finding)),
  };
}

/** Analyses one parsed file (`file` is its path relative to the root) for its contracts. */
export function findForCheck(search: Search, source: SourceFile, file: string): FileFindings {
  const { engine, contracts, phase, keepsSources } = search;
  const heldBack = (finding: Finding): HeldBack | undefined => search.heldBack?.(file, finding);
  const find = (isPlanned: boolean): SourceFindings => {
    const concerned = contracts.filter(({ contract }) => (contract.status === "planned") === isPlanned);
    return isPlanned
      ? findInSource(engine, source, file, concerned)
      : findAmongAll({ ...search, contracts: concerned }, source, file);
  };
  const asked = (found: readonly Finding[]): readonly Finding[] =>
    phase === undefined ? found : found.filter((finding) => finding.phase?.name === phase);
  const [active, planned] = [find(false), find(true)];
  const withBaseline = new Set(contracts.flatMap(({ contract, baseline }) => (baseline ? [contract.id] : [])));
  const open = asked(active.open);
  let lines: LineIndex | undefined;
  const isWritten = (finding: Finding): boolean =>
    finding.violation.level === "fix" && (phase === undefined || finding.phase?.name === phase);
  return {
    open,
    sites() {
      const writing = new Set(contracts.flatMap(({ rules }) => rules.filter(({ mayWrite }) => mayWrite)).map(keyOfRule));
      const hasFixes = ({ contract, violation: { rule } }: Finding): boolean => writing.has(keyOfRule({ contract, rule }));
      return [
        ...active.open.filter(hasFixes).map((finding) => siteOfExports(finding.violation, file, isWritten(finding))),
        ...active.disabled.filter(hasFixes).map((finding) => siteOfExports(finding.violation, file, false)),
      ];
    },
    planned: asked(planned.open),
    suppressed: asked([...active.disabled, ...planned.disabled]),
    heldBack,
    editAll: (chosen) => active.editAll(chosen),
    safeEdits: () => active.fixAll(open.filter((finding) => !heldBack(finding))),
    faults: () => active.faults(),
    list: (finding) => {
      const needsSource = keepsSources || withBaseline.has(finding.contract.id);
      const held = heldBack(finding);
      const listed = { ...toListed(finding, file, (lines ??= LineIndex.of(source.text))), ...(held && { heldBack: held }) };
      return needsSource ? { ...listed, source: active.sourceOf(finding) } : listed;
    },
  };
}

function keyOfRule({ contract, rule }: { readonly contract: { readonly id?: string }; readonly rule: string }): string {
  return `${contract.id}/${rule}`;
}

function toListed(finding: Finding, file: string, lines: LineIndex): ListedFinding {
  const { violation, contract, phase, severity } = finding;
  const { rule, level, reason, reasonCode } = violation;
  const message = describeViolation(violation);
  const replacement = violation.replacement && describeReplacement(violation.replacement);
  const place = placeOf(finding, lines);
  return {
    ...{ contract: contract.id, rule, file, ...place, message, replacement, level, reason, severity },
    phase: phase?.name ?? null,
    tolerated: finding.isKnown,
    source: null,
    frame: frameOf(lines.lineText(place.line), place),
    purpose: describePurpose(violation.purpose),
    ...(reasonCode && { reasonCode }),
  };
}

function frameOf(line: string, { column }: FindingPlace): LineFrame {
  const from = Math.max(0, column - 1 - FRAME_BESIDE);
  return { lineText: line.slice(from, column - 1 + FRAME_BESIDE), from };
}

/** A file that could not be checked, or a place in it. */
export interface FileProblem extends Omit<Problem, "severity"> {
  /** Whether it may hide violations, so that a gate must not ignore it. */
  readonly isBlocking: boolean;
}
