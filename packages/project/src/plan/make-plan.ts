import { describeCheck, type Contract } from "@godwit/core/contracts";
import { makeBatches, type RankedConsumer } from "./batches.js";
import { complexityOf, judgeRisk } from "./consumer-risk.js";
import { byText, countSites, groupBy } from "./counts.js";
import { inPlanOrder } from "./order.js";
import type { Checkpoint, Lever, ManualWork, Plan, PlanConsumer, PlanContract, PlanGate, PlanPhase, PlanSite } from "./plan.js";
import { quoteWord } from "./quote-word.js";
import { blockersOf, phasesOf, type Progress, progressOfAll } from "./progress.js";

/** What a plan needs to know about a file. */
export interface FileFacts {
  /** By CODEOWNERS; empty where it names nobody. */
  readonly owners: readonly string[];
  /** The folder of its package, relative to the root; `.` for the root. */
  readonly package: string;
  /** Tests that reach it by imports. */
  readonly tests: readonly string[];
  readonly isTest: boolean;
  /** How many files import it, directly or through others. */
  readonly dependents: number;
}

/** What a plan is made from: plain data, so that the same input gives the same plan. */
export interface PlanInput {
  /** All contracts that work, whatever their order. */
  readonly contracts: readonly Contract[];
  /** The violations of all contracts, planned ones included. */
  readonly sites: readonly PlanSite[];
  factsOf(file: string): FileFacts;
  /** Files that move together because of the mocks in one of them, for one contract. */
  readonly groups: (contract: string) => readonly (readonly string[])[];
  gatesOf(contract: Contract, sites: readonly PlanSite[]): readonly PlanGate[];
}

/** Makes the plan of all contracts. */
export function makePlan(input: PlanInput): Plan {
  const progress = progressOfAll(input.contracts, input.sites);
  const byContract = groupBy(input.sites, ({ contract }) => contract);
  const contracts = inPlanOrder(input.contracts, progress).map(({ contract, round }) =>
    planContract(input, { contract, round, progress, sites: [...(byContract.get(contract.id) ?? [])].sort(byPlace) }),
  );
  return { version: 1, contracts };
}

interface Work {
  readonly contract: Contract;
  readonly round: number;
  readonly progress: ReadonlyMap<string, Progress>;
  readonly sites: readonly PlanSite[];
}

function planContract(input: PlanInput, { contract, round, progress, sites }: Work): PlanContract {
  const { id, title, status, risk, owner, due, dependsOn } = contract;
  return {
    ...{ id, title, status, risk, owner: owner ?? null, due: due ?? null, dependsOn },
    done: progress.get(id)!.done,
    blockedBy: blockersOf(contract, progress),
    round,
    counts: countSites(sites),
    phases: planPhases(input, contract, sites),
    gates: input.gatesOf(contract, sites),
    checkpoints: checkpointsOf(contract),
    manual: manualWorkOf(sites),
    levers: findLevers(sites),
  };
}

function planPhases(input: PlanInput, contract: Contract, sites: readonly PlanSite[]): readonly PlanPhase[] {
  const together = togetherOf(input.groups(contract.id));
  const byPhase = groupBy(sites, ({ phase }) => phase);
  let waitsFor: string | null = null;
  return phasesOf(contract, sites).map(({ name, allow, due, done }): PlanPhase => {
    const own = byPhase.get(name) ?? [];
    const consumers = [...groupBy(own, ({ file }) => file)].map(([file, inFile]) =>
      rankConsumer(input, contract, { file, sites: inFile, together: together(file) }),
    );
    const frame = { contract: contract.id, phase: name, phases: contract.phases.map((each) => each.name) };
    const phase = { name, due, allow, done, waitsFor, counts: countSites(own), batches: makeBatches(frame, consumers) };
    if (!done) waitsFor ??= name;
    return phase;
  });
}

