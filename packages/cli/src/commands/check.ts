import { exists } from "@godwit/core/disk";
import { createFileTree } from "@godwit/core/modules";
import { cacheFor, listFiles, type ListedFile } from "@godwit/project";
import path from "node:path";
import type { CheckOptions, CheckOutcome } from "../check/check.js";
import { findWholeRun } from "../check/cache/whole-run.js";
import { sayLeftOut, sayNestedRoots } from "../files/selection.js";
import { findRepositoryTop } from "../files/codeowners.js";
import { readOutputs, writeEach, type Output } from "../files/outputs.js";
import { parseShard } from "../files/shard.js";
import type { JudgedGate } from "../gates/judge-gates.js";
import { renderTerminal } from "../reporters/document/render-terminal.js";
import { REPORT_FORMATS, sayLimits } from "../reporters/check/formats.js";
import { printable, printableData } from "../reporters/printable.js";
import { placesFor, type Places } from "../reporters/check/report.js";
import { renderStylish, type StylishOptions } from "../reporters/check/stylish.js";
import { grouped, counted, nowOf, progressOn, type CommandPlace, type Terminal } from "../terminal.js";
import { UsageError } from "../failure.js";
import type { checkCommand } from "../tables/check.js";
import { CHECK_FORMATS, type CheckFormat, type OptionsOf } from "../tables/define-command.js";

type CheckCommandOptions = OptionsOf<typeof checkCommand>;
type ShownOptions = CheckCommandOptions & { readonly all: boolean };

/** Runs the check, prints or writes the results, and returns the exit code. */
export async function runCheck(
  { cwd, terminal, version, all = false }: CommandPlace,
  paths: readonly string[],
  options: CheckCommandOptions,
): Promise<number> {
  const outputs = readOutputs(options.format ?? [], CHECK_FORMATS, { usual: "stylish", output: options.output });
  refuseContradictions(paths, options, outputs);
  const nested = new Set<string>();
  const progress = progressOn(options.quiet ? { ...terminal, hasProgress: false } : terminal, "checking");
  const { checked, listed } = await findOrCheck({
    cwd,
    paths,
    contracts: options.contract ?? [],
    phase: options.phase,
    owner: options.owner,
    staged: options.staged ?? false,
    ...(options.changed !== undefined && { changed: options.changed }),
    shard: options.shard === undefined ? undefined : parseShard(options.shard),
    fix: options.fix ?? false,
    lenient: options.lenient ?? false,
    frozen: options.frozen ?? false,
    suppressed: options.suppressed ?? false,
    keepsSources: outputs.some(({ format }) => format !== "stylish"),
    cache: cacheFor(options),
    foreseesHeldBack: outputs.some(({ format }) => format === "stylish" || format === "json"),
    nearDuplicates: outputs.some(({ format }) => format === "json"),
    onProgress: progress.step,
    onNestedRoot: (root) => nested.add(root),
    onCommand(description) {
      progress.clear();
      terminal.err(`Running ${printable(description)}\n`);
    },
  });
  progress.clear();
  if (checked.note !== undefined) terminal.err(`godwit: ${checked.note}\n`);
  if (!options.quiet) {
    // Few roots have runs, and a check that has nothing to do should load little.
    const root = path.resolve(cwd, checked.result.root);
    if (exists(path.join(root, ".godwit/lock"))) (await import("../migrate/recover.js")).sayUnfinished(root, terminal);
    sayNestedRoots(nested, paths, { cwd, terminal });
    if (listed) sayLeftOut(listed, paths, { root, cwd, terminal });
  }
  const outcome = options.gates ? withGates(checked, await judgeGatesOf(checked, options, { cwd, terminal })) : checked;
  const places = placesOf(cwd, outcome.result.root, terminal);
  const result = { ...outcome.result, time: new Date(nowOf(terminal) * 1_000).toISOString() };
  const report = { result, suppressed: outcome.hidden, version, places };
  const gates = result.gates && (await import("../reporters/plan.js")).gatesBlocks(printableData(result.gates));
  const forPeople = (shown: Pick<Terminal, "hasColour" | "columns">): string => {
    const text = renderStylish(outcome, styleOf({ ...options, all }, shown));
    return gates ? `${text}\n${renderTerminal(gates, shown)}` : text;
  };
  const render = ({ format, file }: Output<CheckFormat>): string =>
    format === "stylish" ? forPeople(file === undefined ? terminal : { hasColour: false }) : REPORT_FORMATS[format](report);
  const written = writeEach(outputs, render, { cwd, terminal });
  sayLimits(written, report, terminal);
  if (outputs.every(({ file }) => file !== undefined)) sayWhatFilesHold(written, outcome, terminal);
  return written.length === outputs.length ? outcome.exitCode : 2;
}

