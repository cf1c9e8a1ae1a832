import { spawnSync } from "node:child_process";
import path from "node:path";
import { type Contract, describeCheck } from "@godwit/core/contracts";
import { exists } from "@godwit/core/disk";
import type { Journal } from "../journal/journal.js";
import type { KeptRecord } from "../journal/records.js";
import { type MigrateOptions, makesCommits } from "../options.js";
import type { JobResult } from "../units/run-job.js";
import { byRepository, headOf, pathIn, uncommittedOf } from "./working-tree.js";
import { counted } from "../../terminal.js";
import { UsageError } from "../../failure.js";
import type { ListedFinding } from "../../check/listed-finding.js";

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
  readonly options: Pick<MigrateOptions, "commit" | "branch" | "batch" | "commitMessage" | "verify">;
  readonly journal: Journal;
  /** What the run had kept before it was cut off. */
  readonly kept: readonly KeptRecord[];
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
    const { root, kept, options } = source;
    const open = new Set(makesCommits(options) ? uncommittedOf(root, kept) : []);
    const isOpen = (file: string): boolean => open.has(file);
    for (const { unit, package: folder, batch, sites, ...changed } of kept) {
      const [files, baselines] = [changed.files, changed.baselines].map((each) => each.map((one) => one.path).filter(isOpen));
      if (files!.length === 0) continue;
      this.#hold(this.#keyOf(folder, batch), { folder, units: [unit], files: files!, baselines: baselines!, sites, unseen: [] });
    }
  }

  /** Takes what a job has kept; returns why git made no commit, if it did not. */
  add({ units, keptFiles, unproved }: JobResult, baselines: readonly string[]): string | undefined {
    const { options } = this.#source;
    const kept = units.filter(({ outcome }) => outcome === "kept");
    if (!makesCommits(options) || kept.length === 0) return undefined;
    const folder = kept[0]!.package;
    const key = this.#keyOf(folder, this.#source.batchOf(kept[0]!.unit));
    // A later batch may change the same files, so one is committed before the next begins.
    const fault = options.branch === undefined || this.#pending.has(key) ? undefined : this.flush();
    const sites = kept.reduce((sum, each) => sum + each.sites, 0);
    this.#hold(key, { folder, units: kept.map(({ unit }) => unit), files: keptFiles, baselines, sites, unseen: unproved.unseen });
    return options.commit === "consumer" ? this.flush() : fault;
  }

  /** What belongs into one commit. */
  #keyOf(folder: string, batch: string | undefined): string {
    const { options } = this.#source;
    return options.branch === undefined ? folder : (options.batch ?? batch ?? ACROSS_FILES);
  }

  #hold(key: string, more: Pending): void {
    const known = this.#pending.get(key);
    this.#pending.set(key, {
      folder: more.folder,
      units: [...(known?.units ?? []), ...more.units],
      files: [...new Set([...(known?.files ?? []), ...more.files])],
      baselines: [...new Set([...(known?.baselines ?? []), ...more.baselines])],
      sites: (known?.sites ?? 0) + more.sites,
      unseen: [...(known?.unseen ?? []), ...more.unseen],
    });
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

/** What git is in the middle of, by the file that says so. */
const UNDER_WAY: readonly (readonly [file: string, what: string])[] = [
  ["MERGE_HEAD", "a merge"],
  ["CHERRY_PICK_HEAD", "a cherry-pick"],
  ["REVERT_HEAD", "a revert"],
  ["rebase-merge", "a rebase"],
  ["rebase-apply", "a rebase"],
  ["BISECT_LOG", "a bisection"],
];

/** A branch that a run makes, and leaves again where it keeps nothing. */
interface RunBranch {
  /** Deletes the branch and goes back to where the run began. Returns why git did not, if it did not. */
  undo(): string | undefined;
}

/**
 * Makes a branch for a run that may change some files (relative to the root), and checks it out; what is not committed stays as it is. `earlier` is
 * what a run that goes on had kept on its branch; one that kept nothing may have left none. Throws `UsageError` where that can't be.
 */