/** Finds the other files of a file's group. */
function togetherOf(groups: readonly (readonly string[])[]): (file: string) => readonly string[] {
  const groupOf = new Map(groups.flatMap((group) => group.map((file) => [file, group] as const)));
  return (file) => (groupOf.get(file) ?? []).filter((other) => other !== file).sort(byText);
}

function rankConsumer(
  input: PlanInput,
  contract: Contract,
  { file, sites, together }: Pick<PlanConsumer, "file" | "sites" | "together">,
): RankedConsumer {
  const { owners, package: folder, tests, isTest, dependents } = input.factsOf(file);
  const { risk, points, reasons } = judgeRisk({ sites, isTest, tests: tests.length, dependents });
  const consumer: PlanConsumer = {
    ...{ file, counts: countSites(sites), sites, complexity: complexityOf(sites), risk, riskReasons: reasons },
    owners: owners.length > 0 || contract.owner === undefined ? owners : [contract.owner],
    ...{ package: folder, tests, together },
  };
  return { consumer, points };
}

function checkpointsOf({ id, validate, phases }: Contract): readonly Checkpoint[] {
  const points: Checkpoint[] = [
    { when: "before", commands: validate.before.map(describeCheck) },
    { when: "each", commands: validate.each.map(describeCheck) },
    ...phases.map(({ name }): Checkpoint => ({
      when: "phase",
      phase: name,
      commands: [`godwit check --contract ${id} --phase ${quoteWord(name)}`],
    })),
    { when: "after", commands: validate.after.map(describeCheck) },
  ];
  return points.filter(({ commands }) => commands.length > 0);
}

function byPlace(a: PlanSite, b: PlanSite): number {
  return byText(a.file, b.file) || a.line - b.line || a.column - b.column || byText(a.rule, b.rule);
}

/** Sites that no fix takes away, by rule and reason, most sites first. */
function manualWorkOf(sites: readonly PlanSite[]): readonly ManualWork[] {
  const open = sites.flatMap((site) => {
    const reason = reasonOf(site);
    return reason === undefined ? [] : [{ site, reason }];
  });
  return [...groupBy(open, ({ site, reason }) => JSON.stringify([site.rule, levelOf(site), reason])).values()]
    .map((group): ManualWork => {
      const [{ site, reason }] = group as [(typeof group)[number]];
      const files = new Set(group.map((each) => each.site.file)).size;
      return { rule: site.rule, level: levelOf(site), reason, sites: group.length, files };
    })
    .sort((a, b) => b.sites - a.sites || byText(a.rule, b.rule) || byText(a.reason, b.reason));
}

/**
 * The places where one change by a person frees most sites: a function that lacks a value which several of its sites need, or a
 * test that holds fixes back.
 */
function findLevers(sites: readonly PlanSite[]): readonly Lever[] {
  const places = sites.flatMap((site): { readonly key: string; readonly lever: Omit<Lever, "frees"> }[] => {
    const reason = reasonOf(site);
    if (reason === undefined) return [];
    const { heldBack, line, within } = site;
    const lever = heldBack
      ? { file: heldBack.by, line: 1, within: undefined, reason: heldBack.reason }
      : { file: site.file, line, within, reason };
    return [{ key: JSON.stringify([lever.file, lever.within ?? null, reason]), lever }];
  });
  return [...groupBy(places, ({ key }) => key).values()]
    .map((group): Lever => {
      const first = group.map(({ lever }) => lever).sort((a, b) => a.line - b.line)[0]!;
      return { ...first, frees: group.length };
    })
    .sort((a, b) => b.frees - a.frees || byText(a.file, b.file) || a.line - b.line || byText(a.reason, b.reason));
}

function reasonOf({ heldBack, reason }: PlanSite): string | undefined {
  return heldBack?.reason ?? reason ?? undefined;
}

function levelOf({ level }: PlanSite): ManualWork["level"] {
  return level === "fix" ? "held" : level;
}
