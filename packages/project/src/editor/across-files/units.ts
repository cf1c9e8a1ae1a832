import type { TextEdit } from "@godwit/core/engine";
import { textChanges } from "../text-changes.js";
import { applyToTexts, type AcrossFilesDryRun, type DryRunWave } from "./dry-run.js";

/** A place that a person should read before the others. */
export interface PlaceToRead {
  /** In the text before the edits, from 1. */
  readonly line: number;
  readonly column: number;
  /** `req.params.id becomes UserId`, `load takes logger` */
  readonly text: string;
}

/** The edits of one file. */
export interface AcrossFilesEdit {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly text: string;
  /** How many places they change. */
  readonly count: number;
  readonly edits: readonly TextEdit[];
  /** Where plain values become the type, and which functions take a value. */
  readonly places: readonly PlaceToRead[];
}

/**
 * The edits of a dry run, in units that are taken or left as a whole: half of a wave does not compile, and waves that share a file are on top
 * of each other. In a unit the files come first in which there is something to read. `changed` names the files that are no longer
 * those that the run has seen; their units are left out.
 */
export function unitsOf(
  { patch, waves }: AcrossFilesDryRun,
  subject: string,
  read: (file: string) => string | undefined,
): { readonly units: readonly (readonly AcrossFilesEdit[])[]; readonly changed: readonly string[] } {
  const texts = applyToTexts(patch, read);
  const changed = [...texts].flatMap(([file, found]) => (found ? [] : [file]));
  const units = groupFiles(waves, [...texts.keys()])
    .filter((files) => !files.some((file) => changed.includes(file)))
    .map((files) => files.map((file) => toEdit(file, texts.get(file)!, { waves, subject })).sort(byReading));
  return { units: units.filter(({ length }) => length > 0), changed };
}

/** The places of waves by what should be read in them. */
function placesOf({ wraps, signatures }: DryRunWave, subject: string): readonly (PlaceToRead & { readonly file: string })[] {
  return [
    ...signatures.map(({ name, takes, ...at }) => ({ ...at, text: `${name} takes ${takes}` })),
    ...wraps.map(({ value, file, line, column }) => ({ file, line, column, text: `${value} becomes a ${subject}` })),
  ];
}

function toEdit(
  file: string,
  { before, after }: { readonly before: string; readonly after: string },
  { waves, subject }: { readonly waves: readonly DryRunWave[]; readonly subject: string },
): AcrossFilesEdit {
  const all = waves.flatMap(({ annotations, wraps, sites, signatures, calls }) =>
    [annotations, wraps, sites, signatures, calls].flatMap((each) => each as readonly { readonly file: string }[]),
  );
  const places = waves
    .flatMap((wave) => placesOf(wave, subject))
    .filter((each) => each.file === file)
    .map(({ line, column, text }) => ({ line, column, text }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  const count = Math.max(1, all.filter((each) => each.file === file).length);
  return { file, text: before, count, edits: textChanges(before, after), places };
}

function byReading(a: AcrossFilesEdit, b: AcrossFilesEdit): number {
  return b.places.length - a.places.length || a.file.localeCompare(b.file);
}

/** The files of waves, those together that share one, in the order of the waves. */
function groupFiles(waves: readonly DryRunWave[], files: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  for (const wave of [...waves.map((each) => each.files), ...files.map((file) => [file])]) {
    const own = wave.filter((file) => files.includes(file));
    const [first, ...others] = groups.filter((group) => group.some((file) => own.includes(file)));
    if (!first) {
      if (own.length > 0) groups.push([...own]);
      continue;
    }
    for (const other of others) groups.splice(groups.indexOf(other), 1);
    first.push(...[...others.flat(), ...own].filter((file, index, all) => !first.includes(file) && all.indexOf(file) === index));
  }
  return groups;
}
