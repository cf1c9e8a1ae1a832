import path from "node:path";
import {
  contractsFor,
  findHeldBack,
  findInSource,
  findMockers,
  kindOfSite,
  mayConcern,
  readSource,
  ruleIdOf,
  type Finding,
  type HeldBack,
  type ListedFile,
  type SiteOfExports,
} from "@godwit/project";
import { openSource } from "../host/source-file.js";
import type { FindHeldBack, Search } from "./finding.js";

/** The files of a root, and those of them that may be written. */
export interface FixedFiles {
  readonly root: string;
  readonly all: readonly ListedFile[];
  readonly selected: readonly ListedFile[];
}

/** Finds the fixes that would part code from the mocks of its tests; undefined where nothing mocks a module. */
export function holdBack(search: Search, { root, all, selected }: FixedFiles): FindHeldBack | undefined {
  const mockers = findMockers(search.engine, all, openSource);
  if (mockers.length === 0) return undefined;
  const written = new Set(selected.filter(({ isLink }) => !isLink).map((file) => file.path));
  const own = mockers.filter(({ file }) => written.has(file));
  const sites = all
    .filter(({ path: file }) => written.has(file) || own.some((mocker) => mocker.reaches(file)))
    .flatMap(({ path: file }) => sitesIn(search, root, file, written.has(file)));
  const held = new Map<string, HeldBack>();
  for (const [site, reason] of findHeldBack(sites, mockers)) held.set(kindOfSite(site), reason);
  return (file, finding) =>
    finding.violation.level === "fix"
      ? held.get(kindOfSite({ ...exportsOf(finding), file, rule: ruleIdOf(finding) }))
      : undefined;
}

function sitesIn({ engine, contracts, phase }: Search, root: string, file: string, isSelected: boolean): SiteOfExports[] {
  const concerned = contractsFor(contracts, file).filter(({ contract }) => contract.status !== "planned");
  const absolute = path.join(root, file);
  try {
    const read = readSource(absolute);
    if (read.kind !== "text" || !mayConcern(concerned, absolute, read.text)) return [];
    const { open, disabled } = findInSource(engine, openSource(absolute, read.text), file, concerned);
    const isAsked = (finding: Finding) => phase === undefined || finding.phase?.name === phase;
    const toSite = (finding: Finding, isWritten: boolean): SiteOfExports => ({
      ...exportsOf(finding),
      ...{ file, rule: ruleIdOf(finding), isMock: finding.violation.isMock, isWritten },
    });
    return [
      ...open.map((finding) => toSite(finding, isSelected && isAsked(finding) && finding.violation.level === "fix")),
      ...disabled.map((finding) => toSite(finding, false)),
    ];
  } catch {
    // `check` names the files that it can't read or parse.
    return [];
  }
}

function exportsOf({ violation }: Finding): Pick<SiteOfExports, "left" | "needed"> {
  return violation.exportsChanged();
}
