import type { ShownTypeError } from "@godwit/program";
import { textOf } from "../disk/unit-files.js";
import { rollBack } from "../../rollback/rollback.js";
import { type Journal, readJournal } from "../journal/journal.js";
import type { KeptRecord } from "../journal/records.js";
import { type RunState, stateOf } from "../journal/run-state.js";
import { describeErrors, type Types } from "./verify-types.js";

/** What the projects' own TypeScript has refused at the end of a run. */
export interface Unconfirmed {
  readonly reason: string;
  /** The files that have the bytes of before, baselines included; none where somebody else changed one. */
  readonly restored: readonly string[];
}

/** A unit that was kept, with the journal that says so. */
interface Kept extends KeptRecord {
  readonly journal: Journal;
}

/**
 * Asks the projects' own TypeScript about all that some journals, in their order, say was kept, once, and puts back what it refuses: units with
 * an error in one of their files, or all where that does not end the errors. Says so of each journal with such a unit; none where
 * nothing is refused, or it was interrupted. `beforePutBack` is waited for before a file changes.
 */
export async function confirmKept(
  types: Types,
  root: string,
  journals: readonly Journal[],
  beforePutBack: () => Promise<unknown>,
): Promise<ReadonlyMap<Journal, Unconfirmed>> {
  const runs = journals.flatMap((journal): { readonly journal: Journal; readonly state: RunState }[] => {
    const read = readJournal(root, journal.id);
    return read ? [{ journal, state: stateOf(read) }] : [];
  });
  const all = runs.flatMap(({ journal, state }) => state.kept.map((unit): Kept => ({ ...unit, journal })));
  if (all.length === 0) return new Map();
  const { before } = textsOf(all);
  const ask = (kept: readonly Kept[]): Promise<readonly ShownTypeError[] | undefined> =>
    types.confirm(before, new Map([...before, ...textsOf(kept).after]));
  const errors = (await ask(all)) ?? [];
  if (errors.length === 0) return new Map();
  let refused = withFiles(all, new Set(errors.map(({ file }) => file)));
  const others = all.filter((unit) => !refused.includes(unit));
  if (refused.length === 0 || (others.length > 0 && ((await ask(others)) ?? []).length > 0)) refused = all;
  const reason = `the project's own TypeScript refuses it: ${describeErrors(errors)!}`;
  await beforePutBack();
  const found = new Map<Journal, Unconfirmed>();
  // A later contract may have changed the same files.
  for (const { journal, state } of [...runs].reverse()) {
    const own = refused.filter((unit) => unit.journal === journal);
    if (own.length === 0) continue;
    const files = [...new Set(own.flatMap((unit) => unit.files.map(({ path }) => path)))];
    const { restored, changed } = rollBack(root, state, { files });
    const foreign = changed.map(({ file }) => file).join(", ");
    types.refresh(restored);
    found.set(journal, {
      restored,
      reason: changed.length > 0 ? `${reason}; nothing was put back, as ${foreign} changed meanwhile` : reason,
    });
  }
  return found;
}

/** The units that changed one of the files, and those that changed the same files as one of these. */
function withFiles(kept: readonly Kept[], files: ReadonlySet<string>): readonly Kept[] {
  const all = new Set(files);
  for (;;) {
    const found = kept.filter((unit) => unit.files.some(({ path }) => all.has(path)));
    const count = all.size;
    for (const { path } of found.flatMap((unit) => unit.files)) all.add(path);
    if (found.length === 0 || all.size === count) return found;
  }
}

/** The texts of the files as they were before all of the units, and after them. */
function textsOf(kept: readonly Kept[]): Readonly<Record<"before" | "after", ReadonlyMap<string, string>>> {
  const [before, after] = [new Map<string, string>(), new Map<string, string>()];
  for (const { journal, files } of kept)
    for (const change of files) {
      if (!before.has(change.path)) before.set(change.path, textOf(journal.bytes(change.before)));
      after.set(change.path, textOf(journal.bytes(change.after)));
    }
  return { before, after };
}
