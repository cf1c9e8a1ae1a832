import { cacheFor, createPackageFinder, makeStatus, type GroupKind, type StatusOverview } from "@godwit/project";
import { readCodeOwners } from "../files/codeowners.js";
import { writeOutputs } from "../files/outputs.js";
import { buildHistory, type BuiltHistory } from "../history/build-history.js";
import type { History } from "../history/history.js";
import { countSites, notesOnCount, type CountedSites } from "../overview/count-sites.js";
import { pastOfContracts } from "../report/overview-report.js";
import { sayUnfinished } from "../migrate/recover.js";
import { selectContracts, openProject } from "../project.js";
import { notesOn, uncountedNote } from "../reporters/history.js";
import { printable, printableData, printableJson } from "../reporters/printable.js";
import { renderTerminal } from "../reporters/document/render-terminal.js";
import { statusBlocks } from "../reporters/status.js";
import { type CommandPlace, lookOf, nowOf, progressOn } from "../terminal.js";
import { UsageError } from "../failure.js";
import { GROUP_KINDS, type OptionsOf } from "../tables/define-command.js";
import type { statusCommand } from "../tables/overview.js";

type StatusOptions = OptionsOf<typeof statusCommand>;

/** A status must not take long: with more versions of files to look at than this, or commits, it leaves the past to `godwit history`. */
const MOST_VERSIONS = 400;
const MOST_COMMITS = 2_000;

/** Prints where each contract stands; the exit code is 2 where something could not be counted. */
export function runStatus({ cwd, terminal }: CommandPlace, options: StatusOptions): number {
  const by = readGroups(options.by);
  const progress = progressOn(terminal, "counting");
  const cache = cacheFor(options);
  const counted = countSites({ cwd, cache, onProgress: progress.step });
  const chosen = new Set(selectContracts(counted.project, options.contract ?? []).map(({ contract }) => contract.id));
  const built = buildHistory({ cwd, cache, last: MOST_COMMITS, mostVersions: MOST_VERSIONS, onProgress: progress.step });
  progress.clear();
  sayUnfinished(counted.project.root, terminal);
  const history = "history" in built ? built.history : undefined;
  const status = statusOf(counted, history, nowOf(terminal), chosen);
  const notes = [...notesOnCount(counted, chosen), ...notesAbout(built)];
  const { format = "stylish", output } = options;
  const render = (): string =>
    format === "json"
      ? printableJson({ version: 1, ...status, notes, problems: counted.problems.map(problemPlace) })
      : renderTerminal(
          statusBlocks(printableData({ status, history, notes, isComplete: counted.problems.length === 0 }), {
            now: nowOf(terminal),
            by,
          }),
          { ...lookOf(terminal, output), margin: "" },
        );
  const isWritten = writeOutputs([{ format, file: output }], render, { cwd, terminal });
  for (const { file, line, column, message } of counted.problems)
    terminal.err(`${printable(`${file}:${line}:${column} ${message}`)}\n`);
  return isWritten && counted.problems.length === 0 ? 0 : 2;
}

function problemPlace({ file, line, column, message }: CountedSites["problems"][number]): CountedSites["problems"][number] {
  return { file, line, column, message };
}

/** What is missing of the past, in sentences. */
function notesAbout(built: BuiltHistory): readonly string[] {
  if ("problem" in built) return [`No trend: ${built.problem}`];
  if ("history" in built) return notesOn({ ...built.history, uncounted: [], unusable: [] });
  return [uncountedNote(built.unknown)];
}

/** The status of some contracts; all others count where one of them waits for them. */
function statusOf(
  { project, sites }: CountedSites,
  history: History | undefined,
  now: number,
  chosen: ReadonlySet<string>,
): StatusOverview {
  const input = {
    contracts: project.contracts.map(({ contract }) => contract),
    pastOf: pastOfContracts(project, history),
    ownersOf: readCodeOwners(project.root).ownersOf,
    packageOf: createPackageFinder(project.root),
    now,
  };
  const { contracts } = makeStatus({ ...input, sites });
  const { groups } = makeStatus({ ...input, sites: sites.filter(({ contract }) => chosen.has(contract)) });
  return { contracts: contracts.filter(({ id }) => chosen.has(id)), groups };
}

function readGroups(text: string | undefined): readonly GroupKind[] {
  if (text === undefined) return [];
  return text.split(",").map((name) => {
    const kind = GROUP_KINDS.find((each) => each === name.trim());
    if (!kind) throw new UsageError(`--by ${text}: write one or more of ${GROUP_KINDS.join(", ")}, with commas between them.`);
    return kind;
  });
}

/** The output of `godwit` without a command: the status of the contracts, or how to begin. */
export function runOverview(place: CommandPlace): number | Promise<number> {
  const { cwd, terminal } = place;
  const project = openProject(cwd);
  if (project.contracts.length === 0 && project.problems.length === 0) {
    terminal.out(howToBegin(project.directory));
    return 0;
  }
  return runStatus(place, { format: "stylish" });
}

function howToBegin(directory: string): string {
  return `godwit makes a migration plan executable: one contract, a Markdown file, gives lint rules, fixes and a gate.

There is no contract here yet. godwit init makes the first from what it finds. Or write ${directory}/unified-ids.md:

  ---
  title: One ID generator
  why: IDs of one format keep sessions and traces apart.
  imports:
    newId: ./src/ids.ts
  rules:
    no-raw-uuid:
      replace:
        - with: newId($entity)
  ---

then run
  godwit contracts validate   is it understood?
  godwit check                where is the old way still used?
  godwit check --fix          do the safe part
`;
}
