import path from "node:path";
import { readText } from "@godwit/core/disk";
import {
  createPackageFinder,
  dayOf,
  daysBetween,
  listFiles,
  makeStatus,
  originOfEvidence,
  ownersBySite,
  type ActiveContract,
  type BridgeState,
  type PlanEvidence,
  type PlanSite,
  type Project,
} from "@godwit/project";
import { BridgeSearch } from "../bridges/bridge-search.js";
import { listBridges } from "../bridges/list-bridges.js";
import { readCodeOwners } from "../files/codeowners.js";
import type { History } from "../history/history.js";
import { seriesOf } from "../history/series.js";
import { demandsOf } from "../migrate/risk-demands.js";
import type { CountedSites } from "../overview/count-sites.js";
import { pastOfContracts } from "../overview/past.js";
import { readGates } from "../plan/build-plan.js";
import type { OverviewReport, ReportContract, ReportSite } from "./overview-report.js";
import { readRunStatistics } from "./run-statistics.js";

/** What a report is made from. */
export interface OverviewInput {
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
export function buildOverview({ counted, history, contracts: chosen, now, notes }: OverviewInput): OverviewReport {
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
  const files = listFiles(project.root).map((file) => file.path);
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
