import { applyTextEdits, type TextEdit } from "@godwit/core/engine";

/** Usually one round is enough; more are for fixes that cause another contract's violation. */
const MAX_ROUNDS = 3;

/** A text with its findings, and how to fix it and search it again. */
export interface FixTask<Findings> {
  readonly text: string;
  readonly findings: Findings;
  /** The edits of the safe fixes; none if there is nothing to fix. */
  edits(findings: Findings): readonly TextEdit[];
  /** The findings in the text after a round; undefined ends the rounds. */
  find(text: string): Findings | undefined;
}

/** A text after its safe fixes. */
export interface FixedText<Findings> {
  readonly text: string;
  /** The findings in that text; undefined if there are none, or if they are not known. */
  readonly left: Findings | undefined;
  /** The edits that made it, if one round was enough. */
  readonly edits: readonly TextEdit[] | undefined;
}

/** Applies the safe fixes of a text until nothing changes. */
export function fixInRounds<Findings>(task: FixTask<Findings>): FixedText<Findings> {
  let { text } = task;
  let left: Findings | undefined = task.findings;
  const rounds: (readonly TextEdit[])[] = [];
  while (rounds.length < MAX_ROUNDS && left !== undefined) {
    const edits = task.edits(left);
    const next = applyTextEdits(text, edits);
    if (next === text) break;
    rounds.push(edits);
    left = task.find(next);
    text = next;
  }
  return { text, left, edits: rounds.length > 1 ? undefined : (rounds[0] ?? []) };
}
