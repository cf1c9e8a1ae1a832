import { attempt, type AttemptContext, type AttemptOutcome, type Unproved } from "./unit-run.js";
import type { EditedFile } from "./edit-file.js";
import { cleanByTypes, editAll, type Refused, largestAccepted, type Refusal } from "./edit-elements.js";
import { INTERRUPTED } from "../interrupt.js";
import type { Element, Job, OpenJob } from "./jobs.js";
import type { UnitResult } from "../../results/schemas.js";
import { bytesOnDisk } from "../disk/unit-files.js";

/** What became of a job. */
export interface JobResult {
  readonly units: readonly UnitResult[];
  /** The first unit that did not hold; one that nobody could prove is none. */
  readonly failed: string | undefined;
  readonly unproved: Unproved;
  /** The files that are kept. */
  readonly keptFiles: readonly string[];
}

/** Tries a job; where it may be split, the largest part that holds is kept: first by types alone, then with all that proves it. */
export async function runJob(context: AttemptContext, job: Job, open: OpenJob, phase: string | null): Promise<JobResult> {
  const refused = new Map<Element, Refused>();
  const say = (share: number, doing: string): void => context.onProgress(share, `${job.name}: ${doing}`);
  // Types are tried first, so they are the first half of the way.
  const asked = { ...context, isBySite: job.takesSuggestions, onDecided: (share: number) => say(share / 2, "types") };
  const clean = await cleanByTypes(asked, open, refused);
  const tried = new JobRun(context, job, open);
  const { kept, refused: failed } = job.canSplit
    ? await largestAccepted(
        clean,
        (candidate) => tried.try(candidate),
        (share) => say((1 + share) / 2, "format, types and commands"),
      )
    : await all(clean, (candidate) => tried.try(candidate));
  for (const { element, reason } of failed) refused.set(element, { reason, ...tried.detailsOf(reason) });
  const units = unitResults({ job, open, phase }, kept, refused);
  return {
    units,
    failed: units.find(({ outcome, reason }) => outcome !== "kept" && !tried.isOnlyUnproved(reason))?.unit,
    unproved: tried.unproved,
    keptFiles: tried.keptFiles,
  };
}

async function all(
  elements: readonly Element[],
  test: (candidate: readonly Element[]) => Promise<Refusal<Element> | undefined>,
): Promise<{ kept: readonly Element[]; refused: readonly { element: Element; reason: string }[] }> {
  if (elements.length === 0) return { kept: [], refused: [] };
  const refusal = await test(elements);
  if (!refusal) return { kept: elements, refused: [] };
  return { kept: [], refused: elements.map((element) => ({ element, reason: refusal.reason })) };
}

/** The attempts of one job, each on top of what was kept before. */
class JobRun {
  readonly unproved = { unseen: [] as string[], blind: [] as string[] };
  readonly #context: AttemptContext;
  readonly #job: Job;
  readonly #open: OpenJob;
  readonly #now = new Map<string, Buffer>();
  readonly #failures = new Map<string, Extract<AttemptOutcome, { kind: "put-back" | "abandoned" }>>();
  #abandoned: string | undefined;

  constructor(context: AttemptContext, job: Job, open: OpenJob) {
    this.#context = context;
    this.#job = job;
    this.#open = open;
  }

