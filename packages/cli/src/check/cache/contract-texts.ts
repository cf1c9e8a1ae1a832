import path from "node:path";
import { findPackages, findRoot, listMarkdown, type ContractRoot } from "@godwit/core/contracts";
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
  const { contracts, imports, overrides, trust } = found.shared ?? {};
  const inputs = found.shared ? findPackages(found.root, found.shared).inputs : [];
  return {
    found,
    texts: [
      ...[found.directory, ...listMarkdown(folder).flatMap((name) => [name, textOf(path.join(folder, name))])],
      ...[JSON.stringify([contracts, imports, overrides, trust]), ...inputs.flatMap((file) => [file, textOf(file)])],
    ],
  };
}

/** The text of a file; one that can't be read is like no text. */
export function textOf(file: string): string {
  return findBytes(file, "own")?.toString("latin1") ?? "\0";
}
