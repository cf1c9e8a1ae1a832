import type { Contract } from "@godwit/core/contracts";
import {
  changeSince,
  createPackageFinder,
  gateStates,
  ImportGraph,
  isBridgeThere,
  isTestCode,
  listFiles,
  makePlan,
  parseBridge,
  readEvidence,
  type Evidence,
  type EvidenceFault,
  type FileFacts,
  type Mocker,
  type Plan,
  type PlanGate,
  type PlanSite,
  type Project,
} from "@godwit/project";
import { readCodeOwners } from "../files/codeowners.js";
import { inRecordedBatches } from "./batch-records.js";
import { readSites, type FoundInFile, type UncountedFile } from "./read-sites.js";

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
  const files = listFiles(root);
  const paths = files.map((file) => file.path);
  const { sites, uncounted, groups, mockers, found } = readSites(project, files, onProgress);
  const facts = createFileFacts(project, new ImportGraph(project.engine.modules, paths));
  const faults: EvidenceFault[] = [];
  const plan = makePlan({
    contracts: project.contracts.map(({ contract }) => contract),
    sites,
    factsOf: facts,
    groups,
    gatesOf: (contract, own) =>
      readGates(project, { contract, sites: own, files: paths, onFault: (fault) => faults.push(fault) }),
  });
  const onFault = (fault: EvidenceFault): void => void faults.push(fault);
  const contracts = plan.contracts.map((contract) => inRecordedBatches(project, contract, onFault));
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
  return gateStates(contract, {
    sites,
    bridges: contract.bridges.filter((bridge) => isBridgeThere(parseBridge(bridge), engine.modules)),
    evidenceFor(gate): Evidence | undefined {
      const evidence = readEvidence(root, directory, contract.id, gate.name);
      if (!evidence || !("message" in evidence)) return evidence;
      onFault(evidence);
      return undefined;
    },
    changeSince: (evidence) => changeSince(root, contract, files, evidence),
  });
}