/** Loads the rules only if an earlier run does not have the outcome already. `listed`: the files of the root, where all were listed. */
async function findOrCheck(
  options: CheckOptions,
): Promise<{ readonly checked: CheckOutcome; readonly listed: readonly ListedFile[] | undefined }> {
  const started = performance.now();
  let listed: readonly ListedFile[] | undefined;
  // Of a part of the files, only those nested roots count that have some of them.
  const isPart = options.staged || options.changed !== undefined;
  const tree = createFileTree();
  const listing = { embedding: true, tree, ...(!isPart && options.onNestedRoot && { onNestedRoot: options.onNestedRoot }) };
  const asked = { ...options, tree, list: (root: string) => (listed ??= listFiles(root, listing)) };
  const run = async (): Promise<CheckOutcome> => (await import("../check/check.js")).check(asked);
  const checked = findWholeRun(asked, started) ?? (await run());
  return { checked, listed: isPart ? undefined : listed };
}

/** The gates of the contracts that are looked at; a planned contract's are not yet in force. */
async function judgeGatesOf(
  { findings }: CheckOutcome,
  options: CheckCommandOptions,
  { cwd, terminal }: Omit<CommandPlace, "version">,
): Promise<readonly JudgedGate[]> {
  const [{ judgeGates }, { requireProject, selectContracts }] = await Promise.all([
    import("../gates/judge-gates.js"),
    import("../project.js"),
  ]);
  const project = requireProject(cwd);
  const contracts = selectContracts(project, options.contract ?? []).map(({ contract }) => contract);
  return judgeGates({
    project,
    contracts: contracts.filter(({ status }) => status !== "planned"),
    sites: findings,
    say: (line) => terminal.err(`${printable(line)}\n`),
  });
}

function withGates(outcome: CheckOutcome, gates: readonly JudgedGate[]): CheckOutcome {
  const isOpen = gates.some(({ state }) => state !== "met");
  const exitCode = outcome.exitCode === 0 && isOpen ? 1 : outcome.exitCode;
  return { ...outcome, exitCode, result: { ...outcome.result, exitCode, gates: [...gates] } };
}

/** Where the files of a root (relative to `cwd`) are for those who read a report. */
export function placesOf(cwd: string, root: string, { env = {} }: Terminal): Places {
  const absolute = path.resolve(cwd, root);
  const folder = path.relative(findRepositoryTop(absolute) ?? absolute, absolute).replaceAll("\\", "/");
  return placesFor({ folder, env });
}

function refuseContradictions(
  paths: readonly string[],
  { summary, staged, changed, gates, fix, phase, owner, shard }: CheckCommandOptions,
  outputs: readonly Output<CheckFormat>[],
): void {
  const parts = [
    paths.length > 0,
    staged,
    changed !== undefined,
    fix,
    phase !== undefined,
    owner !== undefined,
    shard !== undefined,
  ];
  if (gates && parts.some(Boolean))
    throw new UsageError("--gates judges all files as they are: leave out paths and every other choice but --contract.");
  if (summary && !outputs.some(({ format }) => format === "stylish"))
    throw new UsageError(
      `--summary is a table for people: ${outputs[0]!.format} has the counts already. Leave one out, or add --format stylish.`,
    );
  if (staged && changed !== undefined)
    throw new UsageError("--staged looks at what is staged, --changed at what differs from another branch. Leave one out.");
  if (typeof changed === "string" && changed.trim() === "")
    throw new UsageError("--changed names no branch. Leave it out, or name one.");
  if (paths.includes("")) throw new UsageError("A path is empty.");
}

function styleOf(
  { quiet, frozen, suppressed, summary, staged, changed, all }: ShownOptions,
  { hasColour, columns }: Pick<Terminal, "hasColour" | "columns">,
): StylishOptions {
  return {
    ...{ hasColour, columns },
    isQuiet: quiet ?? false,
    isFrozen: frozen ?? false,
    listsSuppressed: suppressed ?? false,
    listsKnown: all,
    isSummary: summary ?? false,
    command: `godwit check${staged ? " --staged" : ""}${changed === undefined ? "" : changed === true ? " --changed" : ` --changed=${changed}`}`,
  };
}

/** A run that fails must not be silent, even if all its results go to files. */
function sayWhatFilesHold(
  written: readonly Output<CheckFormat>[],
  { result, baselines }: CheckOutcome,
  terminal: Terminal,
): void {
  if (result.exitCode === 0) return;
  const counts = [
    counted(baselines.fresh, "new violation"),
    ...(result.problems.length > 0 ? [counted(result.problems.length, "problem")] : []),
    ...(baselines.gone > 0 ? [`${grouped(baselines.gone)} gone`] : []),
  ];
  const where = written.length === 0 ? "" : `: see ${written.map(({ file }) => file).join(", ")}`;
  terminal.err(`godwit: ${counts.join(", ")}${where}\n`);
}
