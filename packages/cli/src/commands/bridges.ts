import path from "node:path";
import { FileError, linkStatsAt, removeFile, replaceFile, writeWhole } from "@godwit/core/disk";
import { applyTextEdits, namesUsedIn, type Range, removeDeclaration, removeNames, type TextEdit } from "@godwit/core/engine";
import { type BridgeState, dayOf, daysBetween, findUncommitted, parseBridge, readSource, type RuntimeUse } from "@godwit/project";
import { createTwoFilesPatch } from "diff";
import { BridgeSearch, readRuntimeCounts } from "../bridges/bridge-search.js";
import { listBridges } from "../bridges/list-bridges.js";
import { findFault } from "../host/parse.js";
import { requireProject, sayBroken, selectContracts } from "../project.js";
import { printableData, printableJson } from "../reporters/printable.js";
import { wrap } from "../reporters/table.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { bridgesCommand } from "../tables/process.js";
import { grouped, type Colours, coloursFor, type CommandPlace, counted, nowOf, type Terminal } from "../terminal.js";
import { UsageError } from "../failure.js";

type BridgesOptions = OptionsOf<typeof bridgesCommand>;

/** One removal may leave another bridge without users: the ends of a chain go first. */
const MOST_ROUNDS = 20;

/** Lists the bridges with who uses them, or deletes those that nothing uses; the exit code is 1 where one could not be deleted, 2 where a contract has errors. */
export function runBridges({ cwd, terminal }: CommandPlace, contract: string | undefined, options: BridgesOptions): number {
  const runtime = readRuntimeCounts(options.runtime ?? [], cwd, dayOf(nowOf(terminal)));
  const counts = (options.runtime ?? []).map((file) => path.resolve(cwd, file));
  const opened = requireProject(cwd);
  const isBroken = sayBroken(opened, terminal);
  const look = (project = opened): { search: BridgeSearch; bridges: readonly BridgeState[] } => {
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
    return isBroken ? 2 : 0;
  }
  let isRefused = false;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { search, bridges } = look(round === 0 ? opened : requireProject(cwd));
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
  return isBroken ? 2 : isRefused ? 1 : 0;
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

/** A change of one file. */
interface FileChange {
  /** Relative to the root. */
  readonly file: string;
  readonly before: string;
  /** Null: the file is deleted. */
  readonly after: string | null;
}

/** The changes that delete some bridges, and those that can't be deleted by a program. */
interface PlannedRemoval {
  readonly removed: readonly BridgeState[];
  readonly changes: readonly FileChange[];
  readonly refused: readonly { readonly bridge: BridgeState; readonly reason: string }[];
}

/** Plans the removal of bridges that nothing uses, with their re-exports and imports. */
function planRemoval(search: BridgeSearch, bridges: readonly BridgeState[]): PlannedRemoval {
  const deleted = new Set<string>();
  const edits = new Map<string, TextEdit[]>();
  const names = new Map<string, Range[]>();
  const refused: PlannedRemoval["refused"][number][] = [];
  const removed = bridges.filter((bridge) => {
    const reason = planOne(search, bridge, { deleted, edits, names });
    if (reason !== undefined) refused.push({ bridge, reason });
    return reason === undefined;
  });
  const changed = [...new Set([...edits.keys(), ...names.keys()])].filter((file) => !deleted.has(file));
  const texts = changed.map((file) => changeOf(search, file, edits.get(file) ?? [], names.get(file) ?? []));
  const files = [...deleted].map((file): FileChange => ({ file, before: search.textOf(file), after: null }));
  return { removed, changes: [...texts, ...files].sort((a, b) => (a.file < b.file ? -1 : 1)), refused };
}

interface Changes {
  readonly deleted: Set<string>;
  readonly edits: Map<string, TextEdit[]>;
  /** Imported and re-exported names that go. */
  readonly names: Map<string, Range[]>;
}

/** Adds the changes for one bridge; returns why there are none. */
function planOne(search: BridgeSearch, state: BridgeState, { deleted, edits, names }: Changes): string | undefined {
  const { file, exported, member } = parseBridge(state.bridge);
  if (linkStatsAt(path.join(search.project.root, file))?.isSymbolicLink()) return "it is a symbolic link";
  const own = exported === undefined ? undefined : search.openFile(file);
  const removal = own && removeDeclaration(own, exported!, member);
  if (exported !== undefined && !removal) return "its file can't be parsed";
  if (removal && "refused" in removal) return removal.refused;
  if (removal) edits.set(file, [...(edits.get(file) ?? []), ...removal.edits]);
  else deleted.add(file);
  for (const each of state.removable) names.set(each.file, [...(names.get(each.file) ?? []), each.range]);
  return undefined;
}

/** What is left of a file, without the imports that only the deleted code used. */
function changeOf(search: BridgeSearch, file: string, edits: readonly TextEdit[], names: readonly Range[]): FileChange {
  const { modules } = search.project.engine;
  const source = search.openFile(file);
  const gone = edits.map(({ range }) => range);
  const unnamed = source ? removeNames(source, modules, [...names, ...namesUsedIn(source, modules, gone)]) : [];
  const before = search.textOf(file);
  const bom = before.startsWith("\uFEFF") ? "\uFEFF" : "";
  return { file, before, after: bom + applyTextEdits(before.slice(bom.length), withoutOverlaps([...edits, ...unnamed])) };
}

/** Two bridges may take the same name away. */
function withoutOverlaps(edits: readonly TextEdit[]): readonly TextEdit[] {
  const kept: TextEdit[] = [];
  for (const { range, text } of [...edits].sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1])) {
    const last = kept.at(-1);
    if (last && range[0] < last.range[1])
      kept[kept.length - 1] = { range: [last.range[0], Math.max(last.range[1], range[1])], text };
    else kept.push({ range, text });
  }
  return kept;
}

