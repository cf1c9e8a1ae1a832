import path from "node:path";
import { readText } from "@godwit/core/disk";
import {
  type ActiveContract,
  type BridgeState,
  cacheFor,
  createPackageFinder,
  dayOf,
  daysBetween,
  listFiles,
  makeStatus,
  originOfEvidence,
  ownersBySite,
  type PlanEvidence,
  type PlanSite,
  type Project,
} from "@godwit/project";
import { BridgeSearch } from "../../bridges/bridge-search.js";
import { listBridges } from "../../bridges/list-bridges.js";
import { readCodeOwners } from "../../files/codeowners.js";
import { readOutputs, sayWritten, writeEach } from "../../files/outputs.js";
import { buildHistory, type BuiltHistory } from "../../history/build-history.js";
import { type History, seriesOf } from "../../history/history.js";
import { demandsOf } from "../../migrate/demands.js";
import { type CountedSites, countSites, notesOnCount } from "../../overview/count-sites.js";
import { readGates } from "../../plan/build-plan.js";
import { selectContracts } from "../../project.js";
import {
  type OverviewReport,
  pastOfContracts,
  readRunStatistics,
  type ReportContract,
  type ReportSite,
} from "../../report/overview-report.js";
import type { Block } from "../../reporters/document/document.js";
import { renderMarkdown } from "../../reporters/document/render-markdown.js";
import { notesOn, uncountedNote } from "../../reporters/history.js";
import { overviewDocument } from "../../reporters/overview/overview-document.js";
import { renderPage } from "../../reporters/overview/page.js";
import { printable, printableData, printableJson } from "../../reporters/printable.js";
import { renderCsv } from "../../reporters/table.js";
import { type OptionsOf, OVERVIEW_FORMATS } from "../../tables/define-command.js";
import type { reportCommand } from "../../tables/overview.js";
import { UsageError } from "../../failure.js";
import { type CommandPlace, nowOf, progressOn } from "../../terminal.js";
import { placesOf } from "../check.js";

type OverviewOptions = Omit<OptionsOf<typeof reportCommand>, "from">;

/** Writes a report about all migrations, or joins results of `godwit check --format json`; returns the exit code. */
export async function runReport(place: CommandPlace, options: OptionsOf<typeof reportCommand>): Promise<number> {
  if (options.from) {
    if (options.repository) throw new UsageError("Join the shards of each repository first, with --from and --format json=FILE.");
    if (options.contract || options.history === false)
      throw new UsageError("--from writes results as they are: leave --contract and --no-history out.");
    const { joinResults } = await import("./shards.js");
    return joinResults(place, { ...options, from: options.from });
  }
  if (options.past && !options.repository) throw new UsageError("--past goes with --repository.");
  if (options.repository) {
    if (options.contract || options.history === false)
      throw new UsageError("--repository shows results as they are: leave --contract and --no-history out.");
    const { reportFleet } = await import("./fleet.js");
    return reportFleet(place, { ...options, repository: options.repository });
  }
  return reportOverview(place, options);
}

/** With more versions of files to look at than this, or than two and a half times as many as there are files, a report leaves commits of the past out. */
const MOST_VERSIONS = 2_000;

/** Writes the report about all migrations; the exit code is 2 where something could not be counted. */
function reportOverview({ cwd, terminal }: CommandPlace, options: OverviewOptions): number {
  const outputs = readOutputs(options.format ?? [], OVERVIEW_FORMATS, { usual: "md", output: options.output });
  const cache = cacheFor(options);
  const counting = progressOn(terminal, "counting");
  const counted = countSites({ cwd, cache, onProgress: counting.step });
  const contracts = selectContracts(counted.project, options.contract ?? []);
  counting.clear();
  const past = progressOn(terminal, "counting versions of files");
  const mostVersions = Math.max(MOST_VERSIONS, 2.5 * counted.files);
  const built: BuiltHistory | undefined =
    options.history === false ? undefined : buildHistory({ cwd, cache, mostVersions, onProgress: past.step });
  past.clear();
  const history = built && "history" in built ? built.history : undefined;
  const now = nowOf(terminal);
  const chosen = new Set(contracts.map(({ contract }) => contract.id));
  const notes = [...notesOnCount(counted, chosen), ...missingFrom(built)];
  const report = buildOverview({ counted, history, contracts, now, notes });
  const { base } = placesOf(cwd, counted.project.root, terminal);
  const written = writeEach(outputs, ({ format }) => renderOverview(report, format, { now, base }), { cwd, terminal });
  for (const note of report.notes) terminal.err(`${printable(note)}\n`);
  sayWritten(written, terminal);
  return written.length === outputs.length && counted.problems.length === 0 ? 0 : 2;
}

function missingFrom(built: BuiltHistory | undefined): readonly string[] {
  if (!built) return ["The past was left out, as asked: no burn-down and no pace."];
  if ("history" in built) return notesOn(built.history);
  return ["problem" in built ? `No history: ${built.problem}` : uncountedNote(built.unknown)];
}

/** What a report is rendered with. */
interface OverviewLayout {
  /** Seconds since 1970. */
  readonly now: number;
  /** The start of links to files, with a slash at its end; null where files have no address. */
  readonly base: string | null;
}

/** Renders a report. */
export function renderOverview(
  report: OverviewReport,
  format: (typeof OVERVIEW_FORMATS)[number],
  layout: OverviewLayout,
): string {
  if (format === "json") return printableJson(report);
  if (format === "csv") return renderViolations(report);
  const safe = printableData(report);
  const setting = { ...layout, prose: new Map(report.contracts.map(({ id, prose }) => [id, prose])) };
  return format === "md" ? renderMarkdown([...overviewDocument(safe, setting), ...LIST]) : renderPage(safe, setting);
}

