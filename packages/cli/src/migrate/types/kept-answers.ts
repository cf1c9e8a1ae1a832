import path from "node:path";
import { platform } from "node:os";
import { deserialize, serialize } from "node:v8";
import { digestOf, findBytes, linkStatsAt, nearestRealPath, ReadingSpace, statsAt } from "@godwit/core/disk";
import type { Engine } from "@godwit/core/engine";
import type { Looks } from "@godwit/core/modules";
import type { DiskLooks } from "@godwit/program";
import {
  cacheFolder,
  footprintOf,
  isAsSeen,
  joinFootprints,
  listAllFiles,
  lookLater,
  mayHaveChanged,
  parsePart,
  readCache,
  toPart,
  writeCache,
  type CacheOptions,
  type Footprint,
} from "@godwit/project";
import { readContractTexts } from "../../check/cache/whole-run.js";

/** Says how this Node writes values: another one may not read them. */
const SERIALIZED_AS = serialize(null).toString("hex");
const BOM = Buffer.from("\uFEFF");
/** All files of a repository are read for their digests, and nothing else of them is kept. */
const SPACE = new ReadingSpace();
/** More answers than a run of a large contract needs; the oldest go first. */
const MOST_ANSWERS = 300;

/** Whose answers are kept. */
export interface KeptAnswersOptions extends CacheOptions {
  /** Absolute path. */
  readonly root: string;
  readonly contract: string;
}

/**
 * What the type checker answered, for the next run: a question is the same if all files of the repository have the same texts, those included that
 * are only kept in memory, and if the contracts are the same. Answers are let go once anything else that the compiler looked at is another:
 * packages, ignored files, tsconfigs.
 */
export class KeptAnswers {
  readonly #root: string;
  readonly #folder: string;
  readonly #key: string;
  readonly #startedAt: number;
  /** The folder of the contracts, which are a part of the key; beside them is only what runs write of their progress. */
  readonly #directory: string;
  #files: readonly string[] | undefined;
  #digests: Map<string, string> | undefined;
  /** The files that have other texts than at the start by what the run itself keeps. */
  readonly #written = new Set<string>();
  #engineLooks: () => readonly Looks[] = () => [];
  #footprint: Footprint | undefined;
  #answers: Map<string, unknown> | undefined;
  #isNew = false;

  constructor({ root, contract, build, folder = cacheFolder(root), startedAt = Date.now() }: KeptAnswersOptions) {
    const { found, texts } = readContractTexts(root);
    this.#root = root;
    this.#folder = folder;
    this.#startedAt = startedAt;
    this.#directory = `${found.directory}/`;
    this.#key = digestOf(JSON.stringify(["answers", build, platform(), SERIALIZED_AS, contract, texts]));
  }

  /** What was answered to a question, in an earlier run or in this one. */
  find(question: string): unknown {
    return this.#known().get(question);
  }

  /** The same; where nobody has asked it is found out now, and kept. */
  findOrAsk<Answer>(question: string, ask: () => Answer): Answer {
    const known = this.find(question) as Answer | undefined;
    if (known !== undefined) return known;
    const answer = ask();
    this.keep(question, answer);
    return answer;
  }

  keep(question: string, answer: unknown): void {
    this.#isNew = true;
    const known = this.#known();
    known.delete(question);
    known.set(question, answer);
  }

