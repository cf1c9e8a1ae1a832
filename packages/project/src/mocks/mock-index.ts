import path from "node:path";
import type { Violation } from "@godwit/core/engine";
import { type ListedFile, listFiles } from "../files/list-files.js";
import { readSource } from "../files/read-source.js";
import { concerning, contractsFor } from "../findings.js";
import { findHeldBack, type HeldBack, sharesExport, siteOfExports, type SiteOfExports } from "./hold-back.js";
import type { Mocker } from "./mocker.js";
import { findMockers, openingWith, type MockQuestion } from "./outside-mocks.js";

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
    const own = new Map(violations.map((violation) => [siteOfExports(violation, file, isFix(violation)), violation]));
    const needed = new Set([...own.keys()].flatMap((site) => site.needed.map(({ module }) => module)));
    const isNear = (mocker: Mocker): boolean =>
      mocker.file === file || mocker.imports(file) || [...needed].some((module) => mocker.loadsAnew(file, module) > 0);
    const near = this.#readMockers().filter(isNear);
    if (near.length === 0) return held;
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

/**
 * Files that move together: a test with the code that it imports and whose exports it mocks. A mock `outside`, in a file that the
 * contract leaves out, has no move of its own: where its test imports none of the code, it goes with the last file that leaves its export.
 */
export function groupByMocks(
  sites: readonly SiteOfExports[],
  mockers: readonly Mocker[],
  outside: readonly SiteOfExports[] = [],
): readonly (readonly string[])[] {
  const groups = new Map<string, Set<string>>();
  const join = (a: string, b: string): void => {
    const all = new Set([...(groups.get(a) ?? [a]), ...(groups.get(b) ?? [b])]);
    for (const file of all) groups.set(file, all);
  };
  const isMocked = (site: SiteOfExports, mock: SiteOfExports): boolean =>
    !site.isMock && mock.rule === site.rule && sharesExport(mock.left, site.left);
  for (const mocker of mockers) {
    const mocks = [...sites, ...outside].filter(({ file, isMock }) => isMock && file === mocker.file);
    if (mocks.length === 0) continue;
    for (const site of sites) {
      if (site.file === mocker.file || groups.get(site.file)?.has(mocker.file)) continue;
      if (mocks.some((mock) => isMocked(site, mock)) && mocker.imports(site.file)) join(site.file, mocker.file);
    }
  }
  for (const mock of outside) {
    const code = groups.has(mock.file) ? undefined : sites.findLast((site) => site.isWritten && isMocked(site, mock));
    if (code) join(code.file, mock.file);
  }
  return [...new Set(groups.values())].map((group) => [...group].sort());
}
