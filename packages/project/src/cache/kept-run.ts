import { digestOf, statsAt } from "@godwit/core/disk";
import { PART, parsePart, readCache, toPart, writeCache, cacheFolder, type CacheOptions } from "./cache-file.js";
import { isAsSeen, type Footprint, settledStamp, footprintOf, joinFootprints } from "./footprint.js";
import type { ListedFile } from "../files/list-files.js";
import {
  adaptationKey,
  type Contract,
  type ContractSource,
  type KeptParse,
  type KeptParses,
  type Problem,
} from "@godwit/core/contracts";
import type { Looks } from "@godwit/core/modules";

/** Which run is kept where. */
export interface KeptRunOptions {
  /** Absolute path. */
  readonly root: string;
  readonly folder: string;
  /** A digest of everything that the outcome depends on besides files. */
  readonly key: string;
  /** Whether the run looks at some of the files. */
  readonly isPart: boolean;
  /** When the run began, by `Date.now()`. */
  readonly startedAt: number;
}

interface Stored {
  /** A digest of the files that were looked at, with their stamps. */
  readonly files: string;
  /** Of a run over a part of the files: which ones, and a digest of the paths of all, among which they were selected. */
  readonly part?: { readonly files: readonly string[]; readonly all: string };
  readonly footprint: Footprint;
}

/** The outcome that an earlier run kept, if no file and nothing else that it depends on has changed since then. */
export function findKeptRun<Outcome>(
  { root, folder, key, isPart, startedAt }: KeptRunOptions,
  listFiles: () => readonly ListedFile[],
): Outcome | undefined {
  const parts = readCache(folder, nameOf(key, isPart));
  if (!parts) return undefined;
  const stored = parsePart<Stored>(parts.basis);
  if (!isAsSeen(stored.footprint, root)) return undefined;
  const files = filesOf(stored, listFiles());
  if (!files || digestOfFiles(files, { root, startedAt }) !== stored.files) return undefined;
  return parsePart<Outcome>(parts.answers);
}

/** The files that a run looked at, among those that are listed today; undefined if it may look at others now. */
function filesOf({ part }: Stored, listed: readonly ListedFile[]): readonly ListedFile[] | undefined {
  if (!part) return listed;
  if (digestOfPaths(listed) !== part.all) return undefined;
  const own = new Set(part.files);
  return listed.filter(({ path }) => own.has(path));
}

/** What a run was made of, and what it found. */
interface FinishedRun {
  /** The files that it looked at, in the order of `all`. */
  readonly files: readonly ListedFile[];
  /** All files of the root. */
  readonly all: readonly ListedFile[];
  /** What it depends on besides these files. */
  readonly footprint: Footprint;
  readonly outcome: unknown;
}

/**
 * Keeps the outcome of a run, if stamps tell of every file that it looked at whether it changes; returns why it could not be written, if it
 * could not.
 */
export function keepRun(
  { root, folder, key, isPart, startedAt }: KeptRunOptions,
  { files, all, footprint, outcome }: FinishedRun,
): string | undefined {
  const digest = digestOfFiles(files, { root, startedAt });
  if (digest === undefined) return undefined;
  const part = isPart ? { part: { files: files.map(({ path }) => path), all: digestOfPaths(all) } } : {};
  const stored: Stored = { files: digest, ...part, footprint };
  return writeCache(folder, nameOf(key, isPart), { basis: toPart(stored), answers: toPart(outcome) });
}

function nameOf(key: string, isPart: boolean): string {
  return isPart ? PART + key : key;
}

function digestOfPaths(files: readonly ListedFile[]): string {
  return digestOf(files.map(({ path }) => path).join("\0"));
}

/** Undefined if a file may change unseen. */
function digestOfFiles(
  files: readonly ListedFile[],
  { root, startedAt }: Pick<KeptRunOptions, "root" | "startedAt">,
): string | undefined {
  const lines: string[] = [];
  for (const { path, isLink } of files) {
    const stats = isLink ? undefined : statsAt(`${root}/${path}`);
    const stamp = stats ? settledStamp(stats, startedAt) : "";
    if (stamp === "") return undefined;
    lines.push(path, stamp);
  }
  return digestOf(lines.join("\0"));
}

