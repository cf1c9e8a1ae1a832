import path from "node:path";
import { matchesGlob } from "@godwit/core/contracts";
import { exists } from "@godwit/core/disk";
import { listFiles, type Project, readSource } from "@godwit/project";
import { contractFile } from "../../contracts/compile-draft.js";
import { DerivedModule, deriveModule } from "../../derive/derive-module.js";
import { derivePackage } from "../../derive/derive-package.js";
import { type ContractSubject, type Entry, type NotDerived, tryEntries } from "../../derive/write-contract.js";
import { writeNewFiles } from "../../files/outputs.js";
import { openSource } from "../../host/source-file.js";
import { openProject } from "../../project.js";
import { printable, printableData, printableJson } from "../../reporters/printable.js";
import type { contractsDeriveCommand } from "../../tables/contracts.js";
import type { OptionsOf } from "../../tables/define-command.js";
import { coloursFor, type CommandPlace, counted, type Terminal } from "../../terminal.js";

type ContractsDeriveOptions = OptionsOf<typeof contractsDeriveCommand>;

/** Writes contracts from `@deprecated` tags; what is there stays as it is, and what can't be derived is listed. */
export function runContractsDerive(
  { cwd, terminal }: CommandPlace,
  paths: readonly string[],
  { package: packages = [], dryRun = false, format }: ContractsDeriveOptions,
): number {
  const project = openProject(cwd);
  const relative = paths.map((each) => path.relative(project.root, path.resolve(cwd, each)) || ".");
  const derivation = derive(project, { paths: relative, packages });
  const fresh = derivation.contracts.filter(({ isThere }) => !isThere);
  if (!dryRun) writeNewFiles(project.root, fresh);
  terminal.out(format === "json" ? renderJson(derivation, dryRun) : renderText(derivation, dryRun, terminal));
  return 0;
}

function renderJson({ contracts, notDerived }: Derivation, isDry: boolean): string {
  const list = contracts.map(({ id, file, text, entries, isThere }) => ({
    ...{ id, file, written: !isThere && !isDry, there: isThere, text },
    entries: entries.map(({ what, line, found, example }) => ({ what, line, found, fixed: example.isFixed })),
  }));
  return printableJson({ version: 1, contracts: list, notDerived });
}

function renderText({ contracts, notDerived, tagged }: Derivation, isDry: boolean, terminal: Terminal): string {
  const colours = coloursFor(terminal.hasColour);
  const lines = contracts.flatMap((contract) => {
    const { file, isThere, entries } = printableData(contract);
    const mark = isThere ? colours.yellow("!") : colours.green(isDry ? "○" : "✔");
    const what = isThere ? "is there already, and stays as it is" : isDry ? "would be written" : "is written; its examples hold";
    return [
      `${mark} ${file} ${what}`,
      ...entries.map((entry) => `    ${entry.what}  ${colours.dim(printable(entry.found))}`),
      ...(isDry && !isThere ? ["", ...dryText(contract), ""] : []),
    ];
  });
  const refused = notDerived.flatMap((each) => {
    const { file, line, what, reason } = printableData(each);
    return [`    ${file}:${line}  ${what}: ${reason}`];
  });
  const next = contracts.some(({ isThere }) => !isThere) && !isDry ? ["", "Next: read them, then godwit check"] : [];
  const none =
    tagged.length === 0
      ? "There is no @deprecated tag in what was looked through."
      : `The @deprecated tags of ${tagged.join(", ")} are on no export that is imported here.`;
  const nothing = contracts.length + notDerived.length === 0 ? [none] : [];
  const head = refused.length === 0 ? [] : [colours.yellow(`${counted(refused.length, "tag")} not derived:`), ...refused];
  return `${[...lines, ...(lines.length > 0 && head.length > 0 ? [""] : []), ...head, ...nothing, ...next].join("\n")}\n`;
}

function dryText({ text }: DerivedContract): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => printable(line));
}

/** A contract that was derived. */
interface DerivedContract {
  readonly id: string;
  /** Relative to the root. */
  readonly file: string;
  readonly text: string;
  readonly entries: readonly Entry[];
  /** Whether a file of its name is there, which is left as it is. */
  readonly isThere: boolean;
}

/** All contracts that the deprecated parts of a repository, or of packages, give. */
interface Derivation {
  readonly contracts: readonly DerivedContract[];
  readonly notDerived: readonly NotDerived[];
  /** The packages that have tags. */
  readonly tagged: readonly string[];
}

/** What is looked through. */
interface DeriveChoice {
  /** Globs or folders of the repository; all files where there are none. */
  readonly paths: readonly string[];
  /** Names of installed packages; then only these, unless there are paths, too. */
  readonly packages: readonly string[];
}

/** Reads `@deprecated` tags and derives contracts whose examples hold. */
function derive(project: Project, { paths, packages }: DeriveChoice): Derivation {
  const contracts: DerivedContract[] = [];
  const notDerived: NotDerived[] = [];
  const tagged: string[] = [];
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
    const { entries, notDerived: refused, hasTags } = derivePackage(project, name);
    if (hasTags) tagged.push(name);
    notDerived.push(...refused);
    add(name, packageSubject(name), entries);
  }
  return { contracts, notDerived, tagged };
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