/** Why changes must not be written: they would break a file, or git could not bring back what was there. */
function findObstacle(root: string, changes: readonly FileChange[], isForced: boolean): string | undefined {
  for (const { file, before, after } of changes) {
    const fault = after === null ? undefined : findFault({ path: path.join(root, file), before, after });
    if (fault !== undefined) return `${file} would not parse any more (${fault}). Please report it.`;
  }
  if (isForced) return undefined;
  const files = changes.map(({ file }) => file);
  const open = findUncommitted(root, files);
  if (!open) return "There is no git to bring them back from. Delete them all the same with --force.";
  if (open.length === 0) return undefined;
  return `There are changes that are not committed in ${open.join(", ")}. Commit them first, or use --force.`;
}

/** Writes all changes, or none: what was written is put back where a later one fails. Returns why it failed. */
function writeChanges(root: string, changes: readonly FileChange[]): string | undefined {
  const written: FileChange[] = [];
  try {
    // Edits come first: a file that is gone while another still names it breaks the build.
    for (const change of [...changes].sort((a, b) => Number(a.after === null) - Number(b.after === null))) {
      const absolute = path.join(root, change.file);
      const read = readSource(absolute);
      if (read.kind !== "text" || read.bytes.toString("utf8") !== change.before)
        throw new Error(`${change.file} has changed meanwhile`);
      if (change.after === null) removeFile(absolute, root);
      else if (!replaceFile(absolute, { expected: read.bytes, bytes: Buffer.from(change.after, "utf8"), root }))
        throw new Error(`${change.file} has changed meanwhile`);
      written.push(change);
    }
    return undefined;
  } catch (error) {
    for (const { file, before } of written.reverse()) writeWhole(path.join(root, file), before, { root });
    return `${describeWriteError(error)}. Nothing was deleted.`;
  }
}

function describeWriteError(error: unknown): string {
  return error instanceof FileError ? `${error.path}: ${error.message}` : (error as Error).message;
}

const MOST_USERS = 8;

