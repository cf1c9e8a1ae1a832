import path from "node:path";
import { readText as readFile, toFileError } from "@godwit/core/disk";
import { type CheckResult, checkResultSchema } from "../check/check-result.js";
import { UsageError } from "../failure.js";

/** A result that was read from a file. */
export interface ReadResult {
  /** As the command line has it. */
  readonly name: string;
  readonly result: CheckResult;
}

/** Reads the JSON of a run of `godwit check`; throws `UsageError` if it is none. */
export function readResult(name: string, cwd: string): ReadResult {
  const data = parse(name, readText(name, cwd));
  const { success, data: result, error } = checkResultSchema.safeParse(data);
  if (success && result.exitCode !== undefined) return { name, result };
  const [issue] = error?.issues ?? [];
  const at = issue && issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  throw new UsageError(
    `${name} is not a result of this version of godwit check --format json (${at}${issue?.message ?? "it has no exitCode"}). Make it anew.`,
  );
}

function readText(name: string, cwd: string): string {
  try {
    return readFile(path.resolve(cwd, name), "own");
  } catch (error) {
    throw new UsageError(`${name} can't be read: ${toFileError(name, error).message}.`);
  }
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${name} is not JSON (${(error as Error).message}): it may be cut off. Run the check that made it again, in its repository.`,
    );
  }
}
