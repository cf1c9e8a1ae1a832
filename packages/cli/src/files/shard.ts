import { createHash } from "node:crypto";
import path from "node:path";
import { linkStatsAt } from "@godwit/core/disk";
import { UsageError } from "../failure.js";

/** One of `count` parts of the files; `index` starts at 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Reads `2/3`; throws `UsageError`. */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (index !== undefined && shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new UsageError(`--shard ${text} is no part. Write --shard 1/3, 2/3 and 3/3 for the three parts of all files.`);
}

/**
 * Returns the number of each file's shard, also for files that are not in the list. The files are put into an order that only their names
 * decide, and cut where each part has about as many bytes: so a change of some files moves only those next to a cut to another shard.
 */
export function shardsOf(files: readonly string[], count: number, bytesOf: (file: string) => number): (file: string) => number {
  const placed = files.map((file) => ({ place: placeOf(file), weight: roundUp(bytesOf(file)) }));
  placed.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
  const total = placed.reduce((sum, { weight }) => sum + weight, 0);
  // The first place of each shard but the first one.
  const cuts: string[] = [];
  let before = 0;
  for (const { place, weight } of placed) {
    const shard = Math.min(count - 1, Math.floor(((before + weight / 2) / total) * count));
    while (cuts.length < shard) cuts.push(place);
    before += weight;
  }
  return (file) => {
    const place = placeOf(file);
    return cuts.filter((cut) => cut <= place).length + 1;
  };
}

/** The bytes of a file on disk; 0 if it is not there. */
export function bytesOnDisk(root: string): (file: string) => number {
  return (file) => linkStatsAt(path.join(root, file))?.size ?? 0;
}

function placeOf(file: string): string {
  return createHash("sha256").update(file).digest("hex").slice(0, 16);
}

/** To the next power of the root of two, so that a small edit moves no cut; a file without bytes costs time, too. */
function roundUp(bytes: number): number {
  return 2 ** (Math.ceil(2 * Math.log2(bytes + 512)) / 2);
}
