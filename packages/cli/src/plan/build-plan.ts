import path from "node:path";
import { type Contract, embedsScript } from "@godwit/core/contracts";
import {
  type BatchRecord,
  type BatchSizing,
  type Evidence,
  type EvidenceFault,
  type FileFacts,
  ImportGraph,
  type Mocker,
  type Plan,
  type PlanContract,
  type PlanGate,
  type PlanSite,
  type Project,
  assignBatches,
  changeSince,
  createPackageFinder,
  fateOfBridge,
  gateStates,
  groupBy,
  isTestCode,
  listFiles,
  makePlan,
  parseBatchRecord,
  parseBridge,
  readEvidence,
  withRecordedBatches,
  writeBatchRecord,
  type RunCost,
} from "@godwit/project";
import { FileError, makeFolder, readText, writeWhole } from "@godwit/core/disk";
import { readCodeOwners } from "../files/codeowners.js";
import { type FoundInFile, type UncountedFile, readSites } from "./read-sites.js";

/** The plan of a root, and what could not be taken into account. */
export interface BuiltPlan {
  readonly plan: Plan;
  /** Files whose violations could not be counted. */
  readonly uncounted: readonly UncountedFile[];
  /** Evidence of gates, and batches, that can't be used. */
  readonly faults: readonly EvidenceFault[];
  /** The files that mock modules. */
  readonly mockers: readonly Mocker[];
  /** What was found, by contract and file. */
  readonly found: ReadonlyMap<string, ReadonlyMap<string, FoundInFile>>;
}

/** Finds all violations of a root and puts the work in order. */
export function buildPlan(project: Project, onProgress?: (done: number, total: number) => void): BuiltPlan {
  const { root } = project;
  const files = listFiles(root, { embedding: true });
  const paths = files.map((file) => file.path);
  const { sites, uncounted, groups, mockers, found, lacksValue } = readSites(project, files, onProgress);
  const graph = new ImportGraph(
    project.engine.modules,
    paths.filter((file) => !embedsScript(file)),
  );
  const packageOf = createPackageFinder(root);
  const faults: EvidenceFault[] = [];
  const plan = makePlan({
    contracts: project.contracts.map(({ contract }) => contract),
    sites,
    factsOf: createFileFacts(project, graph),
    groups,
    lacksValue,
    gatesOf: (contract, own) =>
      readGates(project, { contract, sites: own, files: paths, onFault: (fault) => faults.push(fault) }),
  });
  const onFault = (fault: EvidenceFault): void => void faults.push(fault);
  const contracts = plan.contracts.map((contract) => {
    const cost = estimateCost(found.get(contract.id) ?? new Map(), graph, packageOf);
    return { ...inRecordedBatches(project, contract, onFault), ...(cost && { cost }) };
  });
  return { plan: { ...plan, contracts }, uncounted, faults, mockers, found };
}

/** Answers what a plan needs to know about files. */
export function createFileFacts({ root }: Project, graph: ImportGraph): (file: string) => FileFacts {
  const codeOwners = readCodeOwners(root);
  const packageOf = createPackageFinder(root);
  return (file) => ({
    owners: codeOwners.ownersOf(file),
    package: packageOf(file),
    tests: graph.testsOf(file),
    isTest: isTestCode(file),
    dependents: graph.dependentsOf(file).length,
  });
}

/** A contract with what its gates are judged by. */
export interface GatesInput {
  readonly contract: Contract;
  readonly sites: readonly PlanSite[];
  /** All source files of the root. */
  readonly files: readonly string[];
  onFault(fault: EvidenceFault): void;
}