  /** A text for what is asked in the state of now; texts are by file, relative to the root. */
  questionOf(kind: string, asked: unknown, texts: ReadonlyMap<string, string> = new Map()): string {
    const files = [...this.#state()].map(([file, digest]) => `${file}\0${digest}`);
    const changed = [...texts].map(([file, text]) => `${file}\0${digestOf(text)}`).sort();
    return digestOf([kind, JSON.stringify(asked), ...changed, "", ...files].join("\n"));
  }

  /** The same for what depends also on what is recorded beside the contracts, and on the day: evidence may be too old tomorrow. */
  questionForToday(kind: string, asked: unknown): string {
    return this.questionOf(kind, [asked, this.#recorded(), new Date().toDateString()]);
  }

  /** Takes over what the run keeps. */
  write(texts: ReadonlyMap<string, string>): void {
    for (const [file, text] of texts) {
      this.#written.add(file);
      this.#state().set(file, digestOf(text));
    }
  }

  /** Takes over what others have written, or what was put back. */
  refresh(files: readonly string[]): void {
    for (const file of files) this.#digests?.set(file, this.#digestOnDisk(file));
  }

  /** Answers depend on what the engine looks at too, which forgets that whenever files have changed. */
  watch({ modules }: Engine): void {
    const seen = new Set([modules.looks()]);
    this.#engineLooks = () => [...seen.add(modules.looks())];
  }

  /** Keeps all answers for the next run; `looks` are those of the checker, if it was asked. Where nothing can be written, the next run asks again. */
  save(looks?: DiskLooks): void {
    if (!this.#isNew || this.#hasChanged()) return;
    const root = this.#root;
    const known = new Set([...this.#state().keys()].map((file) => path.join(root, file)));
    let footprint = this.#footprint;
    for (const each of [...this.#engineLooks(), ...(looks ? [toLooks(looks, root)] : [])]) {
      const seen = footprintOf(each, { root, startedAt: this.#startedAt }, (file) => known.has(file));
      if (!seen) return;
      footprint = joinFootprints(seen, footprint);
    }
    footprint = withoutTwins(footprint ?? { directories: [], files: [], links: [] });
    const answers = new Map([...this.#known()].slice(-MOST_ANSWERS));
    writeCache(this.#folder, this.#key, { basis: toPart(footprint), answers: serialize(answers) });
    this.#footprint = footprint;
    this.#isNew = false;
  }

  #known(): Map<string, unknown> {
    if (this.#answers) return this.#answers;
    const parts = readCache(this.#folder, this.#key);
    const footprint = parts && parsePart<Footprint>(parts.basis);
    const isSame = footprint !== undefined && isAsSeen(footprint, this.#root);
    this.#footprint = isSame ? footprint : undefined;
    return (this.#answers = isSame ? (deserialize(parts!.answers) as Map<string, unknown>) : new Map<string, unknown>());
  }

  #state(): Map<string, string> {
    this.#digests ??= new Map(
      this.#listed()
        .filter((file) => !file.startsWith(this.#directory))
        .map((file) => [file, this.#digestOnDisk(file)]),
    );
    return this.#digests;
  }

  /** A text for the files of the contracts' folder: what is recorded beside the contracts. */
  #recorded(): string {
    const files = this.#listed().filter((file) => file.startsWith(this.#directory));
    return digestOf(files.map((file) => `${file}\0${this.#digestOnDisk(file)}`).join("\n"));
  }

  /** All files as they were when they were first asked for. */
  #listed(): readonly string[] {
    return (this.#files ??= listAllFiles(this.#root));
  }

  /** A digest of the text; of a link, of where it leads. */
  #digestOnDisk(file: string): string {
    const absolute = path.join(this.#root, file);
    if (linkStatsAt(absolute)?.isSymbolicLink()) return `link ${digestOf(nearestRealPath(absolute))}`;
    const bytes = findBytes(absolute, "source", SPACE);
    return bytes ? digestOf(withoutBom(bytes)) : stampOf(absolute);
  }

  /** Whether somebody else has changed a file since the start: nobody knows which of its texts the compiler has read. */
  #hasChanged(): boolean {
    return [...this.#state().keys()].some((file) => {
      const stats = this.#written.has(file) ? undefined : statsAt(path.join(this.#root, file));
      return stats !== undefined && mayHaveChanged(stats, this.#startedAt);
    });
  }
}

/** The bytes of a file's text: a digest of them is the text's, as long as they are UTF-8. */
function withoutBom(bytes: Buffer): Buffer {
  return bytes.subarray(0, BOM.length).equals(BOM) ? bytes.subarray(BOM.length) : bytes;
}

/** Of a file that is too large to be read, or special, what tells that it changed. */
function stampOf(absolute: string): string {
  const stats = statsAt(absolute);
  return stats ? `stamp ${stats.mtimeMs} ${stats.size} ${stats.ino}` : "";
}

/** The folder of a package in `node_modules`, which may be a link. */
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/u;

function toLooks({ files, listed }: DiskLooks, root: string): Looks {
  // Beside a repository's packages is what tools write for themselves, this one included.
  const directories = new Map(listed.map((folder) => [folder, lookLater(folder, folder !== root)]));
  for (const name of files) {
    const folder = path.dirname(name);
    const look = directories.get(folder) ?? lookLater(folder);
    directories.set(folder, look);
    look.names.add(path.basename(name));
  }
  const links = new Map<string, string>();
  for (const folder of new Set(files.flatMap((name) => PACKAGE.exec(name)?.[0] ?? []))) {
    const target = nearestRealPath(folder);
    if (target !== folder) links.set(folder, target);
  }
  return { directories, files: new Set(files), links };
}

/** Each part of a footprint once. */
function withoutTwins({ directories, files, links }: Footprint): Footprint {
  const once = <T extends readonly string[]>(all: readonly T[]): readonly T[] => [
    ...new Map(all.map((each) => [each.join("\0\0"), each])).values(),
  ];
  return { directories: once(directories), files: once(files), links: once(links) };
}
