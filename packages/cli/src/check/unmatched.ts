import path from "node:path";
import { findText, type ReadingSpace } from "@godwit/core/disk";
import { findRecipe } from "../recipes.js";
import { type Contract, embedsScript, matchesContract, type Problem } from "@godwit/core/contracts";
import type { RepositoryFile, UnmatchedSearch } from "@godwit/core/engine";
import {
  absoluteOf,
  fateOfBridge,
  listFiles,
  parseBridge,
  readSource,
  type ActiveContract,
  type ListedFile,
  type Project,
  type SourceRead,
} from "@godwit/project";
import { counted } from "../terminal.js";
import { checkFor, CLEAN, type FileCheck } from "./check-file.js";

/** Warnings of what in the contracts matches nothing in the repository: a slip of the pen would look like a finished migration. */
export function listUnmatched(project: Project, contracts: readonly ActiveContract[]): readonly Problem[] {
  return new Unmatched(project, contracts, listFiles(project.root, { embedding: true })).list();
}

/** Warnings of contracts whose `files` leave out components by their ending alone, though there are violations in their scripts. */
export function listLeftOut(check: FileCheck, listed: readonly ListedFile[]): readonly Problem[] {
  const left = new Map<Contract, string[]>();
  for (const file of listed.filter((each) => embedsScript(each.path))) {
    const contracts = check.contracts.filter(({ contract }) => contract.status !== "planned" && leavesOut(contract, file.path));
    const { findings } = contracts.length === 0 ? CLEAN : checkFor({ ...check, contracts }, file);
    const found = new Set(findings.map(({ contract }) => contract));
    for (const { contract } of contracts)
      if (found.has(contract.id)) left.set(contract, [...(left.get(contract) ?? []), file.path]);
  }
  return [...left].flatMap(([contract, files]): Problem[] => {
    const { file, line, column } = contract.locate(["files"]);
    // Nobody here can change what a package says.
    if (contract.package && file === contract.file) return [];
    const endings = [...new Set(files.map((file) => path.extname(file)))].sort();
    const ending = endings[0]!.slice(1);
    const subject = `${counted(files.length, `${endings.join(" and ")} file`)} ${files.length === 1 ? "has" : "have"} violations`;
    const message = `${subject}, such as ${files[0]}, and "files" leaves ${files.length === 1 ? "it" : "them"} out: name the ending there, as in *.{ts,${ending}}, or put **/*.${ending} under "ignores".`;
    return [{ file, line, column, code: "left-out", severity: "warning", message }];
  });
}

/** Whether a contract would be about a component if it were a module, and does not say that it isn't. */
function leavesOut(contract: Contract, file: string): boolean {
  if (contract.files === undefined || matchesContract(contract, file)) return false;
  const stem = file.slice(0, -path.extname(file).length);
  const isIgnored = !matchesContract({ ignores: contract.ignores }, file);
  return !isIgnored && ["ts", "js"].some((ending) => matchesContract(contract, `${stem}.${ending}`));
}

/**
 * Looks for what in the contracts matches nothing in the repository. What a run reads anyway is shown to it; it reads the other files itself.
 */
export class Unmatched {
  readonly #project: Project;
  readonly #contracts: readonly ActiveContract[];
  readonly #files: readonly ListedFile[];
  readonly #seen = new Set<string>();
  readonly #reader = new LastReader();
  #search: UnmatchedSearch | undefined;

  /** `files` are all files of the root. */
  constructor(project: Project, contracts: readonly ActiveContract[], files: readonly ListedFile[]) {
    this.#project = project;
    this.#contracts = contracts;
    this.#files = files;
  }

  /** The same reader of files; what it reads is looked at. */
  watch(read: Read): Read {
    return (file, absolute, space) => {
      const answer = read(file, absolute, space);
      this.#look(new SourceOf(file, absolute, answer));
      return answer;
    };
  }

  /** The warnings, after all files that the run reads were read. */
  list(): readonly Problem[] {
    this.#lookAt(this.#files);
    return this.#opened()
      .finish()
      .filter((problem) => !this.#isPrecaution(problem));
  }

  /** What a recipe ignores is a precaution for those who take it: their repository may have no such files yet. */
  #isPrecaution({ file, line }: Problem): boolean {
    const recipe = findRecipe(path.posix.basename(file, ".md"));
    const own =
      recipe === undefined ? undefined : findText(path.join(this.#project.root, file), "contract")?.split("\n")[line - 1];
    return own !== undefined && own.startsWith("ignores:") && (recipe ?? "").split("\n").includes(own);
  }

  #lookAt(files: readonly ListedFile[]): void {
    for (const file of files) {
      if (!this.#opened().isOpen) return;
      if (!this.#seen.has(file.path)) this.#look(this.#fileAt(file));
    }
  }

  #look(file: RepositoryFile): void {
    this.#seen.add(file.path);
    const search = this.#opened();
    if (search.isOpen) search.look(file);
  }

  #opened(): UnmatchedSearch {
    const { root, engine } = this.#project;
    return (this.#search ??= engine.searchUnmatched(
      this.#contracts.map(({ contract }) => contract),
      this.#files.map((file) => this.#fileAt(file)),
      (contract, bridge) => fateOfBridge(contract, parseBridge(bridge), { root, modules: engine.modules }) === "never",
    ));
  }

  #fileAt({ path: file }: ListedFile): RepositoryFile {
    return new LazyFile(file, absoluteOf(this.#project.root, file), this.#reader);
  }
}

type Read = (file: string, absolute: string, space?: ReadingSpace) => SourceRead;

/** A file that was read. */
class SourceOf implements RepositoryFile {
  readonly #source: SourceRead;

  constructor(
    readonly path: string,
    readonly absolute: string,
    source: SourceRead,
  ) {
    this.#source = source;
  }

  get text(): string {
    const source = this.#source;
    return source.kind === "text" ? source.text : ((source.kind === "problem" ? source.scan : undefined) ?? "");
  }

  get raw(): string {
    return this.#source.kind === "text" ? this.#source.raw : this.text;
  }
}

/** A file that is read when its text is asked for, and not kept: all of them would fill the memory. */
class LazyFile implements RepositoryFile {
  readonly #reader: LastReader;

  constructor(
    readonly path: string,
    readonly absolute: string,
    reader: LastReader,
  ) {
    this.#reader = reader;
  }

  get text(): string {
    return this.#reader.read(this).text;
  }

  get raw(): string {
    return this.#reader.read(this).raw;
  }
}

/** Many questions are asked of one file after the other, in one search. */
class LastReader {
  #last: SourceOf | undefined;

  read({ path: file, absolute }: LazyFile): SourceOf {
    if (this.#last?.absolute !== absolute) this.#last = new SourceOf(file, absolute, readSource(absolute));
    return this.#last;
  }
}
