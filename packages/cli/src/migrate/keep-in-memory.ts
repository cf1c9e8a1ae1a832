import type { EditedFile } from "./edit-file.js";
import type { Session } from "./session.js";
import { textOf } from "./verify-types.js";

/** So that the next unit is judged on top of this one; returns why it can't be kept, if it can't. */
export async function keepInMemory({ types }: Session, edits: readonly EditedFile[]): Promise<string | undefined> {
  if (edits.length === 0) return undefined;
  const verdict = await types.judge(new Map(edits.map(({ file, after }) => [file, textOf(after)])));
  if (verdict.reason === undefined) verdict.keep();
  return verdict.reason;
}
