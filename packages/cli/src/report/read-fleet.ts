import path from "node:path";
import { readText, toFileError } from "@godwit/core/disk";
import type { CheckResult } from "../check/check-result.js";
import { UsageError } from "../failure.js";
import { fleetSchema, type FleetRow } from "./fleet.js";
import { readResult } from "./read-result.js";

/** A repository with the result of its last check, or why there is none. */
export interface FleetMember {
  readonly name: string;
  /** The absolute path of its result. */
  readonly file: string;
  readonly result?: CheckResult & { readonly time: string };
  readonly fault?: string;
}

/** Reads NAME=FILE of each repository; a file that can't be used is said of its repository. Throws `UsageError` for one that is there twice. */
export function readMembers(given: readonly string[], cwd: string): readonly FleetMember[] {
  const files = new Map<string, string>();
  const named = given.map((text) => {
    const at = text.indexOf("=");
    const [name, file] = [text.slice(0, at).trim(), text.slice(at + 1)];
    if (at < 0 || name === "" || file === "")
      throw new UsageError(`--repository ${text}: write NAME=FILE, such as web=web.json.`);
    return { name, file, absolute: path.resolve(cwd, file) };
  });
  for (const [index, { name, file, absolute }] of named.entries()) {
    const other = named.slice(0, index).find((each) => each.name === name);
    if (other)
      throw new UsageError(
        `${name} is there twice: ${other.file} and ${file}. Join the shards of one run with godwit report --from, and give earlier reports to --past.`,
      );
    const twin = files.get(absolute);
    if (twin !== undefined) throw new UsageError(`${file} is the result of ${twin} and of ${name}. Each repository has its own.`);
    files.set(absolute, name);
  }
  return named.map(({ name, file, absolute }) => ({ name, file: absolute, ...readMember(file, cwd) }));
}

function readMember(file: string, cwd: string): Pick<FleetMember, "result" | "fault"> {
  try {
    const { result } = readResult(file, cwd);
    const { shard, time } = result;
    if (shard)
      return {
        fault: `${file} is shard ${shard.index}/${shard.count}: join all ${shard.count} into another file, with godwit report --from … --format json=…, and name that one.`,
      };
    if (time === undefined) return { fault: `${file} has no time: it is of an older godwit. Make it anew.` };
    return { result: { ...result, time } };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { fault: error.message };
  }
}

/** What earlier reports say of the weeks before, and which of their files are not there. */
interface FleetPast {
  /** Of a repository's week the latest result. */
  readonly rows: readonly FleetRow[];
  readonly missing: readonly string[];
}

/** Reads earlier reports. Throws `UsageError` for a file that is none; one that is not there is the past of a first report. */
export function readPast(files: readonly string[], cwd: string): FleetPast {
  const read = files.map((file) => ({ file, rows: readReport(file, cwd) }));
  return {
    rows: latestOfWeeks(read.flatMap(({ rows }) => rows ?? [])),
    missing: read.flatMap(({ file, rows }) => (rows ? [] : [file])),
  };
}

/** Of each repository's week the rows of the latest result. */
export function latestOfWeeks(rows: readonly FleetRow[]): readonly FleetRow[] {
  const latest = new Map<string, string>();
  const keyOf = ({ week, repository }: FleetRow): string => `${week} ${repository}`;
  for (const row of rows) if (row.time > (latest.get(keyOf(row)) ?? "")) latest.set(keyOf(row), row.time);
  const unique = new Map(
    rows
      .filter((row) => latest.get(keyOf(row)) === row.time)
      .map((row) => [JSON.stringify([row.week, row.repository, row.contract, row.owners]), row]),
  );
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function readReport(file: string, cwd: string): readonly FleetRow[] | undefined {
  let data: unknown;
  try {
    data = JSON.parse(readText(path.resolve(cwd, file), "own"));
  } catch (error) {
    const isJson = !(error instanceof SyntaxError);
    const { fault, message } = toFileError(file, error);
    if (isJson && fault === "missing") return undefined;
    const why = isJson ? `can't be read (${message})` : "is not JSON: it may be cut off";
    throw new UsageError(`${file} ${why}. --past takes what godwit report --repository … --format json wrote.`);
  }
  const { success, data: fleet, error } = fleetSchema.safeParse(data);
  if (success) return fleet.rows;
  const [issue] = error.issues;
  throw new UsageError(
    `${file} is no report of this version of godwit report --repository (${issue!.path.join(".")}: ${issue!.message}). Leave it out, or make it anew.`,
  );
}