/** The state of a contract's gates, from the code and the evidence that is recorded. */
export function readGates({ root, directory, engine }: Project, input: GatesInput): readonly PlanGate[] {
  const { contract, sites, files, onFault } = input;
  const place = { root, modules: engine.modules };
  const bridges = groupBy(contract.bridges, (bridge) => fateOfBridge(contract, parseBridge(bridge), place));
  return gateStates(contract, {
    ...{ sites, bridges: bridges.get("there") ?? [], unknownBridges: bridges.get("never") ?? [] },
    evidenceFor(gate): Evidence | undefined {
      const evidence = readEvidence(root, directory, contract.id, gate.name);
      if (!evidence || !("message" in evidence)) return evidence;
      onFault(evidence);
      return undefined;
    },
    changeSince: (evidence) => changeSince(root, contract, files, evidence),
  });
}

/** The file with the batches of a contract, relative to the root. */
function batchFile({ directory }: Pick<Project, "directory">, contract: string): string {
  return path.posix.join(directory, ".batches", `${contract}.txt`);
}

/** A contract with the batches that are recorded for it, if some are. */
function inRecordedBatches(project: Project, contract: PlanContract, onFault: (fault: EvidenceFault) => void): PlanContract {
  const record = readRecord(project, contract.id);
  if (typeof record === "string") onFault({ file: batchFile(project, contract.id), message: record });
  return typeof record === "object" ? withRecordedBatches(contract, record) : contract;
}

/** Puts the files of a contract in batches as asked, and records them; files that are in one of the same sizing stay there. */
export function recordBatches(
  project: Project,
  contract: PlanContract,
  sizing: BatchSizing,
): { readonly planned: PlanContract; readonly file: string } {
  const known = readRecord(project, contract.id);
  const record = assignBatches(contract, sizing, typeof known === "object" ? known : undefined);
  const file = batchFile(project, contract.id);
  makeFolder(path.join(project.root, path.posix.dirname(file)), project.root);
  writeWhole(path.join(project.root, file), writeBatchRecord(record), { root: project.root });
  return { planned: withRecordedBatches(contract, record), file };
}

/** Undefined where nothing is recorded; a text says why a record can't be used. */
function readRecord(project: Project, contract: string): BatchRecord | string | undefined {
  const advice = "Restore it, or delete it and make the batches again: godwit plan --files-per-batch.";
  try {
    const record = parseBatchRecord(readText(path.join(project.root, batchFile(project, contract)), "settings"));
    return typeof record === "string" ? `The batches can't be read: ${record}. ${advice}` : record;
  } catch (error) {
    if (error instanceof FileError && error.fault === "missing") return undefined;
    return `The batches can't be read: ${(error as Error).message}. ${advice}`;
  }
}

/** Measured on public repositories of 300 to 4,000 files (docs/speed.md): CPU seconds and megabytes, what a run begins with and what each file adds. */
const LOCAL = { seconds: [3, 0.01], megabytes: [600, 1] } as const;
const ACROSS_FILES = { seconds: [10, 0.08], megabytes: [1200, 2.5] } as const;
/** The type checker collects garbage instead of taking more. */
const MOST_MEGABYTES = 7500;

/**
 * What a dry run of a contract costs about, by the files that the type checker may have to look at: those of the packages with a site, and
 * where edits go across files also all that load one of these sites' files. Undefined where a run can do nothing.
 */
function estimateCost(
  found: ReadonlyMap<string, FoundInFile>,
  graph: ImportGraph,
  packageOf: (file: string) => string,
): RunCost | undefined {
  const edited = [...found].flatMap(([file, { steps }]) => (steps.size > 0 ? [file] : []));
  if (edited.length === 0) return undefined;
  const isAcross = [...found.values()].some(({ steps }) => steps.has("types") || steps.has("context") || steps.has("async"));
  const homes = new Set(edited.map(packageOf));
  const files = new Set(graph.files.filter((file) => homes.has(packageOf(file))));
  if (isAcross) for (const file of edited.flatMap((each) => graph.dependentsOf(each))) files.add(file);
  const { seconds, megabytes } = isAcross ? ACROSS_FILES : LOCAL;
  const of = ([start, each]: readonly [number, number]): number => Math.round(start + each * files.size);
  return { seconds: of(seconds), megabytes: Math.min(of(megabytes), MOST_MEGABYTES), files: files.size };
}
