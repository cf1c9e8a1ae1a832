import path from "node:path";
import {
  concerning,
  contractsFor,
  findHeldBack,
  findInSource,
  findMockers,
  kindOfSite,
  readSource,
  siteOfExports,
  type Finding,
  type HeldBack,
  type ListedFile,
  type Mocker,
  type SiteOfExports,
} from "@godwit/project";
import { openSource } from "../host/source-file.js";
import { isAsked, type FindHeldBack, type Search } from "./finding.js";

/** The files of a root, and those of them that may be written. */
export interface FixedFiles {
  readonly root: string;
  readonly all: readonly ListedFile[];
  readonly selected: readonly ListedFile[];
  /** The files that mock modules, where they are known already. */
  readonly mockers?: readonly Mocker[];
}

/** Finds the fixes that would part code from the mocks of its tests; undefined where nothing mocks a module. */
export function holdBack(search: Search, { root, all, selected, ...known }: FixedFiles): FindHeldBack | undefined {
  const mockers = known.mockers ?? findMockers(search.engine, all, openSource);
  if (mockers.length === 0) return undefined;
  const written = new Set(selected.filter(({ isLink }) => !isLink).map((file) => file.path));
  const own = mockers.filter(({ file }) => written.has(file));
  // A file that no test with mocks runs can neither wait nor let others wait.
  const isConcerned = (file: string): boolean =>
    (written.has(file) ? mockers : own).some((mocker) => mocker.file === file || mocker.imports(file));
  const sites = all.flatMap(({ path: file }) =>
    sitesIn(search, path.join(root, file), file, { isSelected: written.has(file), isConcerned }),
  );
  const held = new Map<string, HeldBack>();
  for (const [site, reason] of findHeldBack(sites, mockers)) held.set(kindOfSite(site), reason);
  return (file, finding) =>
    finding.violation.level === "fix" ? held.get(kindOfSite(siteOfExports(finding, file, true))) : undefined;
}

interface FileAsked {
  readonly isSelected: boolean;
  isConcerned(file: string): boolean;
}

function sitesIn(search: Search, absolute: string, file: string, { isSelected, isConcerned }: FileAsked): SiteOfExports[] {
  const { engine, phase, contracts } = search;
  const own = contractsFor(contracts, file).filter((each) => each.contract.status !== "planned" && isAsked(search, each, file));
  if (own.length === 0) return [];
  try {
    const read = readSource(absolute);
    if (read.kind !== "text") return [];
    const concerned = concerning(own, absolute, read.bytes);
    if (concerned.length === 0 || !isConcerned(file)) return [];
    const { open, disabled } = findInSource(engine, openSource(absolute, read.text), file, concerned);
    const isWritten = (finding: Finding): boolean =>
      isSelected && (phase === undefined || finding.phase?.name === phase) && finding.violation.level === "fix";
    return [
      ...open.map((finding) => siteOfExports(finding, file, isWritten(finding))),
      ...disabled.map((finding) => siteOfExports(finding, file, false)),
    ];
  } catch {
    // `check` names the files that it can't read or parse.
    return [];
  }
}
