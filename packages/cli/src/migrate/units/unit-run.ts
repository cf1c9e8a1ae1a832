import type { CheckCommand, FormatCommand } from "@godwit/core/contracts";
import { parseArgsStringToArgv } from "string-argv";
import { formatBatches, formatFault, isLintResult } from "../../check/format-files.js";
import { type CommandRunner, runsOf } from "../commands.js";
import type { EditedFile } from "./edit-file.js";
import { type Interrupt, INTERRUPTED } from "../interrupt.js";
import type { Journal } from "../journal/journal.js";
import type { OpenUnit } from "../journal/run-state.js";
import type { FileChange, FileState, JournalRecord } from "../journal/records.js";
import type { Session } from "../session.js";
import { type Settlement, settleUnit } from "../disk/settle-baselines.js";
import {
  bytesOnDisk,
  type FileWrite,
  findWriteFaults,
  ForeignChangeError,
  putBackUnit,
  writeFiles,
  textOf,
} from "../disk/unit-files.js";
import type { Types, TypesVerdict } from "../types/verify-types.js";

/** What is tried as one: the edits of some files, and their names for commands and reports. */
export interface Attempt {
  readonly unit: string;
  readonly package: string;
  /** The id of the batch; undefined for edits across files. */
  readonly batch?: string | undefined;
  readonly edits: readonly EditedFile[];
}

/** Kept files of which the type checker could not say all. */
export type Unproved = Pick<TypesVerdict, "unseen" | "blind">;

/** How an attempt ended. */
export type AttemptOutcome =
  | { readonly kind: "kept"; readonly files: readonly string[]; readonly unproved: Unproved }
  /** Every byte is as it was. `errorFiles` are those with new type errors; nothing is wrong where there is only nobody to prove it. */
  | {
      readonly kind: "put-back";
      readonly reason: string;
      readonly output?: string;
      readonly errorFiles: readonly string[];
      readonly isOnlyUnproved?: boolean;
    }
  /** Somebody else changed files meanwhile; those are left as they are. */
  | { readonly kind: "abandoned"; readonly reason: string; readonly files: readonly string[] };

/** What attempts need. */
export interface AttemptContext {
  readonly root: string;
  readonly journal: Journal;
  readonly types: Types;
  readonly runner: CommandRunner;
  readonly interrupt: Interrupt;
  /** Commands to run after each unit. */
  readonly each: readonly CheckCommand[];
  /** Whether they run later, for many units at once. */
  readonly isProvedLater: boolean;
  /** The folder of the package that a file belongs to. */
  packageOf(file: string): string;
  /** The project's format commands. */
  readonly format: readonly FormatCommand[] | undefined;
  /** Whether an attempt needs a type check or a command to be kept. */
  readonly needsProof: boolean;
  /** What keeps components from holding, after files changed; undefined if all hold. */
  findBrokenComponent(): string | undefined;
  readonly settlement: Settlement;
  /** Which share of the sites that are tried together is decided, and what happens now. */
  onProgress(share: number, doing: string): void;
}

/** Tries edits: writes, formats and verifies them, then keeps them or puts every byte back. */
export async function attempt(context: AttemptContext, tried: Attempt): Promise<AttemptOutcome> {
  const changed = tried.edits.filter(({ before, after }) => !before.equals(after));
  if (changed.length === 0) return { kind: "put-back", reason: "its edits change nothing; please report it", errorFiles: [] };
  const texts = new Map(changed.map(({ file, after }) => [file, textOf(after)]));
  // Before anything is written: most of what fails fails here.
  const types = await context.types.judge(texts);
  if (types.reason !== undefined) return refusedBy(types);
  const faults = findWriteFaults(
    context.root,
    changed.map(({ file }) => file),
  );
  if (faults !== undefined) return { kind: "put-back", reason: faults, errorFiles: [] };
  const unproved = whyUnproved(context, types.unseen);
  if (unproved !== undefined) return { kind: "put-back", reason: unproved, errorFiles: [], isOnlyUnproved: true };
  return new UnitRun(context, tried, changed).run(types);
}

/** Why files that no project has are left as they are, where neither types nor a command would prove an edit. */
export function whyUnproved(
  { needsProof, each }: Pick<AttemptContext, "needsProof" | "each">,
  unseen: readonly string[],
): string | undefined {
  if (!needsProof || each.length > 0 || unseen.length === 0) return undefined;
  return `no tsconfig includes ${unseen.join(", ")}, and there is no validate.each, so nothing would prove it`;
}

/** What a contract needs before an edit is kept. */
export function proofOf(session: Session): Pick<AttemptContext, "needsProof" | "each"> {
  return { needsProof: session.active.contract.risk !== "low", each: eachOf(session) };
}

