import { LineIndex, nearestIn, type Problem } from "@godwit/core/contracts";
import type { TextEdit } from "@godwit/core/engine";
import type { Span } from "../document.js";
import { readContractText, type ContractText } from "./contract-text.js";

/** A problem of a contract with the part of the text that it is about. */
export interface ContractFileProblem {
  readonly problem: Problem;
  readonly span: Span;
  /** What a person most likely meant, as edits with titles. */
  readonly fixes: readonly { readonly title: string; readonly edit: TextEdit }[];
}

/** The problems of one contract file, as an editor underlines them. */
export function problemsIn(text: string, problems: readonly Problem[]): readonly ContractFileProblem[] {
  const contract = readContractText(text);
  const lines = new LineIndex(text, "plain");
  return problems.map((problem) => {
    const start = Math.min(lines.offsetAt(problem), text.length);
    const span = spanAt(text, contract, start);
    return { problem, span, fixes: [...quoting(text, start, problem), ...nearest(text, span, problem)] };
  });
}

function spanAt(text: string, contract: ContractText | undefined, start: number): Span {
  const entry = contract?.entries.findLast(({ key, value }) => key?.[0] === start || value[0] === start);
  if (entry?.key?.[0] === start) return entry.key;
  const isOneLine = entry && !/[\r\n]/.test(text.slice(...entry.value));
  if (entry && isOneLine && entry.value[1] > start) return entry.value;
  return [start, start + Math.max(/^[^\s,\]}]*/.exec(text.slice(start, start + 200))![0].length, start < text.length ? 1 : 0)];
}

/** "Quote this", where the problem's message says how. */
function quoting(text: string, start: number, { message }: Problem): ContractFileProblem["fixes"] {
  const quoted = /Quote this: (?:[^"']*\s)?((["']).*\2)\.$/s.exec(message)?.[1];
  if (quoted === undefined) return [];
  const raw = quoted.startsWith("'") ? quoted.slice(1, -1).replaceAll("''", "'") : quoted.slice(1, -1);
  const at = text.startsWith(raw, start) ? start : text.lastIndexOf(raw, start);
  if (raw === "" || at === -1 || start > at + raw.length) return [];
  return [{ title: `Quote this: ${quoted}`, edit: { range: [at, at + raw.length], text: quoted } }];
}

function nearest(text: string, span: Span, { message }: Problem): ContractFileProblem["fixes"] {
  const meant = nearestIn(message);
  if (meant === undefined) return [];
  const written = /"([^"]+)"|^(\S+) /
    .exec(message)
    ?.slice(1)
    .find((each) => each !== undefined);
  const part = text.slice(...span);
  const at = written === undefined ? -1 : part.indexOf(written);
  const range: Span = at === -1 ? span : [span[0] + at, span[0] + at + written!.length];
  return [{ title: `Write ${meant}`, edit: { range, text: meant } }];
}