/** Where what is known of contracts is kept. */
export interface KeptContractsOptions extends CacheOptions {
  /** Absolute path. */
  readonly root: string;
}

/** An answer that holds for contents with this digest. */
type Answer<A> = readonly [digest: string, answer: A];

interface StoredContracts {
  readonly parsed: Readonly<Record<string, Answer<KeptParse>>>;
  readonly examined: Readonly<Record<string, Answer<readonly Problem[]>>>;
}

/**
 * What an earlier process found out about the contracts of a root: what their texts say, that validating them found no error, and that what
 * they write is not replaced again and again. The last two are taken only if all of the disk that was looked at is as it was. For one load; then it is saved.
 */
export class KeptContracts {
  /** The parsed texts. */
  readonly parses: KeptParses;
  readonly #options: Required<KeptContractsOptions>;
  readonly #key: string;
  readonly #stored: StoredContracts | undefined;
  readonly #footprint: Footprint | undefined;
  readonly #parsed: Record<string, Answer<KeptParse>> = {};
  readonly #examined: Record<string, Answer<readonly Problem[]>> = {};
  #isAsSeen: boolean | undefined;
  #isNew = false;

  constructor({ root, build, folder = cacheFolder(root), startedAt = Date.now() }: KeptContractsOptions) {
    this.#options = { root, build, folder, startedAt };
    this.#key = digestOf(JSON.stringify(["contracts", build]));
    const parts = readCache(folder, this.#key);
    this.#footprint = parts && parsePart<Footprint>(parts.basis);
    this.#stored = parts && parsePart<StoredContracts>(parts.answers);
    this.parses = {
      find: (source, text) => {
        const known = this.#stored?.parsed[source.file];
        if (known?.[0] !== digestOfSource(source, text)) return undefined;
        this.#parsed[source.file] = known;
        return known[1];
      },
      keep: (source, text, answer) => {
        this.#isNew = true;
        this.#parsed[source.file] = [digestOfSource(source, text), answer];
      },
    };
  }

  /** The problems of a contract; it is validated only if that is not known. */
  validated(contract: Contract, validate: (contract: Contract) => readonly Problem[]): readonly Problem[] {
    return this.#examine(`valid ${contract.file}`, contract.hash, () => validate(contract));
  }

  /** The problems of what a contract writes where the rules of others are in force beside it; looked for only if that is not known. */
  foundEndless(contract: Contract, beside: readonly Contract[], find: () => readonly Problem[]): readonly Problem[] {
    const all = [contract, ...beside].flatMap(({ id, hash }) => [id, hash]);
    return this.#examine(`ends ${contract.file}`, digestOf(all.join("\0")), find);
  }

  #examine(name: string, digest: string, examine: () => readonly Problem[]): readonly Problem[] {
    const known = this.#stored?.examined[name];
    if (known?.[0] === digest && this.#holds()) {
      this.#examined[name] = known;
      return known[1];
    }
    const found = examine();
    // An error is looked at again in each run.
    if (found.every(({ severity }) => severity !== "error")) {
      this.#isNew = true;
      this.#examined[name] = [digest, found];
    }
    return found;
  }

  #holds(): boolean {
    return (this.#isAsSeen ??= this.#footprint !== undefined && isAsSeen(this.#footprint, this.#options.root));
  }

  /** What the taken answers depend on besides what this process looked at. */
  get footprint(): Footprint | undefined {
    return this.#isAsSeen ? this.#footprint : undefined;
  }

  /** Keeps what is known for the next process, which works without it where nothing can be written; `looks` are those of this one so far. */
  save(looks: Looks): void {
    if (!this.#isNew) return;
    const seen = footprintOf(looks, this.#options);
    const footprint = seen && joinFootprints(seen, this.footprint);
    const { folder } = this.#options;
    // A parse depends on its text alone.
    const answers: StoredContracts = { parsed: this.#parsed, examined: footprint ? this.#examined : {} };
    writeCache(folder, this.#key, { basis: toPart(footprint ?? NOTHING), answers: toPart(answers) });
  }
}

const NOTHING: Footprint = { directories: [], files: [], links: [] };

function digestOfSource(source: ContractSource, text: string): string {
  return digestOf(`${source.id}\0${adaptationKey(source.id, source)}\0${text}`);
}
