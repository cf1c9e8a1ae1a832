import { dirname, join, relative, sep } from "node:path";
import { exists } from "@godwit/core/disk";
import { createFileTree, createIgnored, type IsIgnored } from "@godwit/core/modules";
import { askGit, isLeftOut, isSubmodule, listByGit } from "./git.js";

/** An editor waits for the answer about a file, so after this many milliseconds the ignore files are read instead. */
const PATIENCE = 2_000;

/**
 * The files of one root that git ignores; without a repository, those that the `.gitignore` files below the root name. Ask only for a
 * file with violations, because each question may start a git process. Answers are kept until `forget`.
 */
export class IgnoredFiles {
  readonly #root: string;
  readonly #answers = new Map<string, boolean>();
  readonly #repositories = new Map<string, string>();
  readonly #tests = new Map<string, IsIgnored>();
  readonly #leftOut = new Map<string, boolean>();
  readonly #foreign = new Map<string, boolean>();
  #isAskedForAll = false;
  #below: IsIgnored | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** Whether git ignores the file (absolute); a tracked file is never ignored. */
  isIgnored(file: string): boolean {
    const known = this.#answers.get(file);
    if (known !== undefined) return known;
    const answer = this.#isAskedForAll ? this.#testFor(this.#repositoryOf(dirname(file)))(file) : this.#askFor(file);
    this.#answers.set(file, answer);
    return answer;
  }

  /** Asks git once for all files instead of for each, which is faster for many files. */
  askForAll(): this {
    this.#isAskedForAll = true;
    return this;
  }

  /** Asks git again from now on. */
  forget(): void {
    this.#isAskedForAll = false;
    this.#below = undefined;
    for (const cache of [this.#answers, this.#repositories, this.#tests, this.#leftOut, this.#foreign]) cache.clear();
  }

  #askFor(file: string): boolean {
    const repository = this.#repositoryOf(dirname(file));
    if (this.#isForeign(repository)) return true;
    const status = askGit(repository, ["check-ignore", "-q", "--", file], { timeout: PATIENCE })?.status;
    if (status === 1) return false;
    return status === 0 && !this.#isLeftOut(repository) ? true : this.#testBelow()(file);
  }

  #isLeftOut(repository: string): boolean {
    const known = this.#leftOut.get(repository) ?? isLeftOut(repository);
    this.#leftOut.set(repository, known);
    return known;
  }

  /** Whether it is a repository inside the root's that is not its submodule: its files are somebody else's, as `listFiles` has it. */
  #isForeign(repository: string): boolean {
    if (repository === this.#root) return false;
    const known = this.#foreign.get(repository);
    if (known !== undefined) return known;
    const outer = this.#repositoryOf(dirname(repository));
    const answer = this.#isForeign(outer) || (isSubmodule(outer, repository) === false && !this.#isLeftOut(outer));
    this.#foreign.set(repository, answer);
    return answer;
  }

  #testFor(repository: string): IsIgnored {
    if (this.#isForeign(repository)) return () => true;
    const known = this.#tests.get(repository) ?? testByList(repository) ?? this.#testBelow();
    this.#tests.set(repository, known);
    return known;
  }

  #testBelow(): IsIgnored {
    return (this.#below ??= createIgnored(createFileTree(), this.#root));
  }

  /** The folder to ask git in: that of the nearest repository inside the root, or the root. */
  #repositoryOf(folder: string): string {
    const known = this.#repositories.get(folder);
    if (known !== undefined) return known;
    const isOutermost = folder === this.#root || !folder.startsWith(this.#root + sep);
    const answer = isOutermost ? this.#root : exists(join(folder, ".git")) ? folder : this.#repositoryOf(dirname(folder));
    this.#repositories.set(folder, answer);
    return answer;
  }
}

/** A test by the list of all files that git ignores in a folder; undefined if the folder is in no repository. */
function testByList(folder: string): IsIgnored | undefined {
  const listed = listByGit(folder, ["--others", "--ignored", "--exclude-standard", "--directory"]);
  // A repository around the folder ignores the folder itself.
  if (!listed || listed.includes("./")) return undefined;
  const entries = new Set(listed);
  return (file) => lineage(folder, file).some((entry) => entries.has(entry));
}

/** A path and the folders around it, as git names them from a folder. */
function lineage(folder: string, file: string): string[] {
  const parts = relative(folder, file).split(sep);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/") + (index < parts.length - 1 ? "/" : ""));
}
