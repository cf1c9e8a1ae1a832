import path from "node:path";
import { matchesContract, phaseOf } from "@godwit/core/contracts";
import type { TypeInformation } from "@godwit/core/engine";
import { concerning, readSource, type Finding } from "@godwit/project";
import { findForCheck, type FileFindings } from "../../check/finding.js";
import { openSource } from "../../host/source-file.js";
import type { Step } from "../../plan/read-sites.js";
import { type Site, siteOf } from "../units/edit-file.js";
import type { Session } from "../session.js";
import type { PhaseWork } from "../units/work.js";

/** A site of a typed wave, with what reports say of it. */
export interface WaveSiteFound {
  readonly type: string;
  readonly part: readonly [number, number];
  /** The name that it declares, where it is a declaration's. */
  readonly declares?: string;
  readonly site: Site;
}

/** The sites of a phase that a typed wave may give their types, and the places that have to stay as they are. */
export interface FoundSites {
  readonly sites: readonly WaveSiteFound[];
  /** `src/a.ts 12`: where a comment or the contract keeps a written type. */
  readonly kept: ReadonlySet<string>;
}

/** Finds the written types of a phase that should be one of the contract's; `read` gives texts that are not on disk yet. */
export function findWaveSites(session: Session, phase: PhaseWork, read: (file: string) => string | undefined): FoundSites {
  const { active, files } = session;
  const asked = new Set(phase.units.flatMap((unit) => unit.files));
  const sites: WaveSiteFound[] = [];
  const kept = new Set<string>();
  for (const { path: file } of files) {
    if (!matchesContract(active.contract, file) || (phaseOf(active.contract, file)?.name ?? null) !== phase.name) continue;
    for (const { isFree, ...found } of writtenTypesIn(session, file, read(file))) {
      if (isFree && asked.has(file)) sites.push(found);
      else kept.add(`${file} ${found.part[0]}`);
    }
  }
  return { sites, kept };
}

/** A written type that should be one of the contract's; it is free if no comment, and nothing else, keeps it. */
type WrittenType = WaveSiteFound & { readonly isFree: boolean };

/** What was found in files; each type of a contract asks again, and few files change in between. */
const knownTypes = new WeakMap<Session, Map<string, { readonly text: string; readonly found: readonly WrittenType[] }>>();

function writtenTypesIn(session: Session, file: string, text: string | undefined): readonly WrittenType[] {
  if (text === undefined) return [];
  const known = knownTypes.get(session) ?? new Map<string, { readonly text: string; readonly found: readonly WrittenType[] }>();
  knownTypes.set(session, known);
  const last = known.get(file);
  if (last?.text === text) return last.found;
  const findings = mayHold(session, { file, text, step: "types" }) ? tryFind(session, file, text) : undefined;
  const found = (findings ? narrowing(findings) : []).map(({ finding, isOpen }): WrittenType => {
    const { level, narrows } = finding.violation;
    return { ...narrows, site: siteOf(finding, findings!), isFree: isOpen && level !== "hint" };
  });
  known.set(file, { text, found });
  return found;
}

/** Whether a text may have a site for a wave, by what the plan found in it, else by a look at it: most files need not be parsed. */
function mayHold(
  { active, found, project }: Session,
  { file, text, step }: { readonly file: string; readonly text: string; readonly step: Step },
): boolean {
  const known = found.get(file);
  if (known?.text === text) return known.steps.has(step);
  return concerning([active], path.join(project.root, file), text).length > 0;
}

/** A file's text on disk, without its BOM; undefined if it can't be read. */
export function textOnDisk(root: string, file: string): string | undefined {
  const found = readSource(path.join(root, file));
  return found.kind === "text" ? found.text : undefined;
}

/** Analyses a text; undefined if it does not parse. `types` is what is known of its types, which is nothing mostly. */
export function tryFind(
  { search, project }: Session,
  file: string,
  text: string,
  types?: TypeInformation,
): FileFindings | undefined {
  try {
    return findForCheck(search, { ...openSource(path.join(project.root, file), text), ...(types && { types }) }, file);
  } catch {
    // The run says of files that do not parse where it counts what is left.
    return undefined;
  }
}

type Narrowing = Finding & { readonly violation: { readonly narrows: NonNullable<Finding["violation"]["narrows"]> } };

function narrowing({ open, suppressed }: FileFindings): readonly { readonly finding: Narrowing; readonly isOpen: boolean }[] {
  const isNarrowing = (finding: Finding): finding is Narrowing => finding.violation.narrows !== undefined;
  return [
    ...open.filter(isNarrowing).map((finding) => ({ finding, isOpen: true })),
    ...suppressed.filter(isNarrowing).map((finding) => ({ finding, isOpen: false })),
  ];
}

/** Finds the open violations of a phase, in files that may have some for a wave; `read` gives texts that are not on disk yet. */
export function findOpen(
  session: Session,
  { phase, step }: { readonly phase: PhaseWork; readonly step: Step },
  read: (file: string) => string | undefined,
): readonly { readonly file: string; readonly finding: Finding; readonly site: Site }[] {
  const { active, files } = session;
  const asked = new Set(phase.units.flatMap((unit) => unit.files));
  return files.flatMap(({ path: file }) => {
    if (!asked.has(file) || !matchesContract(active.contract, file)) return [];
    if ((phaseOf(active.contract, file)?.name ?? null) !== phase.name) return [];
    const text = read(file);
    const found = text !== undefined && mayHold(session, { file, text, step }) ? tryFind(session, file, text) : undefined;
    return (found?.open ?? []).map((finding) => ({ file, finding, site: siteOf(finding, found!) }));
  });
}
