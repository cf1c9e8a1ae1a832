import path from "node:path";
import { digestOf, type ReadingSpace } from "@godwit/core/disk";
import type { Problem } from "@godwit/core/contracts";
import type { RepositoryFile, UnmatchedAnswers, UnmatchedSearch } from "@godwit/core/engine";
import { listFiles, readSource, type ActiveContract, type ListedFile, type Project, type SourceRead } from "@godwit/project";
import type { CheckCache } from "./cache/check-cache.js";

/** Warnings of what in the contracts matches nothing in the repository: a slip of the pen would look like a finished migration. */
export function listUnmatched(project: Project, contracts: readonly ActiveContract[]): readonly Problem[] {
  return new Unmatched(project, contracts, listFiles(project.root)).list();
}

/** What is kept of a search over all files. */
interface KeptSearch {
  readonly problems: readonly Problem[];
  readonly answers: UnmatchedAnswers;
  /** A digest of the paths of the files. */
  readonly paths: string;
}

const QUESTION = "unmatched";

/**
 * Looks for what in the contracts matches nothing in the repository. What a run reads anyway is shown to it; it reads the other files itself,
 * unless an earlier run has, and they are as they were.
 */
export class Unmatched {
  readonly #project: Project;
  readonly #contracts: readonly ActiveContract[];
  readonly #files: readonly ListedFile[];
  readonly #cache: CheckCache | undefined;
  readonly #seen = new Set<string>();
  readonly #reader = new LastReader();
  #search: UnmatchedSearch | undefined;

  /** `files` are all files of the root. */
  constructor(project: Project, contracts: readonly ActiveContract[], files: readonly ListedFile[], cache?: CheckCache) {
    this.#project = project;
    this.#contracts = contracts;
    this.#files = files;
    this.#cache = cache;
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
    const kept = this.#cache?.findForAll<KeptSearch>(QUESTION);
    const others = kept ? this.#files.filter((file) => this.#cache!.isChanged(file.path)) : this.#files;
    const paths = digestOf(JSON.stringify(this.#files.map((file) => file.path)));
    if (kept && others.length === 0 && kept.paths === paths) return this.#keep(kept, true);
    const isComplete = kept !== undefined && this.#completeFrom(kept, others);
    if (!isComplete) this.#lookAt(this.#files);
    const known = isComplete && { unlike: kept.answers.unlike, others: others.map((file) => this.#fileAt(file)) };
    const search = this.#opened();
    const found = this.#within(() => search.finish(known || undefined));
    return this.#keep({ ...found, paths }, isComplete);
  }

  /** Looks at the files that have changed since the search that was kept; false if that is not enough. */
  #completeFrom({ answers }: KeptSearch, others: readonly ListedFile[]): boolean {
    this.#lookAt(others);
    const unchanged = new Set(this.#files.map((file) => file.path));
    for (const { path: file } of others) unchanged.delete(file);
    this.#opened().assume(Object.fromEntries(Object.entries(answers.metBy).filter(([, file]) => unchanged.has(file))));
    return this.#opened().asksOnly(answers.unmet);
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
    if (search.isOpen) this.#within(() => search.look(file));
  }

  #opened(): UnmatchedSearch {
    return (this.#search ??= this.#within(() =>
      this.#project.engine.searchUnmatched(
        this.#contracts.map(({ contract }) => contract),
        this.#files.map((file) => this.#fileAt(file)),
      ),
    ));
  }

  #fileAt({ path: file }: ListedFile): RepositoryFile {
    return new LazyFile(file, path.join(this.#project.root, file), this.#reader);
  }

  #within<T>(run: () => T): T {
    return this.#cache ? this.#cache.askForAll(QUESTION, run) : run();
  }

  #keep(found: KeptSearch, isBasedOnKept: boolean): readonly Problem[] {
    this.#cache?.keepForAll(QUESTION, found, isBasedOnKept);
    return found.problems;
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

  has(part: string): boolean {
    return this.#source.kind === "text" ? this.#source.bytes.includes(part) : this.text.includes(part);
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

  has(part: string): boolean {
    return this.#reader.read(this).has(part);
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
