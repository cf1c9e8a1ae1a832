import type { FormatCommand } from "@godwit/core/contracts";
import type { FileTree } from "@godwit/core/modules";
import type { CacheOptions } from "@godwit/project";
import type { BaselineJudgement } from "../baseline/judge.js";
import type { CheckResult } from "./check-result.js";
import type { LoadingTests } from "./held-back.js";
import type { ListedFinding } from "./listed-finding.js";
import type { SurveyOptions } from "./survey.js";

/** The options of `check`. */
export interface CheckOptions extends Omit<SurveyOptions, "only"> {
  /** Keeps the outcome for the next run, which takes it if nothing has changed; what is staged is always looked at. */
  readonly cache?: CacheOptions | undefined;
  /** What was read of the disk to list files. */
  readonly tree?: FileTree | undefined;
  /** Also lists what disable comments hide. */
  readonly suppressed?: boolean;
  /** Files that can't be read or parsed do not fail the run. */
  readonly lenient?: boolean;
  /** Baseline entries that are no longer needed fail the run. */
  readonly frozen?: boolean;
  /** Called with the command that is about to run: the project's `format`, on the files that `fix` has changed. */
  onCommand?(description: string): void;
}

/** The format commands that ran on fixed files; where there are none, those that the project's own tools would be. */
export interface LayoutRun {
  readonly ran: readonly string[];
  readonly advised: readonly FormatCommand[];
}

/** The result, with more data for the exit code and the code frames. */
export interface CheckOutcome {
  readonly result: CheckResult;
  readonly findings: readonly ListedFinding[];
  /** What disable comments hide, of contracts that are not planned. */
  readonly suppressed: readonly ListedFinding[];
  /** The same as the JSON has it. */
  readonly hidden: CheckResult["violations"];
  readonly baselines: BaselineJudgement;
  readonly exitCode: 0 | 1 | 2;
  /** The files (relative to the root) in which a fix closed a circle of imports. */
  readonly circles?: readonly string[];
  /** The tests without mocks that fixes let load many more files, and what runs them. */
  readonly loading?: LoadingTests & { readonly command: string | null };
  /** What laid out the files that fixes changed. */
  readonly layout?: LayoutRun;
  /** What could not be done, and changes no result. */
  readonly note?: string;
}
