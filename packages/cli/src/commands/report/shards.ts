import { compareNearness, comparePlaces } from "../../check/listed-finding.js";
import type { CheckResult } from "../../check/check-result.js";
import { UsageError } from "../../failure.js";
import { readOutputs, sayWritten, writeEach } from "../../files/outputs.js";
import { type ReadResult, readResult } from "../../report/read-result.js";
import { REPORT_FORMATS, sayLimits } from "../../reporters/check/formats.js";
import { type OptionsOf, REPORT_FORMAT_NAMES } from "../../tables/define-command.js";
import type { reportCommand } from "../../tables/overview.js";
import type { CommandPlace } from "../../terminal.js";
import { placesOf } from "../check.js";

/** Which results are joined, and how they are written. */
type JoinOptions = Pick<OptionsOf<typeof reportCommand>, "format" | "output"> & { readonly from: readonly string[] };

/** Joins results of `godwit check --format json`, writes them in the formats, and returns the exit code that one run would have. */
export function joinResults({ cwd, terminal, version }: CommandPlace, options: JoinOptions): number {
  const outputs = readOutputs(options.format ?? [], REPORT_FORMAT_NAMES, { usual: "json", output: options.output });
  const result = mergeShards(options.from.map((name) => readResult(name, cwd)));
  const report = { result, suppressed: result.suppressed ?? [], version, places: placesOf(cwd, result.root, terminal) };
  const written = writeEach(outputs, ({ format }) => REPORT_FORMATS[format](report), { cwd, terminal });
  sayWritten(written, terminal);
  sayLimits(outputs, report, terminal);
  return written.length === outputs.length ? (result.exitCode ?? 2) : 2;
}

type ExitCode = NonNullable<CheckResult["exitCode"]>;

/** Joins the results of all shards of one run to what the run without shards gives. Throws `UsageError` if they are not all of one run. */
function mergeShards(read: readonly ReadResult[]): CheckResult {
  const [first, ...others] = read as readonly [ReadResult, ...ReadResult[]];
  if (others.length === 0 && !first.result.shard) return first.result;
  refuseOtherRuns(first, others);
  const results = orderedShards(read);
  const all = <Item>(select: (result: CheckResult) => readonly Item[]): Item[] => results.flatMap(select);
  const { shard: _, ...start } = results[0]!;
  const sum = (select: (result: CheckResult) => number): number => results.reduce((total, each) => total + select(each), 0);
  return {
    ...start,
    exitCode: results.reduce<ExitCode>((worst, { exitCode = 2 }) => (exitCode > worst ? exitCode : worst), 0),
    durationMs: Math.max(...results.map(({ durationMs }) => durationMs)),
    ...(start.time !== undefined && {
      time: results
        .map(({ time = "" }) => time)
        .sort()
        .at(-1)!,
    }),
    files: {
      considered: sum(({ files }) => files.considered),
      parsed: sum(({ files }) => files.parsed),
      cached: sum(({ files }) => files.cached),
    },
    contracts: start.contracts.map((contract, index) =>
      mergeContract(
        contract,
        results.map((each) => each.contracts[index]!),
      ),
    ),
    violations: all((each) => each.violations).sort(comparePlaces),
    ...(start.suppressed && { suppressed: all((each) => each.suppressed ?? []).sort(comparePlaces) }),
    nearDuplicates: all((each) => each.nearDuplicates).sort(compareNearness),
    problems: withoutRepeats(all((each) => each.problems)),
    ...(start.fixed !== undefined && { fixed: sum(({ fixed = 0 }) => fixed) }),
  };
}

function refuseOtherRuns(first: ReadResult, others: readonly ReadResult[]): void {
  const whole = [first, ...others].find(({ result }) => !result.shard);
  if (whole)
    throw new UsageError(
      `${whole.name} is not of a run with --shard, and what two such runs found in one file would count twice. Name it alone, or run with --shard.`,
    );
  const identity = ({ result }: ReadResult): string =>
    JSON.stringify([result.root, result.shard!.count, result.suppressed === undefined, result.contracts.map(factsOf)]);
  const stranger = others.find((other) => identity(other) !== identity(first));
  if (stranger)
    throw new UsageError(
      `${first.name} and ${stranger.name} are of different runs: they have other contracts, another root, other flags or another number of shards.`,
    );
}

function factsOf({ id, title, status, owner, risk, phases }: CheckResult["contracts"][number]): unknown {
  return [id, title, status, owner, risk, phases.map(({ name, allow, due }) => [name, allow, due])];
}

function orderedShards(read: readonly ReadResult[]): readonly CheckResult[] {
  const count = read[0]!.result.shard!.count;
  const byIndex = new Map<number, ReadResult>();
  for (const each of read) {
    const { index } = each.result.shard!;
    const other = byIndex.get(index);
    if (other) throw new UsageError(`${other.name} and ${each.name} are both shard ${index}/${count}. Name each shard once.`);
    byIndex.set(index, each);
  }
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((index) => !byIndex.has(index));
  if (missing.length > 0)
    throw new UsageError(
      `Missing: ${missing.map((index) => `shard ${index}/${count}`).join(", ")}. A result without all shards would hide violations.`,
    );
  return [...byIndex].sort(([a], [b]) => a - b).map(([, { result }]) => result);
}

function mergeContract(
  contract: CheckResult["contracts"][number],
  all: readonly CheckResult["contracts"][number][],
): CheckResult["contracts"][number] {
  const sum = (select: (each: CheckResult["contracts"][number]) => number): number =>
    all.reduce((total, each) => total + select(each), 0);
  return {
    ...contract,
    violations: sum((each) => each.violations),
    ...(contract.suppressed !== undefined && { suppressed: sum((each) => each.suppressed ?? 0) }),
    tolerated: sum((each) => each.tolerated),
    ...(contract.gone !== undefined && { gone: sum((each) => each.gone ?? 0) }),
    fixable: sum((each) => each.fixable),
    suggestible: sum((each) => each.suggestible),
    phases: contract.phases.map((phase, index) => {
      const violations = sum((each) => each.phases[index]!.violations);
      return { ...phase, violations, done: violations <= phase.allow };
    }),
  };
}

/** Each shard names the problems of contracts, and its own files' ones after them. */
function withoutRepeats<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
