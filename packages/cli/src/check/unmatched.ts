import path from "node:path";
import type { Problem } from "@godwit/contracts";
import type { RepositoryFile } from "@godwit/engine";
import { listFiles, readSource, type ActiveContract, type ListedFile, type Project } from "@godwit/project";

/** Warnings of what in the contracts matches nothing in the repository: a slip of the pen would look like a finished migration. */
export function listUnmatched(
  { root, engine }: Project,
  contracts: readonly ActiveContract[],
  files: readonly ListedFile[] = listFiles(root),
): readonly Problem[] {
  return engine.findUnmatched(
    contracts.map(({ contract }) => contract),
    files.map((file) => new LazyFile(root, file.path)),
  );
}

/** A file whose text is read when it is asked for, and not kept: all of them would fill the memory. */
class LazyFile implements RepositoryFile {
  readonly path: string;
  readonly absolute: string;

  constructor(root: string, file: string) {
    this.path = file;
    this.absolute = path.join(root, file);
  }

  get text(): string {
    if (last.path !== this.absolute) last = { path: this.absolute, text: textOf(this.absolute) };
    return last.text;
  }
}

/** Many questions are asked of one file after the other. */
let last = { path: "", text: "" };

function textOf(absolute: string): string {
  const read = readSource(absolute);
  return read.kind === "text" ? read.text : ((read.kind === "problem" ? read.scan : undefined) ?? "");
}