function refusedBy({ reason, added }: TypesVerdict): AttemptOutcome {
  return { kind: "put-back", reason: reason!, errorFiles: [...new Set(added.map(({ file }) => file))] };
}

/** A reason to put a unit back. */
class Refused extends Error {
  readonly output: string | undefined;
  readonly errorFiles: readonly string[];

  constructor(reason: string, output?: string, errorFiles: readonly string[] = []) {
    super(reason);
    this.output = output;
    this.errorFiles = errorFiles;
  }
}

/** One attempt on disk; each step is in the journal before it happens. */
class UnitRun {
  readonly #context: AttemptContext;
  readonly #tried: Attempt;
  readonly #changed: readonly EditedFile[];
  #open: OpenUnit;

  constructor(context: AttemptContext, tried: Attempt, changed: readonly EditedFile[]) {
    this.#context = context;
    this.#tried = tried;
    this.#changed = changed;
    this.#open = { unit: tried.unit, before: [], own: [], isFormatting: false };
  }

  async run(types: TypesVerdict): Promise<AttemptOutcome> {
    const { root, journal, settlement } = this.#context;
    const baselines = settlement.before(this.#changed.map(({ file }) => file));
    try {
      this.#begin();
      writeFiles(root, this.#changed);
      const written = await this.#format();
      const verdict = await this.#judge(types, written);
      if (!this.#context.isProvedLater) await this.#runCommands(written);
      const broken = this.#context.findBrokenComponent();
      if (broken !== undefined) throw new Refused(broken);
      const settled = settleUnit(settlement, baselines);
      this.#writeBaselines(settled.writes);
      journal.append({
        ...{
          type: "kept",
          unit: this.#open.unit,
          package: this.#tried.package,
          batch: this.#tried.batch,
          sites: this.#sites(),
          files: this.#changes(written),
        },
        baselines: settled.writes.map(({ file, before, after }) => ({
          path: file,
          before: journal.keep(before),
          after: journal.keep(after),
        })),
        ...(this.#context.isProvedLater && { waits: true }),
      });
      settled.accept();
      verdict.keep();
      return { kind: "kept", files: [...written.keys()], unproved: { unseen: verdict.unseen, blind: verdict.blind } };
    } catch (error) {
      return this.#putBack(error);
    }
  }

  #begin(): void {
    const { journal } = this.#context;
    const { unit } = this.#open;
    const before = this.#changed.map((edit): FileState => ({ path: edit.file, digest: journal.keep(edit.before) }));
    const after = this.#changed.map((edit): FileState => ({ path: edit.file, digest: journal.keep(edit.after) }));
    this.#append({ type: "begin", unit, files: before });
    this.#open = { ...this.#open, before };
    this.#append({ type: "intend", unit, files: after });
    this.#open = { ...this.#open, own: after };
  }

  /** Formats the written files; returns their bytes now. */
  async #format(): Promise<ReadonlyMap<string, Buffer>> {
    const { format, journal } = this.#context;
    const files = this.#changed.map(({ file }) => file);
    if (format === undefined) return new Map(this.#changed.map(({ file, after }) => [file, after]));
    const { unit } = this.#open;
    this.#append({ type: "format", unit });
    this.#open = { ...this.#open, isFormatting: true };
    const failure = await this.#runFormat(format, files);
    const written = new Map(files.map((file) => [file, this.#read(file)]));
    const states = [...written].map(([path, bytes]): FileState => ({ path, digest: journal.keep(bytes) }));
    this.#append({ type: "formatted", unit, files: states });
    this.#open = { ...this.#open, own: [...this.#open.own, ...states], isFormatting: false };
    this.#stopIfInterrupted();
    if (failure) throw failure;
    return written;
  }

  async #runFormat(commands: readonly FormatCommand[], files: readonly string[]): Promise<Refused | undefined> {
    const fault = commands.map(formatFault).find((each) => each !== undefined);
    if (fault !== undefined) return new Refused(fault);
    for (const command of commands)
      for (const batch of formatBatches(command, files)) {
        const { ok, exitCode, reason, output } = await this.#context.runner.run(command.run, {
          files: batch,
          ...(command.in !== undefined && { folder: command.in }),
        });
        if (!ok && !isLintResult(parseArgsStringToArgv(command.run), exitCode))
          return new Refused(`The format command ${reason}`, output === "" ? undefined : output);
      }
    return undefined;
  }

  async #judge(types: TypesVerdict, written: ReadonlyMap<string, Buffer>): Promise<TypesVerdict> {
    if (this.#changed.every(({ file, after }) => written.get(file)!.equals(after))) return types;
    const verdict = await this.#context.types.judge(new Map([...written].map(([file, bytes]) => [file, textOf(bytes)])));
    const { reason, added } = verdict;
    if (reason !== undefined) throw new Refused(reason, undefined, [...new Set(added.map(({ file }) => file))]);
    return verdict;
  }

  async #runCommands(written: ReadonlyMap<string, Buffer>): Promise<void> {
    const { each, runner, packageOf } = this.#context;
    const files = [...written.keys()];
    const runs = each.flatMap((command) =>
      runsOf(command, files, packageOf, this.#tried.unit).map((places) => ({ run: command.run, places })),
    );
    for (const { run, places } of runs) {
      await this.#context.interrupt.breathe();
      this.#stopIfInterrupted();
      const { ok, reason, output } = await runner.run(run, places);
      this.#requireSame(written, run);
      this.#stopIfInterrupted();
      if (!ok) throw new Refused(reason, output);
    }
    await this.#context.interrupt.breathe();
    this.#stopIfInterrupted();
  }

  #stopIfInterrupted(): void {
    if (this.#context.interrupt.exitCode !== undefined) throw new Refused(INTERRUPTED);
  }

  /** A command may only look; what it changes can't be told from what a person changed meanwhile. */
  #requireSame(written: ReadonlyMap<string, Buffer>, command: string): void {
    const changed = [...written]
      .filter(([file, bytes]) => !bytesOnDisk(this.#context.root, file)?.equals(bytes))
      .map(([file]) => file);
    if (changed.length > 0) throw new ForeignChangeError(changed, `changed while ${command} ran, by it or by somebody else`);
  }

  #read(file: string): Buffer {
    const bytes = bytesOnDisk(this.#context.root, file);
    if (!bytes) throw new ForeignChangeError([file], "is gone");
    return bytes;
  }

  #writeBaselines(writes: readonly FileWrite[]): void {
    if (writes.length === 0) return;
    const { root, journal } = this.#context;
    const { unit } = this.#open;
    const before = writes.map((write): FileState => ({ path: write.file, digest: journal.keep(write.before) }));
    const after = writes.map((write): FileState => ({ path: write.file, digest: journal.keep(write.after) }));
    this.#append({ type: "join", unit, files: before });
    this.#open = { ...this.#open, before: [...this.#open.before, ...before] };
    this.#append({ type: "intend", unit, files: after });
    this.#open = { ...this.#open, own: [...this.#open.own, ...after] };
    writeFiles(root, writes);
  }

  #putBack(error: unknown): AttemptOutcome {
    const { root, journal } = this.#context;
    const { unit } = this.#open;
    const refused = error instanceof Refused || error instanceof ForeignChangeError ? error : undefined;
    if (this.#open.before.length === 0) throw error;
    const { foreign } = putBackUnit(root, this.#open, journal);
    if (foreign.length > 0) {
      const reason = error instanceof ForeignChangeError ? error.message : `${foreign.join(", ")} changed meanwhile`;
      journal.append({ type: "abandoned", unit, reason, files: [...foreign] });
      this.#context.types.refresh(foreign);
      return { kind: "abandoned", reason, files: foreign };
    }
    const reason = error instanceof Error ? error.message : String(error);
    journal.append({ type: "put-back", unit, reason });
    if (!refused) throw error;
    if (refused instanceof ForeignChangeError) return { kind: "abandoned", reason, files: refused.files };
    const { output, errorFiles } = refused;
    return { kind: "put-back", reason, errorFiles, ...(output !== undefined && { output }) };
  }

  #append(record: JournalRecord): void {
    this.#context.journal.append(record);
  }

  #sites(): number {
    return this.#changed.reduce((sum, { sites }) => sum + sites.length, 0);
  }

  #changes(written: ReadonlyMap<string, Buffer>): FileChange[] {
    const { journal } = this.#context;
    return this.#changed.map(({ file, before }) => ({
      path: file,
      before: journal.keep(before),
      after: journal.keep(written.get(file)!),
    }));
  }
}

/** The commands that prove a unit. */
export function eachOf({ active, options: { verify = [] } }: Session): readonly CheckCommand[] {
  return [...active.contract.validate.each, ...verify.map((run): CheckCommand => ({ run, in: "root" }))];
}

/** What the attempts of a run work with. */
export function attemptContext(
  session: Session,
  journal: Journal,
  { isProvedLater, onProgress }: Pick<AttemptContext, "isProvedLater" | "onProgress">,
): AttemptContext {
  const { project, types, runner, settlement, components, format, host } = session;
  return {
    ...{ root: project.root, journal, types, runner, settlement, format },
    interrupt: host.interrupt,
    ...proofOf(session),
    isProvedLater,
    packageOf: session.packageOf,
    findBrokenComponent: () => components.findBroken(),
    onProgress,
  };
}
