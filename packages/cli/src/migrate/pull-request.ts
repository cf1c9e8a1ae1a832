import { describeCheck, type Contract } from "@godwit/core/contracts";
import type { ListedFinding } from "../check/finding.js";

/** What a commit of a branch tells. */
export interface CommittedBatch {
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
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** The message of a batch's commit: its body is a text for a pull request, in Markdown. */
export function describeBatchCommit(of: CommittedBatch): string {
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
    ...(commands.length === 0 ? ["- no test ran: the contract has no `validate.each`"] : []),
  ];
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
