import type { Contract } from "@godwit/core/contracts";
import { COMMIT_MESSAGE, commitFiles, fillMessage } from "./commit.js";
import type { Journal } from "./journal/journal.js";
import type { MigrateOptions } from "./options.js";
import type { JobResult } from "./run-job.js";

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
