import path from "node:path";
import { matchesGlob } from "@godwit/core/contracts";
import { exists } from "@godwit/core/disk";
import { listFiles, readSource, type Project } from "@godwit/project";
import { contractFile } from "../contracts/compile-draft.js";
import { openSource } from "../host/source-file.js";
import { DerivedModule, deriveModule } from "./derive-module.js";
import { derivePackage } from "./derive-package.js";
import { type ContractSubject, type Entry, type NotDerived, tryEntries } from "./write-contract.js";

/** A contract that was derived. */
export interface DerivedContract {
  readonly id: string;
  /** Relative to the root. */
  readonly file: string;
  readonly text: string;
  readonly entries: readonly Entry[];
  /** Whether a file of its name is there, which is left as it is. */
  readonly isThere: boolean;
}

/** All contracts that the deprecated parts of a repository, or of packages, give. */
export interface Derivation {
  readonly contracts: readonly DerivedContract[];
  readonly notDerived: readonly NotDerived[];
}

/** What is looked through. */
export interface DeriveChoice {
  /** Globs or folders of the repository; all files where there are none. */
  readonly paths: readonly string[];
  /** Names of installed packages; then only these, unless there are paths, too. */
  readonly packages: readonly string[];
}

/** Reads `@deprecated` tags and derives contracts whose examples hold. */
export function derive(project: Project, { paths, packages }: DeriveChoice): Derivation {
  const contracts: DerivedContract[] = [];
  const notDerived: NotDerived[] = [];
  const add = (file: string, subject: ContractSubject, entries: readonly Entry[]): void => {
    const id = freeId(file, contracts);
    const written = contractFile(project, id);
    const tried = tryEntries(project, { id, file: written }, { subject, entries });
    notDerived.push(...tried.refused.map((each) => ({ file, ...each })));
    if (tried.text === undefined) return;
    const isThere = exists(path.join(project.root, written));
    contracts.push({ id, file: written, text: tried.text, entries: tried.entries, isThere });
  };
  const files = packages.length > 0 && paths.length === 0 ? [] : filesOf(project, paths);
  for (const file of files) {
    const found = readModule(project, file);
    if (found === undefined) continue;
    if ("reason" in found) notDerived.push(found);
    else {
      const { entries, notDerived: refused } = deriveModule(found);
      notDerived.push(...refused);
      add(file, subjectOf(file), entries);
    }
  }
  for (const name of packages) {
    const { entries, notDerived: refused } = derivePackage(project, name);
    notDerived.push(...refused);
    add(name, packageSubject(name), entries);
  }
  return { contracts, notDerived };
}

function filesOf(project: Project, paths: readonly string[]): readonly string[] {
  const all = listFiles(project.root).map((file) => file.path);
  if (paths.length === 0) return all;
  const wanted = paths.map((each) => each.replaceAll("\\", "/").replace(/^\.\//, "").replace(/\/$/, ""));
  return all.filter((file) =>
    wanted.some((each) => each === "." || file === each || file.startsWith(`${each}/`) || matchesGlob(file, each)),
  );
}

function readModule(project: Project, file: string): DerivedModule | NotDerived | undefined {
  const absolute = path.join(project.root, file);
  const read = readSource(absolute);
  if (read.kind === "problem") return read.scan?.includes("@deprecated") ? refuse(file, read.message) : undefined;
  if (read.kind !== "text" || !read.text.includes("@deprecated")) return undefined;
  if (/\.d\.[cm]?ts$/.test(file)) return refuse(file, "it is a declaration file: --package reads those of a package");
  try {
    return new DerivedModule(openSource(absolute, read.text), `./${file}`, project.engine.modules);
  } catch (error) {
    return refuse(file, `it can't be parsed: ${(error as Error).message}`);
  }
}

function refuse(file: string, reason: string): NotDerived {
  return { file, line: 1, what: path.posix.basename(file), reason };
}

function subjectOf(file: string): ContractSubject {
  return {
    title: `Deprecated parts of ${file}`,
    why: "They are marked as deprecated.",
    intro: "Derived from the `@deprecated` tags of the file. Read it before you rely on it.",
  };
}

function packageSubject(name: string): ContractSubject {
  return {
    title: `Deprecated parts of ${name}`,
    why: "Its declarations mark them as deprecated.",
    intro: "Derived from the `@deprecated` tags of the package's declarations. A person looks at each place.",
  };
}

function freeId(file: string, taken: readonly { readonly id: string }[]): string {
  const words = file
    .replace(/\.[cm]?[jt]sx?$/, "")
    .replace(/^(?:\.\/)?(?:src|lib)\//, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const id = ["deprecated", ...(words ?? [])].join("-").slice(0, 80).replace(/-$/, "");
  const isTaken = (one: string): boolean => taken.some((each) => each.id === one);
  let free = id;
  for (let number = 2; isTaken(free); number++) free = `${id}-${number}`;
  return free;
}
