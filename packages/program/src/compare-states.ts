import type { ProjectState } from "./project-state.js";
import { compareErrors, type ErrorChange, type TypeError } from "./type-errors.js";

/** Errors about how an import's path is written: with or without an extension (https://www.typescriptlang.org/tsconfig/#allowImportingTsExtensions). */
const TS_EXTENSION = 5097;
const SPELLING: ReadonlySet<number> = new Set([2691, 2834, 2835, TS_EXTENSION]);

/** What a change adds in some files. */
export function changesIn(
  files: readonly string[],
  before: ProjectState,
  after: ProjectState,
  formerErrors = (file: string) => before.errorsOf(file),
): ErrorChange {
  const changes = files.map((file) => changeIn(file, before, after, formerErrors));
  return { added: changes.flatMap(({ added }) => added), reworded: changes.flatMap(({ reworded }) => reworded) };
}

function changeIn(
  file: string,
  before: ProjectState,
  after: ProjectState,
  formerErrors: (file: string) => readonly TypeError[],
): ErrorChange {
  const errors = after.errorsOf(file);
  // The state before is checked only where there is something to compare it with.
  if (errors.length === 0) return { added: [], reworded: [] };
  const textOf = (state: ProjectState): string => state.textOf(file) ?? "";
  const known = formerErrors(file);
  const { added, reworded } = compareErrors({ errors: known, text: textOf(before) }, { errors, text: textOf(after) });
  // A project that rejects how paths are written says so of each new import too, and of one written in any other way the file's own says it.
  const isHabit = ({ code }: TypeError): boolean =>
    SPELLING.has(code) && (known.some((error) => error.code === code) || (code === TS_EXTENSION && before.importsTsExtensions()));
  return { added: added.filter((error) => !isHabit(error)), reworded };
}

export function haveTheSameFiles(one: ProjectState, other: ProjectState): boolean {
  const files = new Set(one.ownFiles());
  const others = other.ownFiles();
  return files.size === others.length && others.every((file) => files.has(file));
}

/** The files that imports have brought into a project. */
export function broughtBy(before: ProjectState, after: ProjectState): readonly string[] {
  return after.ownFiles().filter((file) => !before.has(file));
}

/** The files of a state whose text is another one now. */
export function differing(
  state: ProjectState,
  files: readonly string[],
  texts: { get(file: string): string | undefined },
): readonly string[] {
  return files.filter((file) => state.textOf(file) !== texts.get(file));
}
