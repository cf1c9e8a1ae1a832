import { groupBy, readSource } from "@godwit/project";
import { mayRunTests, type FoundInFile } from "../plan/read-sites.js";
import type { ListedFinding } from "../check/listed-finding.js";
import type { LeftGroup, MigrateReport } from "../results/schemas.js";
import type { MigrateOptions } from "./options.js";
import path from "node:path";
import { checkFile, type FileResult } from "../check/check-file.js";
import type { Session } from "./session.js";
import type { PhaseWork } from "./units/work.js";

/** What is left, by what keeps it, most first; `putBack` are the files of which something was put back. */
export function groupLeft(findings: readonly ListedFinding[], putBack: ReadonlySet<string>): readonly LeftGroup[] {
  const reasonOf = (finding: ListedFinding): string => {
    const wasTried = putBack.has(finding.file) && finding.level !== "hint" && !finding.heldBack;
    return wasTried ? "it was put back in this run" : reasonBefore(finding);
  };
  const groups = groupBy(findings, (finding) => JSON.stringify([finding.level, reasonOf(finding)]));
  return [...groups.values()]
    .map((group): LeftGroup => {
      const { file, line, column, level } = group[0]!;
      return { reason: reasonOf(group[0]!), level, count: group.length, first: `${file}:${line}:${column}` };
    })
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function reasonBefore({ heldBack, reason, level }: ListedFinding): string {
  if (heldBack) return `held back by ${heldBack.by}: ${heldBack.reason}`;
  return reason ?? (level === "fix" ? "it was not kept, or its turn did not come" : "to be looked at");
}

/** What to do after a run, each with its command; `commands` are those that have judged it. */
export function nextSteps(
  report: Omit<MigrateReport, "next">,
  options: Pick<MigrateOptions, "keepGoing" | "branch" | "suggestions">,
  commands: readonly string[],
): readonly string[] {
  const { contract, run, units, left, outcome } = report;
  const kept = units.filter(({ outcome: each }) => each === "kept");
  const failed = units.filter(({ outcome: each }) => each === "put-back");
  const abandoned = units.filter(({ outcome: each }) => each === "abandoned");
  const countOf = (asked: string): number => left.reduce((sum, { level, count }) => (level === asked ? sum + count : sum), 0);
  const toLookAt = countOf("suggestion");
  const byHand = countOf("hint") + (options.suggestions ? toLookAt : 0);
  return [
    ...(outcome === "interrupted" ? ["go on: godwit migrate --resume"] : []),
    ...(failed.length > 0 && !options.keepGoing && outcome === "stopped"
      ? [`go on past what was put back: godwit migrate ${contract} --keep-going`]
      : []),
    ...(abandoned.length > 0 ? [`look at what somebody else changed: git diff -- ${abandoned[0]!.files.join(" ")}`] : []),
    ...(report.commits.length > 0 && options.branch !== undefined
      ? [`push it: git push -u origin ${options.branch}   (the text of a pull request: git log -1 --format=%b)`]
      : []),
    ...(kept.length > 0 && report.commits.length === 0 && outcome !== "failed" ? ["look at what was kept: git diff"] : []),
    ...(kept.length > 0 && !commands.some(mayRunTests)
      ? ["run the tests, which no command of validate did: fakes that no longer fit show only there"]
      : []),
    ...(toLookAt > 0 && !options.suggestions
      ? [
          `let types and commands judge the ${toLookAt} to look at: godwit migrate ${contract} --suggestions   (one by one: --interactive)`,
        ]
      : []),
    ...(toLookAt > 0 && options.suggestions && !commands.some(mayRunTests)
      ? [`let tests judge what types can't: godwit migrate ${contract} --suggestions --verify "<the command that runs them>"`]
      : []),
    ...(byHand + failed.length > 0 ? [`see what is left by hand: godwit check --all --contract ${contract}`] : []),
    ...(kept.length > 0 && run !== null ? [`undo this run: godwit rollback ${run}`] : []),
  ];
}

/** The violations of a session's contract that are there now, in all files or in some. */
export function findNow(session: Session, only?: ReadonlySet<string>): readonly ListedFinding[] {
  return lookNow(session, only).flatMap(({ findings }) => findings);
}

/** What the session's contract has now in all files, or in some; also what can't be read. */
export function lookNow({ search, files, host }: Session, only?: ReadonlySet<string>): readonly FileResult[] {
  const check = { ...search, fix: false, read: (_: string, absolute: string) => readSource(absolute) };
  const asked = only ? files.filter(({ path }) => only.has(path)) : files;
  return asked.map((file, index) => {
    if (!only) host.listener.progress(index, asked.length, "counting what is left");
    return checkFile(check, file);
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