/** How to get what a page lists. */
const LIST: readonly Block[] = [
  { kind: "heading", level: 2, text: "All violations" },
  {
    kind: "code",
    lines: [
      "godwit check --all --contract ID",
      "godwit report --format csv -o violations.csv",
      "godwit report --format html -o report.html",
    ],
  },
];

/** A row for each violation. */
function renderViolations({ violations }: OverviewReport): string {
  return renderCsv([
    ["contract", "rule", "file", "line", "column", "phase", "owners", "package", "level", "known", "message"],
    ...violations.map(({ contract, rule, file, line, column, phase, owners, package: folder, level, tolerated, message }) => [
      ...[contract, rule, file, line, column, phase, owners.join(" "), folder, level, tolerated ? "yes" : "no", message],
    ]),
  ]);
}

/** What a report is made from. */
interface OverviewInput {
  readonly counted: CountedSites;
  readonly history: History | undefined;
  /** Those that were asked for. */
  readonly contracts: readonly ActiveContract[];
  /** Seconds since 1970. */
  readonly now: number;
  /** What is missing, in sentences. */
  readonly notes: readonly string[];
}

/** Puts together everything about the migrations of a root; runs no command of a contract. */
function buildOverview({ counted, history, contracts: chosen, now, notes }: OverviewInput): OverviewReport {
  const { project, sites, problems } = counted;
  const isChosen = new Set(chosen.map(({ contract }) => contract.id));
  const own = sites.filter(({ contract }) => isChosen.has(contract));
  const contracts = project.contracts.map(({ contract }) => contract);
  const packageOf = createPackageFinder(project.root);
  const { ownersOf } = readCodeOwners(project.root);
  const input = { contracts, pastOf: pastOfContracts(project, history), ownersOf, packageOf, now };
  const status = makeStatus({ ...input, sites });
  const owners = ownersBySite(input);
  const faults: string[] = [];
  const details = createDetails({ project, chosen, history, now, onFault: (text) => faults.push(text) });
  const runs = readRunStatistics(project.root);
  const violations = own.map(({ contract, rule, file, line, column, message, phase, level, tolerated }): ReportSite => ({
    ...{ contract, rule, file, line, column, message, phase, level, tolerated },
    ...{ owners: owners({ contract, file }), package: packageOf(file) },
  }));
  return {
    version: 1,
    name: projectName(project.root),
    generatedAt: new Date(now * 1_000).toISOString(),
    commit: originOfEvidence(project.root).commit,
    contracts: status.contracts.filter(({ id }) => isChosen.has(id)).map((each) => ({ ...each, ...details(each.id, own) })),
    groups: makeStatus({ ...input, sites: own }).groups,
    runs,
    violations: violations.sort(byPlace),
    notes: [
      ...notes,
      ...faults,
      ...runs.unreadable,
      ...problems.map(({ file, line, column, message }) => `Not counted: ${file}:${line}:${column} ${message}`),
    ],
  };
}

interface DetailsInput extends Pick<OverviewInput, "history" | "now"> {
  readonly project: Project;
  readonly chosen: readonly ActiveContract[];
  onFault(text: string): void;
}

type Details = Pick<ReportContract, "file" | "why" | "links" | "prose" | "demands" | "gates" | "bridges" | "past">;

/** What a report adds to the status of a contract. */
function createDetails({
  project,
  chosen,
  history,
  now,
  onFault,
}: DetailsInput): (id: string, sites: readonly PlanSite[]) => Details {
  const byId = new Map(chosen.map(({ contract }) => [contract.id, contract]));
  const files = listFiles(project.root, { embedding: true }).map((file) => file.path);
  const hasBridges = chosen.some(({ contract }) => contract.bridges.length > 0);
  const bridges: readonly BridgeState[] = hasBridges ? listBridges(new BridgeSearch(project), chosen) : [];
  return (id, sites) => {
    const contract = byId.get(id)!;
    const gates = readGates(project, {
      ...{ contract, files, sites: sites.filter((site) => site.contract === id) },
      onFault: ({ file, message }) => onFault(`${file}: ${message}`),
    });
    return {
      ...{ file: contract.file, why: contract.why ?? null, links: contract.links, prose: contract.prose.trim() },
      demands: demandsOf(contract),
      gates: gates.map((gate) => ({
        ...gate,
        evidence: gate.evidence && { ...gate.evidence, ageDays: ageOf(gate.evidence, now) },
      })),
      bridges: bridges.filter((bridge) => bridge.contract === id),
      past: history ? seriesOf(history, id) : [],
    };
  };
}

function ageOf({ at }: PlanEvidence, now: number): number {
  return Math.max(0, daysBetween(dayOf(Date.parse(at) / 1_000), dayOf(now)));
}

function projectName(root: string): string {
  try {
    const { name } = JSON.parse(readText(path.join(root, "package.json"), "settings")) as { name?: unknown };
    if (typeof name === "string" && name !== "") return name;
  } catch {
    // The folder has a name, too.
  }
  return path.basename(root);
}

function byPlace(a: ReportSite, b: ReportSite): number {
  const [x, y] = [
    [a.contract, a.file],
    [b.contract, b.file],
  ];
  for (const index of [0, 1]) if (x[index] !== y[index]) return x[index]! < y[index]! ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
