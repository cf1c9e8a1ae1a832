import { platform } from "node:os";
import path from "node:path";
import { digestOf, linkStatsAt } from "@godwit/core/disk";
import { Recorder } from "@godwit/core/modules";
import { AnswerCache } from "@godwit/project";
import type { CacheOptions } from "../check/cache/check-cache.js";
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

/** What earlier runs found out about versions of files; without options it knows nothing, and keeps nothing. */
export class VersionCache {
  readonly recorder = new Recorder();
  readonly #answers: AnswerCache | undefined;

  constructor(root: string, options: CacheOptions | undefined, mode: string) {
    const folder = options?.folder ?? historyFolder(root);
    if (!options || folder === undefined) return;
    const key = digestOf(JSON.stringify(["history 1", mode, options.build, platform()]));
    this.#answers = AnswerCache.open({ root, folder, key, startedAt: options.startedAt ?? Date.now() });
  }

  find(version: Version): VersionAnswer | undefined {
    const kept = this.#answers?.findNamed<VersionAnswer>(cacheKeyOf(version), version.blob);
    return kept && (kept.answer ?? NOTHING);
  }

  /** Finds an answer out and keeps it, with what it depends on. */
  keep(version: Version, absolute: string, run: () => VersionAnswer, isKept: boolean): VersionAnswer {
    const { value, trace } = this.recorder.forFile(absolute, run);
    const answer = value.tally.length > 0 || value.fault !== undefined ? value : undefined;
    if (isKept) this.#answers?.keepNamed(cacheKeyOf(version), version.blob, { answer, trace });
    return value;
  }

  /** Keeps what is known of these sets of contracts; returns why it could not be written. */
  save(sets: ReadonlySet<string>): string | undefined {
    return this.#answers?.save(this.recorder, (name) => sets.has(name.slice(0, name.indexOf(" "))));
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
