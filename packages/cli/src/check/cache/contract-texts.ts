import path from "node:path";
import { findRoot, listMarkdown, type ContractRoot } from "@godwit/core/contracts";
import { findBytes } from "@godwit/core/disk";

/** The root around a folder, with the texts of its contracts. */
export interface ContractTexts {
  readonly found: ContractRoot;
  /** The contracts' folder, then names and texts. */
  readonly texts: readonly string[];
}

/** Reads the contracts of the root around a folder as they are, without parsing them. */
export function readContractTexts(cwd: string): ContractTexts {
  const found = findRoot(cwd) ?? { root: cwd, directory: "migrations", problems: [] };
  const folder = path.join(found.root, found.directory);
  return {
    found,
    texts: [found.directory, ...listMarkdown(folder).flatMap((name) => [name, textOf(path.join(folder, name))])],
  };
}

/** The text of a file; one that can't be read is like no text. */
export function textOf(file: string): string {
  return findBytes(file, "own")?.toString("latin1") ?? "\0";
}
