import path from "node:path";
import type { Violation } from "@godwit/core/engine";
import { concerning, contractsFor } from "../findings.js";
import { listFiles, type ListedFile } from "../files/list-files.js";
import { readSource } from "../files/read-source.js";
import { findMockers, openingWith } from "./find-mockers.js";
import { findHeldBack, siteOfExports, type HeldBack, type Mocker, type SiteOfExports } from "./hold-back.js";
import type { MockQuestion } from "./outside-mocks.js";

/** Says for one file after another which fixes wait for a test; reads the root once, when a file first has a fix. */
export class MockIndex {
  readonly #question: MockQuestion;
  #files: readonly ListedFile[] = [];
  #mockers: readonly Mocker[] | undefined;
  readonly #sites = new Map<string, readonly SiteOfExports[]>();

  constructor(question: MockQuestion) {
    this.#question = question;
  }

  /** The violations of a file (relative to the root) whose fix would part a test from what it mocks. */
  heldBackIn(file: string, violations: readonly Violation[]): ReadonlyMap<Violation, HeldBack> {
    const held = new Map<Violation, HeldBack>();
    if (!violations.some(isFix)) return held;
    const near = this.#readMockers().filter((mocker) => mocker.file === file || mocker.imports(file));
    if (near.length === 0) return held;
    const own = new Map(violations.map((violation) => [siteOfExports(violation, file, isFix(violation)), violation]));
    const around = this.#files.filter(
      ({ path: other }) => other !== file && near.some((mocker) => mocker.file === other || mocker.imports(other)),
    );
    const reasons = findHeldBack([...own.keys(), ...around.flatMap((other) => this.#sitesOf(other))], near);
    for (const [site, violation] of own) {
      const reason = isFix(violation) ? reasons.get(site) : undefined;
      if (reason) held.set(violation, reason);
    }
    return held;
  }

  #readMockers(): readonly Mocker[] {
    if (this.#mockers) return this.#mockers;
    const { engine, open } = this.#question;
    this.#files = listFiles(engine.root);
    return (this.#mockers = findMockers(engine, this.#files, openingWith(open)));
  }

  #sitesOf({ path: file, isLink }: ListedFile): readonly SiteOfExports[] {
    let sites = this.#sites.get(file);
    if (!sites) this.#sites.set(file, (sites = isLink ? [] : this.#readSites(file)));
    return sites;
  }

  #readSites(file: string): readonly SiteOfExports[] {
    const { engine, contracts, open } = this.#question;
    const own = contractsFor(contracts, file).filter(({ contract }) => contract.status !== "planned");
    const absolute = path.join(engine.root, file);
    try {
      const read = readSource(absolute);
      const rules = read.kind === "text" ? concerning(own, absolute, read.bytes).flatMap((active) => active.rules) : [];
      if (read.kind !== "text" || rules.length === 0) return [];
      return engine
        .analyse(open(absolute, read.text), rules)
        .violations.map((violation) => siteOfExports(violation, file, isFix(violation)));
    } catch {
      // A file that can't be read or parsed is reported by who lints it.
      return [];
    }
  }
}

function isFix({ level, disabled }: Violation): boolean {
  return level === "fix" && !disabled;
}
