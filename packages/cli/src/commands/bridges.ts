import path from "node:path";
import { dayOf, type BridgeState } from "@godwit/project";
import { createTwoFilesPatch } from "diff";
import { BridgeSearch } from "../bridges/bridge-search.js";
import { listBridges } from "../bridges/list-bridges.js";
import { findObstacle, planRemoval, writeChanges, type FileChange, type PlannedRemoval } from "../bridges/remove-bridges.js";
import { readRuntimeCounts } from "../bridges/runtime-counts.js";
import { requireProject, selectContracts } from "../project.js";
import { describeRuntime, renderBridges } from "../reporters/bridges-stylish.js";
import { printableData, printableJson } from "../reporters/printable.js";
import { coloursFor, type CommandPlace, counted, nowOf, type Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { bridgesCommand } from "../tables/process.js";

type BridgesOptions = OptionsOf<typeof bridgesCommand>;

/** One removal may leave another bridge without users: the ends of a chain go first. */
const MOST_ROUNDS = 20;

/** Lists the bridges with who uses them, or deletes those that nothing uses; the exit code is 1 where one could not be deleted. */
export function runBridges({ cwd, terminal }: CommandPlace, contract: string | undefined, options: BridgesOptions): number {
  const runtime = readRuntimeCounts(options.runtime ?? [], cwd, dayOf(nowOf(terminal)));
  const counts = (options.runtime ?? []).map((file) => path.resolve(cwd, file));
  const look = (): { search: BridgeSearch; bridges: readonly BridgeState[] } => {
    const project = requireProject(cwd);
    const search = new BridgeSearch(project, counts);
    return { search, bridges: listBridges(search, selectContracts(project, contract === undefined ? [] : [contract]), runtime) };
  };
  if (options.remove && options.format === "json")
    throw new UsageError("--remove prints what it deletes for people: leave --format json out.");
  if (options.dryRun && !options.remove) throw new UsageError("--dry-run belongs to --remove: godwit bridges --remove --dry-run");
  if (!options.remove) {
    const { bridges } = look();
    terminal.out(
      options.format === "json" ? printableJson({ version: 1, bridges }) : renderBridges(printableData(bridges), terminal),
    );
    return 0;
  }
  let isRefused = false;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { search, bridges } = look();
    const unused = bridges.filter(({ state }) => state === "unused");
    const kept = options.force ? [] : unused.filter(isUsedLately);
    const deletable = planRemoval(
      search,
      unused.filter((bridge) => !kept.includes(bridge)),
    );
    const planned = { ...deletable, refused: [...deletable.refused, ...kept.map(refuseUsed)] };
    isRefused = planned.refused.length > 0;
    if (planned.removed.length === 0 || options.dryRun) {
      terminal.out(options.dryRun ? renderDiff(planned) : renderRest(planned, bridges, round === 0, terminal));
      break;
    }
    removeNow(search.project.root, planned, options, terminal);
  }
  return isRefused ? 1 : 0;
}

/** Whether running programs use it still, or nobody knows by now. */
function isUsedLately({ runtime }: BridgeState): boolean {
  return runtime !== null && (runtime.recent > 0 || (runtime.isCounted && runtime.isOld));
}

function refuseUsed(bridge: BridgeState): PlannedRemoval["refused"][number] {
  return { bridge, reason: `${describeRuntime(bridge.runtime!)}. Delete it all the same with --force` };
}

function removeNow(root: string, planned: PlannedRemoval, { force }: BridgesOptions, terminal: Terminal): void {
  const failure = findObstacle(root, planned.changes, force ?? false) ?? writeChanges(root, planned.changes);
  if (failure !== undefined) throw new UsageError(failure);
  const colours = coloursFor(terminal.hasColour);
  const { removed, changes } = printableData(planned);
  for (const { bridge } of removed) terminal.out(`${colours.green("✔")} ${bridge} is deleted\n`);
  for (const { file } of changes.filter(({ after }) => after !== null)) terminal.out(colours.dim(`  changed ${file}\n`));
}

function renderRest(planned: PlannedRemoval, bridges: readonly BridgeState[], isFirst: boolean, { hasColour }: Terminal): string {
  const colours = coloursFor(hasColour);
  const { refused } = printableData(planned);
  const used = bridges.filter(({ state }) => state === "used").length;
  const lines = [
    ...refused.map(({ bridge, reason }) => `${colours.yellow("!")} ${bridge.bridge} stays: ${reason}`),
    ...(isFirst && refused.length === 0 ? ["Nothing to delete: there is no bridge that nothing uses."] : []),
    ...(used > 0 ? [`${counted(used, "bridge is", "bridges are")} still in use: godwit bridges`] : []),
    ...(isFirst ? [] : ["Look at the changes with git diff, run the tests, and commit them."]),
  ];
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function renderDiff({ changes, refused }: PlannedRemoval): string {
  const patches = changes.map(({ file, before, after }: FileChange) =>
    createTwoFilesPatch(`a/${file}`, after === null ? "/dev/null" : `b/${file}`, before, after ?? "", "", "", { context: 3 }),
  );
  const stays = refused.map(({ bridge, reason }) => `! ${bridge.bridge} stays: ${reason}\n`);
  return patches.length + stays.length === 0
    ? "Nothing to delete: there is no bridge that nothing uses.\n"
    : [...patches, ...stays].join("");
}
