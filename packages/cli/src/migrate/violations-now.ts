import path from "node:path";
import { readSource } from "@godwit/project";
import { checkFile, type FileResult } from "../check/check-file.js";
import type { ListedFinding } from "../check/finding.js";
import type { FoundInFile } from "../plan/read-sites.js";
import type { Session } from "./session.js";
import type { PhaseWork } from "./units/work.js";

/** The violations of a session's contract that are there now, in all files or in some. */
export function findNow({ search, files, host }: Session, only?: ReadonlySet<string>): readonly ListedFinding[] {
  const check = { ...search, fix: false, read: (_: string, absolute: string) => readSource(absolute) };
  const asked = only ? files.filter(({ path }) => only.has(path)) : files;
  return asked.flatMap((file, index): FileResult["findings"] => {
    if (!only) host.listener.progress(index, asked.length, "counting what is left");
    return checkFile(check, file).findings;
  });
}

/** Says of a file and a phase whether violations there are asked for. */
export function askedIn({ options }: Session, phases: readonly PhaseWork[]): (file: string, phase: string | null) => boolean {
  const names = new Set(phases.map(({ name }) => name));
  const files = new Set(phases.flatMap(({ units }) => units.flatMap((unit) => unit.files)));
  return (file, phase) => names.has(phase) && (options.batch === undefined || files.has(file));
}

/** How many of the violations that are asked for the plan has found. */
export function countPlanned(session: Session, phases: readonly PhaseWork[]): number {
  const isAsked = askedIn(session, phases);
  return [...session.found].flatMap(([file, found]) => found.phases.filter((phase) => isAsked(file, phase))).length;
}

/** Tells which phases are open while a run goes on, without looking again at files whose text is the same. */
export class OpenPhases {
  readonly #session: Session;
  /** By file, as far as something may be found in it: of each violation its phase, and the text that this was found in. */
  readonly #counted: Map<string, Pick<FoundInFile, "text" | "phases">>;

  constructor(session: Session) {
    this.#session = session;
    this.#counted = new Map(session.found);
  }

  /**
   * The first of some phases that has more violations than it allows; undefined if there is none. `changed` are the files that the run has changed.
   * Where a phase seems to be open, everything is counted: a file's violations may be gone by what changed in another.
   */
  first(phases: readonly Pick<PhaseWork, "name" | "allow">[], changed: readonly string[]): string | undefined {
    const openBy = (found: readonly (string | null)[]): string | undefined =>
      phases.find(({ name, allow }) => found.filter((phase) => phase === name).length > (allow ?? 0))?.name ?? undefined;
    if (this.#session.isPlannedAlone && openBy(this.#count(changed)) === undefined) return undefined;
    return openBy(findNow(this.#session).map(({ phase }) => phase));
  }

  #count(changed: readonly string[]): readonly (string | null)[] {
    const stale = new Map<string, string>();
    for (const file of new Set([...this.#counted.keys(), ...changed])) {
      const read = readSource(path.join(this.#session.project.root, file));
      const text = read.kind === "text" ? read.text : "";
      if (this.#counted.get(file)?.text !== text) stale.set(file, text);
    }
    const findings = findNow(this.#session, new Set(stale.keys()));
    for (const [file, text] of stale)
      this.#counted.set(file, { text, phases: findings.flatMap((each) => (each.file === file ? [each.phase] : [])) });
    return [...this.#counted.values()].flatMap(({ phases }) => phases);
  }
}
