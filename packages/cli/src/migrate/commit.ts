import { spawnSync } from "node:child_process";
import type { Contract } from "@godwit/core/contracts";
import type { Journal } from "./journal/journal.js";
import { makesCommits, type MigrateOptions } from "./options.js";
import { describeBatchCommit, type CommittedBatch } from "./pull-request.js";
import type { JobResult } from "./run-job.js";
import { byRepository, headOf, pathIn } from "./working-tree.js";

/** The message of a commit when none is asked for. */
const COMMIT_MESSAGE = "Migrate {consumer} ({contract})";
const PLACES = ["consumer", "package", "contract", "title", "count", "files"] as const;

/** What the places of a commit message stand for. */
export type CommitPlaces = Readonly<Record<(typeof PLACES)[number], string>>;

/** A place of a message template that means nothing; undefined if there is none. */
export function unknownPlace(template: string): string | undefined {
  return [...template.matchAll(/\{(\w+)\}/gu)].find(([, name]) => !(PLACES as readonly string[]).includes(name!))?.[0];
}

/** Fills a message template. */
function fillMessage(template: string, places: CommitPlaces): string {
  return template.replace(/\{(\w+)\}/gu, (whole, name: string) => (places as Readonly<Record<string, string>>)[name] ?? whole);
}

/** The places, for the help and for messages. */
export const COMMIT_PLACES: readonly string[] = PLACES.map((name) => `{${name}}`);

/**
 * Commits some files (relative to the root) and nothing else, whatever is staged; in each repository that has some of them. Returns the
 * commits, or why git made none.
 */
export function commitFiles(
  root: string,
  files: readonly string[],
  message: string,
): { readonly commits: readonly string[] } | { readonly fault: string } {
  const commits: string[] = [];
  for (const { top, own } of byRepository(root, files)) {
    if (top === undefined) return { fault: "there is no git repository" };
    const names = own.map((file) => pathIn(root, top, file));
    const asked = { cwd: top, input: names.join("\0"), encoding: "utf8", maxBuffer: 1 << 26 } as const;
    const args = ["commit", "--only", "--quiet", "--message", message, "--pathspec-from-file=-", "--pathspec-file-nul"];
    const { status, stderr, stdout, error } = spawnSync("git", ["--literal-pathspecs", ...args], asked);
    if (error) return { fault: `git can't be run: ${error.message}` };
    if (status !== 0) return { fault: (stderr + stdout).trim().split("\n").slice(-5).join(" ") };
    const head = headOf(top);
    if (head !== null) commits.push(head);
  }
  return { commits };
}

interface Pending {
  readonly folder: string;
  readonly units: readonly string[];
  readonly files: readonly string[];
  readonly baselines: readonly string[];
  readonly sites: number;
  readonly unseen: readonly string[];
}

/** What commits are made of. */
export interface CommitSource {
  readonly root: string;
  readonly contract: Contract;
  readonly options: MigrateOptions;
  readonly journal: Journal;
  /** The id of a unit's batch; undefined for edits across files. */
  batchOf(unit: string): string | undefined;
  /** The violations that are in some files now. */
  leftIn(files: readonly string[]): CommittedBatch["left"];
}

/** What a commit of a branch calls edits across files where no batch was asked for. */
const ACROSS_FILES = "edits across files";

/** Makes a commit for each unit, for each package, or for each batch, as asked. */
export class Commits {
  /** The commits that were made. */
  readonly made: string[] = [];
  readonly #source: CommitSource;
  readonly #pending = new Map<string, Pending>();

  constructor(source: CommitSource) {
    this.#source = source;
  }

  /** Takes what a job has kept; returns why git made no commit, if it did not. */
  add({ units, keptFiles, unproved }: JobResult, baselines: readonly string[]): string | undefined {
    const { options } = this.#source;
    const kept = units.filter(({ outcome }) => outcome === "kept");
    if (!makesCommits(options) || kept.length === 0) return undefined;
    const folder = kept[0]!.package;
    const key = options.branch === undefined ? folder : (options.batch ?? this.#source.batchOf(kept[0]!.unit) ?? ACROSS_FILES);
    // A later batch may change the same files, so one is committed before the next begins.
    const fault = options.branch === undefined || this.#pending.has(key) ? undefined : this.flush();
    const known = this.#pending.get(key);
    this.#pending.set(key, {
      folder,
      units: [...(known?.units ?? []), ...kept.map(({ unit }) => unit)],
      files: [...new Set([...(known?.files ?? []), ...keptFiles])],
      baselines,
      sites: (known?.sites ?? 0) + kept.reduce((sum, { sites }) => sum + sites, 0),
      unseen: [...(known?.unseen ?? []), ...unproved.unseen],
    });
    return options.commit === "consumer" ? this.flush() : fault;
  }

  /** Commits what is not committed yet; returns why git made no commit, if it did not. */
  flush(): string | undefined {
    const { root, journal } = this.#source;
    for (const [key, pending] of this.#pending) {
      const result = commitFiles(root, [...new Set([...pending.files, ...pending.baselines])], this.#message(key, pending));
      if ("fault" in result) return `git made no commit: ${result.fault}`;
      for (const commit of result.commits) journal.append({ type: "commit", units: [...pending.units], commit });
      this.made.push(...result.commits);
      this.#pending.delete(key);
    }
    return undefined;
  }

  #message(key: string, { folder, units, files, baselines, sites, unseen }: Pending): string {
    const { contract, options, journal, leftIn } = this.#source;
    if (options.branch !== undefined) {
      const left = leftIn(files);
      return describeBatchCommit({
        contract,
        batch: key,
        sites,
        files,
        left,
        unseen,
        verify: options.verify ?? [],
        run: journal.id,
      });
    }
    const isOne = options.commit === "consumer" && units.length === 1;
    return fillMessage(options.commitMessage ?? COMMIT_MESSAGE, {
      ...{ consumer: isOne ? units[0]! : folder === "." ? `${units.length} files` : folder, package: folder },
      ...{ contract: contract.id, title: contract.title, count: String(sites), files: [...files, ...baselines].join(", ") },
    });
  }
}
