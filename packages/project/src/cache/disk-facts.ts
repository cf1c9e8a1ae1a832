import { dirname, join, relative, sep } from "node:path";
import { digestOf, findBytes, nearestRealPath, statsAt, type FileStats } from "@godwit/core/disk";
import { kindIn, listDirectory, namesakesIn, namesIn, outlineIn, type Fact } from "@godwit/core/modules";
import { mayHaveChanged, settledStamp, stampOf } from "./stamp.js";

/** The value of a fact that changed while it was used: it equals no other. */
const UNSURE = "?";

const ABOVE_ROOT = /^(?:\.\.\/)*\.\.$/;

/** Stamps by path, and facts with their values that none of these covers. */
export interface StampedFacts {
  readonly stamps: ReadonlyMap<string, string>;
  readonly unstamped: readonly (readonly [fact: string, value: string])[];
}

/** What facts are now; paths in facts are relative to the root, so that a cache can move. */
export class DiskFacts {
  readonly #root: string;
  readonly #below: string;
  readonly #startedAt: number;
  /** Stamps of an earlier run, by path. */
  readonly #stamps: ReadonlyMap<string, string>;
  readonly #unchanged = new Map<string, boolean>();
  /** What was looked at after the run, for facts and their stamps alike. */
  readonly #afterwards = new Map<string, FileStats | undefined>();
  readonly #listings = new Map<string, ReturnType<typeof listDirectory>>();

  constructor(root: string, startedAt: number, stamps: ReadonlyMap<string, string>) {
    this.#root = root;
    this.#below = root.endsWith(sep) ? root : `${root}${sep}`;
    this.#startedAt = startedAt;
    this.#stamps = stamps;
  }

