import path from "node:path";
import {
  type FileError,
  makeFolder,
  realPath,
  removeFile,
  statsAt,
  toFileError,
  writeToStream,
  writeWhole,
} from "@godwit/core/disk";
import { editDistance } from "@godwit/core/contracts";
import { printable } from "../reporters/printable.js";
import { type Terminal, coloursFor } from "../terminal.js";
import { didYouMean, UsageError } from "../failure.js";

/** One result to write: its format, and the file it goes to; undefined for stdout. */
export interface Output<Format extends string> {
  readonly format: Format;
  /** As the command line has it. */
  readonly file?: string | undefined;
}

/**
 * Reads the values of `--format`, each `NAME` or `NAME=FILE`, with `--output` as the file of the one without; throws `UsageError` if two
 * would go to the same place. Without any value it is what `--output` ends in, else `usual`.
 */
export function readOutputs<Format extends string>(
  values: readonly string[],
  known: readonly Format[],
  { usual, output }: { readonly usual: Format; readonly output?: string | undefined },
): readonly Output<Format>[] {
  const read = values.map((value) => readOutput(value, known));
  const named = output === undefined || read.length > 0 ? undefined : formatByName(output, known);
  const outputs: Output<Format>[] = read.length > 0 ? read : [{ format: named ?? usual }];
  const open = outputs.filter(({ file }) => file === undefined);
  if (open.length > 1)
    throw new UsageError(
      `stdout takes one format, not ${open.map(({ format }) => format).join(" and ")}. Write one of them to a file: --format ${open[1]!.format}=FILE`,
    );
  if (output !== undefined && open.length === 0)
    throw new UsageError(`--output ${output} has no format left: each --format has a file of its own. Leave --output out.`);
  const placed = outputs.map(({ format, file }) => ({ format, file: file ?? output }));
  const files = placed.flatMap(({ file }) => (file === undefined ? [] : [path.resolve(file)]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new UsageError(`Two formats would be written to ${twice}. Give each a file of its own.`);
  return placed;
}

function readOutput<Format extends string>(value: string, known: readonly Format[]): Output<Format> {
  const [, name = "", file] = /^([^=]*)(?:=(.*))?$/s.exec(value) ?? [];
  const format = known.find((each) => each === name);
  if (format === undefined) throw new UsageError(`There is no format ${name}. ${didYouMean(name, known)}`);
  if (file === "")
    throw new UsageError(`--format ${value} names no file. Write --format ${format}=FILE, or --format ${format} for stdout.`);
  return { format, file };
}

/** Says on stderr which files now have a result, so that a command with `--output` does not end in silence. */
export function sayWritten(outputs: readonly Output<string>[], terminal: Terminal): void {
  for (const { file, format } of outputs)
    if (file !== undefined) terminal.err(`${coloursFor(terminal.hasColour).green("✔")} Wrote ${printable(file)} (${format})\n`);
}

/** Where results are written. */
export interface OutputPlace {
  readonly cwd: string;
  readonly terminal: Terminal;
}

/** Writes each result to its place, and says which files could not be written; false if there is one. */
export function writeOutputs<Format extends string>(
  outputs: readonly Output<Format>[],
  render: (output: Output<Format>) => string,
  place: OutputPlace,
): boolean {
  return writeEach(outputs, render, place).length === outputs.length;
}

/** The same; returns the outputs that were written. */
export function writeEach<Format extends string>(
  outputs: readonly Output<Format>[],
  render: (output: Output<Format>) => string,
  { cwd, terminal }: OutputPlace,
): readonly Output<Format>[] {
  const failures: string[] = [];
  const written = outputs.filter((output) => {
    const text = render(output);
    const failure = output.file === undefined ? undefined : writeOutput(path.resolve(cwd, output.file), text);
    if (output.file === undefined) terminal.out(text);
    if (failure !== undefined) failures.push(failure);
    return failure === undefined;
  });
  for (const failure of failures) terminal.err(`godwit: ${printable(failure)}\n`);
  return written;
}

/** The formats of files whose endings are not the name of their format. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  md: "markdown",
  markdown: "md",
  htm: "html",
  xml: "junit",
  mmd: "mermaid",
  gv: "dot",
};

/** The one of a command's formats that a file's name ends in; undefined if it ends in none of them. Throws `UsageError` for a slip of the pen. */
export function formatByName<Format extends string>(file: string, known: readonly Format[]): Format | undefined {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase();
  if (ending === undefined) return undefined;
  const formatOf = (name: string) =>
    known.find((format) => format === name) ?? known.find((format) => format === OTHER_NAMES[name]);
  const meant = [...known, ...Object.keys(OTHER_NAMES)].find((each) => formatOf(each) && editDistance(ending, each, 1) === 1);
  if (meant === undefined || formatOf(ending)) return formatOf(ending);
  throw new UsageError(
    `${file} ends in no format. Did you mean .${meant}? Otherwise say which one: --format ${formatOf(meant)!}`,
  );
}

/**
 * Writes a result to a file, all of it or nothing: through a temporary file beside it. What is there and is no regular file, such as a
 * pipe, is written to. Returns why it could not be written.
 */
function writeOutput(file: string, text: string): string | undefined {
  try {
    const stats = statsAt(file);
    if (stats && !stats.isFile()) writeToStream(file, text);
    else writeWhole(stats ? realPath(file) : file, text);
    return undefined;
  } catch (error) {
    return describe(file, toFileError(file, error));
  }
}

function describe(file: string, { fault, message }: FileError): string {
  const start = `The result can't be written to ${file}`;
  if (fault === "missing") return `${start}: make its folder first, with mkdir -p ${path.dirname(file)}`;
  if (fault === "folder") return `${start}: that is a folder.`;
  return `${start}: ${message}.`;
}

/** Writes files (relative to the root) of which none is there, all or none: what was written goes again where one fails. */
export function writeNewFiles(root: string, files: readonly { readonly file: string; readonly text: string }[]): void {
  const written: string[] = [];
  try {
    for (const { file, text } of files) {
      const absolute = path.join(root, file);
      makeFolder(path.dirname(absolute), root);
      writeWhole(absolute, text, { root });
      written.push(absolute);
    }
  } catch (error) {
    for (const absolute of written) removeFile(absolute, root);
    throw error;
  }
}
