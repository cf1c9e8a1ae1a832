import { applyTextEdits, composeEdits } from "../edits/compose.js";
import type { Applicable } from "../edits/edit.js";
import { type ChangedPart, type EngineHost, findFault } from "../syntax/source-file.js";
import type { FileView } from "../semantics/file-view.js";
import { type TextEdit, firstIndex, type Range } from "../syntax/ranges.js";
import { orderOf, type PendingViolation } from "./engine.js";

/** Edits that break a file one by one are looked for this often; then the rest of the file is left alone. */
const MOST_BROKEN = 50;

/**
 * Composes the edits of one file and leaves out those that would break it, alone or with others before them. Only results are
 * parsed, not each edit: parsing costs more than all rules together.
 */
export class SoundEdits {
  readonly #file: FileView;
  readonly #host: EngineHost;
  /** Why the edits that were left out were. */
  readonly #broken = new Map<PendingViolation, string>();
  readonly #faults = new Map<string, string | undefined>();

  /** All of the file's that have edits: what one costs to check, all cost together. */
  readonly #drafts: readonly PendingViolation[];
  #isChecked = false;

  constructor(file: FileView, host: EngineHost, drafts: readonly PendingViolation[]) {
    this.#file = file;
    this.#host = host;
    this.#drafts = drafts.filter(({ edit, isDisabled }) => edit.level !== "hint" && !isDisabled);
  }

  get broken(): ReadonlyMap<PendingViolation, string> {
    return this.#broken;
  }

  /** The edits of the drafts as one change of the file that does not break it. */
  compose(drafts: readonly PendingViolation[]): readonly TextEdit[] {
    let left = drafts.filter((draft) => !this.#broken.has(draft)).sort((a, b) => orderOf(a) - orderOf(b));
    for (let count = 0; count < MOST_BROKEN; count++) {
      const edits = this.#edits(left);
      const fault = this.#faultOf(edits);
      if (fault === undefined) return edits;
      const broken = this.#firstBroken(left);
      this.#broken.set(broken, fault);
      left = left.filter((draft) => draft !== broken);
    }
    for (const draft of left) this.#broken.set(draft, "it was not tried, because too many fixes of this file break it");
    return [];
  }

  /** The own edits of a draft; none if they would break the file. */
  own(draft: PendingViolation): readonly TextEdit[] {
    if (!this.#isChecked) this.#checkAll();
    return this.#broken.has(draft) ? [] : this.#edits([draft]);
  }

  #checkAll(): void {
    this.#isChecked = true;
    this.compose(this.#drafts.filter(({ edit }) => edit.level === "fix"));
    for (const batch of apart(this.#drafts.filter(({ edit }) => edit.level === "suggestion"))) this.compose(batch);
  }

  /** The last draft of the shortest beginning that breaks the file: what comes first in order is kept. */
  #firstBroken(drafts: readonly PendingViolation[]): PendingViolation {
    let [sound, broken] = [0, drafts.length];
    while (broken - sound > 1) {
      const middle = (sound + broken) >> 1;
      if (this.#faultOf(this.#edits(drafts.slice(0, middle))) === undefined) sound = middle;
      else broken = middle;
    }
    return drafts[broken - 1]!;
  }

  #edits(drafts: readonly PendingViolation[]): readonly TextEdit[] {
    return composeEdits(this.#file, [...new Set(drafts.map((draft) => draft.edit as Applicable))]);
  }

  #faultOf(edits: readonly TextEdit[]): string | undefined {
    if (edits.length === 0) return undefined;
    const { path, text, program } = this.#file;
    const after = applyTextEdits(text, edits);
    if (!this.#faults.has(after)) {
      const statements = () => program.body.map(({ range }) => range);
      const changed = { path, before: text, after, changedStatements: () => changedStatements(text, edits, statements()) };
      this.#faults.set(after, findFault(this.#host, changed));
    }
    return this.#faults.get(after);
  }
}

/** Puts drafts into groups in which no two change the same part of the file. */
function apart(drafts: readonly PendingViolation[]): PendingViolation[][] {
  const placed = drafts
    .map((draft) => {
      const ranges = (draft.edit as Applicable).changes.map(({ range }) => range);
      return { draft, start: Math.min(...ranges.map(([start]) => start)), end: Math.max(...ranges.map(([, end]) => end)) };
    })
    .sort((a, b) => a.start - b.start);
  const groups: { drafts: PendingViolation[]; end: number }[] = [];
  for (const { draft, start, end } of placed) {
    const group = groups.find((each) => each.end < start);
    if (group) {
      group.drafts.push(draft);
      group.end = end;
    } else groups.push({ drafts: [draft], end });
  }
  return groups.map((group) => group.drafts);
}

/**
 * Only the statements of a text that some edits (in order) touch, before and after them, each with those beside it: a parser finds the same
 * in them as in the whole text, which takes it much longer. `statements` are the ranges of all, in order.
 */
export function changedStatements(text: string, edits: readonly TextEdit[], statements: readonly Range[]): ChangedPart {
  const parts: { start: number; end: number; edits: TextEdit[] }[] = [];
  for (const edit of edits) {
    const [start, end] = around(edit.range, statements, text.length);
    const last = parts.at(-1);
    if (last && start <= last.end) {
      last.end = Math.max(end, last.end);
      last.edits.push(edit);
    } else parts.push({ start, end, edits: [edit] });
  }
  const joined = (write: (part: (typeof parts)[number]) => string): string => parts.map(write).join("\n;\n");
  return {
    before: joined(({ start, end }) => text.slice(start, end)),
    after: joined((part) => applyTextEdits(text, part.edits, [part.start, part.end])),
  };
}

/** The range from before the statement in front of those that a range touches to the end of the one behind them. */
function around([start, end]: Range, statements: readonly Range[], length: number): Range {
  const front = firstIndex(statements.length, (at) => statements[at]![1] >= start) - 2;
  const behind = firstIndex(statements.length, (at) => statements[at]![0] > end);
  return [statements[front]?.[1] ?? 0, statements[behind]?.[1] ?? length];
}