  /** The fact with a path relative to the root. */
  toRelative(fact: Fact): string {
    if (fact === UNSURE) return fact;
    // Nearly all are plain paths below the root, and `relative` takes long.
    const isPlain = fact.startsWith(this.#below, 1) && !/[\\/](?:[./\\]|$)/.test(fact);
    const local = isPlain ? fact.slice(1 + this.#below.length) : relative(this.#root, fact.slice(1));
    return `${fact[0]!}${slashed(local)}`;
  }

  /** The fact with an absolute path. */
  toAbsolute(fact: string): Fact {
    return (fact === UNSURE ? fact : `${fact[0]!}${join(this.#root, fact.slice(1))}`) as Fact;
  }

  /** Whether a fact still has its value. */
  holds(fact: string, value: string): boolean {
    if (value === UNSURE || fact === UNSURE) return false;
    const place = this.#placeOf(fact);
    if (fact.startsWith("r") ? value === "=" && this.#isUnchangedUpwards(place) : this.#isUnchanged(place)) return true;
    return this.#read(fact) === value;
  }

  /**
   * The value of a fact, to be compared later, from what a run saw; of what nobody knows which version the run saw, one that equals
   * nothing.
   */
  valueOf(fact: string, seen: string | undefined): string {
    if (fact === UNSURE) return UNSURE;
    if (seen !== undefined) return this.#toValue(fact, seen);
    const stats = this.#statsAfterwards(this.#placeOf(fact));
    if (stats && mayHaveChanged(stats, this.#startedAt)) return UNSURE;
    return this.#read(fact);
  }

  #statsAfterwards(place: string): FileStats | undefined {
    if (!this.#afterwards.has(place)) this.#afterwards.set(place, statsAt(join(this.#root, place)));
    return this.#afterwards.get(place);
  }

  /** Whether all files and directories have the stamps that they had. */
  areAllUnchanged(): boolean {
    for (const place of this.#stamps.keys()) if (!this.#isUnchanged(place)) return false;
    return true;
  }

  /** Notes that a file was seen to have the stamp that it had. */
  noteUnchanged(place: string): void {
    if (this.#stamps.has(place)) this.#unchanged.set(place, true);
  }

  /** The stamps of today for places whose facts all hold; one that changed too lately to tell keeps its old stamp. */
  refreshed(stamps: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
    return new Map(
      Object.entries(stamps).map(([place, stamp]) => [place, this.#isUnchanged(place) ? stamp : this.#settled(place) || stamp]),
    );
  }

  /**
   * The stamps on which the facts' values stand, and the facts that no stamp covers; `isKept` says of a file whether its stamp is kept
   * with this digest elsewhere.
   */
  stampsFor(
    facts: readonly (readonly [fact: string, value: string])[],
    isKept: (file: string, digest: string) => boolean = () => false,
  ): StampedFacts {
    const stamps = new Map<string, string>();
    const places = new Map<string, boolean>();
    const isStamped = (place: string): boolean => {
      // Folders around the root change all the time, for reasons that are nobody's here.
      if (ABOVE_ROOT.test(place)) return false;
      const known = places.get(place);
      if (known !== undefined) return known;
      // Where it changed since it was looked at, the next run sees another stamp, and reads.
      const stamp = this.#unchanged.get(place) ? this.#stamps.get(place)! : this.#settled(place);
      if (stamp !== "") stamps.set(place, stamp);
      places.set(place, stamp !== "");
      return stamp !== "";
    };
    const isStampedUpwards = (place: string): boolean =>
      !place.startsWith("..") && isStamped(place) && (place === "" || isStampedUpwards(parentOf(place)));
    const isCovered = (fact: string, value: string): boolean => {
      if (fact.startsWith("t") && isKept(fact.slice(1), value)) return true;
      return fact.startsWith("r") ? value === "=" && isStampedUpwards(this.#placeOf(fact)) : isStamped(this.#placeOf(fact));
    };
    const unstamped = facts.filter(([fact, value]) => fact === UNSURE || value === UNSURE || !isCovered(fact, value));
    return { stamps, unstamped };
  }

  #settled(place: string): string {
    const stats = this.#statsAfterwards(place);
    return stats ? settledStamp(stats, this.#startedAt) : "";
  }

  /** The file or directory whose change may change the fact. */
  #placeOf(fact: string): string {
    const path = fact.slice(1);
    return ["e", "n", "r"].includes(fact[0]!) ? parentOf(path) : path;
  }

  #isUnchanged(place: string): boolean {
    const known = this.#unchanged.get(place);
    if (known !== undefined) return known;
    const stamp = this.#stamps.get(place);
    const stats = stamp === undefined ? undefined : statsAt(join(this.#root, place));
    const answer = stats !== undefined && stampOf(stats) === stamp;
    this.#unchanged.set(place, answer);
    return answer;
  }

  /** A path without links has none as long as no directory above it changes. */
  #isUnchangedUpwards(place: string): boolean {
    if (place.startsWith("..")) return false;
    return this.#isUnchanged(place) && (place === "" || this.#isUnchangedUpwards(parentOf(place)));
  }

  #read(fact: string): string {
    const path = join(this.#root, fact.slice(1));
    switch (fact[0]) {
      case "e":
        return kindIn(this.#list(dirname(path)), path);
      case "n":
        return this.#toValue(fact, namesakesIn(this.#list(dirname(path)), path));
      case "l":
        return this.#toValue(fact, namesIn(path, this.#list(path)));
      case "o":
        return this.#toValue(fact, outlineIn(path, this.#list(path)));
      case "r":
        return this.#toValue(fact, nearestRealPath(path));
      default:
        return digestOfFile(path);
    }
  }

  #toValue(fact: string, seen: string): string {
    if (fact.startsWith("e") || fact.startsWith("t")) return seen;
    // Short ones are shorter than a digest.
    if (fact.startsWith("n") && seen.length <= 80) return seen;
    if (!fact.startsWith("r")) return digestOf(seen);
    return seen === join(this.#root, fact.slice(1)) ? "=" : slashed(relative(this.#root, seen));
  }

  #list(directory: string): ReturnType<typeof listDirectory> {
    const known = this.#listings.get(directory) ?? listDirectory(directory);
    this.#listings.set(directory, known);
    return known;
  }
}

/** The digest of a file's bytes; "" if it can't be read. */
function digestOfFile(path: string): string {
  const bytes = findBytes(path, "scanned");
  return bytes ? digestOf(bytes) : "";
}

function parentOf(path: string): string {
  if (path === "" || /(^|\/)\.\.$/.test(path)) return `${path === "" ? "" : `${path}/`}..`;
  const at = path.lastIndexOf("/");
  return at < 0 ? "" : path.slice(0, at);
}

function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