  get keptFiles(): readonly string[] {
    return [...this.#now.keys()];
  }

  /** What an attempt said that failed for this reason. */
  detailsOf(reason: string): Partial<Refused> {
    const failure = this.#failures.get(reason);
    if (failure?.kind === "abandoned") return { outcome: "abandoned" };
    return failure?.output === undefined ? {} : { output: failure.output };
  }

  isOnlyUnproved(reason: string | null): boolean {
    const failure = reason === null ? undefined : this.#failures.get(reason);
    return failure?.kind === "put-back" && failure.isOnlyUnproved === true;
  }

  async try(candidate: readonly Element[]): Promise<Refusal<Element> | undefined> {
    await this.#context.interrupt.breathe();
    if (this.#context.interrupt.exitCode !== undefined) return { reason: INTERRUPTED };
    const ended = this.#abandoned ?? this.#context.runner.cannotRun;
    if (ended !== undefined) return { reason: ended };
    const edits = editAll(this.#open, candidate);
    if (typeof edits === "string") return { reason: edits };
    const foreign = edits.filter((edit) => !this.#isAsExpected(edit)).map(({ file }) => file);
    if (foreign.length > 0)
      return this.#fail({ kind: "abandoned", reason: `${foreign.join(", ")} changed meanwhile`, files: foreign });
    const onTop = edits.map((edit) => ({ ...edit, before: this.#now.get(edit.file) ?? edit.before }));
    const units = new Set(candidate.map(({ unit }) => unit.id));
    const unit = units.size === 1 ? [...units][0]! : this.#job.name;
    const {
      package: folder,
      units: [first],
    } = this.#job;
    const outcome = await attempt(this.#context, { unit, package: folder, batch: first?.batch, edits: onTop });
    if (outcome.kind !== "kept") return this.#fail(outcome);
    for (const file of outcome.files) this.#now.set(file, bytesOnDisk(this.#context.root, file)!);
    this.unproved.unseen.push(...outcome.unproved.unseen);
    this.unproved.blind.push(...outcome.unproved.blind);
    return undefined;
  }

  #isAsExpected({ file, before }: EditedFile): boolean {
    return bytesOnDisk(this.#context.root, file)?.equals(this.#now.get(file) ?? before) ?? false;
  }

  #fail(outcome: Extract<AttemptOutcome, { kind: "put-back" | "abandoned" }>): Refusal<Element> {
    this.#failures.set(outcome.reason, outcome);
    const isAbandoned = outcome.kind === "abandoned";
    const files = new Set(isAbandoned ? outcome.files : outcome.errorFiles);
    // What is kept is tried with all that follows.
    if (isAbandoned && this.keptFiles.some((file) => files.has(file))) {
      this.#abandoned = outcome.reason;
      return { reason: outcome.reason };
    }
    return {
      reason: outcome.reason,
      ...(files.size > 0 && { blames: (element: Element) => element.unit.files.some((file) => files.has(file)) }),
    };
  }
}

function unitResults(
  { job, open, phase }: { readonly job: Job; readonly open: OpenJob; readonly phase: string | null },
  kept: readonly Element[],
  refused: ReadonlyMap<Element, Refused>,
): readonly UnitResult[] {
  return job.units.flatMap((unit): UnitResult[] => {
    const base = { unit: unit.id, package: unit.package, phase, files: unit.files };
    const count = (elements: readonly Element[]): number => elements.reduce((sum, { sites }) => sum + sites.length, 0);
    const keptHere = count(kept.filter((element) => element.unit === unit));
    const byReason = new Map<string, { refused: Refused; sites: number }>();
    for (const [element, failure] of refused) {
      if (element.unit !== unit) continue;
      const known = byReason.get(failure.reason);
      byReason.set(failure.reason, { refused: failure, sites: (known?.sites ?? 0) + element.sites.length });
    }
    return [
      ...(keptHere > 0 ? [{ ...base, outcome: "kept" as const, sites: keptHere, reason: null }] : []),
      ...[...byReason.values()].map(({ refused: { reason, outcome = "put-back", output }, sites }): UnitResult => ({
        ...{ ...base, outcome, sites, reason },
        ...(output !== undefined && { output }),
      })),
      ...open.unusable
        .filter((each) => each.unit === unit)
        .map(({ file, reason, isForeign }): UnitResult => ({
          ...{ ...base, sites: 0, reason: `${file}: ${reason}` },
          outcome: isForeign ? "abandoned" : "put-back",
        })),
    ];
  });
}
