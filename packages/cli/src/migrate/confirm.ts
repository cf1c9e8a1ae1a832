import type { ShownTypeError } from "@godwit/program";
import { textOf } from "./unit-files.js";
import { rollBack } from "../rollback/rollback.js";
import { type Journal, readJournal } from "./journal/journal.js";
import type { KeptRecord } from "./journal/records.js";
import { stateOf } from "./journal/run-state.js";
import type { Session } from "./session.js";
import { describeErrors } from "./verify-types.js";

/** What the projects' own TypeScript has refused at the end of a run. */
export interface Unconfirmed {
  /** The units, by their names. */
  readonly units: ReadonlySet<string>;
  readonly reason: string;
  /** The files that have the bytes of before, baselines included. */
  readonly restored: readonly string[];
}

/**
 * Asks the projects' own TypeScript about all that a run has kept, once, and puts back what it refuses: units with an error in one of their
 * files, or all where that does not end the errors. Undefined where it refuses nothing, or was interrupted.
 */
export async function confirmKept({ types, project: { root } }: Session, journal: Journal): Promise<Unconfirmed | undefined> {
  const read = readJournal(root, journal.id);
  const run = read && stateOf(read);
  if (!run || run.kept.length === 0) return undefined;
  const { before } = textsOf(run.kept, journal);
  const ask = (kept: readonly KeptRecord[]): Promise<readonly ShownTypeError[] | undefined> =>
    types.confirm(before, new Map([...before, ...textsOf(kept, journal).after]));
  const errors = (await ask(run.kept)) ?? [];
  if (errors.length === 0) return undefined;
  let refused = withFiles(run.kept, new Set(errors.map(({ file }) => file)));
  const others = run.kept.filter((unit) => !refused.includes(unit));
  if (refused.length === 0 || (others.length > 0 && ((await ask(others)) ?? []).length > 0)) refused = run.kept;
  const files = [...new Set(refused.flatMap((unit) => unit.files.map(({ path }) => path)))];
  const { restored, changed } = rollBack(root, run, { files });
  const reason = `the project's own TypeScript refuses it: ${describeErrors(errors)!}`;
  const foreign = changed.map(({ file }) => file).join(", ");
  types.refresh(restored);
  return {
    restored,
    units: new Set(changed.length > 0 ? [] : refused.map(({ unit }) => unit)),
    reason: changed.length > 0 ? `${reason}; nothing was put back, as ${foreign} changed meanwhile` : reason,
  };
}

/** The units that changed one of the files, and those that changed the same files as one of these. */
function withFiles(kept: readonly KeptRecord[], files: ReadonlySet<string>): readonly KeptRecord[] {
  const all = new Set(files);
  for (;;) {
    const found = kept.filter((unit) => unit.files.some(({ path }) => all.has(path)));
    const count = all.size;
    for (const { path } of found.flatMap((unit) => unit.files)) all.add(path);
    if (found.length === 0 || all.size === count) return found;
  }
}

/** The texts of the files as they were before all of the units, and after them. */
function textsOf(
  kept: readonly KeptRecord[],
  journal: Journal,
): Readonly<Record<"before" | "after", ReadonlyMap<string, string>>> {
  const [before, after] = [new Map<string, string>(), new Map<string, string>()];
  for (const change of kept.flatMap(({ files }) => files)) {
    if (!before.has(change.path)) before.set(change.path, textOf(journal.bytes(change.before)));
    after.set(change.path, textOf(journal.bytes(change.after)));
  }
  return { before, after };
}
