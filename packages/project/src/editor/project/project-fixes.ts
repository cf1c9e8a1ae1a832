import path from "node:path";
import { type SourceFile, type TextEdit, applyTextEdits } from "@godwit/core/engine";
import {
  concerning,
  contractsFor,
  type Finding,
  type MockQuestion,
  type Project,
  type SiteOfExports,
  findAskers,
  findHeldBack,
  findMockers,
  findOutsideMocks,
  groupByMocks,
  isFixable,
  kindOfSite,
  listFiles,
  openingWith,
  outsideSites,
  siteOfExports,
} from "../../index.js";
import { fixAllOf } from "../actions.js";
import type { FileFindings } from "../findings.js";

/** The safe fixes of a contract in one file. */
export interface ProjectFix {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** How many violations they fix. */
  readonly count: number;
  readonly edits: readonly TextEdit[];
}

/** The safe fixes of a contract in a project. */
export interface ProjectFixes {
  /** What is taken or left as a whole: a file, or code together with the tests that mock what it leaves. */
  readonly units: readonly (readonly ProjectFix[])[];
  /** How many fixes were left out, because they would part code from the mocks of its tests. */
  readonly heldBack: number;
  /** The files that the contract may be about and that do not parse (absolute paths). */
  readonly broken: readonly string[];
}

/** What the fix of a project needs from an editor front. */
export interface ProjectFixHost {
  readonly project: Project;
  /** The files with violations of the contract (absolute paths). */
  readonly files: readonly string[];
  findings(file: string): FileFindings | undefined;
  /** The text of a file, as the editor or else the disk has it. */
  read(file: string): string | undefined;
  /** Opens a text as a file; throws if it does not parse. */
  open(file: string, text: string): SourceFile;
}

/** The safe fixes of a contract in all files, as `godwit check --fix` writes them. */
export function fixProject(host: ProjectFixHost, contract: string): ProjectFixes {
  const { project } = host;
  const question: MockQuestion = {
    engine: project.engine,
    contracts: project.contracts.filter((each) => each.contract.id === contract),
    open: (file, text) => host.open(file, text),
  };
  const listed = listFiles(project.root);
  const mockers = findMockers(project.engine, listed, openingWith(question.open));
  const found = host.files.flatMap((file) => host.findings(file) ?? []);
  const own = found.flatMap((findings) => usesOf(findings, contract));
  const outside = outsideSites(question, mockers);
  const held = findHeldBack([...own, ...outside], mockers, findAskers(project.engine, listed, openingWith(question.open)));
  const kinds = new Set([...held.keys()].map(kindOfSite));
  const isTakenIn =
    (file: string) =>
    ({ violation }: Finding): boolean =>
      !kinds.has(kindOfSite(siteOfExports(violation, file, true)));
  const fixes = new Map(
    found.flatMap((findings) => {
      const file = pathInRoot(findings);
      const all = fixAllOf(findings, contract, isTakenIn(file));
      const { path: absolute, text } = findings.document;
      return all ? [[file, { file: absolute, text, count: all.count, edits: all.edits() }] as const] : [];
    }),
  );
  const groups = groupByMocks(own, mockers, outside).filter((group) => group.some((file) => fixes.has(file)));
  const fixOf = (file: string): ProjectFix | undefined => fixes.get(file) ?? fixOutside(question, file, isTakenIn(file));
  const grouped = new Set(groups.flat());
  const alone = [...fixes.keys()].filter((file) => !grouped.has(file)).map((file) => [file]);
  return {
    units: [...groups, ...alone].map((unit) => unit.flatMap((file) => fixOf(file) ?? [])),
    heldBack: own.filter((site) => held.has(site)).length,
    broken: listed.flatMap((file) => (isBroken(host, question.contracts, file.path) ? [path.join(project.root, file.path)] : [])),
  };
}

/** Whether a file (relative to the root) has words of the contracts and does not parse. */
function isBroken(host: ProjectFixHost, contracts: MockQuestion["contracts"], file: string): boolean {
  const own = contractsFor(contracts, file);
  const absolute = path.join(host.project.root, file);
  const text = own.length > 0 ? host.read(absolute) : undefined;
  if (text === undefined || concerning(own, absolute, text).length === 0) return false;
  try {
    host.open(absolute, text);
    return false;
  } catch {
    return true;
  }
}

/** Moves the mocks in a file (relative to the root) that the contract leaves out. */
function fixOutside(question: MockQuestion, file: string, isTaken: (finding: Finding) => boolean): ProjectFix | undefined {
  const outside = findOutsideMocks(question, file);
  const chosen = outside?.found.filter(isTaken) ?? [];
  if (!outside || chosen.length === 0) return undefined;
  const { read, editAll } = outside;
  return { file: path.join(question.engine.root, file), text: read.text, count: chosen.length, edits: editAll(chosen) };
}

/** One edit that does the same as several of one text, so that nobody can take half of a fix, such as a call without its import. */
export function mergeEdits({ text, edits }: Pick<ProjectFix, "text" | "edits">): TextEdit {
  const start = Math.min(...edits.map(({ range }) => range[0]));
  const end = Math.max(...edits.map(({ range }) => range[1]));
  return { range: [start, end], text: applyTextEdits(text, edits, [start, end]) };
}

/** How many files are named; a sentence has no room for more. */
const MOST_NAMED = 3;

/** A sentence about each kind of fix that is not taken, with a space before it; empty if there is none. */
export function describeWaiting({
  heldBack,
  leftOut,
}: {
  readonly heldBack: number;
  readonly leftOut: readonly string[];
}): string {
  const mocks = heldBack === 0 ? "" : ` ${heldBack} more would part code from the mocks of its tests, and wait.`;
  const more = leftOut.length > MOST_NAMED ? ` and ${leftOut.length - MOST_NAMED} more` : "";
  const files = leftOut.length === 0 ? "" : ` Left out: ${leftOut.slice(0, MOST_NAMED).join(", ")}${more}.`;
  return mocks + files;
}

/** What a file's violations, or those of one contract, do to the exports that mocks are about: first the reported ones, then disabled ones. */
export function usesOf(findings: FileFindings, contract?: string): SiteOfExports[] {
  const file = pathInRoot(findings);
  const isMeant = (id: string): boolean => contract === undefined || id === contract;
  const [open, disabled] = [findings.open, findings.disabled].map((all) => all.filter((each) => isMeant(each.contract.id)));
  return [
    ...open!.map((finding) => siteOfExports(finding.violation, file, isFixable(finding))),
    ...disabled!.map((finding) => siteOfExports(finding.violation, file, false)),
  ];
}

/** A file's path relative to its root. */
function pathInRoot({ project, document }: FileFindings): string {
  return project.engine.modules.relative(document.path) ?? document.path;
}