export function openBranch(
  root: string,
  files: readonly string[],
  name: string,
  earlier: readonly KeptRecord[] | undefined,
): RunBranch {
  const top = repositoryOf(root, files);
  const start = headOf(top);
  if (start === null)
    throw new UsageError(`There is no commit yet that ${name} could begin at: make one first. Nothing was changed.`);
  const current = git(top, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
  const before = current.ok ? current.out : undefined;
  if (earlier && before === name) return { undo: () => undefined };
  const isThere = git(top, ["show-ref", "--verify", "--quiet", `refs/heads/${name}`]).ok;
  if (earlier && isThere) throw new UsageError(`The run is on the branch ${name}. Check it out first: git switch ${name}`);
  if (earlier && earlier.length > 0)
    throw new UsageError(`The branch ${name}, which the run was on, is gone. Begin a new run with godwit migrate <contract>.`);
  if (!git(top, ["check-ref-format", "--branch", name]).ok)
    throw new UsageError(`${JSON.stringify(name)} can't be the name of a branch: git refuses it. Nothing was changed.`);
  if (isThere)
    throw new UsageError(
      `There is a branch ${name} already. Choose another name, or delete it: git branch -d ${name}. Nothing was changed.`,
    );
  const under = UNDER_WAY.find(([file]) => exists(path.resolve(top, git(top, ["rev-parse", "--git-path", file]).out)));
  if (under)
    throw new UsageError(`Git is in the middle of ${under[1]}, so no branch can be made. End it first. Nothing was changed.`);
  const made = git(top, ["switch", "--quiet", "--no-track", "--create", name]);
  if (!made.ok) throw new UsageError(`Git made no branch ${name}: ${made.fault} Nothing was changed.`);
  return {
    undo() {
      if (headOf(top) !== start) return undefined;
      const back = git(top, ["switch", "--quiet", ...(before === undefined ? ["--detach", start] : [before])]);
      const gone = back.ok ? git(top, ["branch", "--quiet", "-D", name]) : back;
      return gone.ok ? undefined : `the empty branch ${name} is left: ${gone.fault}`;
    },
  };
}

/** The one repository of the files. */
function repositoryOf(root: string, files: readonly string[]): string {
  const tops = byRepository(root, files.length > 0 ? files : ["package.json"]).map(({ top }) => top);
  if (tops.includes(undefined))
    throw new UsageError("--branch needs a git repository, and there is none here. Nothing was changed.");
  if (tops.length > 1)
    throw new UsageError(
      `--branch works in one repository, and the files are in ${tops.length}: ${tops.join(", ")}. Nothing was changed.`,
    );
  return tops[0]!;
}

function git(cwd: string, args: readonly string[]): { readonly ok: boolean; readonly out: string; readonly fault: string } {
  const { status, stdout, stderr, error } = spawnSync("git", args, { cwd, encoding: "utf8" });
  const fault = error ? error.message : stderr.trim().split("\n").slice(-3).join(" ");
  return { ok: status === 0, out: (stdout ?? "").trim(), fault };
}

/** What a commit of a branch tells. */
interface CommittedBatch {
  readonly contract: Contract;
  /** The id of the batch, or of edits across files. */
  readonly batch: string;
  readonly sites: number;
  /** Without baselines. */
  readonly files: readonly string[];
  /** What was not done in these files. */
  readonly left: readonly ListedFinding[];
  /** Commands of `--verify`. */
  readonly verify: readonly string[];
  /** Files that no tsconfig has. */
  readonly unseen: readonly string[];
  readonly run: string;
}

const MOST_FILES = 30;
const MOST_REASONS = 10;

/** The message of a batch's commit: its body is a text for a pull request, in Markdown. */
function describeBatchCommit(of: CommittedBatch): string {
  const { contract, batch, sites, files } = of;
  return [
    `${contract.title}: ${counted(sites, "place")} in ${counted(files.length, "file")}`,
    "",
    ...section("What", [
      `${counted(sites, "violation")} of the migration \`${contract.id}\` (${contract.file}) moved, in the batch \`${batch}\`:`,
      "",
      ...listed(files, MOST_FILES, "file", (file) => `- ${file}`),
    ]),
    ...section("Why", [contract.why ?? contract.title]),
    ...section("How it was verified", verifiedBy(of)),
    ...section("What is left in these files", leftIn(of.left)),
    `To undo it: \`godwit rollback ${of.run}\`, or revert this commit.`,
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return [`## ${title}`, "", ...lines, ""];
}

function verifiedBy({ contract, verify, unseen, files }: CommittedBatch): readonly string[] {
  const { before, each } = contract.validate;
  const commands = [...each.map(describeCheck), ...verify];
  const judged = unseen.filter((file) => files.includes(file));
  return [
    "- TypeScript: no new error in any tsconfig that has or imports a changed file",
    ...(judged.length > 0 ? [`- not checked by types, as no tsconfig has them: ${judged.join(", ")}`] : []),
    ...before.map((command) => `- before the first change: \`${describeCheck(command)}\``),
    ...commands.map((command) => `- after the change: \`${command}\``),
    ...(commands.length === 0 ? [`- no test ran: ${whyUntested(contract)}`] : []),
  ];
}

function whyUntested({ package: from }: Contract): string {
  if (!from || from.withheld.length === 0) return "the contract has no `validate.each`";
  const exact = `${from.name}@${from.version}`;
  const commands = from.withheld.map((command) => `\`${command}\``).join(", ");
  return `this repository does not trust the commands of ${exact} (${commands}). Who has read them writes \`"trust": [${JSON.stringify(exact)}]\` under "godwit" in package.json`;
}

function leftIn(left: readonly ListedFinding[]): readonly string[] {
  if (left.length === 0) return ["Nothing."];
  const reasons = new Map<string, ListedFinding[]>();
  for (const finding of left) {
    const reason = finding.heldBack?.reason ?? finding.reason ?? "it was not kept, or is another batch's";
    reasons.set(reason, [...(reasons.get(reason) ?? []), finding]);
  }
  const sorted = [...reasons].sort(([, a], [, b]) => b.length - a.length);
  return listed(
    sorted,
    MOST_REASONS,
    "reason",
    ([reason, [first, ...rest]]) =>
      `- ${1 + rest.length} × ${reason} (${first!.file}:${first!.line}${rest.length > 0 ? ", …" : ""})`,
  );
}

function listed<T>(all: readonly T[], most: number, noun: string, line: (each: T) => string): readonly string[] {
  const rest = all.length - most;
  return [...all.slice(0, most).map(line), ...(rest > 0 ? [`- and ${counted(rest, `more ${noun}`)}`] : [])];
}
