import { platform } from "node:os";
import path from "node:path";
import { digestOf, linkStatsAt } from "@godwit/core/disk";
import type { Looks } from "@godwit/core/modules";
import {
  footprintOf,
  isAsSeen,
  joinFootprints,
  parsePart,
  readCache,
  toPart,
  writeCache,
  type CacheOptions,
  type Footprint,
} from "@godwit/project";
import { NOTHING, type VersionAnswer } from "./version-counter.js";

/** A version of a file, looked at for a set of contracts. */
export interface Version {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly blob: string;
  /** The key of the contracts. */
  readonly set: string;
}

/** The folder of what is known of the past, relative to the root. */
const FOLDER = ".godwit/history";

/**
 * What earlier runs found out about versions of files, if all of the disk that they looked at for that is as it was; without options it
 * knows nothing, and keeps nothing.
 */
export class VersionCache {
  readonly #place:
    { readonly root: string; readonly folder: string; readonly key: string; readonly startedAt: number } | undefined;
  readonly #footprint: Footprint | undefined;
  /** By version; `null` is what most versions hold. */
  readonly #answers: Record<string, VersionAnswer | null> = {};
  #isNew = false;

  constructor(root: string, options: CacheOptions | undefined, mode: string) {
    const folder = options?.folder ?? historyFolder(root);
    if (!options || folder === undefined) return;
    const key = digestOf(JSON.stringify(["history 2", mode, options.build, platform()]));
    this.#place = { root, folder, key, startedAt: options.startedAt ?? Date.now() };
    const parts = readCache(folder, key);
    const footprint = parts && parsePart<Footprint>(parts.basis);
    if (!footprint || !isAsSeen(footprint, root)) return;
    this.#footprint = footprint;
    this.#answers = parsePart(parts.answers);
  }

  find(version: Version): VersionAnswer | undefined {
    const key = cacheKeyOf(version);
    return Object.hasOwn(this.#answers, key) ? (this.#answers[key] ?? NOTHING) : undefined;
  }

  /** Notes an answer for the next run. */
  keep(version: Version, { tally, fault }: VersionAnswer): void {
    this.#isNew = true;
    this.#answers[cacheKeyOf(version)] =
      tally.length > 0 || fault !== undefined ? { tally, ...(fault !== undefined && { fault }) } : null;
  }

  /** Saves what is known of these sets of contracts; `looks` are those of this run. Returns why it could not be written. */
  save(sets: ReadonlySet<string>, looks: Looks): string | undefined {
    const seen = this.#place && this.#isNew ? footprintOf(looks, this.#place) : undefined;
    if (!this.#place || !seen) return undefined;
    const { folder, key } = this.#place;
    const answers = Object.entries(this.#answers).filter(([name]) => sets.has(name.slice(0, name.indexOf(" "))));
    const basis = toPart(joinFootprints(seen, this.#footprint));
    return writeCache(folder, key, { basis, answers: toPart(Object.fromEntries(answers)) });
  }
}

function cacheKeyOf({ path: file, blob, set }: Version): string {
  return `${set} ${blob} ${file}`;
}

/** Where godwit keeps what it knows of the past; undefined if a link leads out of the root there. */
function historyFolder(root: string): string | undefined {
  const isLink = [".godwit", FOLDER].some((each) => linkStatsAt(path.join(root, each))?.isSymbolicLink());
  return isLink ? undefined : path.join(root, FOLDER);
}
