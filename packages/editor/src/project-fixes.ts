import { applyTextEdits, type SourceFile, type TextEdit } from "@godwit/engine";
import {
  findHeldBack,
  findMockers,
  groupByMocks,
  kindOfSite,
  listFiles,
  siteOfExports,
  type Finding,
  type Project,
} from "@godwit/project";
import { fixAllOf } from "./actions.js";
import { pathInRoot, usesOf } from "./export-uses.js";
import type { FileFindings } from "./findings.js";

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
}

/** What the fix of a project needs from an editor front. */
export interface ProjectFixHost {
  readonly project: Project;
  /** The files with violations of the contract (absolute paths). */
  readonly files: readonly string[];
  findings(file: string): FileFindings | undefined;
  /** Opens a text as a file; throws if it does not parse. */
  open(file: string, text: string): SourceFile;
}

/** The safe fixes of a contract in all files, as `godwit check --fix` writes them. */
export function fixProject(host: ProjectFixHost, contract: string): ProjectFixes {
  const { project } = host;
  const mockers = findMockers(project.engine, listFiles(project.root), (file, text) => host.open(file, text));
  const found = host.files.flatMap((file) => host.findings(file) ?? []);
  const sites = found.flatMap((findings) => usesOf(findings, contract));
  const held = findHeldBack(sites, mockers);
  const kinds = new Set([...held.keys()].map(kindOfSite));
  const fixes = new Map(
    found.flatMap((findings) => {
      const file = pathInRoot(findings);
      const isTaken = (finding: Finding): boolean => !kinds.has(kindOfSite(siteOfExports(finding, file, true)));
      const all = fixAllOf(findings, contract, isTaken);
      const { path, text } = findings.document;
      return all ? [[file, { file: path, text, count: all.count, edits: all.edits() }] as const] : [];
    }),
  );
  const groups = groupByMocks(sites, mockers).map((group) => group.filter((file) => fixes.has(file)));
  const grouped = new Set(groups.flat());
  const units = [
    ...groups.filter(({ length }) => length > 0),
    ...[...fixes.keys()].filter((file) => !grouped.has(file)).map((file) => [file]),
  ];
  return { units: units.map((unit) => unit.map((file) => fixes.get(file)!)), heldBack: held.size };
}

/** One edit that does the same as several of one text, so that nobody can take half of a fix, such as a call without its import. */
export function mergeEdits({ text, edits }: Pick<ProjectFix, "text" | "edits">): TextEdit {
  const start = Math.min(...edits.map(({ range }) => range[0]));
  const end = Math.max(...edits.map(({ range }) => range[1]));
  const shifted = edits.map(({ range, text: fresh }) => ({ range: [range[0] - start, range[1] - start] as const, text: fresh }));
  return { range: [start, end], text: applyTextEdits(text.slice(start, end), shifted) };
}
