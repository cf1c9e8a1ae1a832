import path from "node:path";
import { matchesContract, phaseOf } from "@godwit/core/contracts";
import type { TypeInformation } from "@godwit/core/engine";
import { readSource, type Finding } from "@godwit/project";
import { findForCheck, type FileFindings } from "../../check/finding.js";
import { openSource } from "../../host/source-file.js";
import { type FoundInFile, type Step, writtenTypesOf, type WrittenType } from "../../plan/read-sites.js";
import { type Site, siteOf } from "../units/edit-file.js";
import type { Session } from "../session.js";
import type { PhaseWork } from "../units/work.js";

/** The sites of a phase that a typed wave may give their types, and the places that have to stay as they are. */
export interface FoundSites {
  readonly sites: readonly WrittenType[];
  /** `src/a.ts 12`: where a comment or the contract keeps a written type. */
  readonly kept: ReadonlySet<string>;
}

/** Finds the written types of a phase that should be one of the contract's; `read` gives texts that are not on disk yet. */
export function findWaveSites(session: Session, phase: PhaseWork, read: (file: string) => string | undefined): FoundSites {
  const { active, files } = session;
  const asked = new Set(phase.units.flatMap((unit) => unit.files));
  const sites: WrittenType[] = [];
  const kept = new Set<string>();
  for (const { path: file } of files) {
    if (!matchesContract(active.contract, file) || (phaseOf(active.contract, file)?.name ?? null) !== phase.name) continue;
    for (const found of writtenTypesIn(session, file, read)) {
      if (found.isFree && asked.has(file)) sites.push(found);
      else kept.add(`${file} ${found.part[0]}`);
    }
  }
  return { sites, kept };
}

/** What was found in files; each type of a contract asks again, and few files change in between. */
const knownTypes = new WeakMap<Session, Map<string, { readonly text: string; readonly found: readonly WrittenType[] }>>();

function writtenTypesIn(session: Session, file: string, read: (file: string) => string | undefined): readonly WrittenType[] {
  const planned = plannedIn(session, file, "types");
  const text = planned && read(file);
  if (text === undefined) return [];
  // Beside other contracts the plan leaves out what these claim.
  if (planned!.text === text && session.isPlannedAlone) return planned!.types;
  const known = knownTypes.get(session) ?? new Map<string, { readonly text: string; readonly found: readonly WrittenType[] }>();
  knownTypes.set(session, known);
  const last = known.get(file);
  if (last?.text === text) return last.found;
  const findings = tryFind(session, file, text);
  const found = findings ? writtenTypesOf(findings) : [];
  known.set(file, { text, found });
  return found;
}

/** What the plan found in a file, if a step is for one of its sites: what only another edit of the run brings waits for the next one. */
function plannedIn({ found }: Session, file: string, step: Step): FoundInFile | undefined {
  const planned = found.get(file);
  return planned?.steps.has(step) ? planned : undefined;
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
    const text = plannedIn(session, file, step) && read(file);
    const found = text === undefined ? undefined : tryFind(session, file, text);
    return (found?.open ?? []).map((finding) => ({ file, finding, site: siteOf(finding, found!) }));
  });
}

/** What the waves of a run have in common. */
export interface WaveSetting {
  readonly session: Session;
  /** Why files may not be edited: nothing else has a copy of what is in them, or the wave had errors there. */
  readonly spared: ReadonlyMap<string, string>;
  /** How often the wave was planned without other files before. */
  readonly sparings?: number;
  /** A file's text as it is now, or as the run would leave it; undefined if it can't be read. */
  read(file: string): string | undefined;
}

/** Sites that are tried together; `Planned` is what edits across files would change. */
export interface WantedWave<Planned> {
  /** Plans all edits in memory; undefined if there is nothing to plan, or the run is interrupted. */
  plan(): Promise<Planned | undefined>;
  /** What is tried in its place where it is put back: the same without the files that have errors, or its halves; none where there is nothing to part. */
  insteadOf(refusal: WaveRefusal): readonly WantedWave<Planned>[];
}

/** Why a wave was put back. */
export interface WaveRefusal {
  readonly reason: string;
  /** The files with new type errors; none where it was for another reason. */
  readonly errorFiles: readonly string[];
}

/** How often a wave is planned again without files; each time takes as long as the first. */
const MOST_SPARINGS = 2;

/** The setting of a wave that leaves the files as they are in which it had errors; undefined where that is no way to go on. */
export function sparing(setting: WaveSetting, { reason, errorFiles }: WaveRefusal): WaveSetting | undefined {
  const { sparings = 0 } = setting;
  if (errorFiles.length === 0 || sparings >= MOST_SPARINGS) return undefined;
  const spared = new Map([...setting.spared, ...errorFiles.map((file) => [file, reason] as const)]);
  return { ...setting, spared, sparings: sparings + 1 };
}
