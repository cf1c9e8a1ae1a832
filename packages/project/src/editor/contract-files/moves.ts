import type { TextEdit } from "@godwit/core/engine";
import { readContractText, type Entry } from "./contract-text.js";

/** A file or folder that gets another name; paths relative to the root, with `/`. */
export interface MovedPath {
  readonly from: string;
  readonly to: string;
}

/**
 * The edits that let a contract name moved files as they are now. What speaks of the past stays: the `from` and `sources` of rules, and
 * the examples.
 */
export function followMovesIn(text: string, moves: readonly MovedPath[]): readonly TextEdit[] {
  return (readContractText(text)?.entries ?? []).flatMap((entry): TextEdit[] => {
    if (typeof entry.data !== "string" || !entry.data.startsWith("./") || speaksOfThePast(entry)) return [];
    const moved = moves.map((move) => renamed(entry.data as string, move)).find((each) => each !== undefined);
    const start = entry.value[0] + text.slice(...entry.value).indexOf(entry.data);
    if (moved === undefined || start < entry.value[0]) return [];
    return [{ range: [start, start + entry.data.length], text: moved }];
  });
}

function speaksOfThePast({ path }: Entry): boolean {
  return path[0] === "rules" && path.some((step) => step === "from" || step === "sources");
}

function renamed(value: string, { from, to }: MovedPath): string | undefined {
  const path = `./${from}`;
  if (value !== path && !value.startsWith(`${path}/`) && !value.startsWith(`${path}#`)) return undefined;
  return `./${to}${value.slice(path.length)}`;
}
