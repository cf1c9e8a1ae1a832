import path from "node:path";
import { isFile, isWithin, nearestRealPath, realPath } from "@godwit/core/disk";
import { SourceSyntaxError } from "@godwit/core/modules";
import { IgnoredFiles, listFiles, readSource, type Finding, type HeldBack, type Project } from "@godwit/project";
import { ownsFile } from "@godwit/core/contracts";
import { holdBack } from "../check/held-back.js";
import { UsageError } from "../failure.js";
import { type ExplainedPlace, explainSource, type SourceQuestion } from "./explain-source.js";

/** A place in a file, as it was asked about. */
export interface AskedPlace {
  /** Relative to the working directory, or absolute. */
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** Reads `file`, `file:line` and `file:line:column`; undefined if there is no such file. */
export function readPlace(what: string, cwd: string): AskedPlace | undefined {
  const [, start, line, column] = /^(.+?)(?::(\d{1,9}))?(?::(\d{1,9}))?$/su.exec(what) ?? [];
  for (const [file, at] of [
    [what, []],
    [start, [line, column]],
  ] as const) {
    if (file === undefined || !isFile(path.resolve(cwd, file))) continue;
    const [first, second] = at.map((each) => (each === undefined ? undefined : Number(each)));
    if (first === 0 || second === 0) throw new UsageError("Lines and columns start at 1.");
    return { file, line: first, column: second };
  }
  return undefined;
}

/** Explains a place in a file of a project. Throws `UsageError` where no contract can look at the file at all. */
export function explainPlace(project: Project, asked: AskedPlace, cwd: string): ExplainedPlace {
  const absolute = path.resolve(cwd, asked.file);
  const file = fileInProject(project, absolute, asked.file);
  const read = readSource(absolute);
  if (read.kind !== "text")
    throw new UsageError(read.kind === "gone" ? `There is no file ${asked.file}.` : `${asked.file}: ${read.message}`);
  return explainText(project, { ...asked, file, absolute, text: read.text, heldBack: heldBackIn(project, file) });
}

/** Explains a place in a text, saved or not. Throws `UsageError` if it has no such line, or does not parse. */
export function explainText(project: Project, question: SourceQuestion): ExplainedPlace {
  requireLine(question);
  try {
    return explainSource(project, question);
  } catch (error) {
    if (!(error instanceof SourceSyntaxError)) throw error;
    const place = `${question.file}:${error.line}:${error.column}`;
    throw new UsageError(`${place} does not parse, so no contract can look at it: ${error.message}`);
  }
}

function requireLine({ file, text, line }: SourceQuestion): void {
  // What ends with a line break shows one more line in an editor.
  const count = text.replace(/\n$/u, "").split("\n").length;
  if (line !== undefined && line > text.split("\n").length)
    throw new UsageError(`${file} has ${count} lines, and no line ${line}.`);
}

/** The path relative to the root of a file that contracts may look at, be it there or not; throws `UsageError` for any other. */
export function fileInProject({ root, directory }: Project, absolute: string, shown: string): string {
  if (/[\u0000-\u001F]/.test(absolute)) throw new UsageError(`${shown} is no name of a file: it has control characters.`);
  const file = path.relative(root, absolute).replaceAll("\\", "/");
  const isOutside = file === "" || file === ".." || file.startsWith("../") || path.isAbsolute(file);
  if (isOutside || !isWithin(realPath(root), nearestRealPath(absolute)))
    throw new UsageError(`${shown} lies outside the root ${root}.`);
  if (!ownsFile(root, absolute))
    throw new UsageError(`${shown} belongs to another root below ${root}: ask in its folder, with -C.`);
  if (new IgnoredFiles(root).isIgnored(absolute)) throw new UsageError(`git ignores ${shown}, so no contract looks at it.`);
  if (file.startsWith(`${directory}/`))
    throw new UsageError(`${shown} is in the folder of the contracts: godwit contracts validate looks at it.`);
  return file;
}

/** All files are looked at only if the place has a safe fix, since only such a fix may wait for a test. */
function heldBackIn(project: Project, file: string): (finding: Finding) => HeldBack | undefined {
  let find: ReturnType<typeof holdBack> | "unasked" = "unasked";
  return (finding) => {
    if (finding.violation.level !== "fix") return undefined;
    if (find === "unasked") {
      const all = listFiles(project.root);
      find = holdBack({ engine: project.engine, contracts: project.contracts }, { root: project.root, all, selected: all });
    }
    return find?.heldBack(file, finding);
  };
}
