import { platform } from "node:os";
import { digestOf } from "@godwit/core/disk";
import { noteTrace, Recorder, type Trace } from "@godwit/core/modules";
import { AnswerCache, ANY_CONTENT, cacheFolder, type ActiveContract, type ListedFile, type StampedFacts } from "@godwit/project";
import type { FileResult } from "../check-file.js";
import type { Search } from "../finding.js";
import { answerOf, resultOf, type FileAnswer } from "./file-answer.js";

/** Which cache a run uses. */
export interface CacheOptions {
  /** A digest of godwit's own code: another version finds something else. */
  readonly build: string;
  /** Where the cache is; default: beside other tools' caches. */
  readonly folder?: string;
  /** When the run began, in milliseconds; default: now. */
  readonly startedAt?: number;
}

/** What the answers of a run belong to. */
export interface CachedRun {
  /** Absolute path. */
  readonly root: string;
  /** A digest of godwit, the contracts, and which of them are asked for. */
  readonly key: string;
}

/** What a run asks of every file. */
export interface AskedOfAll {
  /** The ids of `--contract`. */
  readonly contracts?: readonly string[] | undefined;
  /** Whether answers have near duplicates, for which every file's text is looked through once more. */
  readonly nearDuplicates?: boolean | undefined;
}

/** A digest of all that every answer depends on besides files. */
export function keyOfAnswers(
  build: string,
  contractTexts: readonly string[],
  { contracts = [], nearDuplicates = false }: AskedOfAll,
): string {
  return digestOf(JSON.stringify([build, platform(), contractTexts, [...contracts].sort(), nearDuplicates]));
}

/** The answers of earlier runs, and those that this run adds. */
export class CheckCache {
  readonly recorder = new Recorder();
  readonly #answers: AnswerCache;
  readonly #folder: string;
  /** What `askForAll` recorded. */
  readonly #asked: Trace[] = [];

  constructor({ folder, startedAt = Date.now() }: Omit<CacheOptions, "build">, { root, key }: CachedRun) {
    this.#folder = folder ?? cacheFolder(root);
    this.#answers = AnswerCache.open({ root, folder: this.#folder, key, startedAt });
  }

  /** The result that an earlier run kept for a file as it is now. */
  find(file: ListedFile, contracts: readonly ActiveContract[], asked: Pick<Search, "keepsSources">): FileResult | undefined {
    const { path, stats, isLink } = file;
    const kept = isLink || !stats ? undefined : this.#answers.find<FileAnswer>({ path, stats });
    return kept && resultOf(kept.answer, contracts, asked);
  }

  /** Checks a file, and keeps its result where it depends on nothing but what was recorded. */
  check(file: ListedFile, absolute: string, run: () => FileResult): FileResult {
    const { value: result, trace } = this.recorder.forFile(absolute, run);
    const { digest = result.isUnasked ? ANY_CONTENT : undefined } = result;
    const { path, stats, isLink } = file;
    const isKept = digest !== undefined && !isLink && result.problems.every(({ code }) => code === "syntax");
    if (isKept && stats) this.#answers.keep({ path, stats }, digest, { answer: answerOf(result), trace });
    return result;
  }

  /** The answer to a question about one file's content, or about all files. */
  remember<A>(question: string, digest: string | undefined, run: () => A): A {
    const kept = digest === undefined ? undefined : this.#answers.findNamed<{ readonly of: A }>(question, digest);
    if (kept) return kept.answer!.of;
    const { value, trace } = this.recorder.forFile(question, run);
    if (digest !== undefined) this.#answers.keepNamed(question, digest, { answer: { of: value }, trace });
    return value;
  }

  /** The answer to a question about the paths of some files, and what it looks at by itself. */
  rememberForAll<A>(question: string, files: readonly ListedFile[], run: () => A): A {
    return this.remember(question, digestOf(files.map((file) => file.path).join("\0")), run);
  }

  /** What was found out about all files together, whatever has changed in some since then. */
  findForAll<A>(question: string): A | undefined {
    return this.#answers.findForAll<A>(question)?.answer;
  }

  /** Looks for a part of such an answer. */
  askForAll<T>(question: string, run: () => T): T {
    const { value, trace } = this.recorder.forFile(question, run);
    if (trace.facts.length + trace.parts.length > 0) this.#asked.push(trace);
    return value;
  }

  /** Keeps it; `isBasedOnKept` says that it stands on what `findForAll` gave as well. */
  keepForAll(question: string, answer: unknown, isBasedOnKept: boolean): void {
    const { trace } = this.recorder.forFile(question, () => {
      for (const asked of this.#asked) noteTrace(asked);
    });
    this.#answers.keepForAll(question, { answer, trace }, isBasedOnKept);
  }

  /** Whether an earlier run knew the file as something else than this one, or did not know it. */
  isChanged(file: string): boolean {
    return this.#answers.isChanged(file);
  }

  /** What the answers that were saved depend on. */
  get stamped(): StampedFacts | undefined {
    return this.#answers.stamped;
  }

  /** The digest of a file's content; undefined if its answer is not kept. */
  digestFor(file: string): string | undefined {
    return this.#answers.digestFor(file);
  }

  /** Keeps the answers for the next run, only those of `files` if they are given; returns what to say where they can't be written. */
  save(files: readonly ListedFile[] | undefined): string | undefined {
    const there = files && new Set(files.map((file) => file.path));
    const fault = this.#answers.save(this.recorder, (name) => !there || there.has(name));
    if (fault === undefined) return undefined;
    return `The cache in ${this.#folder} can't be written (${fault}), so the next run starts anew: make it writable, or use --no-cache.`;
  }
}
