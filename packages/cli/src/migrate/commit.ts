import { spawnSync } from "node:child_process";
import type { Contract } from "@godwit/core/contracts";
import type { Journal } from "./journal/journal.js";
import type { MigrateOptions } from "./options.js";
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
  readonly units: readonly string[];
  readonly files: readonly string[];
  readonly sites: number;
}

/** Makes a commit for each unit, or for each package, as asked. */
export class Commits {
  /** The commits that were made. */
  readonly made: string[] = [];
  readonly #root: string;
  readonly #contract: Contract;
  readonly #options: MigrateOptions;
  readonly #journal: Journal;
  readonly #pending = new Map<string, Pending>();

  constructor({
    root,
    contract,
    options,
    journal,
  }: {
    root: string;
    contract: Contract;
    options: MigrateOptions;
    journal: Journal;
  }) {
    this.#root = root;
    this.#contract = contract;
    this.#options = options;
    this.#journal = journal;
  }

  /** Takes what a job has kept; returns why git made no commit, if it did not. */
  add({ units, keptFiles }: JobResult, baselines: readonly string[]): string | undefined {
    const { commit } = this.#options;
    const kept = units.filter(({ outcome }) => outcome === "kept");
    if (commit === undefined || kept.length === 0) return undefined;
    const folder = kept[0]!.package;
    const known = this.#pending.get(folder);
    this.#pending.set(folder, {
      units: [...(known?.units ?? []), ...kept.map(({ unit }) => unit)],
      files: [...new Set([...(known?.files ?? []), ...keptFiles, ...baselines])],
      sites: (known?.sites ?? 0) + kept.reduce((sum, { sites }) => sum + sites, 0),
    });
    return commit === "consumer" ? this.flush() : undefined;
  }

  /** Commits what is not committed yet; returns why git made no commit, if it did not. */
  flush(): string | undefined {
    for (const [folder, { units, files, sites }] of this.#pending) {
      const isOne = this.#options.commit === "consumer" && units.length === 1;
      const message = fillMessage(this.#options.commitMessage ?? COMMIT_MESSAGE, {
        ...{ consumer: isOne ? units[0]! : folder === "." ? `${units.length} files` : folder, package: folder },
        ...{ contract: this.#contract.id, title: this.#contract.title, count: String(sites), files: files.join(", ") },
      });
      const result = commitFiles(this.#root, files, message);
      if ("fault" in result) return `git made no commit: ${result.fault}`;
      for (const commit of result.commits) this.#journal.append({ type: "commit", units: [...units], commit });
      this.made.push(...result.commits);
      this.#pending.delete(folder);
    }
    return undefined;
  }
}