/** The bridges of contracts for people: who uses each, or since when nothing does. */
function renderBridges(
  bridges: readonly BridgeState[],
  { hasColour, columns }: { readonly hasColour: boolean; readonly columns?: number | undefined },
): string {
  const colours = coloursFor(hasColour);
  const contracts = [...new Set(bridges.map(({ contract }) => contract))];
  const unused = bridges.filter(({ state }) => state === "unused").length;
  const lines = [
    ...contracts.flatMap((id) => [
      colours.cyan(colours.bold(id)),
      ...bridges.filter(({ contract }) => contract === id).flatMap((bridge) => renderBridge(bridge, colours, columns)),
      "",
    ]),
    bridges.length === 0 ? "No contract has bridges." : describeTotals(bridges),
    ...(unused > 0 ? [`Next: delete what nothing uses with ${colours.bold("godwit bridges --remove")}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function describeTotals(bridges: readonly BridgeState[]): string {
  const count = (wanted: BridgeState["state"]): number => bridges.filter(({ state }) => state === wanted).length;
  const never = count("never") > 0 ? `, ${count("never")} never there` : "";
  return `${counted(bridges.length, "bridge")}: ${count("used")} in use, ${count("unused")} unused, ${count("gone")} deleted${never}.`;
}

function renderBridge(state: BridgeState, colours: Colours, columns: number | undefined): string[] {
  const { bridge, users, removable } = state;
  if (state.state === "gone") return [`  ${colours.green("✔")} ${bridge}  ${colours.dim("deleted")}`];
  if (state.state === "never")
    return [`  ${colours.yellow("!")} ${bridge}`, ...below("is not there, and no commit had it: is its name right?", 6, columns)];
  if (state.state === "unused")
    return [
      `  ${colours.green("○")} ${bridge}`,
      ...below(describeUnused(state), 6, columns),
      ...runtimeLines(state, colours, columns),
      ...removable.map(({ file, line, what }) => colours.dim(`      goes with it: ${file}:${line} ${what}`)),
    ];
  const files = new Set(users.map(({ file }) => file)).size;
  const rest = users.length - MOST_USERS;
  const shared = users.length > 1 && users.every(({ what }) => what === users[0]!.what);
  return [
    `  ${colours.yellow("●")} ${bridge}`,
    ...below(
      `in use by ${counted(files, "file")}: ${describeKinds(users)}${shared ? `; each ${users[0]!.what}` : ""}`,
      6,
      columns,
    ),
    ...runtimeLines(state, colours, columns),
    ...users
      .slice(0, MOST_USERS)
      .flatMap(({ file, line, what }) => below(`${file}:${line}${shared ? "" : `  ${what}`}`, 8, columns).map(colours.dim)),
    ...(rest > 0 ? [colours.dim(`        … and ${rest} more: --format json lists all`)] : []),
  ];
}

function runtimeLines({ runtime, users }: BridgeState, colours: Colours, columns: number | undefined): string[] {
  if (!runtime) return [];
  const text = `${users.length} in code, ${describeRuntime(runtime)}`;
  return below(text, 6, columns).map((line) => (runtime.recent > 0 ? colours.yellow(line) : line));
}

/** What counts say of a bridge: `3 in the last 7 days, last on 2027-01-14`. */
function describeRuntime({ isCounted, recent, days, lastUse, since, until, isOld }: RuntimeUse): string {
  if (!isCounted) return "at run time not known: no program that was counted has loaded it";
  if (isOld) return `at run time not known since ${until}, when the counts end`;
  const isShort = daysBetween(since, until) < days - 1;
  const span = isShort ? `since ${since}, when counting began` : `in the last ${days} days`;
  return `${grouped(recent)} ${span}${lastUse === null ? "" : `, last on ${lastUse}`}`;
}

function below(text: string, indent: number, columns: number | undefined): string[] {
  return wrap(text, columns === undefined ? undefined : columns - indent - 2).map(
    (line, index) => " ".repeat(indent + (index === 0 ? 0 : 2)) + line,
  );
}

function describeKinds(users: BridgeState["users"]): string {
  const words = {
    ...{ code: "in code", test: "in tests", mock: "in mocks", config: "in configs", package: "in package.json" },
    ...{ string: "as a path in a string", contract: "by contracts", unreadable: "maybe, in what can't be read" },
  } as const;
  const kinds = Object.keys(words) as (keyof typeof words)[];
  return kinds
    .flatMap((kind) => {
      const count = users.filter((user) => user.kind === kind).length;
      return count > 0 ? [`${count} ${words[kind]}`] : [];
    })
    .join(", ");
}

function describeUnused({ unusedSince, note }: BridgeState): string {
  if (unusedSince) return `unused since ${unusedSince.commit.slice(0, 10)} (${unusedSince.date})`;
  return `unused${note === null ? "" : `; since when is not known: ${note}`}`;
}
